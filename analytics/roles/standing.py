"""Which account stands in which role at which grade: one view of ROLES for pages, files and report.

A grade belongs to a role: it is never shown beside another role of the same account.
"""

import polars as pl

from analytics.model.thresholds import ROLES

# Of several roles at one grade, the one an account is drawn in: the rarer before the more common.
DRAWN_AS = ("initiator", "organizer", "promoter", "repeater", "amplifier")
GRADES = ("A", "B", "C")  # "insufficient" is no role: nothing can be said of the account.
EVERY_GRADE = (*GRADES, "insufficient")


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
    rows = in_order(roles.filter(pl.col("grade").is_in(grades)))
    return rows.unique(["account_id", "role"], keep="first", maintain_order=True).select(
        "account_id", "role", "grade"
    )


def accounts(roles: pl.DataFrame, grades: tuple[str, ...] = GRADES) -> pl.DataFrame:
    """List each account with its roles.

    Returns account_id; role, the one it is drawn in (best grade first), and role_grade; roles and
    role_grades, all of them in the same order. Sorted by account.
    """
    return (
        standings(roles, grades)
        .group_by("account_id", maintain_order=True)
        .agg(
            role=pl.col("role").first(),
            role_grade=pl.col("grade").first(),
            roles=pl.col("role"),
            role_grades=pl.col("grade"),
        )
        .sort("account_id")
    )


def leading(roles: pl.DataFrame) -> pl.DataFrame:
    """Find the row of ROLES that stands best in each role; "insufficient" does not stand."""
    rows = in_order(roles.filter(pl.col("grade").is_in(GRADES)))
    return rows.unique("role", keep="first", maintain_order=True)


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
