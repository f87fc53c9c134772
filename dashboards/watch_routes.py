"""The watch list as pages change it: one account by its star, or a list pasted from a spreadsheet."""

import polars as pl
from flask import Flask, Response, abort

from analytics.store.case_folder import Case
from analytics.store.custody_log import operator
from analytics.store.watch_list import IDS_MAX, change_watch_list, read_ids
from dashboards.access.acting import author
from dashboards.answers import as_json, asked_json, told
from dashboards.case_session import CaseSession
from dashboards.marks import notes_n, seen_now, watched

TOLD_MAX = 200  # Damaged lines told in full; how many there are is said.
TEXT_MAX = 8 * 2**20  # Signs of a pasted list.


def connect_watch_routes(server: Flask, desk: CaseSession) -> None:
    """Serve GET /wakeline/marks, POST /wakeline/watch and POST /wakeline/watch/list."""

    @server.route("/wakeline/marks")
    @told
    def marks() -> Response:
        counts = {one: n for one, n in notes_n(desk.folder).items() if one in _accounts(desk)}
        return as_json({"watched": sorted(watched(desk.folder)), "noted": counts})

    @server.route("/wakeline/watch", methods=["POST"])
    @told
    def one() -> Response:
        """Put accounts on the list, or take them off; those that the case does not hold are left out."""
        asked = asked_json()
        listed = asked.get("ids")
        ids = [str(i) for i in listed] if isinstance(listed, list) else abort(404)
        known = [i for i in dict.fromkeys(ids) if i in _accounts(desk)]
        is_off = asked.get("off") is True
        change_watch_list(
            desk.folder,
            {} if is_off else seen_now(desk.case, known[:IDS_MAX]),
            ids if is_off else [],
            author(str(asked.get("author") or "")) or operator(desk.facts.case.operator),
        )
        return as_json({"watched": sorted(watched(desk.folder))})

    @server.route("/wakeline/watch/list", methods=["POST"])
    @told
    def pasted() -> Response:
        """Read a pasted list: what is in the case is watched, what is not or is damaged is named."""
        asked, accounts = asked_json(), _accounts(desk)
        platforms = [one for one, _ in _platforms(desk)]
        read = read_ids(str(asked.get("text") or "")[:TEXT_MAX], platforms, accounts)
        known = [one for one in read.ids if one in accounts]
        if known:
            who = author(str(asked.get("author") or "")) or operator(desk.facts.case.operator)
            change_watch_list(
                desk.folder, seen_now(desk.case, known), [], who, str(asked.get("source") or "")
            )
        absent = [one for one in read.ids if one not in accounts]
        return as_json(
            {
                "known": len(known),
                "absent": absent[:TOLD_MAX],
                "absent_n": len(absent),
                "damaged": read.damaged[:TOLD_MAX],
                "damaged_n": len(read.damaged),
                "repeated": read.repeated_n,
            }
        )


def _accounts(desk: CaseSession) -> set[str]:
    """Ids of all accounts of the case."""
    return desk.ask(_ids)


def _ids(case: Case) -> set[str]:
    events = case.scan("events").select("account_id").drop_nulls().unique().collect()
    return set(events["account_id"]) | set(case.read_or_empty("accounts")["account_id"])


def _platforms(desk: CaseSession) -> list[tuple[str, int]]:
    """Platforms of the accounts, the most frequent first."""
    names = pl.Series(sorted(_accounts(desk)), dtype=pl.String).str.split(":").list.first()
    return names.value_counts(sort=True).rows() if len(names) else []
