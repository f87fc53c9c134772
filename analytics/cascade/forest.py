"""Events as integer forests: one node an act, grouped by root, with roots that are not in the export as bare
nodes."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.cascade.kernel import MISSING, ROOT
from analytics.model.time import until, with_trusted_times

ACTS = {"repost": ["repost", "quote"], "comment": ["comment"]}


@dataclass(frozen=True)
class Forest:
    """The trees of one kind. Nodes 0..groups_n-1 are the roots, in order of root_id; acts follow, in order of
    time.

    nodes: event_id (null for an absent root), account_id, at, until (end of the interval that the precision
        leaves), root_id, is_present, parent_basis, one row a node.
    parent: node index, MISSING where it is named and not there, ROOT for roots. group: index of the root.
    """

    tree: str
    nodes: pl.DataFrame
    parent: np.ndarray
    group: np.ndarray
    groups_n: int


def forest_of(events: pl.DataFrame, tree: str) -> Forest:
    """The repost or comment forest of `events` (parents resolved). A post without reposts is a repost tree of
    its own.

    A parent that hangs under another root than its child is treated as missing: a tree has one root.
    """
    events = with_trusted_times(events).with_columns(until=until())
    acts = (
        events.filter(pl.col("kind").is_in(ACTS[tree]) & pl.col("root_id").is_not_null())
        .select("event_id", "account_id", "at", "until", "root_id", "parent_id", "parent_basis")
        .filter(pl.col("event_id") != pl.col("root_id"))
    )
    acts = acts.sort("at", "event_id", nulls_last=True)
    named = acts.select("root_id")
    if tree == "repost":
        own = events.filter((pl.col("root_id") == pl.col("event_id")) & (pl.col("kind") != "comment")).select(
            "root_id"
        )
        named = pl.concat([named, own])
    roots = named.unique().sort("root_id").with_row_index("group")
    shown = events.select(
        pl.col("event_id").alias("root_id"), "account_id", "at", "until", is_present=pl.lit(True)
    )
    roots = roots.join(
        shown.join(roots.select("root_id"), on="root_id", how="semi"),
        on="root_id",
        how="left",
        maintain_order="left",
    ).with_columns(pl.col("is_present").fill_null(False))
    groups_n = roots.height
    acts = acts.join(
        roots.select("root_id", "group"), on="root_id", how="left", maintain_order="left"
    ).with_columns(node=pl.int_range(groups_n, groups_n + acts.height, dtype=pl.Int64))
    parents = acts.join(
        acts.select(
            pl.col("event_id").alias("parent_id"), parent=pl.col("node"), parent_group=pl.col("group")
        ),
        on="parent_id",
        how="left",
        maintain_order="left",
    )
    is_direct = pl.col("parent_id") == pl.col("root_id")
    is_assumed = pl.col("parent_id").is_null() & (pl.col("parent_basis") == "root")
    parent = parents.select(
        parent=pl.when((is_direct | is_assumed).fill_null(False))
        .then(pl.col("group").cast(pl.Int64))
        .when((pl.col("parent_group") == pl.col("group")).fill_null(False))
        .then(pl.col("parent"))
        .otherwise(pl.lit(MISSING, pl.Int64))
    )["parent"]
    nodes = pl.concat(
        [
            roots.select(
                event_id=pl.when("is_present").then("root_id"),
                account_id="account_id",
                at="at",
                until="until",
                root_id="root_id",
                is_present="is_present",
                parent_basis=pl.lit(None, pl.String),
            ),
            acts.select(
                "event_id",
                "account_id",
                "at",
                "until",
                "root_id",
                pl.lit(True).alias("is_present"),
                "parent_basis",
            ),
        ]
    )
    group = np.concatenate([np.arange(groups_n, dtype=np.int64), acts["group"].to_numpy().astype(np.int64)])
    return Forest(
        tree, nodes, np.concatenate([np.full(groups_n, ROOT, np.int64), parent.to_numpy()]), group, groups_n
    )
