"""Numbers about the search as a whole, and whether there was enough to search in."""

from typing import Any

import numpy as np
import polars as pl

from analytics.coordination.search import Case, Search
from analytics.model.thresholds import GradeLimits
from analytics.tables import COORDINATION

SURROGATE_MEASURES = ("surrogates_n", "surrogate_a_mean", "surrogate_a_max")


def overview(case: Case, found: Search, clusters: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """COORDINATION without its rows about surrogates (`surrogate_rows`)."""
    acts, source = case.material.acts, case.material.source
    limits = case.material.limits.grades
    able = int((np.bincount(acts.account, minlength=acts.accounts_n) >= limits.able_posts_min).sum())
    known = source[acts.known_author()]
    about = events.filter(pl.col("kind") != "post")
    grades = {g: int((clusters["grade"] == g).sum()) for g in ("A", "B", "C")}
    rows: list[tuple[str, float | None, str | None]] = [
        ("acts_n", len(acts.account), None),
        ("acts_left_out_n", len(about) - len(acts.account), "acts_left_out"),
        ("accounts_n", acts.accounts_n, None),
        ("accounts_testable_n", able, "accounts_testable"),
        ("posts_n", acts.objects_n, None),
        ("sources_n", len(np.unique(known)), None),
        ("posts_author_unknown_n", int((~acts.known_author()).sum()), "posts_author_unknown"),
        ("candidates_n", len(found.judged), None),
        ("cells_n", case.material.cells.cells_n, None),
        ("ln_e_needed_text", _finite(found.stands[0]), "ln_e_needed_text"),
        ("ln_e_needed_other", _finite(found.stands[1]), "ln_e_needed_other"),
        *((f"accounts_{g.lower()}", n, None) for g, n in grades.items()),
        ("verdict", None, _verdict((able, len(np.unique(source))), acts.at_s, grades, limits)),
    ]
    return pl.DataFrame(rows, schema=COORDINATION.schema, orient="row")


def surrogate_rows(calibration: pl.DataFrame) -> pl.DataFrame:
    """COORDINATION's rows about surrogates: how many, and accounts at A in them: mean and largest."""
    n = calibration["accounts_a"]
    values: tuple[Any, ...] = (len(n), n.mean(), n.max())
    return pl.DataFrame(
        [
            (name, None if v is None else float(v), name)
            for name, v in zip(SURROGATE_MEASURES, values, strict=True)
        ],
        schema=COORDINATION.schema,
        orient="row",
    )


def _verdict(enough: tuple[int, int], at_s: np.ndarray, grades: dict[str, int], limits: GradeLimits) -> str:
    """Key of the one-sentence answer: insufficient (and why), nothing found, or what was found.

    enough: accounts that can be tested, sources.
    """
    able, sources_n = enough
    if able < limits.able_accounts_min:
        return "insufficient_accounts"
    if sources_n < limits.sources_min:
        return "insufficient_sources"
    if len(np.unique(at_s)) < 2:
        return "insufficient_times"
    return "found_a" if grades["A"] else "found_b" if grades["B"] else "found_none"


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
