"""The counters for which a provision names a number, and the shape of the largest tree."""

from dataclasses import replace
from typing import Any

import polars as pl

from analytics.law.comparison import Position, bounds_of, compare
from analytics.law.factor import (
    CASE,
    SUBJECTS,
    Factor,
    Measures,
    Observation,
    Param,
    Status,
    admits,
    ids,
    unmeasured,
)
from analytics.law.number_rows import (
    compare_with_provider_threshold,
    compare_with_threshold,
    spoken_for,
    status_of,
)
from analytics.law.rule_set import Provision


def observe_accounts(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Lay the distinct accounts that took part beside 2,000 user accounts (法释〔2019〕15号 Article 3 (4)).

    It is the number of the provider's offence and says nothing about any user. Participants are a lower bound
    of recipients.
    """
    return compare_with_provider_threshold(measures, "accounts", provision, "accounts", "accounts")


FACTOR_S_A1_ACCOUNTS = Factor(
    "S-A1", 67, observe_accounts, admits(Status.MEASURED, Status.NOT_MEASURABLE), is_shown_bare=True
)


def observe_followers(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Lay the sum of followers of the accounts that took part beside 30,000 (法释〔2019〕15号 Article 3 (5)).

    It is the number of the provider's offence. One person may follow many accounts: the sum is not the number
    of people reached, and no bound on reach.
    """
    return compare_with_provider_threshold(measures, "followers_sum", provision, "followers", "followers")


FACTOR_S_A2_FOLLOWERS = Factor(
    "S-A2", 68, observe_followers, admits(Status.MEASURED, Status.NOT_MEASURABLE), is_shown_bare=True
)


def observe_clicks(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Lay the displayed views of the whole case beside 50,000 clicks (法释〔2019〕15号 Article 3 (6)).

    It is the number of the provider's offence.
    """
    return compare_with_provider_threshold(measures, "views", provision, "clicks", "views")


FACTOR_S_A3_CLICKS = Factor(
    "S-A3", 69, observe_clicks, admits(Status.MEASURED, Status.NOT_MEASURABLE), is_shown_bare=True
)


def observe_displayed(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Lay the displayed reposts beside 500 (法释〔2013〕21号 Article 2 (1), for defamation only).

    There is a row for each family (or root). The counter of a root may already hold the reposts of its
    reposts: counters of a root and of its children are never added.
    """
    return compare_with_threshold(measures, "S-R1", provision, "displayed", "reposts")


FACTOR_S_R1_DISPLAYED = Factor(
    "S-R1",
    51,
    observe_displayed,
    admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE),
    is_shown_bare=True,
)


def observe_traced(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Lay the reposts traced record by record beside 500 (法释〔2013〕21号 Article 2 (1), defamation only).

    There is a row for each family (or root).
    """
    return compare_with_threshold(measures, "S-R2", provision, "traced", "reposts")


FACTOR_S_R2_TRACED = Factor(
    "S-R2",
    52,
    observe_traced,
    admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE),
    is_shown_bare=True,
)


def observe_unflagged(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Lay the traced reposts beside 500 as a range: all flagged ones left out, and none left out.

    No law lists what is to be left out, so there is never one net figure. The traced reposts may show that
    the number is reached, never that it is not: others are in no export.
    """
    return compare_with_threshold(measures, "S-R3", provision, "unflagged", "reposts")


FACTOR_S_R3_UNFLAGGED = Factor(
    "S-R3", 53, observe_unflagged, admits(Status.MEASURED, Status.NOT_MEASURABLE), is_shown_bare=True
)


def observe_shape(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Describe the largest tree: size, depth, breadth, platforms and half-life.

    No law names a number for them.
    """
    del provision
    trees = measures.table("cascades").filter(measures.table("cascades")["size"] > 1)
    if trees.is_empty():
        return [unmeasured("shape_none")]
    top = trees.sort("size", "root_id", "tree", descending=[True, False, False]).row(0, named=True)
    platforms = measures.tally("platforms_case")
    params: dict[str, Param] = {
        "size": top["size"],
        "depth": top["depth"],
        "breadth": top["max_breadth"],
        "half_life_min": round(top["half_life_s"] / 60) if top["half_life_s"] is not None else None,
        "platforms": int(platforms["value"]) if platforms else None,
    }
    return [
        Observation(
            Status.MEASURED,
            "shape",
            params,
            top["root_id"],
            value=float(top["size"]),
            unit="acts",
            source="cascades",
            event_ids=(top["root_id"],),
            overturn=("law.over_scope",),
        )
    ]


FACTOR_S_T1_SHAPE = Factor(
    "S-T1", 58, observe_shape, admits(Status.MEASURED, Status.NOT_MEASURABLE), is_shown_bare=True
)


def observe_views(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Lay the displayed views and clicks beside 5,000 (法释〔2013〕21号 Article 2 (1), defamation only).

    There is a row for each family (or root). Views are never added to reposts; how far the platform removed
    doubles is unknown.
    """
    return compare_with_threshold(measures, "S-V1", provision, "views", "views")


FACTOR_S_V1_VIEWS = Factor(
    "S-V1",
    50,
    observe_views,
    admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE),
    is_shown_bare=True,
)


MEASURE = "reposts_365d"


def observe_year(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Lay the sums of one account over 365 days beside the number (法释〔2013〕21号 Article 4).

    A sum is that of the traced reposts of the account's own posts, without those already dealt with (SCOPE
    `reposts_365d`). There is a row for each account whose sum reaches the number, or whose range leaves it
    open; of those below it the largest, unnamed. Accounts for which no export shows a number, or only 0, have
    no row: nothing was added up. Views are a sum of their own and are never added to reposts. Without
    `[[alleged]]` nothing is laid beside the number.
    """
    threshold = provision.threshold if provision else None
    if threshold is not None and not measures.alleged:
        return [unmeasured("which_information")]
    rows = (
        measures.table("scope")
        .filter((pl.col("measure") == MEASURE) & (pl.col("lower") > 0))
        .sort("lower", "subject_id", descending=[True, False])
    )
    if rows.is_empty():
        return [unmeasured("year_none")]
    named = [row for row in rows.to_dicts() if _place(row, threshold) is not Position.BELOW]
    if named:
        return [_found(measures, row, threshold) for row in named[:SUBJECTS]]
    return [
        replace(
            _found(measures, rows.row(0, named=True), threshold),
            subject_id=CASE,
            note="year_below",
            source=f"scope: {MEASURE}, largest",
        )
    ]


def _place(row: dict[str, Any], threshold: float | None) -> Position:
    """Where a sum lies beside the number; where law names none, every sum is told."""
    return Position.ABOVE if threshold is None else compare(bounds_of(row), threshold).position


def _found(measures: Measures, row: dict[str, Any], threshold: float | None) -> Observation:
    """The sum of one account as an observation."""
    place = _place(row, threshold)
    return Observation(
        status_of(place),
        "year",
        {"dealt_with": len(measures.toml.dealt_with)},
        row["subject_id"],
        row["point"],
        row["lower"],
        row["upper"],
        "reposts",
        f"scope: {MEASURE}",
        ids(row),
        ("law.for_aimed_any", *spoken_for(place)),
        ("law.over_year",),
        is_counted=threshold is not None,
    )


FACTOR_S_Y1_YEAR = Factor(
    "S-Y1",
    54,
    observe_year,
    admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE),
    is_shown_bare=True,
)

FACTORS = (
    FACTOR_S_A1_ACCOUNTS,
    FACTOR_S_A2_FOLLOWERS,
    FACTOR_S_A3_CLICKS,
    FACTOR_S_R1_DISPLAYED,
    FACTOR_S_R2_TRACED,
    FACTOR_S_R3_UNFLAGGED,
    FACTOR_S_T1_SHAPE,
    FACTOR_S_V1_VIEWS,
    FACTOR_S_Y1_YEAR,
)
