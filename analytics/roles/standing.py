"""Which account stands in which role at which grade: one view of ROLES for pages, files and report.

A grade belongs to a role: it is never shown beside another role of the same account.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.model.thresholds import ROLES

# Of several roles at one grade, the one an account is drawn in: the rarer before the more common.
DRAWN_AS = ("initiator", "organizer", "promoter", "repeater", "amplifier")
GRADES = ("A", "B", "C")  # "insufficient" is no role: nothing can be said of the account.
EVERY_GRADE = (*GRADES, "insufficient")
# Every pair of role and grade, in the order in which one is drawn before another.
PAIRS = tuple((role, grade) for grade in GRADES for role in DRAWN_AS)


def in_order(roles: pl.DataFrame) -> pl.DataFrame:
    """Sort rows of ROLES: best grade first, then by role as drawn, then by the role's measure."""
    return roles.sort(
        _place("grade", EVERY_GRADE),
        _place("role", DRAWN_AS),
        "value",
        "account_id",
        "subject_id",
        descending=[False, False, True, False, False],
        nulls_last=True,
    )


def best_rows(roles: pl.DataFrame, grades: tuple[str, ...] = GRADES) -> pl.DataFrame:
    """Choose one row of ROLES for each account and role: the best over all subjects, in `in_order`.

    The report, its CSV and the pages list these, so that no list shows a candidacy that another leaves out.
    """
    rows = in_order(roles.filter(pl.col("grade").is_in(grades)))
    return rows.unique(["account_id", "role"], keep="first", maintain_order=True)


def standings(roles: pl.DataFrame, grades: tuple[str, ...] = GRADES) -> pl.DataFrame:
    """Find the best grade of each account in each role, over all subjects.

    Returns account_id, role, grade in the order of `in_order`. Rows of other grades than `grades` are left
    out.

    >>> roles = pl.DataFrame(
    ...     {
    ...         "account_id": ["u", "u", "v"],
    ...         "role": ["promoter"] * 3,
    ...         "grade": ["B", "A", "insufficient"],
    ...         "subject_id": ["p", "q", "p"],
    ...         "value": [9.0, 8.0, 7.0],
    ...     }
    ... )
    >>> standings(roles).rows()
    [('u', 'promoter', 'A')]
    """
    return best_rows(roles, grades).select("account_id", "role", "grade")


def grades_by_role(roles: pl.DataFrame) -> pl.DataFrame:
    """List each account with its best grade in every role, a column a role.

    Returns account_id and the columns of ROLES' roles (null: not listed in it), sorted by account. The pair
    of role and grade is the unit: an account has no grade of its own.

    >>> roles = pl.DataFrame(
    ...     {
    ...         "account_id": ["u", "u"],
    ...         "role": ["initiator", "repeater"],
    ...         "grade": ["B", "A"],
    ...         "subject_id": ["p", "q"],
    ...         "value": [9.0, 8.0],
    ...     }
    ... )
    >>> grades_by_role(roles).select("initiator", "repeater", "promoter").rows()
    [('B', 'A', None)]
    """
    rows = standings(roles)
    in_role = [pl.col("grade").filter(pl.col("role") == role).first().alias(role) for role in ROLES]
    return rows.group_by("account_id").agg(in_role).sort("account_id")


def pairs_of(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """List the pairs (role, grade) of a row of `grades_by_role`, as they are drawn: the first is drawn.

    >>> pairs_of({"initiator": "B", "organizer": None, "repeater": "A"})
    [('repeater', 'A'), ('initiator', 'B')]
    """
    return [(role, grade) for role, grade in PAIRS if row.get(role) == grade]


def rows_by_grade(roles: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Count rows of ROLES (an account for a subject) by role and grade.

    Roles are in the order in which they are told.

    >>> rows_by_grade(pl.DataFrame({"role": ["organizer"] * 3, "grade": ["B", "A", "B"]}))
    {'organizer': {'A': 1, 'B': 2}}
    """
    counted = {(role, grade): n for role, grade, n in roles.group_by("role", "grade").len().iter_rows()}
    return {
        role: {grade: counted[role, grade] for grade in EVERY_GRADE if (role, grade) in counted}
        for role in ROLES
        if any((role, grade) in counted for grade in EVERY_GRADE)
    }


def _place(column: str, order: tuple[str, ...]) -> pl.Expr:
    places = {name: k for k, name in enumerate(order)}
    return pl.col(column).replace_strict(places, default=len(order), return_dtype=pl.Int64)
