"""Accounts: all of them with role and grade as pairs, then a table for each role with reasons in words."""

from typing import Any

from dash import Dash, dcc, html
from dash.development.base_component import Component

from analytics.model.thresholds import ROLES
from analytics.roles.standing import rows_by_grade
from dashboards.accounts import grade_words, role_name
from dashboards.case_session import CaseSession
from dashboards.marks import stamp
from dashboards.page import Page, View
from dashboards.views.accounts import accounts_n
from dashboards.widgets.cards import Parts, card, empty_state
from dashboards.widgets.empty_case import empty_case
from dashboards.widgets.grid import grid
from dashboards.wording import count


def layout(desk: CaseSession, view: View) -> Component:
    """Build the standing words, the table of all accounts, and a table for each role."""
    if (nothing := empty_case(desk, view)) is not None:
        return nothing
    if not desk.case.has("roles"):
        command = f"wakeline analyse --case {desk.folder}"
        todo = empty_state(view.t("not_analysed"), view.t("roles_not_analysed_do"), command)
        return html.Div([_everybody(desk, view), todo], className="wl-stack")
    found = desk.ask(tally)
    listing = "roles_tried" if desk.case.has("fragility") else "roles"
    parts: Parts = [html.P(view.t("roles_standing"), className="wl-law"), _everybody(desk, view)]
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
    return html.Div(parts, className="wl-stack")


def connect(app: Dash, desk: CaseSession) -> None:
    """Attach nothing: the tables are served by widgets.grid."""


def _everybody(desk: CaseSession, view: View) -> Component:
    """All accounts with their pairs, marks and profiles; and the list that is pasted to watch many."""
    total = desk.ask(accounts_n)
    held = (
        () if view.selection.is_empty else (view.params["v"], *(["only"] if view.params.get("only") else []))
    )
    links = [
        dcc.Link(view.t("accounts.to_notes"), href=view.link("/notes"), className="wl-button"),
        dcc.Link(view.t("accounts.to_compare"), href=view.link("/compare"), className="wl-button"),
    ]
    return card(
        view.t("accounts.all", n=count(total)),
        [grid("accounts", "|".join([stamp(desk.folder), *held]), view, total, 10)],
        aside=[html.Div(links, className="wl-buttons")],
        note=view.t("accounts.all_note"),
    )


def tally(case: Any) -> dict[str, dict[str, int]]:
    """Count the rows of ROLES in each role at each grade."""
    return rows_by_grade(case.read_or_empty("roles"))


PAGE = Page(
    name="roles",
    title_key="page_roles",
    path="/roles",
    order=50,
    layout=layout,
    connect=connect,
    aliases=("/accounts",),
)
