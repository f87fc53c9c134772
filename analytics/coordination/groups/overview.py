"""The table COORDINATION: what was searched for accounts that acted together, and with what result."""

import numpy as np
import polars as pl

from analytics.coordination.groups.case_arrays import CaseArrays
from analytics.coordination.groups.search import Search
from analytics.model.tables import COORDINATION
from analytics.model.thresholds import DEFAULT, GradeLimits

SURROGATE_MEASURES = ("surrogates_n", "surrogate_a_mean", "surrogate_a_max")


def overview(
    found: Search, clusters: pl.DataFrame, events: pl.DataFrame, limits: GradeLimits = DEFAULT.grades
) -> pl.DataFrame:
    """Write COORDINATION: what was searched, with what result, and whether there was enough to search in.

    clusters: CLUSTERS, of which the grades are counted; events: EVENTS, as the search read it.

    The rows about shuffled copies come later, from `surrogate_rows`.
    """
    arrays, posts = found.arrays, found.arrays.is_post()
    able = int((np.bincount(arrays.account, minlength=arrays.accounts_n) >= limits.testable_acts_min).sum())
    about = events.filter(pl.col("kind") != "post")
    below_n = int(posts[arrays.object].sum())
    known = (arrays.author_ids != "").to_numpy()[arrays.author]
    grades = {g: int((clusters["grade"] == g).sum()) for g in ("A", "B", "C")}
    authors_n = len(np.unique(arrays.author[known]))
    five, four = found.graded.needed
    rows: list[tuple[str, float | None, str | None]] = [
        ("acts_n", below_n, None),
        ("acts_left_out_n", len(about) - below_n, "acts_left_out"),
        ("originals_n", len(arrays.account) - below_n, "originals"),
        ("accounts_n", arrays.accounts_n, None),
        ("accounts_testable_n", able, "accounts_testable"),
        ("accounts_tested_n", len(found.evidence), "accounts_tested"),
        ("posts_n", int(posts.sum()), None),
        ("sources_n", authors_n, None),
        ("posts_author_unknown_n", int((posts & ~known).sum()), "posts_author_unknown"),
        ("partner_links_n", len(found.partners.account) // 2, "partner_links"),
        ("ln_e_needed", _finite(five), "ln_e_needed"),
        ("ln_e_needed_unled", _finite(four), "ln_e_needed_unled"),
        *((f"accounts_{g.lower()}", n, None) for g, n in grades.items()),
        ("verdict", None, _verdict(able, arrays, grades, limits)),
    ]
    return pl.DataFrame(rows, schema=COORDINATION.schema, orient="row")


def surrogate_rows(calibration: pl.DataFrame) -> pl.DataFrame:
    """Write the rows of COORDINATION about shuffled copies: their number, and the accounts at A in them.

    calibration: accounts_a, a row for each copy. Of the accounts the mean and the largest number are given.

    >>> surrogate_rows(pl.DataFrame({"accounts_a": [0, 3]}))["value"].to_list()
    [2.0, 1.5, 3.0]
    """
    n = calibration["accounts_a"]
    values = (float(len(n)), n.mean(), n.max())
    return pl.DataFrame(
        [
            (name, None if v is None else float(v), name)  # type: ignore[arg-type]
            for name, v in zip(SURROGATE_MEASURES, values, strict=True)
        ],
        schema=COORDINATION.schema,
        orient="row",
    )


def _verdict(able: int, arrays: CaseArrays, grades: dict[str, int], limits: GradeLimits) -> str:
    """Key of the one-sentence answer: insufficient (and why), nothing found, or what was found."""
    if able < limits.able_accounts_min:
        return "insufficient_accounts"
    if len(np.unique(arrays.at_s)) < 2:
        return "insufficient_times"
    if len(np.unique(arrays.day)) < 2:
        return "insufficient_days"
    return "found_a" if grades["A"] else "found_b" if grades["B"] else "found_none"


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
