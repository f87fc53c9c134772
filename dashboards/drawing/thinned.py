"""Fewer acts than there are, chosen by a rule that can be said: the most passed-on first, the rest counted."""

import polars as pl


def thinned(nodes: pl.DataFrame, most: int) -> pl.DataFrame:
    """The `most` acts with the most acts below them (then the least deep, then the earliest).

    An act's parent always has more below it, so whatever is kept still hangs together.
    """
    if nodes.height <= most:
        return nodes
    return nodes.sort("subtree_n", "depth", "at", "event_id", descending=[True, False, False, False],
                      nulls_last=True).head(most)


def bundled(nodes: pl.DataFrame, most: int) -> pl.DataFrame:
    """`nodes` with acts beyond the `most` leading ones folded into one bundle below their parent.

    Adds bundled_n: acts a row stands for, 1 for an act of its own. A bundle has no event_id of an act: its own is
    "+" and its parent's. If all fit, nothing is folded; otherwise only acts that were passed on stand alone.
    """
    if nodes.height <= most:
        return nodes.with_columns(bundled_n=pl.lit(1, pl.Int64))
    inner = nodes.filter((pl.col("children_n") > 0) | (pl.col("depth") == 0))
    kept = thinned(inner, most).with_columns(bundled_n=pl.lit(1, pl.Int64))
    rest = nodes.join(kept, on="event_id", how="anti").join(
        kept.select(parent_used_id="event_id"), on="parent_used_id", how="semi")
    bundles = rest.group_by("parent_used_id").agg(
        pl.col("depth").first(), at=pl.col("at").min(), bundled_n=(pl.col("subtree_n") + 1).sum(),
        only=pl.col("event_id").first(), name=pl.col("account_name").first())
    alone = pl.col("bundled_n") == 1
    folded = bundles.select(
        "parent_used_id", "depth", "at", "bundled_n",
        event_id=pl.when(alone).then("only").otherwise("+" + pl.col("parent_used_id")),
        account_name=pl.when(alone).then("name"), children_n=pl.lit(0, pl.Int64), subtree_n=pl.lit(0, pl.Int64))
    return pl.concat([kept, folded], how="diagonal_relaxed")
