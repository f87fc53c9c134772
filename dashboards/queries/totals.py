"""What was imported and what is missing, in sums."""

from dataclasses import dataclass

import polars as pl

from analytics.store.folder import Case

PARTS = ("events_n", "duplicates_n", "rejected_n", "other_n")


@dataclass(frozen=True)
class Gaps:
    """Counts of what the tables do not know. Each is a number of acts, but for roots (posts) and rejected
    (records)."""

    acts: int
    rejected: int
    missing_roots: int
    missing_parents: int
    assumed_parents: int
    time_conflicts: int
    untimed: int
    nameless: int
    edited: int


def stage(case: Case) -> str:
    """How far the case has come: empty (nothing imported), no_acts, imported (not analysed), ready (trees are
    there; what later stages make may still be missing)."""
    if not case.has("events"):
        return "empty"
    if not case.scan("events").select(pl.len()).collect().item():
        return "no_acts"
    return "ready" if case.has("cascades") and case.has("nodes") and case.has("levels") else "imported"


def files(case: Case) -> pl.DataFrame:
    """SOURCES without the archives (their members stand for themselves), most records first."""
    table = case.read_or_empty("sources").filter(pl.col("importer").is_not_null())
    return table.sort("records_n", "name", descending=[True, False])


def gaps(case: Case) -> Gaps:
    """What is not known, counted."""
    events = (
        case.placed_events()
        .select(
            acts=pl.len(),
            time_conflicts=pl.col("at_conflict").sum(),
            untimed=pl.col("at").null_count(),
            nameless=pl.col("account_id").null_count(),
            edited=pl.col("edited").sum(),
            missing_parents=(pl.col("parent_basis") == "missing").sum(),
            assumed_parents=(pl.col("parent_basis") == "root").sum(),
        )
        .collect()
        .row(0, named=True)
    )
    rejected = case.scan("rejected").select(pl.len()).collect().item() if case.has("rejected") else 0
    roots = 0
    if case.has("cascades"):
        roots = (
            case.scan("cascades").filter("missing_root").select(pl.col("root_id").n_unique()).collect().item()
        )
    return Gaps(rejected=rejected, missing_roots=roots, **{k: int(v or 0) for k, v in events.items()})
