"""How fast a tree grew: half-life and the time to its 100th, 500th and 1,000th act."""

import polars as pl

from analytics.model.thresholds import ScopeLimits

STEPS = ScopeLimits.speed_acts


def tempo(acts: pl.DataFrame) -> pl.DataFrame:
    """half_life_s, to_100_s, to_500_s, to_1000_s of each root: seconds since the root's moment.

    acts: root_id, at, root_at; one row an act, the root left out. Acts without a moment count for the half
        and are after all others. A tree whose root has no moment, or with fewer acts, has null.

    >>> from datetime import datetime
    >>> moments = [datetime(2025, 3, 1, 0, 0, s) for s in (1, 4, 9)]
    >>> acts = pl.DataFrame({"root_id": ["r"] * 3, "at": moments, "root_at": [datetime(2025, 3, 1)] * 3})
    >>> tempo(acts)["half_life_s"][0]
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
