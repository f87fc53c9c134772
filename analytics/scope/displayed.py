"""What platforms displayed: the newest value of each counter, with the interval that its form leaves open."""

import polars as pl


def newest(counters: pl.DataFrame) -> pl.DataFrame:
    """The newest displayed value of each (event_id, counter): value, low, high, captured_at, is_floor,
    source_sha256.

    low and high: the interval the displayed form leaves open. "1.2万" is short for 12,000: it may be rounded
        (from half a unit of its last digit below) or cut off (to a whole unit above), the platform does not
        say. "100万+" is a floor: high is null. Values without a capture time count as older than all others;
        of several at
    one moment the largest is taken.
    """
    kept = (
        counters.sort("captured_at", "value", nulls_last=False)
        .group_by("event_id", "counter")
        .agg(pl.col("value", "is_floor", "is_rounded", "captured_at", "source_sha256").last())
    )
    unit = pl.when(pl.col("value") >= 100_000_000).then(100_000_000).otherwise(10_000)
    step = pl.when(pl.col("value") % unit == 0).then(unit).otherwise(unit // 10)
    is_short = pl.col("is_rounded") & ~pl.col("is_floor")
    return kept.with_columns(
        low=pl.col("value") - pl.when(is_short).then(step // 2).otherwise(0),
        high=pl.when(~pl.col("is_floor")).then(
            pl.col("value") + pl.when(is_short).then(step - 1).otherwise(0)
        ),
    )
