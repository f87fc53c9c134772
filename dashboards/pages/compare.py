"""Two to six accounts beside each other: what they did before what they wrote, and both before any role."""

from dash import Dash, html
from dash.development.base_component import Component

from analytics.model.untrusted_text import cut
from analytics.roles.reasons import challenge_words
from dashboards import source_cards
from dashboards.account_data import (
    COMPARED,
    WORDS_MAX,
    Shared,
    acts_of,
    hours,
    shared_posts,
    shared_words,
    tally,
)
from dashboards.accounts import PLACES, grade_words, reason_words, role_name
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.page import Page, View
from dashboards.source_cards import AccountRow
from dashboards.widgets.cards import Parts, ask_button, card, stranger
from dashboards.widgets.empty_case import empty_case
from dashboards.wording import NONE, count, moment

BETWEEN = "~~"  # Between the ids in the link.
VALUES_MAX = 6  # Clients or regions of an account told; how many more there are is said.
TEXT_MAX = 60


def layout(desk: CaseSession, view: View) -> Component:
    """Build the picker, then shared posts with gaps, hours, clients, profiles, words, and roles."""
    if (nothing := empty_case(desk, view)) is not None:
        return nothing
    asked = [one for one in view.params.get("ids", "").split(BETWEEN) if one]
    chosen = list(dict.fromkeys(asked))[: COMPARED[1]]
    parts: Parts = [_picker(chosen, len(set(asked)), view)]
    if len(chosen) < COMPARED[0]:
        return html.Div(parts, className="wl-stack")
    acts = acts_of(desk.case, chosen)
    people = {one: source_cards.account_row(desk.case, one) for one in chosen}
    parts += [
        _shared(shared_posts(desk.case, acts), people, view),
        card(view.t("accounts.hours"), [_hours(hours(acts, view.zone), people, view)], note=_zone(view)),
        card(
            view.t("accounts.profiles"),
            [_profiles(people, tally(acts, "client"), tally(acts, "region"), view)],
        ),
        _words(acts, people, view),
        card(view.t("accounts.standing"), [_standing(people, view)], note=view.t("accounts.standing_note")),
    ]
    return html.Div(parts, className="wl-stack")


def connect(app: Dash, desk: CaseSession) -> None:
    """Attach nothing: the accounts stand in the link, and accounts.js fills the picker."""


def _zone(view: View) -> str:
    return view.t("accounts.hours_note", zone=view.zone)


def _picker(chosen: list[str], asked_n: int, view: View) -> Component:
    told = view.t("accounts.compare_more", n=asked_n - len(chosen)) if asked_n > len(chosen) else None
    words = {
        f"data-{key}": view.t(f"accounts.compare_{name}", n="{n}")
        for key, name in (("find", "find"), ("remove", "remove"), ("none", "none"))
    }
    return card(
        view.t("accounts.compare"),
        [
            html.Div(
                id="compare-pick",
                className="wl-compare-pick",
                **attributes({"data-ids": BETWEEN.join(chosen), "data-most": str(COMPARED[1]), **words}),
            ),
            *([html.P(told, className="wl-remark")] if told else []),
        ],
        note=view.t("accounts.compare_note"),
    )


def _named(one: str, found: AccountRow) -> str:
    return cut(found.name or one, 24)


def _heads(people: dict[str, AccountRow], first: Parts) -> Component:
    return html.Thead(
        html.Tr(
            [
                *(html.Th(name, scope="col") if name else html.Td() for name in first),
                *(
                    html.Th(
                        ask_button(f"account|{one}", html.Bdi(_named(one, found)), place="compare"),
                        scope="col",
                    )
                    for one, found in people.items()
                ),
            ]
        )
    )


def _shared(shared: Shared, people: dict[str, AccountRow], view: View) -> Component:
    """A row a post: the moment of each account there, and seconds since the first of them."""
    rows = []
    for row in shared.rows:
        timed = [at for at in row["moments"].values() if at is not None]
        first = min(timed) if timed else None
        rows.append(
            html.Tr(
                [
                    html.Th(
                        ask_button(
                            f"act|{row['post_id']}",
                            [
                                stranger(row["author"], view)
                                if row["author"]
                                else view.t("drawer_not_exported"),
                                f" · {moment(row['at'], view, row['at_precision'])} · ",
                                html.Bdi(cut(row["text"] or "", TEXT_MAX)),
                            ],
                            place="shared",
                        ),
                        scope="row",
                    ),
                    *(
                        html.Td(_gap(row["moments"].get(one), one in row["moments"], first, view))
                        for one in people
                    ),
                ]
            )
        )
    note = view.t("accounts.shared_note", n=count(shared.total), m=count(len(shared.rows)))
    if not rows:
        return card(
            view.t("accounts.shared", n=0), [html.P(view.t("accounts.shared_none"), className="wl-hint")]
        )
    table = html.Table(
        [_heads(people, [view.t("col_object")]), html.Tbody(rows)], className="wl-table wl-compared"
    )
    return card(
        view.t("accounts.shared", n=count(shared.total)),
        [html.Div(table, className="wl-levels", tabIndex=0)],
        note=note,
    )


def _gap(at: object, is_there: bool, first: object, view: View) -> Parts:
    if not is_there:
        return [NONE]
    if at is None or first is None:
        return [view.t("time_unknown")]
    gap_s = (at - first).total_seconds()  # type: ignore[operator]
    return [moment(at, view), html.Div(f"+{count(gap_s)} s", className="wl-hint wl-number")]  # type: ignore[arg-type]


def _hours(told: dict[str, list[int]], people: dict[str, AccountRow], view: View) -> Component:
    """Twenty-four cells an account, darker where more of its events lie; the number stands in each."""
    head = html.Thead(
        html.Tr(
            [
                html.Th(view.t("drawer_account"), scope="col"),
                *(html.Th(str(h), scope="col") for h in range(24)),
            ]
        )
    )
    rows = []
    for one, found in people.items():
        counts = told.get(one, [0] * 24)
        most = max(counts) or 1
        cells = [
            html.Td(str(n) if n else "", style={"--share": f"{n / most:.2f}"}, className="wl-hour")
            for n in counts
        ]
        rows.append(html.Tr([html.Th(html.Bdi(_named(one, found)), scope="row"), *cells]))
    return html.Table([head, html.Tbody(rows)], className="wl-table wl-hours")


def _profiles(
    people: dict[str, AccountRow],
    clients: dict[str, list[tuple[str, int]]],
    regions: dict[str, list[tuple[str, int]]],
    view: View,
) -> Component:
    def several(told: list[tuple[str, int]]) -> Parts:
        listed = [html.Li([html.Bdi(cut(value, 30)), f" {count(n)}"]) for value, n in told[:VALUES_MAX]]
        more = len(told) - VALUES_MAX
        if more > 0:
            listed.append(html.Li(view.t("accounts.more", n=more)))
        return [html.Ul(listed, className="wl-plain")] if listed else [NONE]

    lines: list[tuple[str, list[Parts]]] = [
        (
            view.t("field_names"),
            [[html.Bdi(cut(name, 24) + " ") for name in one.names] or [NONE] for one in people.values()],
        ),
        (view.t("accounts.clients"), [several(clients.get(one, [])) for one in people]),
        (view.t("accounts.ip_regions"), [several(regions.get(one, [])) for one in people]),
        *(
            (view.t(key), [[stranger(one.profile.get(name), view)] for one in people.values()])
            for key, name in PLACES
        ),
        (
            view.t("accounts.col_registered"),
            [[moment(one.profile.get("registered_at"), view, "day")] for one in people.values()],
        ),
        (
            view.t("accounts.col_followers"),
            [[count(one.profile.get("followers_n"))] for one in people.values()],
        ),
        (view.t("col_acts"), [[count(one.acts_n)] for one in people.values()]),
    ]
    body = [
        html.Tr([html.Th(name, scope="row"), *(html.Td(cell) for cell in cells)]) for name, cells in lines
    ]
    return html.Table([_heads(people, [""]), html.Tbody(body)], className="wl-table wl-compared")


def _words(acts: object, people: dict[str, AccountRow], view: View) -> Component:
    common, alone = shared_words(acts)  # type: ignore[arg-type]
    rows = [
        html.Tr(
            [
                html.Th(
                    ask_button(f"act|{row['event_id']}", html.Bdi(cut(row["text"], 160)), place="words"),
                    scope="row",
                ),
                *(html.Td(count(row["times"].get(one)), className="wl-n") for one in people),
            ]
        )
        for row in common[:WORDS_MAX]
    ]
    own = [html.Td(count(alone.get(one, 0)), className="wl-n") for one in people]
    rows.append(html.Tr([html.Th(view.t("accounts.own_words"), scope="row"), *own]))
    table = html.Table(
        [_heads(people, [view.t("col_own_text")]), html.Tbody(rows)], className="wl-table wl-explained"
    )
    note = view.t("accounts.words_note", n=count(len(common)), m=count(min(len(common), WORDS_MAX)))
    return card(view.t("accounts.words"), [html.Div(table, className="wl-levels", tabIndex=0)], note=note)


def _standing(people: dict[str, AccountRow], view: View) -> Component:
    cells = [html.Td(standing_of(found, view)) for found in people.values()]
    return html.Table([_heads(people, []), html.Tbody(html.Tr(cells))], className="wl-table wl-explained")


def standing_of(found: AccountRow, view: View) -> Parts:
    """Tell an account's roles at A and B with their lines and explanations; leads stand in one line."""
    parts: Parts = []
    for row in found.roles:
        if row["grade"] not in ("A", "B"):
            continue
        parts += [
            html.H3([role_name(row["role"], view), " · ", grade_words(row["grade"], view)]),
            html.P(reason_words(row, view)),
        ]
        for key, codes in (
            ("role_lines", "evidence_lines"),
            ("role_else", "explanations"),
            ("role_overturn", "challenges"),
            ("role_article10", "article10"),
        ):
            if row[codes]:
                items = [html.Li(challenge_words(code, view.lang)) for code in row[codes]]
                parts += [html.P(view.t(key), className="wl-hint"), html.Ul(items, className="wl-reasons")]
    leads = dict.fromkeys(
        f"{role_name(r['role'], view)} {r['grade']}" for r in found.roles if r["grade"] == "C"
    )
    if leads:
        told = view.t("network.leads", n=len(leads), pairs=view.t("comma").join(leads))
        parts.append(html.P(told, className="wl-hint"))
    return parts or [html.P(view.t("account_roles_none"), className="wl-hint")]


PAGE = Page(
    name="compare",
    title_key="accounts.compare",
    path="/compare",
    order=52,
    layout=layout,
    connect=connect,
    in_menu=False,
)
