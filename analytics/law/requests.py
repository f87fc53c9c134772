"""What to preserve and whom to ask for what (Articles 11 and 14), on the alleged information alone.

Each request says what, of whom, over which time, about which accounts or records (all of them), what it would
settle and under which provision. Accounts are those that may be named, and those that a person adds with the
label `identify`; everybody else stands in a request by record alone. Each account, each group and each
account that wrote before a group has a row of its own, with its own time: of its records on the information
and of those on which its grade rests, wherever they lie.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from analytics.alleged.events import SAME
from analytics.model.tables import REQUESTS
from analytics.model.time import is_contradicted, trusted_at
from analytics.roles.naming import NAMED_GRADES, named_accounts
from analytics.store.case_toml import CaseToml

READS = (
    "alleged_events",
    "events",
    "accounts",
    "labels",
    "occurrences",
    "scope",
    "roles",
    "clusters",
    "cluster_acts",
    "explanations",
    "rejected",
    "sources",
)
IDENTIFY = "identify"  # A person's label on an account whose holder should be asked for; the note says why.
OPEN_ENDED = ("reposts", "comments", "views")


@dataclass(frozen=True)
class Asked:
    """One request: its kind, what it is about (all ids), over which time, and where the rows stand.

    event_ids: the records that its time runs over; account_ids: the accounts among its subjects, or in its
        group, that may stand in it.
    """

    kind: str
    ids: tuple[str, ...]
    first_at: datetime | None
    last_at: datetime | None
    event_ids: tuple[str, ...]
    table: str
    condition: str
    account_ids: tuple[str, ...] = ()


def requests(tables: dict[str, pl.DataFrame], facts: CaseToml) -> pl.DataFrame:
    """List what to preserve and what to ask for, of whom, over which time, and what it would settle.

    tables: those of READS that the case has, by name.
    facts: case.toml. Without `[[alleged]]` only files and notices are asked about.

    Returns REQUESTS, the most telling first. A kind of which nothing is lacking has no row. The texts stand
    in the catalogue under law.ask_<kind>, law.ask_<kind>_whom, law.ask_<kind>_settles and
    law.ask_<kind>_under.
    """
    asked = [*_on_information(tables, facts), *_files(tables, facts)]
    seen = _captures(tables)
    rows = [
        (
            *(one.kind, len(one.ids), list(one.ids), list(one.account_ids), one.first_at, one.last_at),
            *(_newest(seen, one.event_ids), one.table, one.condition),
        )
        for one in asked
        if one.ids
    ]
    columns = ["kind", "n", "subject_ids", "account_ids", "first_at", "last_at", "known_to"]
    schema = {name: REQUESTS.schema[name] for name in (*columns, "table", "condition")}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return REQUESTS.fit(frame.with_row_index("place"))


def by_kind(found: pl.DataFrame) -> list[dict[str, Any]]:
    """Put the rows of a kind together, for a place that tells each kind once, in their order.

    found: REQUESTS. Returns dicts of kind, n, subject_ids, first_at, last_at, known_to (newest) and rows_n.

    >>> by_kind(REQUESTS.empty())
    []
    """
    merged = (
        found.sort("place")
        .group_by("kind", maintain_order=True)
        .agg(
            pl.col("subject_ids").explode().drop_nulls().unique(maintain_order=True),
            pl.col("first_at").min(),
            pl.col("last_at", "known_to").max(),
            rows_n=pl.len(),
        )
    )
    return merged.with_columns(n=pl.col("subject_ids").list.len().cast(pl.Int64)).to_dicts()


def _captures(tables: dict[str, pl.DataFrame]) -> dict[str, datetime]:
    """The newest known capture that shows each record."""
    if "occurrences" not in tables:
        return {}
    seen = tables["occurrences"].select("event_id", "source_sha256", "captured_at")
    if "sources" in tables:
        files = tables["sources"].select(source_sha256="sha256", of_file="captured_at")
        seen = seen.join(files, on="source_sha256", how="left").with_columns(
            pl.coalesce("captured_at", "of_file").alias("captured_at")
        )
    newest = seen.drop_nulls("captured_at").group_by("event_id").agg(pl.col("captured_at").max())
    return dict(newest.iter_rows())


def _newest(seen: dict[str, datetime], event_ids: tuple[str, ...]) -> datetime | None:
    return max((seen[one] for one in event_ids if one in seen), default=None)


def _asked(
    kind: str,
    ids: Iterable[str | None],
    span: pl.DataFrame,
    table: str,
    condition: str,
    account_ids: Iterable[str] = (),
) -> Asked:
    """A request about `ids`; its time runs from the first to the last event of `span`."""
    known = tuple(dict.fromkeys(i for i in ids if i is not None))
    events = tuple(span["event_id"]) if "event_id" in span.columns else ()
    ends = [span["at"].min(), span["at"].max()] if "at" in span.columns else [None, None]
    first, last = (end if isinstance(end, datetime) else None for end in ends)
    return Asked(kind, known, first, last, events, table, condition, tuple(account_ids))


def _on_information(tables: dict[str, pl.DataFrame], facts: CaseToml) -> list[Asked]:
    """What is lacking of the alleged information and of who acted on it."""
    if not facts.alleged or "alleged_events" not in tables:
        return []
    mine = tables["alleged_events"].filter(pl.col("layer").is_in(SAME))
    events = tables["events"].join(mine.select("event_id", trusted_at="at"), on="event_id")
    return [*_people(tables, mine, facts), *_acts(events), *_posts(tables, mine, facts)]


def _people(tables: dict[str, pl.DataFrame], mine: pl.DataFrame, facts: CaseToml) -> list[Asked]:
    """Holders of accounts that may be named or that a person adds, their registration, and groups."""
    roles = tables.get("roles", pl.DataFrame(schema={"account_id": pl.String, "grade": pl.String}))
    written = mine.filter(pl.col("event_id") == pl.col("item_id"))["account_id"].drop_nulls()
    may = set(named_accounts(roles, written, facts)) if "roles" in tables else set(written)
    labels = tables.get("labels")
    added = [] if labels is None else labels.filter(label=IDENTIFY)["subject_id"].unique().sort().to_list()
    acting = set(mine["account_id"].drop_nulls())
    grades = dict(roles.sort("grade", descending=True).select("account_id", "grade").iter_rows())
    found = sorted(may & acting, key=lambda one: (one not in set(written), grades.get(one, "Z"), one))
    holders = [*found, *(one for one in added if one not in may)]
    told = [
        _asked(
            "holders",
            [one],
            _resting(tables, mine, [one]),
            "roles",
            "may_be_named = true, or labels: identify",
            [one],
        )
        for one in holders
    ]
    told += _groups(tables, mine, may)
    if "accounts" in tables:
        dated = set(tables["accounts"].drop_nulls("registered_at")["account_id"])
        lacking = [one for one in holders if one not in dated]
        span = mine.filter(pl.col("account_id").is_in(lacking))
        told.append(_asked("registered", lacking, span, "accounts", "registered_at = null"))
    return told


def _resting(tables: dict[str, pl.DataFrame], mine: pl.DataFrame, accounts: list[str]) -> pl.DataFrame:
    """Records of accounts on the information, and those on which their roles and groups at A or B rest.

    Returns event_id and at; a record behind a grade counts wherever it lies.
    """
    is_theirs = pl.col("account_id").is_in(accounts)
    behind = [mine.filter(is_theirs)["event_id"]]
    if "roles" in tables:
        graded = tables["roles"].filter(is_theirs & pl.col("grade").is_in(NAMED_GRADES))
        behind.append(graded["event_ids"].explode().drop_nulls())
    if "clusters" in tables and "cluster_acts" in tables:
        graded = tables["clusters"].filter(is_theirs & pl.col("grade").is_in(NAMED_GRADES))
        acts = tables["cluster_acts"].join(graded, on=["cluster_id", "account_id"], how="semi")
        behind.append(acts["event_id"])
    return _timed(tables, pl.concat(behind), is_theirs)


def _timed(tables: dict[str, pl.DataFrame], event_ids: pl.Series, condition: pl.Expr) -> pl.DataFrame:
    """The records among `event_ids` for which a condition holds, with their trusted times."""
    wanted = pl.col("event_id").is_in(event_ids.cast(pl.String).implode())
    return tables["events"].filter(wanted & condition).select("event_id", "account_id", at=trusted_at())


def _groups(tables: dict[str, pl.DataFrame], mine: pl.DataFrame, may: set[str]) -> list[Asked]:
    """Groups whose best grade is B and that act on the information, then who wrote their words before them.

    may: the accounts that may be named; the other members stand in the number of the group alone.
    """
    if "clusters" not in tables:
        return []
    graded = tables["clusters"].filter(pl.col("grade").is_in(NAMED_GRADES))
    best = graded.group_by("cluster_id").agg(best=pl.col("grade").min()).filter(best="B")
    here = graded.join(best, on="cluster_id").join(mine.select("account_id"), on="account_id", how="semi")
    told, earlier = [], []
    for group in here["cluster_id"].unique().sort():
        members = graded.filter(cluster_id=group)["account_id"].unique().sort().to_list()
        named = [one for one in members if one in may]
        span = _resting(tables, mine, members)
        told.append(_asked("groups", [group], span, "clusters", "best grade = B, acts on it", named))
        earlier += _earlier(tables, group)
    return [*told, *earlier]


def _earlier(tables: dict[str, pl.DataFrame], group: str) -> list[Asked]:
    """Accounts outside a group that wrote words of it before it: by record, a row an account, unnamed."""
    if "explanations" not in tables:
        return []
    rows = tables["explanations"].filter(cluster_id=group)
    lines = {*rows["for_lines"].explode().drop_nulls(), *rows["against_lines"].explode().drop_nulls()}
    params = json.loads(rows["params"][0]) if rows.height else {}
    ids = [one for line in ("called", "first") if line in lines for one in params.get(f"{line}_ids") or ()]
    members = tables["clusters"].filter(cluster_id=group)["account_id"]
    outside = pl.col("account_id").is_not_null() & ~pl.col("account_id").is_in(members.implode())
    found = _timed(tables, pl.Series(ids, dtype=pl.String), outside).sort("at", "event_id")
    return [
        _asked(
            "earlier", own["event_id"], own, "explanations", f"cluster_id = {group}; called_ids, first_ids"
        )
        for own in found.partition_by("account_id", maintain_order=True)
    ]


def _acts(events: pl.DataFrame) -> list[Asked]:
    """Events of the information whose place, account or time is in doubt."""
    conditions = {
        "missing": (pl.col("parent_basis") == "missing", "parent_basis = missing"),
        "assumed": (pl.col("parent_basis") == "root", "parent_basis = root"),
        "no_account": (pl.col("account_id").is_null(), "account_id = null"),
        "conflict": (is_contradicted(), "at_conflict = true"),
    }
    return [
        _asked(kind, found["event_id"].sort(), found.select("event_id", at="trusted_at"), "events", said)
        for kind, (rows, said) in conditions.items()
        for found in [events.filter(rows)]
    ]


def _posts(tables: dict[str, pl.DataFrame], mine: pl.DataFrame, facts: CaseToml) -> list[Asked]:
    """Alleged posts that were not exported, captured once, without an upper end, or that vanished."""
    seen = set(mine["event_id"])
    absent = [one.id for one in facts.alleged if not one.id.startswith("text:") and one.id not in seen]
    below = mine.filter(pl.col("post_id").is_in(absent))
    told = [_asked("roots", absent, below, "events", "stated, in no export")]
    posts = mine.filter(pl.col("kind") == "post")
    if "occurrences" in tables:
        once = tables["occurrences"].group_by("event_id").len().filter(len=1)
        found = posts.join(once, on="event_id", how="semi")
        told.append(_asked("single", found["event_id"].sort(), found, "occurrences", "one row of the act"))
    if "scope" in tables:
        wanted = pl.Series([*posts["event_id"], *absent], dtype=pl.String).implode()
        scope = tables["scope"].filter(pl.col("subject_id").is_in(wanted))
        for measure in OPEN_ENDED:
            ends = scope.filter((pl.col("measure") == measure) & pl.col("upper").is_null())
            ends = ends.filter(pl.col("class_value").is_null())
            of = mine.filter(pl.col("post_id").is_in(ends["subject_id"].implode()))
            ids, condition = ends["subject_id"].unique().sort(), f"measure = {measure}; upper = null"
            told.append(_asked(f"counters_{measure}", ids, of, "scope", condition))
        gone = scope.filter((pl.col("measure") == "acts_vanished") & (pl.col("lower") > 0))
        of = mine.filter(pl.col("post_id").is_in(gone["subject_id"].implode()))
        told.append(_asked("vanished", gone["subject_id"].sort(), of, "scope", "measure = acts_vanished"))
    return told


def _files(tables: dict[str, pl.DataFrame], facts: CaseToml) -> list[Asked]:
    """Records that are no events, files of unknown origin, notices whose service nothing shows."""
    told: list[Asked] = []
    nothing = pl.DataFrame()
    if "rejected" in tables:
        place = [
            pl.col("source_sha256").str.slice(0, 16),
            pl.lit(":"),
            pl.col("source_row"),
            pl.col("source_path"),
        ]
        lost = tables["rejected"].select(pl.concat_str(place))["source_sha256"]
        told.append(_asked("rejected", lost, nothing, "rejected", ""))
    if "sources" in tables:
        unknown = tables["sources"].filter(pl.col("obtained").is_null()).sort("name")["name"]
        told.append(_asked("obtained", unknown, nothing, "sources", "obtained = null"))
    dated = {
        "warnings": facts.warnings,
        "takedowns": facts.takedowns,
        "penalties": facts.penalties,
        "notices": facts.notices,
    }
    names = [f"{name}.{k}" for name, some in dated.items() for k, _ in enumerate(some, 1)]
    return [*told, _asked("notices", names, nothing, "", "")]
