"""One account in full, for the screen and for A4: names, roles with reasons, words, hours, links, notes."""

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboards import source_cards
from dashboards.account_data import acts_of, hours, words_on_alleged
from dashboards.accounts import profile_facts, watch_button
from dashboards.case_session import CaseSession
from dashboards.notes import notes
from dashboards.page import Page, View
from dashboards.pages.compare import standing_of
from dashboards.views.network import network_view
from dashboards.widgets.cards import Parts, ask_button, card, empty_state, fields, stranger
from dashboards.widgets.empty_case import empty_case
from dashboards.widgets.grid import grid
from dashboards.widgets.table_head import NUMBERS, WORDS, table_head
from dashboards.wording import count, moment

LINKS_MAX = 15  # Links told each way, the most frequent first; how many more there are is said.
ROWS = 14


def layout(desk: CaseSession, view: View) -> Component:
    """Build the dossier of the account that the address names."""
    if (nothing := empty_case(desk, view)) is not None:
        return nothing
    account_id = view.about
    found = source_cards.account_row(desk.case, account_id)
    if not found.acts_n and not found.profile:
        return empty_state(view.t("accounts.unknown"), view.t("accounts.unknown_do"))
    return html.Div(
        [
            _head(desk, account_id, found, view),
            card(
                view.t("accounts.standing"), standing_of(found, view), note=view.t("accounts.standing_note")
            ),
            card(view.t("accounts.on_alleged"), [_words(desk, account_id, view)]),
            html.Div(
                [
                    card(
                        view.t("accounts.hours"),
                        [_hours(desk, account_id, view)],
                        note=view.t("accounts.hours_note", zone=view.zone),
                    ),
                    card(view.t("accounts.links"), [_links(desk, account_id, view)]),
                ],
                className="wl-two",
            ),
            html.Div([notes(desk, account_id, view)], className="wl-card"),
            card(
                view.t("account_acts", n=count(found.acts_n)),
                [grid("account_acts", account_id, view, found.acts_n, ROWS)],
            ),
        ],
        className="wl-stack",
    )


def connect(app: Dash, desk: CaseSession) -> None:
    """Attach nothing: notes and rows have callbacks of their own."""


def _head(desk: CaseSession, account_id: str, found: source_cards.AccountRow, view: View) -> Component:
    buttons = [
        html.Button(
            view.t("accounts.print"), type="button", className="wl-button", id="dossier-print", n_clicks=0
        ),
        watch_button(desk, account_id, view),
        dcc.Link(
            view.t("see_network"), href=view.link("/network", account=account_id), className="wl-button"
        ),
        dcc.Link(
            view.t("accounts.to_compare"), href=view.link("/compare", ids=account_id), className="wl-button"
        ),
    ]
    return html.Section(
        [
            html.Div(
                [
                    html.H2(stranger(found.name or account_id, view), className="wl-card-title"),
                    html.Div(buttons, className="wl-buttons wl-screen-only"),
                ],
                className="wl-card-head",
            ),
            html.P(view.t("drawer_account_hint"), className="wl-hint"),
            fields(profile_facts(account_id, found, view)),
        ],
        className="wl-card",
    )


def _words(desk: CaseSession, account_id: str, view: View) -> Component:
    rows = words_on_alleged(desk.case, account_id)
    if rows.is_empty():
        return html.P(view.t("accounts.on_alleged_none"), className="wl-hint")
    body = [
        html.Tr(
            [
                html.Td(
                    ask_button(
                        f"act|{row['event_id']}", moment(row["at"], view, row["at_precision"]), place="words"
                    )
                ),
                html.Td(view.t(f"accounts.part_{row['part']}")),
                html.Td(view.t(f"accounts.side_{row['side']}") if row["side"] else ""),
                html.Td(stranger(row["own_text"], view, "wl-long")),
            ]
        )
        for row in rows.iter_rows(named=True)
    ]
    head = table_head(
        view, dict.fromkeys(("col_at", "accounts.col_part", "accounts.col_side", "col_own_text"), WORDS)
    )
    return html.Table([head, html.Tbody(body)], className="wl-table wl-explained")


def _hours(desk: CaseSession, account_id: str, view: View) -> Component:
    told = hours(acts_of(desk.case, [account_id]), view.zone).get(account_id, [0] * 24)
    most = max(told) or 1
    return html.Ol(
        [
            html.Li(
                [
                    html.I(style={"--share": f"{n / most:.2f}"}),
                    html.Span(str(n) if n else ""),
                    html.Small(str(hour)),
                ]
            )
            for hour, n in enumerate(told)
        ],
        className="wl-clock",
    )


def _links(desk: CaseSession, account_id: str, view: View) -> Component:
    edges = desk.ask(network_view, "repost").edges
    parts: Parts = []
    for key, mine, other in (("passed_by", "source", "target"), ("passes_on", "target", "source")):
        rows = edges.filter(**{mine: account_id}).sort("acts_n", other, descending=[True, False])
        names = {one: source_cards.account_row(desk.case, one).name for one in rows[other].head(LINKS_MAX)}
        body = [
            html.Tr(
                [
                    html.Th(
                        ask_button(f"account|{one}", stranger(names[one] or one, view), place=key),
                        scope="row",
                    ),
                    html.Td(count(n), className="wl-n"),
                ]
            )
            for one, n in rows.select(other, "acts_n").head(LINKS_MAX).iter_rows()
        ]
        parts.append(html.H3(view.t(f"accounts.{key}", n=count(rows.height))))
        if not body:
            continue
        parts.append(
            html.Table(
                [table_head(view, {"col_name": WORDS, "col_times": NUMBERS}), html.Tbody(body)],
                className="wl-table",
            )
        )
        if rows.height > LINKS_MAX:
            parts.append(
                html.P(view.t("accounts.more", n=count(rows.height - LINKS_MAX)), className="wl-hint")
            )
    return html.Div(parts)


PAGE = Page(
    name="dossier",
    title_key="accounts.dossier",
    path="/account",
    order=51,
    layout=layout,
    connect=connect,
    takes_id=True,
    in_menu=False,
)
