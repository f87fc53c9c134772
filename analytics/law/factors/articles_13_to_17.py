"""Articles 13 to 17: the injunction is measured on the alleged information; the others only people state."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scipy.special import gammaincinv

from analytics.law.factor import ANY, MEASURED, Factor, Measures, Observation, unmeasured
from analytics.law.information import Information
from analytics.law.notices import concerned_items
from analytics.law.rows import iso, measured, none_seen, not_measured, stated_only
from analytics.law.rule_set import Provision
from analytics.model.thresholds import LawLimits, ScopeLimits
from analytics.store.stated_moments import stated_after

HOURS = ScopeLimits.last_hours  # A day: an injunction asks whether the act goes on now.
WEEK = timedelta(days=LawLimits.recent_days)


def observe_injunction(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count new records on the information in the 24 hours and 7 days before its newest capture (Article 15).

    The interval of the count is that of a Poisson number. A capture more than 7 days older than the newest of
    all data is said to be so first. Where case.toml states that every post was taken down, and no record is
    later, nothing is seen to go on.
    Whether harm is beyond repair, and what to order, is for the court (Civil Code Article 997).
    """
    del provision
    told = measures.information
    if told is None:
        return [unmeasured("which_information")]
    if not told.seen or told.newest_at is None:
        return [not_measured("no_capture")]
    gone = {one.event_id for one in measures.toml.takedowns}
    if gone and set(told.posts) <= gone and _stopped(measures, told):
        return [none_seen("spreading")]
    at = max(told.seen.values())
    day, week = (_before(told, at, span) for span in (timedelta(hours=HOURS), WEEK))
    lower, upper = poisson_interval(len(day))
    age = (told.newest_at - at).days
    taken = gone & set(told.posts)
    state = "taken" if taken else "readable"
    row = measured(
        f"spreading_old_{state}" if age > WEEK.days else f"spreading_{state}",
        float(len(day)),
        "records",
        ids=day,
        params={
            "n": len(day),
            "week": len(week),
            "at": iso(at),
            "lower": round(lower, 1),
            "upper": round(upper, 1),
            "days": age,
            "items": concerned_items(taken, measures.toml) or None,
        },
    )
    still = "alleged.minus_spreading_none" if not day else "alleged.minus_spreading"
    dealt = ("alleged.minus_spreading_taken",) if taken else ()
    old = ("alleged.minus_spreading_old",) if age > WEEK.days else ()
    return [
        replace(
            row,
            inculpatory=("alleged.plus_spreading", "alleged.plus_spreading_week"),
            exculpatory=(*old, *dealt, still),
            overturn=("alleged.over_spreading",),
        )
    ]


def _stopped(measures: Measures, told: Information) -> bool:
    """Whether no record on the information may be later than the last stated takedown of its posts."""
    zone = ZoneInfo(measures.toml.case.timezone)
    ends = [stated_after(one.at, zone) for one in measures.toml.takedowns if one.event_id in told.posts]
    return not told.acts["at"].null_count() and told.between(max(ends), None).is_empty()


def _before(told: Information, at: datetime, span: timedelta) -> tuple[str, ...]:
    """The events of the last `span` before a capture."""
    found = told.between(at - span, at)
    return tuple(found["event_id"].sort())


def poisson_interval(n: int) -> tuple[float, float]:
    """Compute the exact 95 % interval of the mean of a Poisson number.

    Source: Garwood 1936, Biometrika 28(3/4), doi:10.1093/biomet/28.3-4.437.

    >>> [round(end, 3) for end in poisson_interval(0)], [round(end, 3) for end in poisson_interval(10)]
    ([0.0, 3.689], [4.795, 18.39])
    """
    # Half the quantile of a chi-squared with 2 n degrees is the quantile of a gamma with n.
    return float(gammaincinv(n, 0.025)) if n else 0.0, float(gammaincinv(n + 1, 0.975))


FACTORS = (
    Factor("A13", 71, stated_only("not_in_platform_data"), MEASURED),
    Factor("A14", 72, stated_only("not_in_platform_data"), MEASURED),
    Factor("A15", 73, observe_injunction, ANY),
    Factor("A16", 74, stated_only("not_in_platform_data"), MEASURED),
    Factor("A17", 75, stated_only("not_in_platform_data"), MEASURED),
)
