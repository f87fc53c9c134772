"""The counters whose numbers concern the provider alone (法释〔2019〕15号 Article 3).

They are laid beside a number only where case.toml states a regulator's order; they say nothing of any user.
"""

from dataclasses import replace

import polars as pl

from analytics.alleged.events import passed_on
from analytics.law.alleged import events_of_it, ids_of, on_alleged
from analytics.law.comparison import Bounds, compare
from analytics.law.factor import (
    CASE,
    MEASURED,
    STATED,
    Factor,
    Measures,
    Observation,
    Param,
    Status,
    unmeasured,
)
from analytics.law.factors.counters import PLACES, none_displayed, number_of, view_rows
from analytics.law.notices import numbers_of
from analytics.law.rule_set import Provision

ORDER = "order"  # `kind` of a notice by which a regulator orders a correction.


def _passed_on(measures: Measures) -> pl.DataFrame:
    """The records that state the information or pass it on."""
    return passed_on(events_of_it(measures))


def _is_ordered(measures: Measures) -> bool:
    """Whether case.toml states a regulator's order, without which Article 3 is laid beside nothing."""
    return any(notice.kind == ORDER for notice in measures.toml.notices)


def _of_provider(
    measures: Measures, provision: Provision | None, unit: str, found: Observation
) -> Observation:
    """A row whose number concerns the provider alone: laid beside it only after a stated order."""
    threshold = number_of(provision, unit) if _is_ordered(measures) else None
    if threshold is None:
        return replace(found, note=f"{found.note}_unordered")
    bounds = Bounds(found.lower, found.value, None)
    return replace(
        found,
        params={**found.params, "number": threshold, "place": PLACES[compare(bounds, threshold).position]},
        is_counted=True,
    )


def observe_accounts(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count the accounts that posted or passed on the information (法释〔2019〕15号 Article 3 (4)).

    The number is the provider's and says nothing about any user; it is laid beside only after a stated order.
    """
    mine = _passed_on(measures)
    n = mine["account_id"].drop_nulls().n_unique()
    if not n:
        return [unmeasured("alleged.c_accounts_none")]
    return [_of_provider(measures, provision, "accounts", _sized("alleged.c_accounts", n, "accounts", mine))]


def _sized(note: str, n: float, unit: str, mine: pl.DataFrame, **params: Param) -> Observation:
    return Observation(
        Status.MEASURED,
        note,
        {"n": n, "records": mine["event_id"].n_unique(), **params},
        value=float(n),
        lower=float(n),
        unit=unit,
        source="alleged_events",
        event_ids=ids_of(mine),
        inculpatory=("alleged.plus_provider",),
        exculpatory=("law.for_provider_only",),
        overturn=("law.over_scope",),
    )


FACTOR_S_A1_ACCOUNTS = Factor("S-A1", 67, on_alleged(observe_accounts), MEASURED, is_shown_bare=True)


def observe_followers(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Add up the followers of the accounts that posted or passed on the information, and without the largest.

    法释〔2019〕15号 Article 3 (5). One person may follow many accounts: no number of people reached.
    """
    mine = _passed_on(measures)
    of = mine.select("account_id").drop_nulls().unique()
    known = of.join(measures.table("accounts"), on="account_id")["followers_n"].drop_nulls()
    if known.is_empty():
        return [unmeasured("alleged.c_followers_none")]
    total, largest = int(known.sum()), int(known.sort()[-1])
    row = _sized(
        "alleged.c_followers",
        total,
        "followers",
        mine,
        accounts=of.height,
        known=len(known),
        m=total - largest,
    )
    return [_of_provider(measures, provision, "followers", row)]


FACTOR_S_A2_FOLLOWERS = Factor("S-A2", 68, on_alleged(observe_followers), MEASURED, is_shown_bare=True)


def observe_clicks(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show the displayed views of the information (法释〔2019〕15号 Article 3 (6): 50,000 clicks).

    Of several items only their sum stands here, where their counters are of one moment. Whether a view is a
    click is for people.
    """
    rows = [row for row in view_rows(measures, None, "alleged.c_views") if row.params["layer"] == "same"]
    wholes = [row for row in rows if row.subject_id == CASE or len(numbers_of(measures.toml)) == 1]
    if not wholes:
        return [none_displayed(measures, "views", "alleged.c_views_none")]
    whole = wholes[-1]
    found = _sized("alleged.c_clicks", whole.value or 0.0, "views", events_of_it(measures).clear())
    return [_of_provider(measures, provision, "views", replace(found, event_ids=whole.event_ids))]


FACTOR_S_A3_CLICKS = Factor("S-A3", 69, on_alleged(observe_clicks), MEASURED, is_shown_bare=True)


def observe_items(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count the records that state the information (法释〔2019〕15号 Article 3 (2): 2,000 items).

    Whether each is unlawful is for people.
    """
    mine = events_of_it(measures).filter(part="states")
    if mine.is_empty():
        return [unmeasured("alleged.none_exported")]
    return [_of_provider(measures, provision, "items", _sized("alleged.c_items", mine.height, "items", mine))]


FACTOR_S_P2_ITEMS = Factor("S-P2", 67, on_alleged(observe_items), MEASURED, is_shown_bare=True)


def observe_videos(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Say that the exports hold no media: video files (法释〔2019〕15号 Article 3 (1)) cannot be counted."""
    del measures, provision
    return [unmeasured("alleged.c_videos")]


FACTOR_S_P1_VIDEOS = Factor("S-P1", 67, on_alleged(observe_videos), STATED, is_shown_bare=True)

FACTORS = (
    FACTOR_S_A1_ACCOUNTS,
    FACTOR_S_A2_FOLLOWERS,
    FACTOR_S_A3_CLICKS,
    FACTOR_S_P1_VIDEOS,
    FACTOR_S_P2_ITEMS,
)
