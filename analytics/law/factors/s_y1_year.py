"""Sums over one year (法释〔2013〕21号 Article 4): an account's own posts, their traced reposts added
within 365 days, acts already dealt with left out. Read from SCOPE `reposts_365d`; views are a sum of their
own and are never added to reposts."""

from dataclasses import replace
from typing import Any

import polars as pl

from analytics.law.comparison import Position, bounds_of, compare
from analytics.law.factor import CASE, SUBJECTS, Factor, Found, Measures, Status, admits, ids, unmeasured
from analytics.law.numbers import spoken_for, status_of
from analytics.law.rule_set import Provision

MEASURE = "reposts_365d"


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """A row an account whose sum reaches the number, or whose range leaves it open; of those below it the
    largest, unnamed.

    Accounts of which no export shows a number, or only 0, are no rows: nothing was added up. Without
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
    return Position.REACHED if threshold is None else compare(bounds_of(row), threshold).position


def _found(measures: Measures, row: dict[str, Any], threshold: float | None) -> Found:
    place = _place(row, threshold)
    return Found(
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


FACTOR = Factor(
    "S-Y1",
    54,
    observe,
    admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE),
    is_shown_bare=True,
)
