"""How fast: the busiest hour, acts of each day."""

import polars as pl

from analytics.model.thresholds import ScopeLimits
from analytics.scope.material import CASE, Material, Measure, rows
from analytics.tables import SCOPE

HOUR_S = ScopeLimits.peak_width_s


def find(material: Material) -> pl.DataFrame:
    """peak_per_hour: most acts in one hour of the clock, of each subject (as_of: when it began); acts_by_day
    of the case.

    Acts known only to the day are in no hour: upper counts them too. Days are days of the case's zone.
    """
    acts = material.acts.filter(
        pl.col("root_id").is_not_null() & (pl.col("event_id") != pl.col("root_id"))
    ).select("root_id", "at", "width_s")
    timed = acts.filter(pl.col("at").is_not_null() & (pl.col("width_s") <= HOUR_S)).with_columns(
        hour=pl.col("at").dt.truncate("1h")
    )
    if timed.is_empty():
        return SCOPE.empty()
    hours = material.by_subject(timed).group_by("subject_id", "hour").agg(n=pl.len())
    peak = hours.sort("subject_id", "n", "hour", descending=[False, True, False]).unique(
        "subject_id", keep="first", maintain_order=True
    )
    coarse = (
        material.by_subject(acts.filter(pl.col("at").is_null() | (pl.col("width_s") > HOUR_S)))
        .group_by("subject_id")
        .agg(open=pl.len())
    )
    peak = peak.join(coarse, on="subject_id", how="left").with_columns(
        lower="n", point="n", upper=pl.col("n") + pl.col("open").fill_null(0), as_of="hour"
    )
    day = timed.select(
        class_value=pl.col("at").dt.convert_time_zone(material.facts.case.timezone).dt.strftime("%Y-%m-%d")
    )
    days = (
        day.group_by("class_value")
        .agg(n=pl.len())
        .with_columns(subject_id=pl.lit(CASE), lower="n", point="n", upper=pl.lit(None, pl.Float64))
    )
    return pl.concat(
        [
            rows(peak, "peak_per_hour", "acts_per_hour", "peak_seen"),
            rows(days, "acts_by_day", "acts", "seen_in_export"),
        ]
    )


MEASURE = Measure("tempo", ("peak_per_hour", "acts_by_day"), find)
