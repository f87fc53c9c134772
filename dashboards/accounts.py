"""What the drawer says of an account or of a tie: the profile, candidate roles with reasons, the events."""

from typing import Any
from urllib.parse import quote

from dash import dcc, html
from dash.development.base_component import Component

from analytics.model.errors import CaseError
from analytics.model.messages import say
from analytics.roles.reasons import reason_words as role_reason_words
from analytics.scope.wording import verified_words
from dashboards import source_cards
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.marks import watched
from dashboards.notes import notes
from dashboards.page import View
from dashboards.views.network import GRAPHS, network_view
from dashboards.widgets.cards import Parts, choose_one, fields, id_line, stranger
from dashboards.widgets.grid import grid
from dashboards.wording import NONE, count, moment

ROWS = 12  # Acts seen at once in the drawer.
# Where a profile says that an account is: the platform's word, and its own.
PLACES = (("accounts.col_profile_region", "region"), ("accounts.col_declared", "location"))


def account_facts(desk: CaseSession, account_id: str, view: View) -> tuple[Any, Any]:
    """Build the title and the body of the drawer for an account.

    The profile comes first, then candidate roles with their reasons, then candidate groups and the events.
    """
    found = source_cards.account_row(desk.case, account_id)
    title = html.Span(
        [html.Span(view.t("drawer_account"), className="wl-kind"), stranger(found.name or account_id, view)]
    )
    facts = profile_facts(account_id, found, view)
    facts.append((view.t("field_roles"), _roles(found.roles, view)))
    if found.groups:
        facts.append((view.t("field_group"), html.Div([_group(row, view) for row in found.groups])))
    parts: Parts = [
        html.P(view.t("drawer_account_hint"), className="wl-hint"),
        fields(facts),
        html.Div(
            [
                watch_button(desk, account_id, view),
                choose_one(view, account_id=account_id),
                dcc.Link(
                    view.t("accounts.dossier"),
                    href=view.link(f"/account/{quote(account_id)}"),
                    className="wl-button",
                ),
                dcc.Link(
                    view.t("see_network"),
                    href=view.link("/network", account=account_id),
                    refresh=True,
                    className="wl-button",
                ),
            ],
            className="wl-buttons",
        ),
        notes(desk, account_id, view),
        html.H3(view.t("account_acts", n=count(found.acts_n)), className="wl-card-title"),
        grid("account_acts", account_id, view, found.acts_n, ROWS),
    ]
    return title, html.Div(parts, className="wl-drawer-part wl-stack")


def profile_facts(account_id: str, found: source_cards.AccountRow, view: View) -> list[tuple[str, Any]]:
    """List what the exports say of an account itself: its id, names and latest profile."""
    facts: list[tuple[str, Any]] = [(view.t("field_account_id"), id_line(account_id))]
    if len(found.names) > 1:
        facts.append(
            (
                view.t("field_names"),
                html.Span([part for name in found.names for part in (stranger(name, view), " ")]),
            )
        )
    facts += [
        (view.t(key), words)
        for key, words in (
            ("field_registered", moment(found.profile.get("registered_at"), view, "day")),
            ("field_followers", count(found.profile.get("followers_n"))),
            ("field_posts", count(found.profile.get("posts_n"))),
        )
        if words != NONE
    ]
    if verified := _verified(found.profile, view):
        facts.append((view.t("field_verified"), verified))
    facts += [
        (view.t(key), stranger(found.profile[name], view)) for key, name in PLACES if found.profile.get(name)
    ]
    return facts


def _verified(profile: dict[str, Any], view: View) -> Any:
    """The kind of a badge by name, and the reason that the platform shows; nothing where neither is known."""
    kind = str(profile.get("verified_type") or "")
    named = verified_words(kind, view.lang) if kind.lstrip("-").isdigit() else stranger(kind, view)
    parts = [named] if kind else []
    if profile.get("verified_reason"):
        parts += [" · "] if parts else []
        parts.append(stranger(str(profile["verified_reason"]), view))
    return html.Span(parts) if parts else None


def _roles(rows: list[dict[str, Any]], view: View) -> Any:
    """Roles at A and B with their reasons; what is no more than a lead stands folded below them."""
    if not rows:
        return html.Span(view.t("account_roles_none"), className="wl-hint")
    listed = [row for row in rows if row["grade"] in ("A", "B")]
    leads = [row for row in rows if row["grade"] not in ("A", "B")]
    parts: Parts = [html.Ul([_role(row, view) for row in listed], className="wl-plain")] if listed else []
    if leads:
        pairs = dict.fromkeys(pair_words(row["role"], row["grade"], view) for row in leads)
        told = view.t("network.leads", n=len(leads), pairs=view.t("comma").join(pairs))
        parts.append(
            html.Details(
                [html.Summary(told), html.Ul([_role(row, view) for row in leads], className="wl-plain")],
                className="wl-leads-folded",
            )
        )
    return html.Div(parts)


def _role(row: dict[str, Any], view: View) -> Component:
    return html.Li(
        [
            html.Strong(role_name(row["role"], view)),
            " · ",
            grade_words(row["grade"], view),
            html.Div(reason_words(row, view), className="wl-hint"),
            *_firm(row, view),
        ]
    )


def pair_words(role: str, grade: str, view: View) -> str:
    """Name a role with its grade: neither stands without the other.

    >>> pair_words("initiator", "B", View("zh"))
    '首发候选 B'
    """
    named = view.t("grade_insufficient") if grade == "insufficient" else grade
    return f"{role_name(role, view)} {named}"


def _group(row: dict[str, Any], view: View) -> Component:
    lines = [say(f"coordination.line_{line}", view.lang) for line in row["evidence_lines"] or []]
    doubts = [say(f"coordination.reason_{key}", view.lang) for key in row["reasons"] or []]
    return html.Div(
        [
            html.Strong(view.t("net_group", name=row["cluster_id"])),
            " · ",
            grade_words(row["grade"], view),
            html.Ul([html.Li(text) for text in [*lines, *doubts]], className="wl-reasons"),
            *_firm(row, view),
        ]
    )


def _firm(row: dict[str, Any], view: View) -> list[Component]:
    """In how many runs of a challenge the row stays listed; nothing where none was made."""
    if row.get("runs_n") is None:
        return []
    told = view.t("account_firm", kept=count(row["kept_n"]), runs=count(row["runs_n"]))
    return [html.Div(told, className="wl-hint")]


def watch_button(desk: CaseSession, account_id: str, view: View) -> Component:
    """Build the button that puts an account on the watch list or takes it off; accounts.js acts on it."""
    is_on = account_id in watched(desk.folder)
    words = {"data-on": view.t("accounts.watched"), "data-off": view.t("accounts.watch")}
    return html.Button(
        words["data-on"] if is_on else words["data-off"],
        type="button",
        className="wl-button wl-watch",
        **attributes({"data-watch": account_id, "aria-pressed": str(is_on).lower(), **words}),
    )


def role_name(role: str, view: View) -> str:
    """Name a role as it is named everywhere: always a candidate."""
    return view.t(f"roles.role_{role}")


def grade_words(grade: str, view: View) -> str:
    """Put a grade into words."""
    return view.t("grade_insufficient") if grade == "insufficient" else view.t("grade_n", grade=grade)


def reason_words(row: dict[str, Any], view: View) -> str:
    """Put the reason of a row of ROLES into words, with its numbers and names."""
    return role_reason_words(row, view.lang)


def tie_facts(desk: CaseSession, about: str, view: View) -> tuple[Any, Any]:
    """Build the title and the body of the drawer for a tie.

    about: graph|account|account.
    """
    graph, source, target = about.split("|", 2)
    if graph not in GRAPHS:
        raise CaseError("asked_unknown", found=about[:80])
    names = [source_cards.account_row(desk.case, one).name or one for one in (source, target)]
    title = html.Span(
        [
            html.Span(view.t("drawer_tie"), className="wl-kind"),
            stranger(names[0], view),
            " ↔ " if graph == "coordination" else " → ",
            stranger(names[1], view),
        ]
    )
    if graph == "coordination":
        note, listing = view.t("drawer_pair_note"), "pair_acts"
    else:
        tie = desk.ask(network_view, graph).edges.filter(source=source, target=target)
        n, assumed = (int(tie["acts_n"].sum()), int(tie["assumed_n"].sum()))
        note, listing = (
            view.t(
                "drawer_tie_note",
                source=f"\u2068{names[0]}\u2069",
                target=f"\u2068{names[1]}\u2069",
                n=count(n),
                k=count(assumed),
            ),
            "tie_acts",
        )
    return title, html.Div(
        [html.P(note, className="wl-card-note"), grid(listing, about, view, 12, 18)],
        className="wl-drawer-part",
    )
