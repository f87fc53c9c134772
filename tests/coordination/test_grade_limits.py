"""Each limit of a grade from both sides, on evidence written down by hand: no search comes before it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analytics.coordination.groups.communities import Candidate
from analytics.coordination.groups.evidence import GroupEvidence
from analytics.coordination.groups.grading import (
    DisclosedLinks,
    GradedGroup,
    grade_group,
    has_text,
    openly_known,
)
from analytics.coordination.groups.search import _held_accounts, _inherited

MEMBERS_N = 8
POSTS = np.arange(9)
# Eight members with every line, on nine posts of nine authors, each with 30 nats at every scale.
SEEN = GroupEvidence(
    candidate=Candidate(np.arange(MEMBERS_N), "text", None),
    tasks=POSTS,
    ln_e=np.full(MEMBERS_N, 30.0),
    ln_e_scales=np.full((MEMBERS_N, 4), 30.0),
    sources_n=np.full(MEMBERS_N, 9),
    text_sources=[POSTS.tolist()] * MEMBERS_N,
    text_share=np.ones(MEMBERS_N),
    dispatch=np.full(9, 0.1),
    task_sources=POSTS,
    task_dispatch=np.full(9, 0.1),
)
# Nobody states anything; the codes 0 to 8 are known authors.
KNOWN = DisclosedLinks([None] * MEMBERS_N, 0.0, 0.0, np.zeros(MEMBERS_N, bool), 9)


def graded(
    x: dict[str, Any] | None = None, known: dict[str, Any] | None = None, with_text_n: int = MEMBERS_N
) -> GradedGroup:
    text = np.arange(MEMBERS_N) < with_text_n
    return grade_group(replace(SEEN, **(x or {})), text, (5.0, 7.0), set(), replace(KNOWN, **(known or {})))


def test_the_evidence_written_down_here_is_a() -> None:
    found = graded()
    assert (found.held, found.grade.tolist()) == ((), ["A"] * MEMBERS_N)


@pytest.mark.parametrize(("ratio", "grade"), [(0.25, "A"), (0.26, "B")])
def test_an_arrival_of_just_a_quarter_is_together(ratio: float, grade: str) -> None:
    """At most 0.25 is together, and 0.26 is not: three sources at one ratio have it as their median."""
    assert set(graded({"dispatch": np.full(3, ratio)}).grade.tolist()) == {grade}


@pytest.mark.parametrize(("sources", "has"), [([4, 5], False), ([4, 5, 6], True), ([4, 5, 6, 7], True)])
def test_text_on_posts_of_three_sources_is_a_line(sources: list[int], has: bool) -> None:
    """Three sources are needed: two are too few, three suffice. Nobody here is related to anybody."""
    assert has_text(replace(SEEN, text_sources=[sources]), set()).tolist() == [has]


@pytest.mark.parametrize(("known_n", "held"), [(3, ()), (2, ("authors_unknown",)), (0, ("authors_unknown",))])
def test_a_source_that_nobody_knows_is_none_of_the_three(known_n: int, held: tuple[str, ...]) -> None:
    """Three posts of the sources 0, 1, 2; codes below `known_n` are known authors.

    With three known authors nothing holds the group. With two known ones there are still three sources (so it
    is not one source alone), but only two that are known, one less than the three needed.
    """
    three = {"tasks": POSTS[:3], "task_sources": POSTS[:3]}
    assert graded(three, {"sources_n": known_n}).held == held


@pytest.mark.parametrize(
    ("stating", "members", "held"),
    [
        (2, 8, []),  # A quarter, but only two.
        (3, 8, ["same_organisation"]),  # Three are enough where a tenth is less (0.8).
        (3, 40, []),  # A tenth of forty is four.
        (4, 40, ["same_organisation"]),
        (7, 40, ["same_organisation"]),
    ],
)
def test_three_and_a_tenth_must_state_one_organisation(stating: int, members: int, held: list[str]) -> None:
    """The larger of three and of a tenth of the members must state it: 3 of 8, 4 of 40."""
    stated = ["云桥科技"] * stating + [None] * (members - stating)
    assert openly_known(replace(KNOWN, organisation=stated)) == held


def test_the_share_of_text_is_that_of_the_members_who_have_it() -> None:
    """Four of eight have a text line; each of them wrote shared words in half of its events.

    Their mean is 0.5, above 0.4. The mean over all eight would be (4 x 0.5 + 4 x 0) / 8 = 0.25, below 0.4: the
    text would seem to be one of few. Turned round, four with 0.3 are few, even if the rest had 1 (mean 0.65).
    """
    half = np.arange(MEMBERS_N) < 4
    assert graded({"text_share": np.where(half, 0.5, 0.0)}, with_text_n=4).held == ()
    assert graded({"text_share": np.where(half, 0.3, 1.0)}, with_text_n=4).held == ("text_of_few",)


@pytest.mark.parametrize(("posts_n", "held"), [(9, ()), (10, ("same_circle",)), (11, ("same_circle",))])
def test_two_and_a_half_visits_to_each_of_four_are_a_circle(posts_n: int, held: tuple[str, ...]) -> None:
    """Ten posts of four authors are 2.5 visits to each, which is the limit; nine are 2.25, below it."""
    x = {"tasks": np.arange(posts_n), "task_sources": np.arange(posts_n) % 4}
    assert graded(x).held == held


@pytest.mark.parametrize(("authors_n", "held"), [(8, ("same_circle",)), (9, ())])
def test_nine_authors_are_no_small_circle(authors_n: int, held: tuple[str, ...]) -> None:
    """Three visits to each of eight authors are a circle; as many to each of nine, one more than eight, are none."""
    x = {"tasks": np.arange(3 * authors_n), "task_sources": np.arange(3 * authors_n) % authors_n}
    assert graded(x).held == held


@pytest.mark.parametrize(("explained_n", "inherits"), [(3, False), (4, True), (5, True)])
def test_half_of_the_members_hand_an_explanation_on(explained_n: int, inherits: bool) -> None:
    """A larger group states one organisation; 4 of the 8 members of a part were in it, half: the part has it too."""
    reasons = {"same_organisation": np.arange(20) < explained_n}
    assert bool(_inherited(np.arange(8), reasons, 0.5)) is inherits


def test_a_member_with_one_line_in_an_explained_group_is_explained() -> None:
    """0 and 1 have both lines, 2 and 3 moments alone, 4 and 5 text alone, 6 and 7 none: all but the last two."""
    found = graded(known={"verified_share": 0.9})
    lines = replace(found, burst=np.arange(8) < 4, text=np.isin(np.arange(8), [0, 1, 4, 5]))
    assert _held_accounts([lines], 9)["verified"].tolist() == [True] * 6 + [False] * 3
