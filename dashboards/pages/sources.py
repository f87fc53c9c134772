"""Sources: every input file with its hashes and its sum, and every record that is no event."""

from dash import Dash, html
from dash.development.base_component import Component

from dashboards.desk import Desk
from dashboards.page import Page, View
from dashboards.queries.totals import files, stage
from dashboards.widgets.cards import Parts, card, empty_state
from dashboards.widgets.grid import grid
from dashboards.wording import count

PARTS = ("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")


def layout(desk: Desk, view: View) -> Component:
    """The table of files, the table of rejected records, and how anyone can check the hashes."""
    if desk.ask(stage) == "empty":
        return empty_state(view.t("empty_case"), view.t("empty_case_do"), f"wakeline import FILE... --case {desk.folder}")
    table = desk.ask(files)
    total = {name: count(int(table[name].sum())) for name in PARTS}
    parts: Parts = [card(view.t("files", n=count(table.height)), [
        html.P(view.t("sum_line", **total), className="wl-sum"),
        grid("sources", "", view, table.height + 1, 12)], note=view.t("files_note"))]
    rejected_n = int(table["rejected_n"].sum())
    if rejected_n:
        parts.append(card(view.t("rejected_title"), [grid("rejected", "", view, rejected_n)],
                          note=view.t("rejected_note", n=count(rejected_n))))
    else:
        parts.append(card(view.t("rejected_title"), [html.P(view.t("rejected_none"))]))
    parts.append(card(view.t("check_yourself"), [
        html.P(view.t("check_yourself_do")),
        html.Pre(f"sha256sum {desk.folder}/evidence/*\nopenssl dgst -sm3 {desk.folder}/evidence/*\nwakeline verify {desk.folder}",
                 className="wl-line", tabIndex=0)]))
    return html.Div(parts, className="wl-stack")


def connect(app: Dash, desk: Desk) -> None:
    """The tables of this page are served by widgets.grid."""


PAGE = Page(name="sources", title_key="page_sources", path="/sources", order=80, layout=layout, connect=connect)
