"""Scope: every measure of a subject as a range with the rule that gave it and its moment; roots and families one by one."""

import polars as pl
from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboards.desk import Desk
from dashboards.page import Page, View
from dashboards.queries.measures import every_range, subjects
from dashboards.queries.totals import stage
from dashboards.safe import cut
from dashboards.widgets.cards import Parts, ask_button, card, empty_state
from dashboards.widgets.grid import grid
from dashboards.widgets.ranges import law_note, legend, range_rows
from dashboards.wording import count

SHOWN_MAX = 200  # Subjects in the choice, those with most acts first.


def layout(desk: Desk, view: View) -> Component:
    """The whole case, or the subject that the link names; below, every row of the table."""
    if desk.ask(stage) in ("empty", "no_acts"):
        return empty_state(view.t("empty_case"), view.t("empty_case_do"), f"wakeline import FILE... --case {desk.folder}")
    if not desk.case.has("scope"):
        return empty_state(view.t("not_analysed"), view.t("not_analysed_do"), f"wakeline analyse --case {desk.folder}")
    found = desk.ask(subjects)
    known = found["subject_id"].to_list()
    now = view.params.get("subject", "case")
    now = now if now in known else "case"
    measured, allegation = desk.ask(every_range, now), desk.facts.case.allegation
    options = [
        html.Option(_named(row, view), value=row["subject_id"], selected=row["subject_id"] == now or None)
        for row in found.head(SHOWN_MAX).iter_rows(named=True)
    ]
    head: Parts = [
        html.Label(
            [html.Span(view.t("scope_subject")), html.Select(options, name="subject", className="wl-go")], className="wl-field wl-root-pick"
        )
    ]
    if now not in ("case",) and not now.startswith("text:"):
        head.append(ask_button(f"act|{now}", view.t("see_root"), "wl-button", place="scope"))
        head.append(dcc.Link(view.t("see_spread"), href=view.link("/spread", root=now), className="wl-link"))
    parts: Parts = [
        html.Div(head, className="wl-controls"),
        card(
            view.t("scope"),
            [legend(view), law_note(allegation, view), range_rows(measured, view, allegation == "defamation")],
            note=view.t("scope_note"),
        ),
    ]
    if found.height > SHOWN_MAX:
        parts.append(html.P(view.t("scope_more", n=count(SHOWN_MAX), m=count(found.height)), className="wl-hint"))
    rows_n = desk.case.scan("scope").select(pl.len()).collect().item()
    parts.append(card(view.t("scope_table"), [grid("scope", "", view, rows_n, 12)], note=view.t("scope_table_note")))
    return html.Div(parts, className="wl-stack")


def connect(app: Dash, desk: Desk) -> None:
    """The subject stands in the link; the table is served by widgets.grid."""


def _named(row: dict[str, object], view: View) -> str:
    if row["subject_id"] == "case":
        return view.t("scope_case")
    words = cut(str(row["own_text"] or row["text"] or ""), 30)
    return f"{row['account_name'] or row['subject_id']}: {words}" if words else str(row["subject_id"])


PAGE = Page(name="scope", title_key="page_scope", path="/scope", order=60, layout=layout, connect=connect)
