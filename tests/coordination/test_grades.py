"""Grades: A needs every line, and each plainer explanation alone keeps a group at B with its reason."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analytics.coordination.groups.evidence import GroupEvidence
from analytics.coordination.groups.grading import (
    DisclosedLinks,
    GradedGroup,
    grade_group,
    has_text,
    thresholds,
)
from analytics.coordination.groups.search import Case, _known, search
from tests.coordination.scene import campaign, case_of, code, crowd, table

STANDS = (np.log(100.0), np.log(1000.0))
Base = tuple[Case, GroupEvidence, DisclosedLinks]


@pytest.fixture(scope="module")
def base() -> Base:
    """A planted group of eight as the search saw it, with nothing that explains it."""
    case = case_of(table(crowd(0) + campaign(0)))
    members = code(case.material.acts, *(f"n{i}" for i in range(8)))
    x = next(j.examined for j in search(case).judged if np.array_equal(j.examined.candidate.members, members))
    return case, x, _known(case, members, x.tasks)


def judged(
    base: Base,
    x: dict[str, Any] | None = None,
    known: dict[str, Any] | None = None,
    text: list[bool] | None = None,
    related: set[tuple[int, int]] | None = None,
    inherited: tuple[str, ...] = (),
) -> GradedGroup:
    seen = replace(base[1], **(x or {}))
    lines = has_text(seen, related or set()) if text is None else np.array(text)
    return grade_group(seen, lines, STANDS, related or set(), replace(base[2], **(known or {})), inherited)


def test_every_line_and_no_plainer_explanation_is_a(base: Base) -> None:
    found = judged(base)
    assert (found.held, found.grade.tolist()) == ((), ["A"] * 8)
    assert found.burst.all()
    assert found.text.all()


def changes(base: Base) -> dict[str, dict[str, Any]]:
    """Reason -> what alone brings it about."""
    n, tasks_n = 8, len(base[1].tasks)
    three = np.unique(base[1].task_sources)[np.arange(tasks_n) % 3]
    return {
        "no_tasks": {"x": {"tasks": base[1].tasks[:0], "task_sources": base[1].task_sources[:0]}},
        "single_source": {"x": {"task_sources": three % 2}},
        "same_circle": {"x": {"task_sources": three}},
        "same_organisation": {"known": {"organisation": ["云桥科技"] * 3 + [None] * (n - 3)}},
        "named_after": {"known": {"named_share": 0.1}},
        "verified": {"known": {"verified_share": 0.5}},
        "text_of_others": {"x": {"owned_share": 0.49}},
        "open_slogans": {"x": {"slogan_share": 0.05}},
        "text_of_few": {"x": {"text_share": np.full(n, 0.39)}},
        "own_clock": {"known": {"ticks": np.arange(n) < 4}},
    }


@pytest.mark.parametrize(
    "reason",
    [
        "no_tasks",
        "single_source",
        "same_circle",
        "same_organisation",
        "named_after",
        "verified",
        "text_of_others",
        "open_slogans",
        "text_of_few",
        "own_clock",
    ],
)
def test_each_plainer_explanation_alone_holds_the_group_at_b(base: Base, reason: str) -> None:
    found = judged(base, **changes(base)[reason])
    assert found.held == (reason,)
    assert set(found.grade.tolist()) == {"B"}


@pytest.mark.parametrize("reason", ["same_circle", "same_organisation", "own_clock"])
def test_what_explains_a_larger_group_holds_the_part(base: Base, reason: str) -> None:
    found = judged(base, inherited=(reason,))
    assert (found.held, set(found.grade.tolist())) == ((reason,), {"B"})
    assert judged(base, inherited=("verified",), known={"verified_share": 0.9}).held == (
        "verified",
    )  # Said once.


def test_just_below_each_limit_holds_nothing(base: Base) -> None:
    known = {
        "organisation": ["云桥科技"] * 2 + [None] * 6,
        "named_share": 0.09,
        "verified_share": 0.49,
        "ticks": np.arange(8) < 3,
    }
    found = judged(base, {"text_share": np.full(8, 0.45), "owned_share": 0.5, "slogan_share": 0.04}, known)
    assert found.held == ()
    assert found.grade.tolist() == ["B"] * 3 + ["A"] * 5  # Who keeps a clock is never more than B.


def test_related_sources_are_one(base: Base) -> None:
    sources = np.unique(base[1].task_sources).tolist()
    related = {(a, b) for a in sources for b in sources if a < b and b not in sources[-1:]}
    found = judged(base, related=related, text=[True] * 8)
    assert (found.held, set(found.grade.tolist())) == (("single_source",), {"B"})
    assert not has_text(base[1], related).any()


@pytest.mark.parametrize(
    ("x", "text", "expected"),
    [
        ({"ln_e": np.full(8, 4.0)}, None, "B"),  # Below ln 100 = 4.6: text and arrival are left.
        ({"ln_e": np.full(8, 4.0)}, [False] * 8, ""),  # Arrival alone is no line of an account.
        ({"dispatch": np.full(9, 0.26)}, None, "B"),
        ({"dispatch": np.full(9, 0.26)}, [False] * 8, "C"),  # Moments alone.
        ({"dispatch": np.full(9, 0.26), "ln_e": np.full(8, 4.0)}, None, "C"),  # Text alone.
        ({"dispatch": np.full(2, 0.01)}, None, "B"),  # Arrival on two sources' posts is not known.
        ({"sources_n": np.full(8, 2)}, None, "B"),
        ({}, [False] * 8, "B"),
    ],
)
def test_without_one_line_no_a(base: Base, x: dict[str, Any], text: list[bool] | None, expected: str) -> None:
    assert set(judged(base, x, text=text).grade.tolist()) == {expected}


def test_two_neighbouring_scales_must_stand(base: Base) -> None:
    high = np.zeros((8, 4))
    high[:, [0, 2]] = 30
    assert set(judged(base, {"ln_e_scales": high}).grade.tolist()) == {"B"}
    high[:, [1, 2]] = 30
    assert set(judged(base, {"ln_e_scales": high}).grade.tolist()) == {"A"}


def test_moments_need_more_where_text_does_not_speak(base: Base) -> None:
    five = {"ln_e": np.full(8, 5.0), "ln_e_scales": np.full((8, 4), 5.0)}
    assert judged(base, five, text=[True] * 8).burst.all()
    assert not judged(base, five, text=[False] * 8).burst.any()


@pytest.mark.parametrize(("with_text", "expected"), [(3, {"B"}), (4, {"A", "B"})])
def test_four_members_at_least(base: Base, with_text: int, expected: set[str]) -> None:
    assert set(judged(base, text=[True] * with_text + [False] * (8 - with_text)).grade.tolist()) == expected


def test_fewer_than_four_with_two_lines_are_a_lead(base: Base) -> None:
    ln_e = np.where(np.arange(8) < 3, 30.0, 0.0)
    found = judged(base, {"ln_e": ln_e}, text=[False] * 8)
    assert found.grade.tolist() == ["C"] * 3 + [""] * 5


def test_two_families_of_hypotheses_and_the_bar_of_each(base: Base) -> None:
    x = replace(base[1], ln_e=np.array([9.0, 9, 9, 9, 0, 0, 0, 0]))
    text = np.array([True] * 4 + [False] * 4)
    assert thresholds([x], [text]) == (pytest.approx(np.log(100)), np.inf)
    assert thresholds([x, x], [text, text]) == (pytest.approx(np.log(100)), np.inf)
    assert thresholds([x], [~text | text]) == (pytest.approx(np.log(8 / (4 * 0.01))), np.inf)
    assert thresholds([], []) == (np.inf, np.inf)
