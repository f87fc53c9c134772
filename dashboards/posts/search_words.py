"""What the hits of a search say more often than the other records, as a table whose words search on."""

import polars as pl
from dash import html
from dash.development.base_component import Component

from analytics.search.asked import Search
from analytics.search.keywords import keywords
from analytics.search.searchable import searchable
from analytics.store.case_folder import Case
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.views.posts import found_by, hits
from dashboards.widgets.cards import card
from dashboards.widgets.table_head import NUMBERS, WORDS, table_head
from dashboards.wording import count


def words_of(case: Case, search: Search) -> pl.DataFrame:
    """Find the keywords of a search, in own words, against every other record of the case."""
    here = hits(case, search)
    every = found_by(case, Search())
    rest = every.join(here.select("event_id"), on="event_id", how="anti")
    return keywords(_texts(here), _texts(rest))


def _texts(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select("account_id", text=searchable(rows["own_text"]))


def keywords_card(desk: CaseSession, search: Search, view: View) -> Component:
    """Build the table of keywords; a click on one searches for it."""
    rows = words_of(desk.case, search)
    if rows.is_empty():
        return card(view.t("reading.keywords"), [html.P(view.t("reading.keywords_none"))])
    columns = {"reading.col_word": WORDS, "reading.col_here": NUMBERS, "reading.col_rest": NUMBERS}
    body = [
        html.Tr(
            [
                html.Th(html.A(html.Bdi(word), href=view.link("/posts", q=f'"{word}"')), scope="row"),
                html.Td(count(here), className="wl-n"),
                html.Td(count(rest), className="wl-n"),
            ]
        )
        for word, here, rest, _ in rows.iter_rows()
    ]
    table = html.Table([table_head(view, columns), html.Tbody(body)], className="wl-table")
    return card(view.t("reading.keywords"), [table], note=view.t("reading.keywords_note"))
