"""The head of a table that is no grid."""

from dash import html
from dash.development.base_component import Component

from dashboards.page import View

WORDS, NUMBERS = "", "wl-n"  # Classes of a column's cells; numbers stand to the right.


def table_head(view: View, columns: dict[str, str]) -> Component:
    """Write the head of a table. columns: key of locale/dashboard.toml -> WORDS or NUMBERS.

    >>> head = table_head(View("en"), {"col_trait": WORDS, "col_members": NUMBERS})
    >>> [cell.className for cell in head.children.children]
    ['', 'wl-n']
    """
    cells = [html.Th(view.t(key), scope="col", className=name) for key, name in columns.items()]
    return html.Thead(html.Tr(cells))
