"""Views under short ids: kept at every step of a reader, read again by their id, named by people."""

from typing import Any

from flask import Flask, Response, abort

from analytics.store.case_folder import Case
from analytics.store.saved_views import keep_view, name_view, read_view_state
from analytics.store.selection import selection_of
from dashboards.access.acting import author
from dashboards.answers import as_json, asked_json, told
from dashboards.case_session import CaseSession
from dashboards.page import View
from dashboards.wording import count

LISTS = ("hidden", "extra", "chosen", "only", "path")  # What a choice names by the ids of accounts.
NAMED_MAX = 5  # Accounts that are gone are told by id up to so many.


def connect_view_routes(server: Flask, desk: CaseSession) -> None:
    """Serve POST /wakeline/view, GET /wakeline/view/<id> and POST /wakeline/view/<id>/name."""

    @server.route("/wakeline/view", methods=["POST"])
    @told
    def kept() -> Response:
        state = asked_json()
        if not isinstance(state.get("page"), str):
            abort(404)
        return as_json({"id": keep_view(desk.folder, with_analysis(desk.case, state))})

    @server.route("/wakeline/view/<view_id>")
    @told
    def read(view_id: str) -> Response:
        return as_json({"state": read_view_state(desk.folder, view_id)})

    @server.route("/wakeline/view/<view_id>/name", methods=["POST"])
    @told
    def named(view_id: str) -> Response:
        asked = asked_json()
        who = author(str(asked.get("author") or ""))
        done = name_view(desk.folder, view_id, str(asked.get("name") or ""), who)
        return as_json({"number": done.number})


def with_analysis(case: Case, state: dict[str, Any]) -> dict[str, Any]:
    """Say with a view which analysis it is a view of."""
    return {**state, "analysis": case.manifest.get("generation")}


def lost_words(case: Case, state: dict[str, Any], known: set[str], view: View) -> str:
    """Tell what a view of another analysis names and the case no longer holds; "" where it is of this one.

    known: ids of the accounts of the graph.
    """
    if state.get("analysis") == case.manifest.get("generation"):
        return ""
    named = account_ids(state)
    gone = sorted(named - known)
    if not gone:
        return view.t("network.view_older", n=count(len(named)))
    ids = view.t("comma").join(gone[:NAMED_MAX])
    more = view.t("network.view_more", n=count(len(gone) - NAMED_MAX)) if len(gone) > NAMED_MAX else ""
    return view.t("network.view_lost", n=count(len(gone)), m=count(len(named)), ids=ids + more)


def account_ids(state: dict[str, Any]) -> set[str]:
    """List the accounts that a view names.

    >>> sorted(account_ids({"choice": {"chosen": ["a"], "only": None, "pinned": {"b": [0, 1]}}}))
    ['a', 'b']
    >>> account_ids({"shared": {"accounts": ["c"]}})
    {'c'}
    """
    choice = state.get("choice")
    if not isinstance(choice, dict):
        return set(selection_of(state).accounts)
    lists = [choice.get(name) for name in LISTS]
    pinned = choice.get("pinned")
    listed = {str(one) for ids in lists if isinstance(ids, list) for one in ids}
    return listed | (set(pinned) if isinstance(pinned, dict) else set())
