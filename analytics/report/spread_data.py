"""The data of the pictures of a spread: events by time, and the largest tree laid out by depth and time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from analytics.model.thresholds import ListLimits
from analytics.model.time import with_trusted_times

_STEPS_S = (
    60,
    300,
    600,
    900,
    1_800,
    3_600,
    7_200,
    10_800,
    21_600,
    43_200,
    86_400,
    604_800,
    2_592_000,
    31_536_000,
)
BARS_MAX = ListLimits.bars_n  # As many as can be told apart on paper.
DOTS_MAX = (
    3_000  # Acts drawn in the picture of a tree; of more, those with acts below them and every k-th other.
)
WIDE = (
    3.0  # If all acts take this many times the span of the middle 99 in 100, the picture shows that middle.
)
KINDS = ("post", "repost", "comment")


@dataclass(frozen=True)
class Bars:
    """Acts a step: step_s seconds, starts in UTC, counts a kind, how many lie outside or bear no usable
    time."""

    step_s: int
    starts: tuple[datetime, ...]
    counts: tuple[tuple[str, tuple[int, ...]], ...]
    outside_n: int
    left_out_n: int
    busiest: tuple[datetime, int]


@dataclass(frozen=True)
class Dot:
    """An act in the picture of a tree: seconds since the start, depth, index of its parent's dot, acts
    below it."""

    since_s: float
    depth: int
    parent: int | None
    below_n: int
    event_id: str


@dataclass(frozen=True)
class Sail:
    """The largest tree: the dots to draw, of how many acts, the start, and the span shown."""

    dots: tuple[Dot, ...]
    acts_n: int
    start: datetime
    span_s: float
    later_n: int


def bars_of(events: pl.DataFrame, zone: str) -> Bars | None:
    """Acts over time. events: kind, at, at_conflict, at_from_id, at_precision. Acts whose time is unknown or
    known to the day only are left out and counted. None if nothing can be drawn.
    """
    usable = with_trusted_times(events).filter(
        pl.col("at").is_not_null() & (pl.col("at_precision") != "day").fill_null(True)
    )
    if usable.is_empty():
        return None
    low, high = _window(usable["at"])
    inside = usable.filter(pl.col("at").is_between(low, high))
    span_s = (high - low).total_seconds()
    step_s = next((step for step in _STEPS_S if span_s / step < BARS_MAX), _STEPS_S[-1])
    # Steps begin on the clock of the case's zone: a reader counts days of that place, not of UTC.
    every = f"{step_s // 86_400}d" if step_s >= 86_400 else f"{step_s}s"
    wall = pl.col("at").dt.convert_time_zone(zone).dt.replace_time_zone(None).dt.truncate(every)
    local = inside.select(
        "kind",
        start=wall.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        .dt.convert_time_zone("UTC")
        .fill_null(pl.col("at")),
    )
    first, last = _when(local["start"].min()), _when(local["start"].max())
    steps_n = int((last - first).total_seconds() // step_s) + 1
    counted = (
        local.with_columns(
            k=((pl.col("start") - first).dt.total_seconds() / step_s).round().cast(pl.Int64),
            kind=pl.col("kind").replace({"quote": "repost"}),
        )
        .group_by("k", "kind")
        .len()
    )
    totals = dict(counted.group_by("k").agg(pl.col("len").sum()).iter_rows())
    top = min(totals, key=lambda k: (-totals[k], k))
    by_kind = {kind: [0] * steps_n for kind in KINDS}
    for k, kind, n in counted.iter_rows():
        by_kind[kind][min(k, steps_n - 1)] += n
    starts = tuple(first + timedelta(seconds=step_s * k) for k in range(steps_n))
    return Bars(
        step_s,
        starts,
        tuple((kind, tuple(n)) for kind, n in by_kind.items() if any(n)),
        usable.height - inside.height,
        events.height - usable.height,
        (starts[top], totals[top]),
    )


def _window(moments: pl.Series) -> tuple[datetime, datetime]:
    """First and last moment to draw: all, or the middle 99 in 100 where a few far ones would flatten the
    picture."""
    first, last = _when(moments.min()), _when(moments.max())
    low = _when(moments.quantile(0.005, "nearest"))
    high = _when(moments.quantile(0.995, "nearest"))
    if (last - first) > WIDE * max(high - low, timedelta(seconds=1)):
        return low, high
    return first, last


def _when(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def sail_of(nodes: pl.DataFrame) -> Sail | None:
    """The picture of a tree. nodes: NODES of one tree with the trusted `at`. None without two timed acts."""
    timed = nodes.filter(pl.col("at").is_not_null()).sort("at", "event_id")
    if timed.height < 2:
        return None
    root = timed.filter(depth=0)
    start = _when(root["at"][0] if root.height else timed["at"].min())
    since = timed.with_columns(since_s=(pl.col("at") - start).dt.total_microseconds() / 1e6)
    span = float(since["since_s"].quantile(0.98, "nearest") or 0.0)
    whole = float(since["since_s"].max() or 0.0)  # type: ignore[arg-type]
    span = whole if whole <= 2 * max(span, 1.0) else span
    inside = since.filter((pl.col("since_s") <= span) & (pl.col("since_s") >= 0))
    drawn = _thinned(inside).with_row_index("k")
    parents = drawn.select(parent_used_id="event_id", parent=pl.col("k").cast(pl.Int64))
    drawn = drawn.join(parents, on="parent_used_id", how="left", maintain_order="left")
    dots = tuple(
        Dot(*row) for row in drawn.select("since_s", "depth", "parent", "subtree_n", "event_id").iter_rows()
    )
    return Sail(dots, nodes.height, start, max(span, 1.0), nodes.height - inside.height)


def _thinned(nodes: pl.DataFrame) -> pl.DataFrame:
    """At most about DOTS_MAX acts: the root, the half with most acts below them, and every k-th of the
    others."""
    if nodes.height <= DOTS_MAX:
        return nodes
    ranked = nodes.sort("subtree_n", "event_id", descending=[True, False]).with_row_index("rank")
    kept = ranked.filter(
        ((pl.col("rank") < DOTS_MAX // 2) & (pl.col("subtree_n") > 0)) | (pl.col("depth") == 0)
    )
    others = nodes.join(kept.select("event_id"), on="event_id", how="anti").sort("at", "event_id")
    every = max(1, others.height // (DOTS_MAX - kept.height) + 1)
    return pl.concat([kept.drop("rank"), others.gather_every(every)]).sort("at", "event_id")
