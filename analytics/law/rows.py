"""How a row outside Articles 8 and 12 is made: a sentence of locale/articles.toml, its number and records."""

from collections.abc import Callable, Mapping
from datetime import datetime

import polars as pl

from analytics.law.factor import CASE, Measures, Observation, Param, Status
from analytics.law.rule_set import Provision

NONE_SEEN = "none_seen"  # The sentence "nothing of the kind ({what}) is seen in these data".
# Units of what an export may hold in part: such a number is a lower end. All others are what was measured.
PARTIAL = ("records", "versions", "items")
COVERAGE_PART = 7  # The part of the report that tells what the data cover.


def measured(
    note: str,
    value: float,
    unit: str,
    subject_id: str = CASE,
    ids: tuple[str, ...] = (),
    params: Mapping[str, Param] | None = None,
) -> Observation:
    """Make the observation that something was measured on the alleged information.

    note: key in locale/articles.toml, with plus_, minus_ and over_ of it in locale/claims.toml.
    value, unit: its number; ids: the records behind it; params fill its sentences.
    """
    return Observation(
        Status.MEASURED,
        f"articles.{note}",
        params or {},
        subject_id,
        value=value,
        lower=value,
        upper=None if unit in PARTIAL else value,
        unit=unit,
        source="alleged_events",
        event_ids=ids,
        inculpatory=(f"claims.plus_{note}",),
        exculpatory=(f"claims.minus_{note}",),
        overturn=(f"claims.over_{note}",),
    )


def counted(note: str, acts: pl.DataFrame, subject_id: str = CASE, /, **params: Param) -> Observation:
    """Make the observation of some events (event_id): their number fills {n}."""
    ids = tuple(acts["event_id"].unique().sort())
    return measured(note, float(len(ids)), "records", subject_id, ids, {"n": len(ids), **params})


def none_seen(what: str) -> Observation:
    """Make the observation that nothing of a kind is seen; what: what_<what> in locale/articles.toml.

    >>> none_seen("promotion").status
    <Status.NONE_IN_DATA: 'none_in_data'>
    """
    return Observation(
        Status.NONE_IN_DATA,
        f"articles.{NONE_SEEN}",
        {"what": what, "k": COVERAGE_PART},
        source="alleged_events",
    )


def not_measured(note: str, **params: Param) -> Observation:
    """Make the observation that these data cannot measure a row; note: key in locale/articles.toml."""
    return Observation(Status.NOT_MEASURABLE, f"articles.{note}", params)


def stated_only(note: str) -> Callable[[Measures, Provision | None], list[Observation]]:
    """Make the function of a row that no export can show and nothing computes: only people find it.

    What they recorded stands in rows beside it.
    """

    def observe(measures: Measures, provision: Provision | None) -> list[Observation]:
        del measures, provision
        return [not_measured(note)]

    return observe


def iso(at: datetime | None) -> str | None:
    """Write a moment for a parameter; None stays None.

    >>> iso(None) is None
    True
    """
    return None if at is None else at.isoformat()


def hours_between(start: datetime, end: datetime) -> float:
    """Give the hours from one moment to another, to one decimal.

    >>> hours_between(datetime(2025, 3, 1), datetime(2025, 3, 2, 16))
    40.0
    """
    return round((end - start).total_seconds() / 3600, 1)
