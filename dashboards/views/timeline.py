"""Events over time, and sums of what was imported and what is missing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from analytics.model.time import is_contradicted, width_s, with_trusted_times
from analytics.store.case_folder import Case
from analytics.store.selection import Selection
from dashboards.listing import Listing

# Seconds a bar may stand for; the smallest that gives at most BARS_MAX bars over the central span is taken.
STEPS_S = (60, 300, 600, 1_800, 3_600, 10_800, 21_600, 86_400, 604_800)
BARS_MAX = 240
PEAKS_MAX = 3
REST = "rest"
NEAR = 3  # Bars on either side that a peak must not be lower than.
# Of the acts of a peak that state a parent: below it, no single act is named as what they go back to.
LED_SHARE = 0.2


@dataclass(frozen=True)
class Timeline:
    """Events over time, as bars.

    step_s: seconds that a bar spans.
    bars: at, kind, n; kind is REST for events that are not on the alleged information, where one is stated.
    peaks: at, acts_n, told_n, led_n, event_id, account_name (the event that most of them pass on).
    start, end: the span that holds all but the outermost 0.5 % of events on either side; outside_n events lie
        beyond it.
    coarse_n: events known too roughly for bars of step_s; untimed_n: events without a time. None of these is
        in a bar.
    conflict_n: events that stand at the moment of their id, which contradicts the exported time.
    """

    step_s: int
    bars: pl.DataFrame
    peaks: pl.DataFrame
    start: datetime | None
    end: datetime | None
    outside_n: int
    coarse_n: int
    conflict_n: int
    untimed_n: int


def timeline(
    case: Case, root_id: str | None = None, kinds: tuple[str, ...] = ("repost", "quote", "comment")
) -> Timeline:
    """Count the events of some kinds over time, of the case or of one root.

    The step suits the span. Of the case, events that are not on the alleged information are counted apart,
    and the span is that of the events on it; where none is stated, all are counted alike.
    """
    acts = with_trusted_times(case.placed_events(pl.col("kind").is_in(kinds)))
    rest, on_it = acts.clear(), case.read_or_empty("alleged_events").select("event_id")
    if root_id is not None:
        acts = acts.filter(pl.col("root_id") == root_id)
    elif on_it.height:
        rest = acts.join(on_it.lazy(), on="event_id", how="anti")
        acts = acts.join(on_it.lazy(), on="event_id", how="semi")
    low, high, untimed, conflict = (
        acts.select(
            low=pl.col("at").quantile(0.005, "lower"),
            high=pl.col("at").quantile(0.995, "higher"),
            untimed=pl.col("at").null_count(),
            conflict=(is_contradicted() & pl.col("at").is_not_null()).sum(),
        )
        .collect()
        .row(0)
    )
    span_s = (high - low).total_seconds() if low is not None else 0
    step_s = next((s for s in STEPS_S if span_s / s <= BARS_MAX), STEPS_S[-1])
    width = width_s()
    timed = acts.filter(pl.col("at").is_not_null())
    fine = timed.filter(width <= step_s).with_columns(bar=pl.col("at").dt.truncate(f"{step_s}s"))
    bars = fine.group_by(at="bar", kind="kind").agg(n=pl.len()).sort("at", "kind").collect()
    others = _bars_of_rest(rest, low, high, step_s)
    coarse, outside = (
        (0, 0)
        if low is None
        else timed.select((width > step_s).sum(), ((pl.col("at") < low) | (pl.col("at") > high)).sum())
        .collect()
        .row(0)
    )
    return Timeline(
        step_s,
        pl.concat([bars, others]),
        _peaks(case, fine, bars, step_s),
        low,
        high,
        int(outside or 0),
        int(coarse or 0),
        int(conflict or 0),
        int(untimed or 0),
    )


def selected_bars(case: Case, line: Timeline, chosen: Selection, root_id: str | None = None) -> pl.DataFrame:
    """Count the events of chosen accounts, and chosen records, in the bars of a time line.

    root_id: of the time line, where it is of one root.

    Returns at and n for bars that hold any; none where no account and no record is chosen.
    """
    events = with_trusted_times(case.placed_events())
    if root_id is not None:
        events = events.filter(pl.col("root_id") == root_id)
    named = chosen.test() if chosen.accounts or chosen.records else pl.lit(False)
    within = pl.col("at").is_between(line.start, line.end) & (width_s() <= line.step_s)
    bars = events.filter(named, within).with_columns(at=pl.col("at").dt.truncate(f"{line.step_s}s"))
    return bars.group_by("at").agg(n=pl.len()).sort("at").collect()


def _bars_of_rest(rest: pl.LazyFrame, low: datetime, high: datetime, step_s: int) -> pl.DataFrame:
    """Bars of what is not on the alleged information, within the span of what is."""
    inside = rest.filter(pl.col("at").is_between(low, high) & (width_s() <= step_s))
    bars = inside.with_columns(at=pl.col("at").dt.truncate(f"{step_s}s"), kind=pl.lit(REST))
    return bars.group_by("at", "kind").agg(n=pl.len()).sort("at").collect()


def _peaks(case: Case, fine: pl.LazyFrame, bars: pl.DataFrame, step_s: int) -> pl.DataFrame:
    """The highest bars, at least twice the usual one and no lower than those near them.

    Each has the event that most of it passes on. Only stated parents and parents told by a //@ chain count:
    an assumed parent tells nothing about the cause.
    """
    sums = bars.group_by("at").agg(acts_n=pl.col("n").sum()).sort("acts_n", "at", descending=[True, False])
    usual = float(sums["acts_n"].cast(pl.Float64).median() or 0.0)  # type: ignore[arg-type]
    chosen: list[dict[str, Any]] = []
    heights = dict(sums.select("at", "acts_n").iter_rows())
    reach = [timedelta(seconds=step_s * k) for k in range(-NEAR, NEAR + 1)]
    for row in sums.head(60).iter_rows(named=True):
        is_top = all(heights.get(row["at"] + step, 0) <= row["acts_n"] for step in reach)
        apart = all(abs((row["at"] - c["at"]).total_seconds()) > NEAR * step_s for c in chosen)
        if len(chosen) < PEAKS_MAX and is_top and apart and row["acts_n"] >= max(5, 2 * usual):
            chosen.append(row)
    high = pl.DataFrame(chosen, schema={"at": sums.schema["at"], "acts_n": pl.UInt32})
    told = fine.join(high.lazy().select(bar="at"), on="bar", how="semi").filter(
        pl.col("parent_basis").is_in(["stated", "chain"]) & pl.col("parent_id").is_not_null()
    )
    counts = told.group_by("bar", "parent_id").agg(led_n=pl.len()).collect()
    best = (
        counts.sort("led_n", "parent_id", descending=[True, False])
        .group_by("bar", maintain_order=True)
        .agg(
            event_id=pl.col("parent_id").first(), led_n=pl.col("led_n").first(), told_n=pl.col("led_n").sum()
        )
    )
    names = (
        case.scan("events")
        .filter(pl.col("event_id").is_in(best["event_id"].implode()))
        .select("event_id", "account_name", "account_id")
        .collect()
    )
    return (
        high.join(best, left_on="at", right_on="bar", how="left")
        .join(names, on="event_id", how="left")
        .sort("at")
    )


PARTS = ("events_n", "duplicates_n", "rejected_n", "other_n")


@dataclass(frozen=True)
class Gaps:
    """Counts of what the tables do not know.

    Each is a number of events, except roots (posts) and rejected (records).
    """

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
    """Tell how far the case has come.

    empty: nothing was imported; no_acts: no event was found; imported: not analysed yet; ready: trees are
    there, and what later stages make may still be missing.
    """
    if not case.has("events"):
        return "empty"
    if not case.scan("events").select(pl.len()).collect().item():
        return "no_acts"
    return "ready" if case.has("cascades") and case.has("nodes") and case.has("levels") else "imported"


def files(case: Case) -> pl.DataFrame:
    """Read SOURCES without the archives (their members stand for themselves), most records first."""
    table = case.read_or_empty("sources").filter(pl.col("importer").is_not_null())
    return table.sort("records_n", "name", descending=[True, False])


def gaps(case: Case) -> Gaps:
    """Count what is not known."""
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


LISTINGS: tuple[Listing, ...] = ()  # No table of its own.
