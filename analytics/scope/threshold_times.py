"""When a number that a rule set names was reached: an interval, as wide as the captures leave it."""

import polars as pl

from analytics.scope.tables_read import SPREADING

_KINDS = {"reposts": list(SPREADING), "comments": ["comment"], "views": []}


def threshold_times(acts: pl.DataFrame, counters: pl.DataFrame, measure: str, number: float) -> pl.DataFrame:
    """Find between which moments a measure of each root reached a number.

    acts: event_id, kind, root_id, at.
    counters: COUNTERS.
    measure: "reposts", "comments" or "views".

    Returns root_id, from_at, until_at; a root that never reached the number has no row.

    until_at: the earlier of two: the moment of the traced event that makes the number full, and the first
        capture whose counter shows that many.
    from_at: the last capture before it whose counter was an exact number below; null where nothing shows when
        it was still below.

    A floor ("100万+") can show that the number was passed, never that it was not.
    """
    traced = acts.filter(
        pl.col("kind").is_in(_KINDS[measure])
        & (pl.col("event_id") != pl.col("root_id"))
        & pl.col("at").is_not_null()
    )
    reached = (
        traced.sort("root_id", "at", "event_id")
        .filter(pl.int_range(pl.len()).over("root_id") == max(0, int(number) - 1))
        .select("root_id", traced_at="at")
    )
    roots = acts.select("root_id").drop_nulls().unique()
    shown = counters.filter((pl.col("counter") == measure) & pl.col("captured_at").is_not_null()).join(
        roots, left_on="event_id", right_on="root_id", how="semi"
    )
    above = (
        shown.filter(pl.col("value") >= number)
        .group_by(root_id="event_id")
        .agg(shown_at=pl.col("captured_at").min())
    )
    found = reached.join(above, on="root_id", how="full", coalesce=True).with_columns(
        until_at=pl.min_horizontal("traced_at", "shown_at")
    )
    below = shown.filter((pl.col("value") < number) & ~pl.col("is_floor") & ~pl.col("is_rounded")).select(
        root_id="event_id", below_at="captured_at"
    )
    last = (
        found.join(below, on="root_id")
        .filter(pl.col("below_at") < pl.col("until_at"))
        .group_by("root_id")
        .agg(from_at=pl.col("below_at").max())
    )
    return found.join(last, on="root_id", how="left").select("root_id", "from_at", "until_at").sort("root_id")
