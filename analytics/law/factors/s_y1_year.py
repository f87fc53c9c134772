"""Sums over one year (法释〔2013〕21号 Article 4): an account's own posts, their traced reposts added
within 365 days, acts already dealt with left out. Read from SCOPE `reposts_365d`; views are a sum of their
own and are never added to reposts."""

from dataclasses import replace
from typing import Any

import polars as pl

from analytics.law.factor import CASE, SUBJECTS, Factor, Found, Measures, Status, admits, ids, unmeasured
from analytics.law.numbers import lies
from analytics.law.rule_set import Provision

MEASURE = "reposts_365d"


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """A row an account whose sum reaches the number, or whose range leaves it open; of those below it the
    largest, unnamed.

    Accounts of which no export shows a number, or only 0, are no rows: nothing was added up.
    """
    rows = (
        measures.table("scope")
        .filter((pl.col("measure") == MEASURE) & (pl.col("lower") > 0))
        .sort("lower", "subject_id", descending=[True, False])
    )
    if rows.is_empty():
        return [unmeasured("year_none")]
    threshold = provision.threshold if provision else None
    below = pl.lit(False) if threshold is None else (pl.col("upper") < threshold).fill_null(False)
    named = rows.filter(~below).head(SUBJECTS)
    if named.height:
        return [_found(measures, row, threshold) for row in named.to_dicts()]
    return [
        replace(
            _found(measures, rows.row(0, named=True), threshold),
            subject_id=CASE,
            note="year_below",
            source=f"scope: {MEASURE}, largest",
        )
    ]


def _found(measures: Measures, row: dict[str, Any], threshold: float | None) -> Found:
    place = "above" if threshold is None else lies(row["lower"], row["upper"], threshold)
    status = {"above": Status.OBSERVED, "below": Status.NOT_OBSERVED}.get(place, Status.NOT_MEASURABLE)
    return Found(
        status,
        "year",
        {"dealt_with": len(measures.toml.dealt_with)},
        row["subject_id"],
        row["point"],
        row["lower"],
        row["upper"],
        "reposts",
        f"scope: {MEASURE}",
        ids(row),
        (
            "law.for_aimed_any",
            *(() if place == "above" else ("law.for_below" if place == "below" else "law.for_not_shown",)),
        ),
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
