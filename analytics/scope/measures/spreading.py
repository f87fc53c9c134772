"""Whether it is still spreading: acts an hour in the last day before the last capture (Article 15,
injunction)."""

from datetime import timedelta

import polars as pl
from scipy.stats import chi2

from analytics.model.thresholds import ScopeLimits
from analytics.scope.material import Material, Measure, rows, unknown

DAY_H, LEVEL = ScopeLimits.last_hours, ScopeLimits.confidence


def find(material: Material) -> pl.DataFrame:
    """still_spreading of each subject: acts in the 24 hours before the newest capture of the case, an hour.

    lower, upper: exact Poisson interval at 95 % (Garwood 1936). as_of: that capture. Acts after the root's
        own last capture cannot be known, so a 0 shows only that none was seen.
    """
    until = material.last_capture()
    if until is None:
        return unknown("still_spreading", "acts_per_hour", "no_capture_time")
    acts = material.acts.filter(
        pl.col("root_id").is_not_null() & (pl.col("event_id") != pl.col("root_id"))
    ).select("root_id", "at")
    recent = (pl.col("at") > until - timedelta(hours=DAY_H)) & (pl.col("at") <= until)
    counts = material.by_subject(acts).group_by("subject_id").agg(n=recent.fill_null(False).sum())
    low, high = interval(counts["n"])
    table = counts.with_columns(
        point=pl.col("n") / DAY_H, lower=low / DAY_H, upper=high / DAY_H, as_of=pl.lit(until)
    )
    return rows(table, "still_spreading", "acts_per_hour", "last_day")


def interval(n: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Exact 95 % interval of a Poisson mean for each count.

    >>> [round(x[0], 3) for x in interval(pl.Series([10]))]
    [4.795, 18.39]
    """
    counts = n.to_numpy()
    low = chi2.ppf((1 - LEVEL) / 2, 2 * counts) / 2
    return pl.Series(low).fill_nan(0.0), pl.Series(chi2.ppf((1 + LEVEL) / 2, 2 * (counts + 1)) / 2)


MEASURE = Measure("spreading", ("still_spreading",), find)
