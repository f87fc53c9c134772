"""Amplifier by hand: members of one group with different lines, and a trait that another group shares."""

from typing import Any

import polars as pl
import pytest

from analytics.model.tables import CLUSTER_TRAITS, CLUSTERS
from tests.roles.invented import act, events, found

ALL = ["moments", "text", "arrival"]
MEMBERS = (  # account, grade, lines, client, sources of text
    ("a", "A", ALL, "自制", 4),
    ("b", "A", ALL, "iPhone", 4),
    ("c", "B", ["moments", "arrival"], "iPhone", 0),
    ("d", "B", ["moments", "text"], "iPhone", 3),
    ("e", "C", ALL, "自制", 4),
    ("f", "A", ALL, "别组", 4),
    ("g", "A", ALL, "自制", 3),
    ("h", "B", ["text"], "自制", 3),
    ("i", "A", ["moments", "text"], "自制", 4),
)


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, Any]]:
    clusters = CLUSTERS.fit(
        pl.DataFrame(
            [
                {
                    "account_id": account,
                    "cluster_id": "g1",
                    "grade": grade,
                    "evidence_lines": lines,
                    "reasons": [],
                    "ln_e": 30.0,
                    "ln_e_needed": 5.0,
                    "sources_n": 4,
                    "text_sources_n": sources,
                    "event_ids": [],
                }
                for account, grade, lines, _, sources in MEMBERS
            ]
        )
    )
    shared = {"cluster_id": ["g1", "g2"], "trait": "client", "value": ["自制", "别组"]}
    acts = events(*(act(f"e{a}", a, 100 * k, client=client) for k, (a, *_, client, _n) in enumerate(MEMBERS)))
    table = found(acts, clusters=clusters, cluster_traits=CLUSTER_TRAITS.fit(pl.DataFrame(shared)))
    return {account: row for (role, account, _), row in table.items() if role == "amplifier"}


def test_each_member_stands_at_the_grade_of_its_own_lines(rows: dict[str, dict[str, Any]]) -> None:
    assert {account: row["grade"] for account, row in rows.items()} == {
        "a": "A",
        "b": "B",  # everything but a trait
        "c": "C",  # synchrony alone
        "d": "B",
        "f": "B",  # the trait is another group's
        "g": "A",
        "h": "C",  # in a group at B, without moments
        "i": "B",  # the group did not arrive together
    }


def test_the_lines_told_are_those_that_stand(rows: dict[str, dict[str, Any]]) -> None:
    assert rows["d"]["evidence_lines"] == ["line_moments", "line_text"]
    assert rows["c"]["reason_code"] == "reason_amplifier_moments"
    assert rows["a"]["reason_code"] == "reason_amplifier_text_trait"


def test_text_on_three_authors_posts_does_not_outlast_the_loss_of_one(
    rows: dict[str, dict[str, Any]],
) -> None:
    assert "without_post_A" in rows["a"]["challenges"]
    assert "without_post_B" in rows["g"]["challenges"]
