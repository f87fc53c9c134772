"""The acts behind a pair: what two accounts did on the same objects, and how many seconds apart."""

import polars as pl

from analytics.tables import COACTIONS


def coactions(acts: pl.DataFrame, kind: str, account_a: str, account_b: str, window_s: float) -> pl.DataFrame:
    """COACTIONS of one pair: on each shared object the two acts that lie closest, if at most `window_s`
    apart.

    acts: as a detector gives them. account_a and account_b in either order; gap_s is never negative.
    """
    low, high = sorted((account_a, account_b))
    of = {
        name: acts.filter(pl.col("account_id") == name)
        .drop_nulls(["at", "object_id"])
        .select("object_id", "event_id", "at")
        for name in (low, high)
    }
    met = (
        of[low]
        .join(of[high], on="object_id", suffix="_b")
        .with_columns(gap_s=(pl.col("at") - pl.col("at_b")).dt.total_microseconds().abs() / 1e6)
        .filter(pl.col("gap_s") <= window_s)
    )
    closest = met.sort("object_id", "gap_s", "event_id", "event_id_b").unique(
        "object_id", keep="first", maintain_order=True
    )
    return closest.select(
        account_a=pl.lit(low),
        account_b=pl.lit(high),
        kind=pl.lit(kind),
        object_id="object_id",
        event_a="event_id",
        event_b="event_id_b",
        gap_s="gap_s",
    ).cast(dict(COACTIONS.schema))  # type: ignore[arg-type]
