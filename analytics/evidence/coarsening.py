"""Moments made coarse, so that nobody is found again by when they acted, and a measure of who still is.

An act is told to the minute, hour or day: the finest at which at least LEAST acts of its platform, kind and
tree share the interval (generalisation by local recoding). What shares not even a day with enough others has
no moment at all. k-anonymity: Sweeney 2002, doi:10.1142/S0218488502001648.
"""

from collections.abc import Sequence

import polars as pl

LEAST = 5  # Acts that cannot be told apart. Five is the usual floor of official statistics for small counts.
STEPS = (("min", "1m"), ("h", "1h"), ("day", "1d"))
_FINER = {"min": ("us", "ms", "s", "min"), "h": ("us", "ms", "s", "min", "h"), "day": None}
LIKE = ("platform", "kind", "tree_id")


def coarse_moments(placed: pl.DataFrame, timezone: str) -> pl.DataFrame:
    """Find the coarse moment of every act.

    placed: PLACED_EVENTS; timezone: the zone whose hours and days are meant.

    Returns event_id, at (start of the interval, UTC; null: none can be told), at_precision.
    """
    rest = placed.select("event_id", "platform", "kind", "at", "at_precision", tree_id=_tree()).filter(
        pl.col("at").is_not_null()
    )
    told = []
    for precision, width in STEPS:
        finer = _FINER[precision]
        start = pl.col("at").dt.convert_time_zone(timezone).dt.truncate(width).dt.convert_time_zone("UTC")
        tried = rest.with_columns(start=start)
        fits = pl.lit(True) if finer is None else pl.col("at_precision").is_in(finer)
        enough = tried.filter(fits).filter(pl.len().over(*LIKE, "start") >= LEAST)
        told.append(enough.select("event_id", at="start", at_precision=pl.lit(precision)))
        rest = rest.join(enough, on="event_id", how="anti")
    return (
        placed.select("event_id")
        .join(pl.concat(told), on="event_id", how="left", maintain_order="left")
        .select("event_id", pl.col("at").dt.cast_time_unit("us"), "at_precision")
    )


def _tree() -> pl.Expr:
    """The tree an act stands in. A post is the tree: among its like are the other posts."""
    return pl.when(pl.col("kind") != "post").then(pl.col("root_id"))


def told_apart(
    placed: pl.DataFrame, nodes: pl.DataFrame, with_texts: bool
) -> dict[str, tuple[int, int, int]]:
    """Count what somebody who holds the public posts can single out in a copy.

    placed: PLACED_EVENTS of the copy; nodes: NODES of it.

    Returns, for each thing that is known of an act or account: how many are alone with it, how many share it
    with fewer than LEAST in all, of how many. moment: kind and moment; tree: also the tree; place: also the
    parent and how many stand below; words: the words alone; accounts: all acts of an account together.
    """
    size = nodes.group_by("event_id").agg(pl.col("children_n").sum(), pl.col("subtree_n").sum())
    acts = placed.with_columns(tree_id=_tree()).join(size, on="event_id", how="left")
    moment = ("platform", "kind", "at", "at_precision")
    known: dict[str, tuple[str, ...]] = {
        "moment": moment,
        "tree": (*moment, "tree_id"),
        "place": (*moment, "root_id", "parent_id", "children_n", "subtree_n"),
    }
    found = {name: _alone(acts, columns) for name, columns in known.items()}
    if with_texts:
        found["words"] = _alone(acts.filter(pl.col("own_text").is_not_null()), ("own_text",))
    one = pl.concat_str(*(pl.col(c).cast(pl.String).fill_null("-") for c in known["tree"]), separator="|")
    habits = (
        acts.filter(pl.col("account_id").is_not_null())
        .group_by("account_id")
        .agg(one.sort().str.join("\n").alias("acts"))
    )
    return {**found, "accounts": _alone(habits, ("acts",))}


def _alone(rows: pl.DataFrame, columns: Sequence[str]) -> tuple[int, int, int]:
    alike = rows.select(n=pl.len().over(*columns)) if rows.height else rows.select(n=pl.lit(0))
    return (alike.filter(pl.col("n") == 1).height, alike.filter(pl.col("n") < LEAST).height, rows.height)
