"""How fast and for how long: busiest hour, events a day, when a number was reached, sums over 365 days.

The sums follow 法释〔2013〕21号 Article 4, which adds several conducts within one year that were not yet
dealt with. Whether one was dealt with is for people: events with the label `dealt_with:yes` are left out.
"""

from datetime import timedelta

import polars as pl

from analytics.model.tables import SCOPE
from analytics.model.thresholds import ScopeLimits
from analytics.scope.bounds import newest
from analytics.scope.tables_read import CASE, Measure, ScopeData, rows, unknown
from analytics.scope.threshold_times import threshold_times
from analytics.store.reviews import DEALT_WITH


def find_reached(material: ScopeData) -> pl.DataFrame:
    """Find when each alleged root or family reached a number of the rule set.

    The measure is number_reached_after, in seconds after the first event, with class_value such as `reposts
    500`.

    upper: the earlier of two: the traced event that makes the number full, and the first capture that shows
        it.
    lower: the last capture that shows fewer (exactly), or 0.
    as_of: the moment of upper.

    A family of several posts is measured by traced events alone, since counters of several posts stand at
    different moments. The row is null for the case if no number is given, if case.toml states nothing as
    alleged, or if none was seen to be reached; that none was seen does not show that none was reached.
    """
    if not material.numbers:
        return unknown("number_reached_after", "seconds", "no_number_in_law")
    alleged = material.alleged()
    if not alleged:
        return unknown("number_reached_after", "seconds", "number_of_alleged_only")
    timed = material.acts.filter(pl.col("at").is_not_null()).select("root_id", "at")
    begun = material.by_subject(timed).group_by("subject_id").agg(begun=pl.col("at").min())
    wider = material.subjects.filter(pl.col("subject_id").str.starts_with("text:"))
    of_families = (
        material.reposts().join(wider, on="root_id").select("event_id", "kind", "at", root_id="subject_id")
    )
    found = []
    for measure, number in material.numbers:
        parts = [
            threshold_times(acts, counters, measure, number)
            for acts, counters in (
                (material.acts, material.counters),
                (of_families, material.counters.clear()),
            )
        ]
        each = pl.concat(parts).join(begun, left_on="root_id", right_on="subject_id")
        since = [(pl.col(c) - pl.col("begun")).dt.total_microseconds() / 1e6 for c in ("from_at", "until_at")]
        found.append(
            each.select(
                subject_id="root_id",
                class_value=pl.lit(f"{measure} {number:.0f}"),
                lower=since[0].fill_null(0.0).clip(0),
                upper=since[1].clip(0),
                as_of="until_at",
            )
        )
    table = pl.concat(found).filter(pl.col("subject_id").is_in(alleged))
    return (
        unknown("number_reached_after", "seconds", "number_not_seen")
        if table.is_empty()
        else rows(table, "number_reached_after", "seconds", "number_reached")
    )


MEASURE_REACHED = Measure("reached", ("number_reached_after",), find_reached)


YEAR = f"{ScopeLimits.rolling_days}d"
SUMS = {"acts_365d": "acts", "reposts_365d": "reposts", "views_365d": "views"}


def find_rolling(material: ScopeData) -> pl.DataFrame:
    """Find the largest sum over 365 days of each account with several events aimed at targets.

    The measures are acts_365d, reposts_365d and views_365d (法释〔2013〕21号 Article 4). Reposts and views
    are the displayed numbers of the events. The lower end is a lower bound where the form of a number leaves
    an interval open or an event shows none; the upper end is the most that any of the account's years can
    hold, null unless every event shows a number.
    """
    dealt = material.labels.filter(pl.col("label") == DEALT_WITH)["subject_id"].unique()
    own = (
        material.about.select("event_id")
        .unique()
        .join(material.acts.select("event_id", "account_id", "at"), on="event_id")
        .filter(
            pl.col("account_id").is_not_null()
            & pl.col("at").is_not_null()
            & ~pl.col("event_id").is_in(dealt.implode())
        )
    )
    own = own.filter(pl.len().over("account_id") >= material.limits.series_acts_min)
    if own.is_empty():
        return SCOPE.empty()
    shown = newest(material.counters.join(own, on="event_id", how="semi"))
    acts = own
    for counter in ("reposts", "views"):
        one = shown.filter(pl.col("counter") == counter).select(
            "event_id", **{f"{counter}_low": "low", f"{counter}_high": "high"}
        )
        acts = acts.join(one, on="event_id", how="left")
    acts = acts.sort("account_id", "at", "event_id")
    summed = acts.rolling("at", period=YEAR, closed="both", group_by="account_id").agg(
        n=pl.len(),
        **{f"{c}_{b}": pl.col(f"{c}_{b}").sum() for c in ("reposts", "views") for b in ("low", "high")},
        **{f"{c}_open": pl.col(f"{c}_high").null_count() for c in ("reposts", "views")},
        **{f"{c}_known": pl.col(f"{c}_low").count() for c in ("reposts", "views")},
    )
    out = []
    for measure, of in SUMS.items():
        table = _largest_sum(summed, of)
        out.append(rows(table, measure, of, ""))
    return pl.concat(out)


def _largest_sum(summed: pl.DataFrame, of: str) -> pl.DataFrame:
    """The largest sum of each account. summed: a row for each year that ends with one of its events."""
    key = "n" if of == "acts" else f"{of}_low"
    best = summed.sort("account_id", key, "at", descending=[False, True, False]).unique(
        "account_id", keep="first", maintain_order=True
    )
    if of == "acts":
        return best.select(
            subject_id="account_id", as_of="at", lower="n", point="n", note_code=pl.lit("rolling_acts")
        )
    has = pl.col(f"{of}_known") > 0
    # Any of its years may be the largest: none is bounded where one holds an act without a number.
    ends = summed.group_by("account_id").agg(
        most=pl.col(f"{of}_high").max(), open_n=pl.col(f"{of}_open").sum()
    )
    return best.join(ends, on="account_id").select(
        subject_id="account_id",
        as_of="at",
        lower=pl.when(has).then(f"{of}_low"),
        point=pl.when(has).then(f"{of}_low"),
        upper=pl.when(has & (pl.col("open_n") == 0)).then("most"),
        note_code=pl.when(has).then(pl.lit("rolling_displayed")).otherwise(pl.lit("not_exported")),
    )


MEASURE_ROLLING = Measure("rolling", tuple(SUMS), find_rolling)


DAY_H = ScopeLimits.last_hours


def find_spreading(material: ScopeData) -> pl.DataFrame:
    """Measure whether a subject still spreads: events an hour in the last 24 hours before the newest capture.

    The measure is still_spreading (Article 15, injunction). lower: those traced; upper: null. No interval is
    computed: events come in bursts, and one of a Poisson number would be too narrow. as_of: the newest
    capture of the case. Events after the
    root's own last capture cannot be known, so a 0 shows only that none was seen. Null with the reason if no
    capture states its time.
    """
    until = material.last_capture()
    if until is None:
        return unknown("still_spreading", "acts_per_hour", "no_capture_time")
    acts = material.acts.filter(
        pl.col("root_id").is_not_null() & (pl.col("event_id") != pl.col("root_id"))
    ).select("root_id", "at")
    recent = (pl.col("at") > until - timedelta(hours=DAY_H)) & (pl.col("at") <= until)
    counts = material.by_subject(acts).group_by("subject_id").agg(n=recent.fill_null(False).sum())
    seen = pl.col("n") / DAY_H
    table = counts.with_columns(point=seen, lower=seen, as_of=pl.lit(until))
    return rows(table, "still_spreading", "acts_per_hour", "last_day")


MEASURE_SPREADING = Measure("spreading", ("still_spreading",), find_spreading)


HOUR_S = ScopeLimits.peak_width_s


def find_tempo(material: ScopeData) -> pl.DataFrame:
    """Count the events of the busiest hour of each subject, and the events of each day of the case.

    peak_per_hour: the most events in one hour of the clock; as_of: when it began. Events known only to the
        day are in no hour: upper counts them too.
    acts_by_day: of the case; days are those of the case's zone.
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


MEASURE_TEMPO = Measure("tempo", ("peak_per_hour", "acts_by_day"), find_tempo)

MEASURES = (MEASURE_REACHED, MEASURE_ROLLING, MEASURE_SPREADING, MEASURE_TEMPO)
