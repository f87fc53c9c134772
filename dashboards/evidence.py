"""What stands behind one act, source or rejected record: the row of the table and the exported lines."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.errors import DisseminationError
from analytics.evidence.exported import exported_line
from analytics.model.time import trusted_at, with_trusted_times
from analytics.roles.standing import in_order
from analytics.store.folder import Case

LINE_MAX = 20_000  # Characters of an exported line on the screen; `wakeline show` gives all of it.
CAPTURES_MAX = 5


@dataclass(frozen=True)
class Line:
    """An exported record. cut_n: characters beyond LINE_MAX that are not shown; fault: why it could not be
    read."""

    source_name: str
    source_sha256: str
    source_row: int
    source_path: str
    is_kept: bool
    text: str
    cut_n: int = 0
    fault: DisseminationError | None = None


def act(case: Case, event_id: str) -> dict[str, Any] | None:
    """The row of PLACED_EVENTS with its trusted moment, and stated_at (the exported one); None if no export
    holds the act."""
    placed = case.placed_events(pl.col("event_id") == event_id).with_columns(stated_at="at")
    rows = with_trusted_times(placed).collect()
    return rows.row(0, named=True) if rows.height else None


def counters(case: Case, event_id: str) -> list[dict[str, Any]]:
    """The displayed numbers of an act, newest first."""
    if not case.has("counters"):
        return []
    return (
        case.scan("counters")
        .filter(event_id=event_id)
        .sort("captured_at", "counter", descending=[True, False], nulls_last=True)
        .head(12)
        .collect()
        .to_dicts()
    )


def lines(case: Case, event_id: str) -> tuple[list[Line], int]:
    """The exported records of an act, the kept one first (at most CAPTURES_MAX), and how many there are."""
    seen = (
        case.scan("occurrences")
        .filter(event_id=event_id)
        .sort("is_kept", "captured_at", descending=[True, False], nulls_last=True)
        .collect()
    )
    if seen.is_empty():
        seen = (
            case.scan("events")
            .filter(event_id=event_id)
            .select("source_sha256", "source_row", "source_path", is_kept=pl.lit(True))
            .collect()
        )
    return [line(case, row) for row in seen.head(CAPTURES_MAX).iter_rows(named=True)], seen.height


def line(case: Case, place: dict[str, Any]) -> Line:
    """The exported record at one place of one source."""
    sha256, row, path = place["source_sha256"], place["source_row"], place["source_path"]
    name = case.scan("sources").filter(sha256=sha256).select("name").collect()
    fields = (name["name"].item() if name.height else "?", sha256, row, path, bool(place.get("is_kept")))
    try:
        text = exported_line(case, sha256, row, path)
    except DisseminationError as fault:
        return Line(*fields, "", fault=fault)
    return Line(*fields, text[:LINE_MAX], max(len(text) - LINE_MAX, 0))


def source(case: Case, sha256: str) -> dict[str, Any] | None:
    """The row of SOURCES."""
    found = case.scan("sources").filter(sha256=sha256).collect()
    return found.row(0, named=True) if found.height else None


def rejected(case: Case, sha256: str, row: int, path: str) -> dict[str, Any] | None:
    """The row of REJECTED."""
    found = case.scan("rejected").filter(source_sha256=sha256, source_row=row, source_path=path).collect()
    return found.row(0, named=True) if found.height else None


@dataclass(frozen=True)
class Account:
    """An account as the case knows it. profile: the row of ACCOUNTS, {} if no profile was exported."""

    name: str | None
    names: list[str]
    profile: dict[str, Any]
    roles: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    acts_n: int


def account(case: Case, account_id: str) -> Account:
    """Profile, names, candidate roles (best grade first), candidate groups and number of acts of an
    account."""
    mine = {
        name: case.scan(name).filter(account_id=account_id).collect()
        for name in ("accounts", "account_names", "roles", "clusters")
        if case.has(name)
    }
    profile = mine["accounts"].row(0, named=True) if "accounts" in mine and mine["accounts"].height else {}
    names = (
        mine["account_names"]
        .sort("last_at", "name", descending=[True, False], nulls_last=True)["name"]
        .to_list()
        if "account_names" in mine
        else []
    )
    acts = case.scan("events").filter(account_id=account_id).select("account_name", trusted_at()).collect()
    seen = acts.sort("at", nulls_last=False)["account_name"].drop_nulls().to_list()[-1:]
    roles = in_order(mine["roles"]).to_dicts() if "roles" in mine else []
    groups = mine["clusters"].sort("cluster_id").to_dicts() if "clusters" in mine else []
    return Account((seen or names or [profile.get("name")])[0], names, profile, roles, groups, acts.height)
