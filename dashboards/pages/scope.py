"""Scope: every measure of a subject as a range with its rule and moment; roots and families one by one."""

import polars as pl
from dash import Dash, dcc, html
from dash.development.base_component import Component

from analytics.model.messages import say
from analytics.model.untrusted_text import cut
from analytics.scope.wording import class_words
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.page import Page, View
from dashboards.views.measures import classes, every_range, law_numbers, subjects
from dashboards.views.timeline import stage
from dashboards.widgets.cards import Parts, ask_button, card, empty_state, stranger
from dashboards.widgets.grid import grid
from dashboards.widgets.ranges import law_note, legend, range_rows
from dashboards.wording import count, figure

CLASSES_MAX = 15  # Classes of a measure shown; the table below holds all.
SHOWN_MAX = 200  # Subjects in the choice, those with most acts first.


def layout(desk: CaseSession, view: View) -> Component:
    """The whole case, or the subject that the link names; below, every row of the table."""
    if desk.ask(stage) in ("empty", "no_acts"):
        return empty_state(
            view.t("empty_case"), view.t("empty_case_do"), f"wakeline import FILE... --case {desk.folder}"
        )
    if not desk.case.has("scope"):
        return empty_state(
            view.t("not_analysed"), view.t("not_analysed_do"), f"wakeline analyse --case {desk.folder}"
        )
    found = desk.ask(subjects)
    known = found["subject_id"].to_list()
    now = view.params.get("subject", "case")
    now = now if now in known else "case"
    measured = desk.ask(every_range, now)
    options = [
        html.Option(_named(row, view), value=row["subject_id"], selected=row["subject_id"] == now or None)
        for row in found.head(SHOWN_MAX).iter_rows(named=True)
    ]
    head: Parts = [
        html.Label(
            [html.Span(view.t("scope_subject")), html.Select(options, name="subject", className="wl-go")],
            className="wl-field wl-root-pick",
        )
    ]
    if now not in ("case",) and not now.startswith("text:"):
        head.append(ask_button(f"act|{now}", view.t("see_root"), "wl-button", place="scope"))
        head.append(dcc.Link(view.t("see_spread"), href=view.link("/spread", root=now), className="wl-link"))
    parts: Parts = [
        html.Div(head, className="wl-controls"),
        card(
            view.t("scope"),
            [legend(view), law_note(desk.ask(law_numbers), view), range_rows(measured, view)],
            note=view.t("scope_note"),
        ),
    ]
    if found.height > SHOWN_MAX:
        parts.append(
            html.P(view.t("scope_more", n=count(SHOWN_MAX), m=count(found.height)), className="wl-hint")
        )
    split = desk.ask(classes, now)
    if split:
        tables = [_classes(measure, table, view) for measure, table in split.items()]
        parts.append(
            card(
                view.t("scope_classes"),
                [html.Div(tables, className="wl-classes")],
                note=view.t("scope_classes_note"),
            )
        )
    rows_n = desk.case.scan("scope").select(pl.len()).collect().item()
    parts.append(
        card(view.t("scope_table"), [grid("scope", "", view, rows_n, 12)], note=view.t("scope_table_note"))
    )
    return html.Div(parts, className="wl-stack")


def _classes(measure: str, table: pl.DataFrame, view: View) -> Component:
    """One measure split by class: every class as a range, with a bar against the largest."""
    most = max([value for name in ("lower", "upper") for value in table[name].drop_nulls()], default=0) or 1
    rows = [
        html.Tr(
            [
                html.Th(
                    class_words(measure, row["class_value"], view.lang) or stranger(row["class_value"], view),
                    scope="row",
                ),
                html.Td(
                    html.Div(
                        className="wl-level wl-depth-1",
                        style={"width": f"{100 * (row['lower'] or 0) / most:.1f}%"},
                        **attributes({"aria-hidden": "true"}),
                    ),
                    className="wl-shares",
                ),
                html.Td(_ends(row, view), className="wl-n"),
            ]
        )
        for row in table.head(CLASSES_MAX).iter_rows(named=True)
    ]
    notes = [say(f"scope.{code}", view.lang) for code in sorted(set(table["note_code"].drop_nulls()))]
    if measure == "reposts_flagged":
        notes += [_meant(code, view) for code in table["class_value"]]
    if table.height > CLASSES_MAX:
        notes.append(view.t("scope_more", n=count(CLASSES_MAX), m=count(table.height)))
    return html.Div(
        [
            html.H3(say(f"scope.{measure}", view.lang)),
            html.Table(html.Tbody(rows), className="wl-table"),
            html.P(" ".join(notes), className="wl-hint"),
        ]
    )


def _meant(flag: str, view: View) -> str:
    """What a flag means, with its code in the table, once."""
    name = class_words("reposts_flagged", flag, view.lang)
    return say(
        "scope.class_defined", view.lang, name=name, code=flag, meaning=say(f"scope.flag_{flag}", view.lang)
    )


def _ends(row: dict[str, float | None], view: View) -> str:
    low, high = row["lower"], row["upper"]
    if high is None:
        return view.t("range_at_least", n=figure(low))
    return figure(low) if low == high else f"{figure(low)} – {figure(high)}"


def connect(app: Dash, desk: CaseSession) -> None:
    """The subject stands in the link; the table is served by widgets.grid."""


def _named(row: dict[str, object], view: View) -> str:
    if row["subject_id"] == "case":
        return view.t("scope_case")
    words = cut(str(row["own_text"] or row["text"] or ""), 30)
    return f"{row['account_name'] or row['subject_id']}: {words}" if words else str(row["subject_id"])


PAGE = Page(name="scope", title_key="page_scope", path="/scope", order=60, layout=layout, connect=connect)
