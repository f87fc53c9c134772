"""Articles 13 to 17: the injunction is measured on the alleged information; the others only people state."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import polars as pl

from analytics.alleged.collected import WEEK, Recent, recent
from analytics.law.factor import ANY, MEASURED, Factor, Measures, Observation, unmeasured
from analytics.law.information import Information
from analytics.law.notices import concerned, concerned_items, numbers_of
from analytics.law.rows import iso, measured, none_seen, not_measured, stated_only
from analytics.law.rule_set import Provision
from analytics.store.stated_moments import stated_after


def observe_injunction(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count new records on each item in the 24 hours and 7 days before its last collection (Article 15).

    Only a capture of what hangs below a post tells of new records (`analytics.alleged.collected`). How many
    accounts wrote them and in how many hours of the clock is told beside the count, and no interval: records
    come in bursts, so that one of a Poisson number would be too narrow, and what was collected is a count,
    no sample. A collection more than 7 days older than the newest capture of all is said to be so first.
    Where case.toml states that every post was taken down, a collection is later and no record is, nothing is
    seen to go on.
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
    return [
        _spreading(measures, told, recent(told.acts, told.collected, item), gone)
        for item in numbers_of(measures.toml)
    ]


def _spreading(measures: Measures, told: Information, new: Recent, gone: set[str]) -> Observation:
    """The row of one item; gone: posts that case.toml states as taken down."""
    post = concerned(new.item_id, measures.toml)
    if new.at is None or told.newest_at is None:
        return replace(not_measured("spreading_unknown", post=post), subject_id=new.item_id)
    fresh = told.acts.filter(pl.col("event_id").is_in(new.day))
    age = (told.newest_at - new.at).days
    taken = gone & set(told.acts.filter(item_id=new.item_id)["post_id"])
    state = "taken" if taken else "readable"
    row = measured(
        f"spreading_old_{state}" if age > WEEK.days else f"spreading_{state}",
        float(len(new.day)),
        "records",
        new.item_id,
        new.day,
        {
            "post": post,
            "kinds": new.kinds,
            "n": len(new.day),
            "week": len(new.week),
            "at": iso(new.at),
            "accounts": fresh["account_id"].drop_nulls().n_unique(),
            "hours": fresh["at"].dt.truncate("1h").n_unique(),
            "days": age,
            "items": concerned_items(taken, measures.toml) or None,
        },
    )
    still = "alleged.minus_spreading_none" if not new.day else "alleged.minus_spreading"
    dealt = ("alleged.minus_spreading_taken",) if taken else ()
    old = ("alleged.minus_spreading_old",) if age > WEEK.days else ()
    return replace(
        row,
        inculpatory=("alleged.plus_spreading", "alleged.plus_spreading_week"),
        exculpatory=(*old, *dealt, still),
        overturn=("alleged.over_spreading",),
    )


def _stopped(measures: Measures, told: Information) -> bool:
    """Whether every item was collected after the last stated takedown, and no record is later."""
    zone = ZoneInfo(measures.toml.case.timezone)
    end = max(stated_after(one.at, zone) for one in measures.toml.takedowns if one.event_id in told.posts)
    known = [recent(told.acts, told.collected, item).at for item in numbers_of(measures.toml)]
    is_known = all(at is not None and at >= end for at in known)
    return is_known and not told.acts["at"].null_count() and told.between(end, None).is_empty()


FACTORS = (
    Factor("A13", 71, stated_only("not_in_platform_data"), MEASURED),
    Factor("A14", 72, stated_only("not_in_platform_data"), MEASURED),
    Factor("A15", 73, observe_injunction, ANY),
    Factor("A16", 74, stated_only("not_in_platform_data"), MEASURED),
    Factor("A17", 75, stated_only("not_in_platform_data"), MEASURED),
)
