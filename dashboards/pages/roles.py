"""Roles: a table for each role with the reasons in words; two accounts compared side by side."""

from typing import Any

from dash import Dash, html
from dash.development.base_component import Component

from analytics.graph.account_network import last_names
from analytics.model.messages import say
from analytics.model.thresholds import ROLES
from analytics.model.untrusted_text import cut
from analytics.roles.standing import EVERY_GRADE, rows_by_grade, standings
from dashboards import source_cards
from dashboards.accounts import grade_words, reason_words, role_name
from dashboards.case_session import CaseSession
from dashboards.page import Page, View
from dashboards.views.timeline import stage
from dashboards.widgets.cards import Parts, ask_button, card, empty_state, stranger
from dashboards.widgets.grid import grid
from dashboards.wording import count

COMPARED_MAX = 4  # Roles of an account shown beside each other, best grade first; its drawer holds all.
COMPARABLE_MAX = 300  # Accounts in the two pickers; any other is compared by naming it in the link.
COMPARED = ("a", "b")  # What the link calls the two accounts that are compared.


def layout(desk: CaseSession, view: View) -> Component:
    """Build the standing words, two accounts compared if the link names them, and a table for each role."""
    if desk.ask(stage) in ("empty", "no_acts"):
        return empty_state(
            view.t("empty_case"), view.t("empty_case_do"), f"wakeline import FILE... --case {desk.folder}"
        )
    if not desk.case.has("roles"):
        return empty_state(
            view.t("not_analysed"), view.t("roles_not_analysed_do"), f"wakeline analyse --case {desk.folder}"
        )
    found = desk.ask(tally)
    listing = "roles_tried" if desk.case.has("fragility") else "roles"
    parts: Parts = [html.P(view.t("roles_standing"), className="wl-law")]
    for role in ROLES:
        grades = found.get(role, {})
        told = view.t("comma").join(
            f"{grade_words(grade, view)} {count(n)}" for grade, n in sorted(grades.items())
        )
        body: Parts = (
            [grid(listing, role, view, sum(grades.values()), 8)]
            if grades
            else [html.P(view.t("role_empty"), className="wl-hint")]
        )
        parts.append(card(role_name(role, view), body, note=told or None))
    parts.append(_compare(desk, view))
    return html.Div(parts, className="wl-stack")


def connect(app: Dash, desk: CaseSession) -> None:
    """Attach nothing: the tables are served by widgets.grid, and the two accounts stand in the link."""


def tally(case: Any) -> dict[str, dict[str, int]]:
    """Count the rows of ROLES in each role at each grade."""
    return rows_by_grade(case.read_or_empty("roles"))


def comparable(case: Any) -> list[tuple[str, str]]:
    """List the accounts offered for comparison, best grade first, with the name shown last.

    At most COMPARABLE_MAX are given.
    """
    every = standings(case.read_or_empty("roles"), EVERY_GRADE)
    best = every.unique("account_id", keep="first", maintain_order=True).head(COMPARABLE_MAX)
    names = last_names(case.scan("events"), best["account_id"])
    rows = (
        best.join(names, on="account_id", how="left", maintain_order="left")
        .select("account_id", "name")
        .iter_rows()
    )
    return [(one, f"{cut(name, 40)} · {one}" if name else one) for one, name in rows]


def _compare(desk: CaseSession, view: View) -> Component:
    chosen = [view.params[side] for side in COMPARED if view.params.get(side)]
    choices = desk.ask(comparable)
    known = {one for one, _ in choices}
    choices = choices + [(one, _named(desk, one)) for one in dict.fromkeys(chosen) if one not in known]
    form = html.Div(
        [
            *(
                html.Label(
                    [
                        html.Span(view.t(f"compare_{side}")),
                        html.Select(
                            [
                                html.Option("–", value=""),
                                *(
                                    html.Option(
                                        name, value=one, selected=one == view.params.get(side) or None
                                    )
                                    for one, name in choices
                                ),
                            ],
                            name=side,
                            className="wl-go",
                        ),
                    ],
                    className="wl-field",
                )
                for side in COMPARED
            )
        ],
        className="wl-fields-row wl-compare-pick",
    )
    columns = [html.Div(_column(desk, one, view), className="wl-compare-one") for one in chosen]
    body: Parts = [form]
    if columns:
        body.append(html.Div(columns, className="wl-compare"))
    return card(view.t("compare"), body, note=view.t("compare_note"))


def _named(desk: CaseSession, account_id: str) -> str:
    name = desk.ask(source_cards.account_row, account_id).name
    return f"{name} · {account_id}" if name else account_id


def _column(desk: CaseSession, account_id: str, view: View) -> Parts:
    found = desk.ask(source_cards.account_row, account_id)
    parts: Parts = [
        html.H3(
            [
                stranger(found.name or account_id, view),
                " ",
                ask_button(f"account|{account_id}", view.t("see_account"), place="compare"),
            ]
        )
    ]
    for row in found.roles[:COMPARED_MAX]:
        parts.append(
            html.Div(
                [
                    html.H4([role_name(row["role"], view), " · ", grade_words(row["grade"], view)]),
                    html.P(reason_words(row, view)),
                    *(
                        piece
                        for key, codes in (
                            ("role_lines", "evidence_lines"),
                            ("role_else", "explanations"),
                            ("role_overturn", "challenges"),
                            ("role_article10", "article10"),
                        )
                        if row[codes]
                        for piece in (
                            html.P(view.t(key), className="wl-hint"),
                            html.Ul(
                                [html.Li(say(f"roles.{code}", view.lang)) for code in row[codes]],
                                className="wl-reasons",
                            ),
                        )
                    ),
                ],
                className="wl-compare-role",
            )
        )
    if len(found.roles) > COMPARED_MAX:
        parts.append(
            html.P(view.t("roles_more", n=count(len(found.roles) - COMPARED_MAX)), className="wl-hint")
        )
    return parts


PAGE = Page(name="roles", title_key="page_roles", path="/roles", order=50, layout=layout, connect=connect)
