"""What the server's first answer holds before any script runs: header, menu, the overview's five sentences.

It lies over the page until the page itself is there, so that no reader looks at a blank screen.
"""

from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.model.errors import WakelineError
from dashboards.case_session import CaseSession
from dashboards.frame import header, menu, named
from dashboards.headline import headline_card
from dashboards.page import Page, View
from dashboards.views.timeline import stage

VOID = {"br", "hr", "img", "input"}
KNOWN = ("href", "lang", "role", "type", "title")  # Attributes of HTML that are kept, beside classes.
TAGS = {"Link": "a"}  # Components that are not plain HTML and have words in them.
SILENT = {"AgGrid", "Graph", "Store", "Select"}  # What is nothing without its script.


def first_answer(desk: CaseSession, pages: list[Page], view: View) -> str:
    """Write the screen in plain HTML, as far as it is known without a script.

    A page that cannot be told yet has its header and menu alone: the page itself says why.
    """
    now = next((page for page in pages if page.path == view.page), None)
    if now is None or not desk.is_open:
        return ""
    body: list[Any] = [html.H1(view.t(now.title_key), className="wl-title")]
    try:
        if now is pages[0] and desk.ask(stage) not in ("empty", "no_acts"):
            body.append(headline_card(desk, view))
    except WakelineError:
        body = body[:1]
    whole = html.Div(
        [
            html.Header(header(named(desk), now.path, view), className="wl-header"),
            html.Div(menu(pages, now, desk, view), className="wl-navbar"),
            html.Main(html.Div(body, className="wl-page")),
        ]
    )
    return written(whole).replace("<div", '<div id="first" aria-busy="true"', 1)


def written(part: Any) -> str:
    """Write a component as HTML; texts are escaped, ids are left out.

    >>> written(html.P(["a < b ", html.Strong("c", className="wl-x")]))
    '<p>a &lt; b <strong class="wl-x">c</strong></p>'
    """
    if part is None:
        return ""
    if isinstance(part, list | tuple):
        return "".join(written(one) for one in part)
    if not isinstance(part, Component):
        return escape(str(part))
    name = part._type
    if name in SILENT:
        return ""
    if name == "Details":  # What it opens needs a script.
        return written(part.children[0].children)
    is_html = part._namespace == "dash_html_components"
    tag = name.lower() if is_html else TAGS.get(name, "div")
    inside = written(getattr(part, "children", None))
    return f"<{tag}{_attributes(part)}>" + ("" if tag in VOID else f"{inside}</{tag}>")


def _attributes(part: Component) -> str:
    """The attributes that HTML knows: classes, links, what screen readers read. A button does nothing yet."""
    told: dict[str, Any] = part.to_plotly_json()["props"]  # type: ignore[no-untyped-call]
    kept = {"class": told.get("className")} | {
        key: value for key, value in told.items() if key in KNOWN or key.startswith("aria-")
    }
    if part._type == "Button":
        kept["disabled"] = "disabled"
    return "".join(f' {key}="{escape(str(value))}"' for key, value in kept.items() if value)
