"""Which grade and role an account stands in, by hand on the table of roles alone."""

from typing import Any

import polars as pl

from analytics.model.tables import ROLES
from analytics.roles.standing import grades_by_role, in_order, pairs_of, standings
from tests.law.made import role, rows


def made() -> pl.DataFrame:
    """x: repeater B and A; amplifier and initiator C. y: promoter for two posts, and once insufficient as organizer."""

    def row(name: str, grade: str, account: str, subject: str, value: float | None) -> dict[str, Any]:
        return role(name, grade, account, subject, value=value)

    return rows(
        ROLES,
        row("repeater", "B", "x", "s1", 9.0),
        row("repeater", "A", "x", "s2", 1.0),
        row("amplifier", "C", "x", "g1", 5.0),
        row("initiator", "C", "x", "s3", 5.0),
        row("promoter", "B", "y", "s1", 30.0),
        row("promoter", "B", "z", "s2", 70.0),
        row("organizer", "insufficient", "y", "g1", None),
    )


def test_the_best_grade_of_each_role_counts_and_insufficient_is_none() -> None:
    assert standings(made()).rows() == [
        ("x", "repeater", "A"),
        ("z", "promoter", "B"),
        ("y", "promoter", "B"),
        ("x", "initiator", "C"),
        ("x", "amplifier", "C"),
    ]


def test_an_account_is_drawn_in_its_best_role_with_that_roles_own_grade() -> None:
    told = {row["account_id"]: pairs_of(row) for row in grades_by_role(made()).iter_rows(named=True)}
    assert told == {
        "x": [("repeater", "A"), ("initiator", "C"), ("amplifier", "C")],
        "y": [("promoter", "B")],
        "z": [("promoter", "B")],
    }


def test_within_a_grade_the_larger_measure_stands_first() -> None:
    rows = in_order(made())
    assert rows.filter(role="promoter", grade="B")["account_id"].to_list() == ["z", "y"]
    assert in_order(made())["grade"].to_list() == ["A", "B", "B", "B", "C", "C", "insufficient"]
