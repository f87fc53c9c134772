"""What a report says, as plain values read from the stored tables: nothing is computed here that a table could hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from analytics.store.case_toml import CaseToml
from analytics.store.folder import Case

TREES_SHOWN = 12
CONFLICTS_SHOWN = 12
REJECTED_SHOWN = 8
SAIL_MAX = 1_500
STEPS_MAX = 72


@dataclass(frozen=True)
class Contents:
    """Everything a document needs. `totals` are the sums of sources; tables are lists of rows."""

    toml: CaseToml
    zone: ZoneInfo
    date: datetime | None
    manifest: dict[str, Any]
    settings: list[tuple[str, float]]
    sources: list[dict[str, Any]]
    totals: dict[str, int]
    kinds: list[dict[str, Any]]
    span: tuple[datetime | None, datetime | None]
    unknown: dict[str, int]
    conflicts: list[dict[str, Any]]
    conflicts_n: int
    missing: list[dict[str, Any]]
    rejected: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    cascades: list[dict[str, Any]]
    cascades_n: int
    levels: list[dict[str, Any]]
    largest: dict[str, Any] | None
    sail: pl.DataFrame
    sail_ends: tuple[datetime | None, datetime | None]
    steps: pl.DataFrame
    step_hours: int
    scope: list[dict[str, Any]]
    scope_roots: list[dict[str, Any]]
    names: dict[str, str]


def contents_of(case: Case, date: datetime | None) -> Contents:
    """The contents of a case. Tables that an unfinished case lacks are empty."""
    toml = case.toml()
    zone = ZoneInfo(toml.case.timezone)
    sources = case.read_or_empty("sources").sort("name")
    events = case.scan("events").select(
        "event_id", "kind", "account_id", "account_name", "at", "at_basis", "at_text", "at_from_id", "at_conflict", "parent_basis",
        "parent_note", "root_id", "edited").collect()
    counted = ["records_n", "events_n", "duplicates_n", "rejected_n", "other_n"]
    totals = sources.select(pl.col(counted).sum()).row(0, named=True)
    rejected = case.read_or_empty("rejected")
    cascades = case.read_or_empty("cascades").sort("size", "root_id", "tree", descending=[True, False, False])
    reposts = cascades.filter(tree="repost")
    largest = reposts.row(0, named=True) if reposts.height and reposts["size"][0] > 1 else None
    root = largest["root_id"] if largest else ""
    sail, ends = _sail(case, root)
    steps, hours = _steps(events, zone)
    conflicts = events.filter(pl.col("at_conflict").fill_null(False)).sort("event_id")
    scope = case.read_or_empty("scope")
    shown = cascades.head(TREES_SHOWN)
    roots = set(shown["root_id"])
    return Contents(
        toml=toml, zone=zone, date=date, manifest=case.manifest, settings=_settings(case), sources=sources.to_dicts(), totals=totals,
        kinds=events.group_by("kind").agg(n=pl.len()).sort("kind").to_dicts(), span=_span(events),
        unknown=_unknown(events), conflicts=conflicts.head(CONFLICTS_SHOWN).to_dicts(), conflicts_n=conflicts.height,
        missing=_missing(events),
        rejected=rejected.head(REJECTED_SHOWN).to_dicts(),
        reasons=rejected.group_by("reason").agg(n=pl.len()).sort("reason").to_dicts(), cascades=shown.to_dicts(),
        cascades_n=cascades.height, levels=case.read_or_empty("levels").filter(
            (pl.col("root_id") == root) & (pl.col("tree") == "repost")).sort("depth").to_dicts(),
        largest=largest, sail=sail, sail_ends=ends, steps=steps, step_hours=hours,
        scope=scope.filter(subject_id="case").to_dicts(),
        scope_roots=scope.filter(
            pl.col("subject_id").is_in(list(roots)) & pl.col("measure").is_in(["reposts", "reposts_displayed"])).to_dicts(),
        names=_names(events, roots | {root}))


def _missing(events: pl.DataFrame) -> list[dict[str, Any]]:
    """Acts whose parent is named but not known, by reason."""
    return events.filter(parent_basis="missing").group_by("parent_note").agg(n=pl.len()).sort("parent_note").to_dicts()


def _span(events: pl.DataFrame) -> tuple[datetime | None, datetime | None]:
    """First and last act, those left out whose moment contradicts their id."""
    found = events.filter(~pl.col("at_conflict").fill_null(False)).select(first=pl.col("at").min(), last=pl.col("at").max()).row(0)
    return found[0], found[1]


def _settings(case: Case) -> list[tuple[str, float]]:
    """The settings that the stored analysis was made with."""
    return sorted(case.manifest.get("settings", {}).items())


def _names(events: pl.DataFrame, ids: set[str]) -> dict[str, str]:
    """The name shown with each of some acts."""
    return dict(events.filter(pl.col("event_id").is_in(list(ids)) & pl.col("account_name").is_not_null()).select(
        "event_id", "account_name").iter_rows())


def _unknown(events: pl.DataFrame) -> dict[str, int]:
    """How many acts lack a moment, an account or a root, take their moment from the id, or differ between captures."""
    return {
        "at": events["at"].null_count(), "account": events["account_id"].null_count(), "root": events["root_id"].null_count(),
        "by_id": events.filter(at_basis="id").height, "edited": events.filter(pl.col("edited").fill_null(False)).height,
        "assumed": events.filter(parent_basis="root").height,
        "not_in_export": events.filter(parent_note="parent_not_in_export").height,
    }


def _sail(case: Case, root: str) -> tuple[pl.DataFrame, tuple[datetime | None, datetime | None]]:
    """The largest repost tree against time: x (0 to 1), depth, parent_x, parent_depth; the first SAIL_MAX acts."""
    empty = pl.DataFrame(schema={"x": pl.Float64, "depth": pl.Int64, "parent_x": pl.Float64, "parent_depth": pl.Int64})
    if not root or not case.has("nodes"):
        return empty, (None, None)
    nodes = case.scan("nodes").filter((pl.col("root_id") == root) & (pl.col("tree") == "repost")).collect()
    nodes = nodes.join(case.scan("events").select("event_id", "at", "at_conflict").collect(), on="event_id", how="left")
    nodes = nodes.filter(pl.col("at").is_not_null() & ~pl.col("at_conflict").fill_null(False)).sort("at", "event_id").head(SAIL_MAX)
    if nodes.height < 2:
        return empty, (None, None)
    first, last = nodes["at"][0], nodes["at"][-1]
    span_s = max((last - first).total_seconds(), 1.0)
    nodes = nodes.with_columns(x=(pl.col("at") - first).dt.total_milliseconds() / 1000 / span_s)
    parents = nodes.select(parent_used_id="event_id", parent_x="x", parent_depth="depth")
    return nodes.join(parents, on="parent_used_id", how="left", maintain_order="left").select(empty.columns), (first, last)


def _steps(events: pl.DataFrame, zone: ZoneInfo) -> tuple[pl.DataFrame, int]:
    """Reposts and comments by time step (whole hours, at most STEPS_MAX steps over the middle 99 % of acts)."""
    acts = events.filter(pl.col("at").is_not_null() & (pl.col("kind") != "post") & ~pl.col("at_conflict").fill_null(False))
    empty = pl.DataFrame(schema={"label": pl.String, "reposts": pl.Int64, "comments": pl.Int64})
    if acts.is_empty():
        return empty, 1
    moments = acts["at"].sort()
    low, high = moments[0], moments[int(0.99 * (len(moments) - 1))]
    hours = max(1, -(-int((high - low).total_seconds()) // 3600 // STEPS_MAX))
    local = acts.filter(pl.col("at") <= high).select(
        "kind", step=pl.col("at").dt.convert_time_zone(str(zone)).dt.truncate(f"{hours}h"))
    counted = local.group_by("step").agg(
        reposts=(pl.col("kind") != "comment").sum().cast(pl.Int64), comments=(pl.col("kind") == "comment").sum().cast(pl.Int64))
    filled = counted.sort("step").upsample("step", every=f"{hours}h").with_columns(pl.col("reposts", "comments").fill_null(0))
    return filled.select(pl.col("step").dt.strftime("%m-%d %H:%M").alias("label"), "reposts", "comments"), hours
