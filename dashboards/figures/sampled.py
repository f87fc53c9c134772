"""Fewer events than there are, chosen by a stated rule: the most passed-on first, the rest counted."""

import numpy as np
import polars as pl

FOLDED_MAX = 240  # Acts standing alone in a tree before leaves are folded into bundles.


def sampled(nodes: pl.DataFrame, most: int) -> pl.DataFrame:
    """The `most` acts with the most acts below them (then the least deep, then the earliest); of those with
    none below, an even share over time, so that a picture of few ends no earlier than one of all.

    An act's parent always has more below it, so whatever is kept still hangs together.
    """
    if nodes.height <= most:
        return nodes
    ranked = nodes.sort(
        "subtree_n", "depth", "at", "event_id", descending=[True, False, False, False], nulls_last=True
    )
    is_inner = (pl.col("subtree_n") > 0) | (pl.col("depth") == 0)
    inner, leaves = ranked.filter(is_inner), ranked.filter(~is_inner).sort("at", "event_id", nulls_last=True)
    room = most - inner.height
    if room <= 0 or leaves.is_empty():
        return ranked.head(most)
    return pl.concat([inner, leaves.gather(np.arange(room) * leaves.height // room)])


def leading_rows(planted: pl.DataFrame, most: int) -> pl.DataFrame:
    """`planted` cut to its `most` leading acts, each where it stood; node and parent are numbered anew."""
    if planted.height <= most:
        return planted
    kept = sampled(planted, most).sort("node").with_columns(new=pl.int_range(pl.len(), dtype=pl.Int64))
    rows = kept.select(parent="node", parent_new="new")
    return (
        kept.join(rows, on="parent", how="left", maintain_order="left")
        .with_columns(
            node="new",
            parent=pl.col("parent_new").fill_null(pl.when(pl.col("new") == 0).then(-1).otherwise(0)),
        )
        .drop("new", "parent_new")
    )


def collapsed(nodes: pl.DataFrame, most: int) -> pl.DataFrame:
    """`nodes` with acts beyond the `most` leading ones folded into one bundle below their parent.

    Adds bundled_n: acts a row stands for, 1 for an act of its own. A bundle has no event_id of an act: its
        own is "+" and its parent's. If all fit, nothing is folded; otherwise only acts that were passed on
        stand alone.
    """
    if nodes.height <= most:
        return nodes.with_columns(bundled_n=pl.lit(1, pl.Int64))
    inner = nodes.filter((pl.col("children_n") > 0) | (pl.col("depth") == 0))
    kept = sampled(inner, most).with_columns(bundled_n=pl.lit(1, pl.Int64))
    rest = nodes.join(kept, on="event_id", how="anti").join(
        kept.select(parent_used_id="event_id"), on="parent_used_id", how="semi"
    )
    bundles = rest.group_by("parent_used_id").agg(
        pl.col("depth").first(),
        at=pl.col("at").min(),
        bundled_n=(pl.col("subtree_n") + 1).sum(),
        only=pl.col("event_id").first(),
        name=pl.col("account_name").first(),
    )
    alone = pl.col("bundled_n") == 1
    folded = bundles.select(
        "parent_used_id",
        "depth",
        "at",
        "bundled_n",
        event_id=pl.when(alone).then("only").otherwise("+" + pl.col("parent_used_id")),
        account_name=pl.when(alone).then("name"),
        children_n=pl.lit(0, pl.Int64),
        subtree_n=pl.lit(0, pl.Int64),
    )
    return pl.concat([kept, folded], how="diagonal_relaxed")
