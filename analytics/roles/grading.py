"""From the lines of evidence that stand to a grade, and what would overturn that grade.

A challenge tries the same rule again without one line and without one post.
"""

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import poisson_binom

from analytics.model.tables import ROLES

Floats = NDArray[np.float64]


def poisson_binomial_sf(chances: Floats, hits_n: int) -> float:
    """Compute the chance that at least `hits_n` of several independent events with these chances come true.

    It is the exact upper tail of the Poisson-binomial distribution, asked as "at most n - hits_n of them
    fail": scipy gives the upper tail as 1 - cdf, which loses every chance below about 1e-16; the lower tail
    of the failures is a sum of positive terms and keeps them. The relative error is below 1e-9 while no
    chance is below 1e-6.

    >>> poisson_binomial_sf(np.array([.5, .5]), 1)
    0.75
    >>> poisson_binomial_sf(np.array([.1, .2]), 0)
    1.0
    """
    if hits_n <= 0:
        return 1.0
    if hits_n > len(chances):
        return 0.0
    return float(poisson_binom.cdf(len(chances) - hits_n, 1.0 - chances))


GRADES = ("A", "B", "C", "insufficient")
Rule = Callable[[Mapping[str, pl.Expr]], pl.Expr]


def to_roles_table(
    found: pl.DataFrame,
    role: str,
    rule: Rule,
    lines: tuple[str, ...],
    asks: tuple[str, ...] = (),
    guards: tuple[str, ...] = (),
) -> pl.DataFrame:
    """Turn what a role found into ROLES rows, without article10.

    found: account_id, subject_id, cluster_id, reason_code, event_ids, value, lower, upper, unit; a struct
        `params`; a flag `line_x` for each of `lines`, `left_x` where the line was tried without the account's
        strongest post, `explain_x` for each innocent explanation; a flag `may_be_named`, which only counts
        for a row at A or B.
    rule: flags of the lines and guards -> grade.
    guards: flags that the rule asks for and that are no evidence; they are not listed among the lines.
    asks: what a person could ask for, keys of locale/roles.toml.

    The column challenges then holds `without_line_G:x+y`, the grade without the one line that lowers it most,
    and every line of which that holds (`without_line_G` where no line lowers it); `without_post_G`, the grade
    without the strongest post (only where that was tried); then `asks`.
    """
    flags = {name: pl.col(f"line_{name}") for name in (*lines, *guards)}
    grade = rule(flags)
    ranks = {name: _rank(rule({**flags, name: pl.lit(False)})) for name in lines}
    rank = pl.max_horizontal(_rank(grade), *ranks.values())
    missed = [pl.when((one == rank) & (rank > _rank(grade))).then(pl.lit(n)) for n, one in ranks.items()]
    tried = any(f"left_{name}" in found.columns for name in flags)
    left = _rank(rule({n: pl.col(f"left_{n}") if f"left_{n}" in found.columns else flags[n] for n in flags}))
    explained = [c for c in found.columns if c.startswith("explain_")]
    table = found.with_columns(
        role=pl.lit(role),
        grade=grade,
        evidence_lines=_keys([f"line_{n}" for n in lines]),
        explanations=_keys(explained),
        challenges=pl.concat_list(
            pl.lit("without_line_")
            + rank.replace_strict(dict(enumerate(GRADES)), return_dtype=pl.String)
            + pl.when(rank > _rank(grade))
            .then(pl.lit(":") + pl.concat_list(missed).list.drop_nulls().list.join("+"))
            .otherwise(pl.lit("")),
            pl.when(pl.lit(tried)).then(
                pl.lit("without_post_")
                + pl.max_horizontal(left, _rank(grade)).replace_strict(
                    dict(enumerate(GRADES)), return_dtype=pl.String
                )
            ),
            *(pl.lit(a) for a in asks),
        ).list.drop_nulls(),
        reason_params=pl.col("params").struct.json_encode(),
        article10=pl.lit([], pl.List(pl.String)),
        may_be_named=pl.col("may_be_named") & grade.is_in(["A", "B"]),
    )
    return ROLES.fit(table)


def _rank(grade: pl.Expr) -> pl.Expr:
    return grade.replace_strict({g: k for k, g in enumerate(GRADES)}, return_dtype=pl.Int64)


def _keys(columns: list[str]) -> pl.Expr:
    """The names of those flag columns that are true, as a list."""
    if not columns:
        return pl.lit([], pl.List(pl.String))
    return pl.concat_list(
        pl.when(pl.col(c).fill_null(False)).then(pl.lit(c)) for c in columns
    ).list.drop_nulls()
