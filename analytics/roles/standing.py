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
    """Rows of ROLES, the best grade first; within a grade by role as drawn, then by the role's measure."""
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
    """An account in a role with its best grade over all subjects: account_id, role, grade, in that order of
    `in_order`. Rows of other grades than `grades` are left out."""
    rows = in_order(roles.filter(pl.col("grade").is_in(grades)))
    return rows.unique(["account_id", "role"], keep="first", maintain_order=True).select(
        "account_id", "role", "grade"
    )


def accounts(roles: pl.DataFrame, grades: tuple[str, ...] = GRADES) -> pl.DataFrame:
    """An account with its roles: account_id, role (the one it is drawn in: best grade first) and role_grade,
    the grade of that role; roles and role_grades, all of them in the same order; sorted by account."""
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
    """The row of ROLES that stands best in each role; "insufficient" is none."""
    rows = in_order(roles.filter(pl.col("grade").is_in(GRADES)))
    return rows.unique("role", keep="first", maintain_order=True)


def rows_by_grade(roles: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Role -> grade -> rows of ROLES (an account for a subject), in the order in which roles are told."""
    counted = {(role, grade): n for role, grade, n in roles.group_by("role", "grade").len().iter_rows()}
    return {
        role: {grade: counted[role, grade] for grade in EVERY_GRADE if (role, grade) in counted}
        for role in ROLES
        if any((role, grade) in counted for grade in EVERY_GRADE)
    }


def _place(column: str, order: tuple[str, ...]) -> pl.Expr:
    places = {name: k for k, name in enumerate(order)}
    return pl.col(column).replace_strict(places, default=len(order), return_dtype=pl.Int64)
