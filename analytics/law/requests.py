"""What to preserve and whom to ask for what (Articles 11 and 14), with ids, most telling first."""

from collections.abc import Iterable

import polars as pl

from analytics.model.tables import REQUESTS
from analytics.model.thresholds import ListLimits
from analytics.model.time import is_contradicted
from analytics.store.case_toml import CaseToml

IDS = ListLimits.shown_n  # Ids kept with a request; `n` counts all, and the condition lists them.
READS = ("events", "cascades", "accounts", "occurrences", "scope", "roles", "clusters", "rejected", "sources")
_STANDS = ("A", "B")


def requests(
    tables: dict[str, pl.DataFrame], facts: CaseToml, about: frozenset[str] = frozenset()
) -> pl.DataFrame:
    """List what to preserve and what to ask for, of whom, and what it would settle.

    tables: those of READS that the case has, by name.
    facts: case.toml.
    about: ids of the posts that are complained of or speak of a target.

    Returns REQUESTS, the most telling first. A kind of which nothing is lacking has no row. The texts stand
    in the catalogue under law.ask_<kind>, law.ask_<kind>_whom and law.ask_<kind>_settles.
    """
    events = tables["events"]
    rows = [
        *_people(tables, events),
        *_acts(events),
        *_posts(tables, events, about),
        *_records(tables, facts),
    ]
    frame = pl.DataFrame(rows, schema=["kind", "n", "subject_ids", "table", "condition"], orient="row")
    return REQUESTS.fit(frame.filter(pl.col("n") > 0).with_row_index("place")) if rows else REQUESTS.empty()


Row = tuple[str, int, list[str], str, str]


def _row(kind: str, ids: Iterable[str | None], table: str, condition: str) -> Row:
    known = list(dict.fromkeys(i for i in ids if i is not None))
    return kind, len(known), known[:IDS], table, condition


def _people(tables: dict[str, pl.DataFrame], events: pl.DataFrame) -> list[Row]:
    """Users of candidate accounts, groups that only other records can decide, accounts of unknown age."""
    rows: list[Row] = []
    empty = pl.DataFrame(schema={"account_id": pl.String, "grade": pl.String, "cluster_id": pl.String})
    roles, clusters = tables.get("roles", empty), tables.get("clusters", empty)
    named = pl.concat(
        [
            frame.filter(pl.col("grade").is_in(_STANDS)).select("grade", "account_id")
            for frame in (roles, clusters)
        ]
    )
    rows.append(_row("holders", named.sort("grade", "account_id")["account_id"], "roles", "grade in (A, B)"))
    top = clusters.group_by("cluster_id").agg(best=pl.col("grade").min()).filter(best="B").sort("cluster_id")
    rows.append(_row("groups", top["cluster_id"], "clusters", "best grade = B"))
    if "accounts" in tables:
        dated = tables["accounts"].filter(pl.col("registered_at").is_not_null()).select("account_id")
        acting = events.select("account_id").drop_nulls().unique()
        rows.append(
            _row(
                "registered",
                acting.join(dated, on="account_id", how="anti")["account_id"].sort(),
                "accounts",
                "registered_at = null",
            )
        )
    return rows


def _acts(events: pl.DataFrame) -> list[Row]:
    """Events whose place, account or time is in doubt."""
    conditions = {
        "missing": (pl.col("parent_basis") == "missing", "parent_basis = missing"),
        "assumed": (pl.col("parent_basis") == "root", "parent_basis = root"),
        "no_account": (pl.col("account_id").is_null(), "account_id = null"),
        "conflict": (is_contradicted(), "at_conflict = true"),
    }
    return [
        _row(kind, events.filter(rows)["event_id"].sort(), "events", said)
        for kind, (rows, said) in conditions.items()
    ]


def _posts(tables: dict[str, pl.DataFrame], events: pl.DataFrame, about: frozenset[str]) -> list[Row]:
    """Roots that were not exported, posts captured once, counters without an upper end."""
    rows: list[Row] = []
    if "cascades" in tables:
        missing = tables["cascades"].filter("missing_root").sort("size", "root_id", descending=[True, False])
        rows.append(_row("roots", missing["root_id"], "cascades", "missing_root = true"))
    posts = events.filter((pl.col("kind") == "post") & pl.col("event_id").is_in(list(about)))
    if "occurrences" in tables:
        once = tables["occurrences"].group_by("event_id").len().filter(len=1)
        rows.append(
            _row(
                "single",
                posts.join(once, on="event_id", how="semi")["event_id"].sort(),
                "occurrences",
                "one row of the act",
            )
        )
    if "scope" in tables:
        open_ends = tables["scope"].filter(
            pl.col("measure").is_in(["reposts", "comments", "views"])
            & pl.col("upper").is_null()
            & (pl.col("subject_id") != "case")
        )
        mine = open_ends.filter(pl.col("subject_id").is_in(list(about))) if about else open_ends
        rows.append(_row("counters", mine.sort("subject_id")["subject_id"], "scope", "upper = null"))
        vanished = tables["scope"].filter(
            (pl.col("measure") == "acts_vanished") & (pl.col("lower") > 0) & (pl.col("subject_id") != "case")
        )
        rows.append(
            _row(
                "vanished",
                vanished.sort("lower", "subject_id", descending=[True, False])["subject_id"],
                "scope",
                "measure = acts_vanished",
            )
        )
    return rows


def _records(tables: dict[str, pl.DataFrame], facts: CaseToml) -> list[Row]:
    """Records that are no events, files of unknown origin, notices whose service nothing shows."""
    rows: list[Row] = []
    if "rejected" in tables:
        lost = tables["rejected"]
        ids = (
            lost["source_sha256"].str.slice(0, 16)
            + ":"
            + lost["source_row"].cast(pl.String)
            + lost["source_path"]
        ).to_list()
        rows.append(_row("rejected", ids, "rejected", ""))
    if "sources" in tables:
        rows.append(
            _row(
                "obtained",
                tables["sources"].filter(pl.col("obtained").is_null()).sort("name")["name"],
                "sources",
                "obtained = null",
            )
        )
    dated = {
        "warnings": facts.warnings,
        "takedowns": facts.takedowns,
        "penalties": facts.penalties,
        "notices": facts.notices,
    }
    named = [f"{name}.{k}" for name, some in dated.items() for k, _ in enumerate(some, 1)]
    return [*rows, _row("notices", named, "", "")]
