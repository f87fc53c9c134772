"""The measures of all trees: size, depth, breadth, structural virality, growth, and their bounds.

Where parents are missing, two trees are measured. The lower tree attaches each such event to the root, so its
depth is a lower bound. The upper tree attaches it to the latest earlier event of its cascade. The result is a
pair of bounds, not one number (docs/methods.md).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.cascade.forest import (
    MISSING,
    Forest,
    break_cycles,
    depths,
    forest_of,
    link_to_previous,
    subtree_sizes,
    tree_statistics,
)
from analytics.model.tables import CASCADES, LEVELS, NODES
from analytics.model.thresholds import ScopeLimits

STEPS = ScopeLimits.speed_acts


def growth(acts: pl.DataFrame) -> pl.DataFrame:
    """Measure how fast each tree grew: its half-life and the time to its 100th, 500th and 1,000th event.

    acts: root_id, at, root_at; one row an event, the root itself left out. Returns a row for each root:
    half_life_s, to_100_s, to_500_s, to_1000_s, in seconds since the moment of the root. half_life_s is the
    time by which half of the events (rounded up) had come. A low value means a quick rush, a high one a long
    or late life.

    Events without a moment count for the half and stand after all others. The value is null where the root
    has no moment, where the tree has fewer events, or where the event that decides has no moment.

    >>> from datetime import datetime
    >>> moments = [datetime(2025, 3, 1, 0, 0, s) for s in (1, 4, 9)]
    >>> acts = pl.DataFrame({"root_id": ["r"] * 3, "at": moments, "root_at": [datetime(2025, 3, 1)] * 3})
    >>> growth(acts)["half_life_s"][0]
    4.0
    """
    ranked = acts.sort("root_id", "at", nulls_last=True).with_columns(
        k=pl.int_range(1, pl.len() + 1).over("root_id"),
        n=pl.len().over("root_id"),
        since_s=(pl.col("at") - pl.col("root_at")).dt.total_microseconds() / 1e6,
    )
    wanted = (pl.col("k") == (pl.col("n") + 1) // 2) | pl.col("k").is_in(STEPS)
    return (
        ranked.filter(wanted)
        .group_by("root_id")
        .agg(
            half_life_s=pl.col("since_s").filter(pl.col("k") == (pl.col("n") + 1) // 2).first(),
            **{f"to_{k}_s": pl.col("since_s").filter(pl.col("k") == k).first() for k in STEPS},
        )
    )


Nodes = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class CascadeMetrics:
    """The three tables of measured trees.

    cascades: CASCADES, a row for each tree.
    levels: LEVELS, a row for each depth of each tree.
    nodes: NODES, a row for each event that is present.
    """

    cascades: pl.DataFrame
    levels: pl.DataFrame
    nodes: pl.DataFrame


def measure_cascades(events: pl.DataFrame) -> CascadeMetrics:
    """Measure every repost and comment tree of a case.

    events: PLACED_EVENTS, whose parents are resolved.

    Size counts the events present. Structural virality, the mean number of hops between two nodes, counts the
    root as a node even if it is not in the export, because its children hang together only through it. It
    stays below 2 where everybody reposts the root, and is (n + 1) / 3 for a chain of n. A tree of one event
    has none (null).

    Source: Goel, Anderson, Hofman & Watts 2016, doi:10.1287/mnsc.2015.2158; computed in one pass over the
    subtree sizes s, as 2 / (n (n - 1)) times the sum of s (n - s).
    """
    platform = events.select("root_id", "platform").drop_nulls().unique("root_id", keep="any")
    parts = [_measure(forest_of(events, tree)) for tree in ("repost", "comment")]
    cascades = pl.concat([part.cascades for part in parts]).join(platform, on="root_id", how="left")
    return CascadeMetrics(
        CASCADES.fit(cascades),
        LEVELS.fit(pl.concat([part.levels for part in parts])),
        NODES.fit(pl.concat([part.nodes for part in parts])),
    )


def with_notes(parents: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Add to the parents what the drawn trees show about single events.

    parents: PARENTS.
    events: PLACED_EVENTS made with these parents.

    Returns PARENTS with parent_note set to in_circle where stated parents run in a cycle, and to
    earlier_than_parent where an event was over before its parent began. Other notes are kept.
    """
    notes = pl.concat([_notes(forest_of(events, tree)) for tree in ("repost", "comment")])
    if notes.is_empty():
        return parents
    return (
        parents.join(notes.unique("event_id"), on="event_id", how="left", maintain_order="left")
        .with_columns(parent_note=pl.coalesce("note", "parent_note"))
        .drop("note")
    )


def _drawn(forest: Forest) -> tuple[Nodes, Flags]:
    """Parent of each node in the lower tree (missing ones: the root), and which nodes stood in a cycle."""
    return break_cycles(np.where(forest.parent == MISSING, forest.group, forest.parent), forest.group)


def _with_steps(nodes: pl.DataFrame, drawn: Nodes, circular: Flags) -> pl.DataFrame:
    """Nodes of a forest with parent (index), parent_at, in_circle and is_early: over before its parent
    began."""
    return (
        nodes.with_columns(parent=pl.Series(drawn), in_circle=pl.Series(circular))
        .with_columns(parent_at=pl.col("at").gather(pl.when(pl.col("parent") >= 0).then("parent")))
        .with_columns(is_early=(pl.col("until") <= pl.col("parent_at")).fill_null(False))
    )


def _notes(forest: Forest) -> pl.DataFrame:
    """event_id, note of the acts that need one."""
    nodes = _with_steps(forest.nodes, *_drawn(forest)).filter("is_present")
    return nodes.filter(pl.col("in_circle") | pl.col("is_early")).select(
        "event_id",
        note=pl.when("in_circle").then(pl.lit("in_circle")).otherwise(pl.lit("earlier_than_parent")),
    )


def _measure(forest: Forest) -> CascadeMetrics:
    drawn, circular = _drawn(forest)
    depth = depths(drawn)
    size, children = subtree_sizes(drawn, depth)
    deepest, widest, virality = tree_statistics(drawn, forest.group, depth, size, forest.groups_n)
    is_open = forest.parent == MISSING
    upper = link_to_previous(
        np.where(is_open, MISSING, drawn), forest.group, np.arange(forest.groups_n, len(drawn))
    )
    # An act dated before its ancestor may be the "earlier" one: only the assumed step gives way, never a
    # known one.
    _, closed = break_cycles(upper, forest.group)
    upper = np.where(closed & is_open, forest.group, upper)
    upper_depth = depths(upper)
    upper_size, _ = subtree_sizes(upper, upper_depth)
    upper_deepest, upper_widest, upper_virality = tree_statistics(
        upper, forest.group, upper_depth, upper_size, forest.groups_n
    )
    roots = (
        forest.nodes.head(forest.groups_n)
        .select("root_id", "is_present", root_at="at")
        .with_columns(
            depth=pl.Series(deepest),
            depth_upper=pl.Series(upper_deepest),
            max_breadth=pl.Series(widest),
            max_breadth_lower=pl.Series(np.minimum(widest, upper_widest)),
            structural_virality=pl.Series(virality).fill_nan(None),
            structural_virality_upper=pl.Series(np.fmax(virality, upper_virality)).fill_nan(None),
        )
    )
    nodes = _with_steps(forest.nodes, drawn, circular).with_columns(
        depth=pl.Series(depth),
        children_n=pl.Series(children),
        subtree_n=pl.Series(size - 1),
        is_missing=pl.Series(forest.parent == MISSING),
        parent_used_id=pl.col("event_id").gather(pl.when(pl.col("parent") >= 0).then("parent")),
    )
    nodes = nodes.with_columns(
        parent_used_id=pl.when(pl.col("parent") >= 0).then(pl.coalesce("parent_used_id", "root_id"))
    )
    cascades = (
        roots.join(_counts(nodes), on="root_id", how="left")
        .join(growth(_timed(nodes, roots)), on="root_id", how="left")
        .with_columns(tree=pl.lit(forest.tree), missing_root=~pl.col("is_present"))
        .with_columns(  # One event has no pair.
            pl.when(pl.col("size") > 1).then(c).alias(c)
            for c in ("structural_virality", "structural_virality_upper")
        )
    )
    present = nodes.filter("is_present").with_columns(tree=pl.lit(forest.tree))
    levels = present.group_by("root_id", "tree", "depth").agg(events_n=pl.len())
    return CascadeMetrics(cascades, levels, present)


def _counts(nodes: pl.DataFrame) -> pl.DataFrame:
    is_act = pl.col("parent") >= 0
    return nodes.group_by("root_id").agg(
        size=pl.col("is_present").sum(),
        accounts_n=pl.col("account_id").drop_nulls().n_unique(),
        first_at=pl.col("at").min(),
        last_at=pl.col("at").max(),
        missing_parents_n=pl.col("is_missing").sum(),
        assumed_parents_n=(is_act & (pl.col("parent_basis") == "root").fill_null(False)).sum(),
        cycles_n=pl.col("in_circle").sum(),
        earlier_than_parent_n=(pl.col("is_early") & ~pl.col("in_circle")).sum(),
    )


def _timed(nodes: pl.DataFrame, roots: pl.DataFrame) -> pl.DataFrame:
    return (
        nodes.filter(pl.col("parent") >= 0)
        .select("root_id", "at")
        .join(roots.select("root_id", "root_at"), on="root_id", how="left")
    )
