"""All notes and labels of people, and the watch list with what has changed since; a list is pasted here."""

import re
from typing import Any

import polars as pl
from dash import Dash, html
from dash.development.base_component import Component

from analytics.graph.account_network import last_names
from analytics.model.thresholds import ROLES
from analytics.model.untrusted_text import cut
from analytics.store.watch_list import Watched
from dashboards.accounts import pair_words, watch_button
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.marks import noted, seen_now, watched
from dashboards.notes import kind_words
from dashboards.page import Page, View
from dashboards.widgets.cards import Parts, ask_button, card, stranger
from dashboards.widgets.empty_case import empty_case
from dashboards.widgets.table_head import WORDS, table_head
from dashboards.wording import count, moment

SHOWN_MAX = 300  # Rows of a table; how many more there are is said, and the accounts page holds all.


def layout(desk: CaseSession, view: View) -> Component:
    """Build the watch list with its form, then every note, the newest first."""
    if (nothing := empty_case(desk, view)) is not None:
        return nothing
    return html.Div([_watch(desk, view), _paste(view), _notes(desk, view)], className="wl-stack")


def connect(app: Dash, desk: CaseSession) -> None:
    """Attach nothing: accounts.js sends the pasted list and the marks."""


def changed(desk: CaseSession, known: dict[str, Watched]) -> dict[str, str]:
    """Find the watched accounts of which something else is known now than when they were put on the list.

    Returns what is known now, by account.
    """
    now = seen_now(desk.case, list(known))
    return {one: now[one] for one, entry in known.items() if entry.seen and entry.seen != now[one]}


def _watch(desk: CaseSession, view: View) -> Component:
    known = watched(desk.folder)
    if not known:
        return card(
            view.t("accounts.watch_list", n=0), [html.P(view.t("accounts.watch_none"), className="wl-hint")]
        )
    since = changed(desk, known)
    ordered = sorted(known.values(), key=lambda one: (one.account_id not in since, one.account_id))[
        :SHOWN_MAX
    ]
    names = _names(desk, [one.account_id for one in ordered])
    rows = [
        html.Tr(
            [
                html.Th(_name(one.account_id, names, view), scope="row"),
                html.Td(
                    view.t(
                        "accounts.changed", then=_seen(one.seen, view), now=_seen(since[one.account_id], view)
                    )
                    if one.account_id in since
                    else view.t("accounts.unchanged")
                ),
                html.Td(stranger(one.source, view) if one.source else ""),
                html.Td([stranger(one.author, view), " · ", moment(one.at, view)]),
                html.Td(watch_button(desk, one.account_id, view)),
            ],
            className="wl-changed" if one.account_id in since else "",
        )
        for one in ordered
    ]
    heads = ("col_name", "accounts.col_since", "accounts.col_source", "col_who", "accounts.col_mark")
    body: Parts = [
        html.Table([table_head(view, dict.fromkeys(heads, WORDS)), html.Tbody(rows)], className="wl-table")
    ]
    if len(known) > SHOWN_MAX:
        body.append(
            html.P(view.t("accounts.more_listed", n=count(len(known) - SHOWN_MAX)), className="wl-hint")
        )
    note = view.t("accounts.watch_note", n=count(len(since)))
    return card(view.t("accounts.watch_list", n=count(len(known))), body, note=note)


_PAIR = re.compile("(" + "|".join(ROLES) + "):(A|B|C|insufficient)")


def _seen(text: str, view: View) -> str:
    events_n, *pairs = text.split(" ")
    if not events_n.isdecimal() or not all(_PAIR.fullmatch(pair) for pair in pairs):
        return cut(text, 80)  # Written by another hand than ours.
    named = [pair_words(role, grade, view) for role, grade in (pair.split(":", 1) for pair in pairs)]
    return view.t("comma").join([view.t("accounts.events", n=count(int(events_n))), *named])


def _names(desk: CaseSession, ids: list[str]) -> dict[str, str | None]:
    return dict(last_names(desk.case.scan("events"), pl.Series(ids, dtype=pl.String)).iter_rows())


def _name(account_id: str, names: dict[str, str | None], view: View) -> Component:
    return ask_button(
        f"account|{account_id}", stranger(names.get(account_id) or account_id, view), place="watch"
    )


def _paste(view: View) -> Component:
    words = {
        f"data-{key}": view.t(f"accounts.paste_{key}", n="{n}", m="{m}", k="{k}")
        for key in ("done", "absent", "damaged", "line", "scientific", "rounded", "unreadable", "more")
    }
    return card(
        view.t("accounts.paste"),
        [
            html.Div(
                id="watch-paste",
                className="wl-note-form",
                **attributes(
                    {
                        "data-label": view.t("accounts.paste_label"),
                        "data-source": view.t("accounts.col_source"),
                        "data-go": view.t("accounts.paste_go"),
                        **words,
                    }
                ),
            )
        ],
        note=view.t("accounts.paste_note"),
    )


def _notes(desk: CaseSession, view: View) -> Component:
    rows = noted(desk.folder).reverse()
    if rows.is_empty():
        return card(view.t("accounts.notes_all", n=0), [html.P(view.t("notes_none"), className="wl-hint")])
    shown = rows.head(SHOWN_MAX)
    names = _names(desk, shown["subject_id"].to_list())
    accounts = set(names)
    body = [
        html.Tr(
            [
                html.Th(_subject(row, accounts, names, view), scope="row"),
                html.Td(kind_words(row, view)),
                html.Td(stranger(row["note"], view, "wl-long") if row["note"] else ""),
                html.Td([stranger(row["author"], view), " · ", moment(row["at"], view)]),
            ]
        )
        for row in shown.iter_rows(named=True)
    ]
    heads = ("accounts.col_about", "note_kind", "note_words", "col_who")
    parts: Parts = [
        html.Table(
            [table_head(view, dict.fromkeys(heads, WORDS)), html.Tbody(body)],
            className="wl-table wl-explained",
        )
    ]
    if rows.height > SHOWN_MAX:
        parts.append(html.P(view.t("accounts.more", n=count(rows.height - SHOWN_MAX)), className="wl-hint"))
    return card(view.t("accounts.notes_all", n=count(rows.height)), parts)


def _subject(row: dict[str, Any], accounts: set[str], names: dict[str, str | None], view: View) -> Any:
    """What a note is about, as a button where the drawer can show it."""
    subject = row["subject_id"]
    if subject in accounts:
        return _name(subject, names, view)
    if subject == "case":
        return view.t("scope_case")
    return (
        ask_button(f"act|{subject}", stranger(subject, view), place="notes")
        if ":" in subject
        else stranger(subject, view)
    )


PAGE = Page(
    name="notes", title_key="accounts.page_notes", path="/notes", order=55, layout=layout, connect=connect
)
