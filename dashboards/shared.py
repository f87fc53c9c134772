"""The selection that all pages share: told below the header, changed step by step, kept under a short id."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import polars as pl
from dash import Dash, Input, Output, State, ctx, html
from dash.development.base_component import Component
from flask import Flask, Response

from analytics.graph.account_network import last_names
from analytics.model.errors import CaseError
from analytics.model.untrusted_text import cut
from analytics.store.case_folder import Case
from analytics.store.saved_views import keep_view, read_view_state
from analytics.store.selection import Selection, changed, gone, selection_of
from dashboards.answers import as_json, asked_json, told
from dashboards.attributes import attributes
from dashboards.case_session import CaseSession
from dashboards.page import VIEWED_PAGES, View, read_view
from dashboards.view_routes import with_analysis
from dashboards.widgets.cards import Parts, stranger
from dashboards.wording import count, moment

PARAM_MAX = 2_000  # Signs of one value of an address that a view keeps.
PARAMS_MAX = 40


def connect_shared(app: Dash, desk: CaseSession) -> None:
    """Serve POST /wakeline/shared, which makes one step; tell the selection anew when the address changes."""

    server: Flask = app.server

    @server.route("/wakeline/shared", methods=["POST"])
    @told
    def stepped() -> Response:
        """Answer with the id of the view that holds the new selection.

        It is "" where nothing is selected, unless the view is to be kept all the same.
        """
        asked = asked_json()
        new = changed(_known(desk, asked.get("v")), _on_clock(asked, desk.zone))
        if new.is_empty and asked.get("keep") is not True:
            return as_json({"id": ""})
        state = {"page": str(asked.get("page") or "")[:40], "params": _params(asked.get("params"))}
        state["shared"] = new.kept()
        return as_json({"id": keep_view(desk.folder, with_analysis(desk.case, state))})

    @app.callback(
        Output("shared", "children"),
        Input("here", "search"),
        Input("shared-told", "data"),
        State("here", "pathname"),
        prevent_initial_call=True,
    )
    def tell(search: str, from_network: str | None, pathname: str) -> Any:
        """Tell what the address holds; the network writes its own address and says which."""
        search = from_network or "" if ctx.triggered_id == "shared-told" else search
        return shared_bar(desk, read_view(desk, pathname, search, None))


def _known(desk: CaseSession, view_id: object) -> Selection:
    """The selection of a view; nothing for an id that the case does not know."""
    if not isinstance(view_id, str) or not view_id:
        return Selection()
    try:
        return selection_of(read_view_state(desk.folder, view_id))
    except CaseError:
        return Selection()


def _on_clock(step: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Read a span that was dragged along an axis, which is text on the clock of the case, as seconds.

    >>> _on_clock({"clock": ["1970-01-01 08:00:01.5", "?"]}, ZoneInfo("Asia/Shanghai"))
    {'clock': ['1970-01-01 08:00:01.5', '?'], 'span': [1.5, None]}
    """
    ends = step.get("clock")
    if not isinstance(ends, list) or len(ends) != 2:
        return step
    return step | {"span": [_seconds(one, zone) for one in ends]}


def _seconds(text: object, zone: ZoneInfo) -> float | None:
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=zone).timestamp()
    except (ValueError, OverflowError):
        return None


def _params(asked: object) -> dict[str, str]:
    """What else the address of the page says, so that the view can be opened again from a story."""
    if not isinstance(asked, dict):
        return {}
    kept = [(str(name), str(value)) for name, value in asked.items() if name not in ("v", "only")]
    return {name: value for name, value in kept[:PARAMS_MAX] if len(name) < 40 and len(value) <= PARAM_MAX}


def shared_bar(desk: CaseSession, view: View) -> Component:
    """Build the bar that tells what is selected, with what can be done with it.

    On pages on which one selects it is always there, so that nothing moves below the hand when a first
    account is chosen; elsewhere without a selection only while a step can be taken back (shared.js).
    """
    chosen = view.selection
    undo, redo = (_do(name, view) for name in ("undo", "redo"))
    told: Parts = []
    if view.params.get("v") and chosen.is_empty and _is_absent(desk, view.params["v"]):
        told.append(html.Span(view.t("selection.absent"), className="wl-remark"))
    if chosen.is_empty:
        told.append(html.Span(view.t("selection.none"), className="wl-hint"))
        parts: Parts = [*told, undo, redo]
    else:
        chip = html.Span(
            [*selection_words(desk, chosen, view), _do("clear", view, "×")],
            className="wl-chip wl-shared-chip",
            id="shared-chip",
        )
        parts = [chip, _only(view), *_lost(desk, chosen, view), undo, redo, *_onward(chosen, view)]
    is_quiet = chosen.is_empty and len(told) < 2 and view.page.strip("/") not in VIEWED_PAGES
    kept = {
        "data-empty": "true" if is_quiet else "false",
        "data-v": "" if chosen.is_empty else view.params["v"],
    }
    return html.Div(
        parts,
        className="wl-shared",
        role="region",
        **attributes({"aria-label": view.t("selection.label"), **kept}),
    )


def _is_absent(desk: CaseSession, view_id: str) -> bool:
    try:
        read_view_state(desk.folder, view_id)
    except CaseError:
        return True
    return False


def selection_words(desk: CaseSession, chosen: Selection, view: View) -> Parts:
    """Tell who and what is chosen, and when, parted by commas; nothing for an empty selection."""
    parts: Parts = []
    if len(chosen.accounts) == 1:
        parts.append(stranger(cut(desk.ask(_name, chosen.accounts[0]), 24), view))
    elif chosen.accounts:
        parts.append(view.t("selection.accounts", n=count(len(chosen.accounts))))
    if chosen.records:
        parts.append(view.t("selection.records", n=count(len(chosen.records))))
    if chosen.has_window:
        parts.append(window_words(chosen, view))
    return [piece for k, part in enumerate(parts) for piece in ([view.t("comma"), part] if k else [part])]


def window_words(chosen: Selection, view: View) -> str:
    """Tell the window of time of a selection on the clock of the case."""
    begin, end = (moment(at, view, "min") for at in chosen.ends())
    if chosen.begin_s is None:
        return view.t("selection.until", end=end)
    if chosen.end_s is None:
        return view.t("selection.since", begin=begin)
    return view.t("selection.span", begin=begin, end=end)


def _name(case: Case, account_id: str) -> str:
    """The newest screen name of an account; its id where it has none."""
    known = last_names(case.scan("events"), pl.Series([account_id]))["name"].drop_nulls()
    return str(known[0]) if len(known) else account_id


def held_ids(case: Case) -> tuple[frozenset[str], frozenset[str]]:
    """List the ids of all accounts and of all events of a case."""
    ids = case.scan("events").select("account_id", "event_id").collect()
    accounts = {*ids["account_id"].drop_nulls(), *case.read_or_empty("accounts")["account_id"]}
    return frozenset(accounts), frozenset(ids["event_id"])


def _lost(desk: CaseSession, chosen: Selection, view: View) -> Parts:
    """What the case no longer holds of the selection; nothing where it holds all."""
    if not (chosen.accounts or chosen.records):
        return []
    accounts_n, records_n = gone(chosen, *desk.ask(held_ids))
    if not accounts_n and not records_n:
        return []
    words = view.t(
        "selection.gone",
        accounts=count(accounts_n),
        all_accounts=count(len(chosen.accounts)),
        records=count(records_n),
        all_records=count(len(chosen.records)),
    )
    return [html.Span(words, className="wl-remark", id="shared-gone")]


def _do(name: str, view: View, words: str = "") -> Component:
    label = view.t(f"selection.{name}")
    return html.Button(
        words or label,
        type="button",
        className="wl-shared-x" if words else "wl-button",
        title=label,
        **attributes({"data-shared": name, "aria-label": label}),
    )


def _only(view: View) -> Component:
    """A switch: the page shows nothing but the selection, or marks it among all else."""
    is_on = view.params.get("only") == "1"
    rest = {name: value for name, value in view.params.items() if name != "only"}
    query = urlencode(rest if is_on else {**rest, "only": "1"})
    look = "wl-button wl-shared-on" if is_on else "wl-button"
    return html.A(
        view.t("selection.only_on" if is_on else "selection.only"),
        href=f"/{view.lang}{view.page}?{query}",
        className=look,
        id="shared-only",
        **attributes({"aria-current": "true"} if is_on else {}),
    )


def _onward(chosen: Selection, view: View) -> Parts:
    """The pages on which a selection is looked at most, and the comparison of a few accounts."""
    parts: Parts = [
        html.A(view.t(key), href=view.link(path, only=None), className="wl-link wl-shared-way")
        for key, path in (("page_network", "/network"), ("posts.page_posts", "/posts"))
        if view.page != path
    ]
    if 2 <= len(chosen.accounts) <= 6:
        href = view.link("/compare", ids="~~".join(chosen.accounts))
        parts.append(html.A(view.t("accounts.to_compare"), href=href, className="wl-link wl-shared-way"))
    return parts
