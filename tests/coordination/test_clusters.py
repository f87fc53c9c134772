"""From candidates to what is shown: each account once, under its best grade that proved stable; stability by hand."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.coordination.groups.communities import Candidate
from analytics.coordination.groups.evidence import GroupEvidence, SearchData
from analytics.coordination.groups.grading import GradedGroup
from analytics.coordination.groups.search import Case, Search, search
from analytics.coordination.groups.selection import Group, select_groups, subsampling_stability
from tests.coordination.scene import campaign, case_of, crowd, table

NONE = np.empty(0, np.int64)
STANDS = (np.log(100.0), np.log(100.0))


@pytest.fixture(scope="module")
def case() -> Case:
    return case_of(table(crowd(0) + campaign(0)))


def judged(members: list[int], grade: str) -> GradedGroup:
    """A candidate with these grades and nothing behind it: no subsample confirms it."""
    n = len(members)
    x = GroupEvidence(
        candidate=Candidate(np.array(members), "text", None),
        tasks=NONE,
        ln_e=np.full(n, 9.0),
        ln_e_scales=np.full((n, 4), 9.0),
        sources_n=np.full(n, 5),
        text_sources=[[] for _ in members],
        text_share=np.zeros(n),
        dispatch=np.empty(0),
        task_sources=NONE,
        task_dispatch=np.empty(0),
    )
    letters = np.array([{"-": ""}.get(g, g) for g in grade], dtype="<U12")
    return GradedGroup(x, letters != "", letters == "A", float("nan"), (), letters)


def shown(material: SearchData, *candidates: GradedGroup) -> list[tuple[list[int], str]]:
    """(members, grades) of each group."""
    groups: list[Group] = select_groups(material, Search(list(candidates), STANDS))
    assert [g.number for g in groups] == list(range(1, len(groups) + 1))
    return [(g.judged.examined.candidate.members[g.place].tolist(), "".join(g.grade)) for g in groups]


def test_what_no_subsample_confirms_is_b_at_most(case: Case) -> None:
    assert shown(case.material, judged([0, 1, 2, 3], "AAAA")) == [([0, 1, 2, 3], "BBBB")]


def test_no_a_comes_in_through_another_candidate(case: Case) -> None:
    # The first holds more accounts at A and is asked; the second, whose A lie inside it, was never asked.
    asked, other = judged([0, 1, 2, 3, 4], "AAAAA"), judged([0, 1, 2, 3, *range(10, 20)], "AAAABBBBBBBBBB")
    grades = {g for _, letters in shown(case.material, asked, other) for g in letters}
    assert grades == {"B"}
    assert {
        g
        for _, letters in shown(
            case.material, judged([0, 1, 2, 3, 4], "AAAAA"), judged([3, 4, 5, 6, 7, 8], "ACCCCC")
        )
        for g in letters
    } == {"B", "C"}


def test_nobody_is_listed_twice_and_nobody_below_c(case: Case) -> None:
    found = shown(
        case.material,
        judged([0, 1, 2, 3, 4, 5], "BBBBCC"),
        judged([3, 4, 5, 6, 7, 8, 9], "CCCCCC-"),
        judged([20, 21, 22, 23], "----"),
    )
    members = [m for group, _ in found for m in group]
    assert found == [([0, 1, 2, 3], "BBBB"), ([4, 5, 6, 7, 8], "CCCCC")] or len(members) == len(set(members))
    assert len(members) == len(set(members))
    assert set(members) == set(range(9))


def test_more_accounts_of_a_grade_come_first(case: Case) -> None:
    found = shown(case.material, judged([0, 1, 2, 3], "BBBB"), judged([2, 3, 4, 5, 6, 7], "BBBBBB"))
    assert found == [
        ([2, 3, 4, 5, 6, 7], "BBBBBB")
    ]  # Two accounts are left over: fewer than four are no group.


def test_a_planted_campaign_is_stable_and_its_shares_repeat(case: Case) -> None:
    found = search(case)
    best = next(j for j in found.judged if (j.grade == "A").sum() == 8)
    shares, whole = subsampling_stability(case.material, best, found.stands)
    assert whole == 1.0
    assert (shares >= 0.9).all()
    again, _ = subsampling_stability(case.material, best, found.stands)
    np.testing.assert_array_equal(shares, again)


def test_shares_are_counted_over_fifty_subsamples(case: Case) -> None:
    # Chance leaves each post with .8. On ten tasks of ten sources, of which two or more must be left: practically always.
    # A member that needs all of its ln e falls wherever one of its posts is left out: .8 ** 10 = .11 of the samples.
    found = search(case)
    best = next(j for j in found.judged if (j.grade == "A").sum() == 8)
    whole = float(best.examined.ln_e.min()) / 0.8 - 1e-6  # Needed in a sample: 80 % of it.
    shares, group = subsampling_stability(case.material, best, (whole, whole))
    assert shares.min() <= 0.11 + 3 * np.sqrt(0.11 * 0.89 / 50)
    assert group <= shares.max()
    assert subsampling_stability(case.material, best, (1e9, 1e9)) == (pytest.approx(np.zeros(8)), 0.0)


def test_one_unstable_member_of_a_stable_group_is_not_at_a(case: Case) -> None:
    """Seven of eight need a score of 0, the last one more than any score, which it has in no sample.

    Its share is 0, below 0.5, while four or more stand in every sample, above 0.9: it alone falls from A to B, and
    one account at B is too few to be listed beside the seven.
    """
    best = next(j for j in search(case).judged if (j.grade == "A").sum() == 8)
    texts = np.arange(8) < 7
    groups = select_groups(case.material, Search([replace(best, text=texts)], (0.0, 1e9)))
    assert [(g.place.tolist(), g.grade.tolist()) for g in groups] == [(list(range(7)), ["A"] * 7)]


def test_stable_members_of_an_unstable_group_are_not_at_a(case: Case) -> None:
    """Three of eight need a score of 0 and stand in every sample, the others need more than any score.

    Four are never together, so the share of the group is 0, below 0.9: nobody of it is at A.
    """
    best = next(j for j in search(case).judged if (j.grade == "A").sum() == 8)
    texts = np.arange(8) < 3
    groups = select_groups(case.material, Search([replace(best, text=texts)], (0.0, 1e9)))
    assert [(g.place.tolist(), g.grade.tolist()) for g in groups] == [(list(range(8)), ["B"] * 8)]
