"""A candidate under every line: which posts are its tasks, whose text is shared, on which posts moments are tested."""

import numpy as np
import pytest
from scipy.stats import poisson

from analytics.coordination.groups.communities import Candidate, sample_split
from analytics.coordination.groups.evidence import (
    GroupEvidence,
    SearchData,
    group_evidence,
    group_evidence_in_part,
    tasks_of,
    text_line,
    text_share,
)
from tests.coordination.scene import Row, act, campaign, case_of, code, crowd, place, post, table, words

RNG = np.random.default_rng(5)
SAID = [words(RNG) for _ in range(12)]


def material(*rows: Row) -> SearchData:
    return case_of(table(rows)).material


def names(m: SearchData, objects: np.ndarray) -> list[str]:
    return [m.acts.object_ids[o] for o in objects.tolist()]


def busy(post_: str, members_n: int, others_n: int) -> list[Row]:
    return [
        *(act(f"n{i}", post_, 50 + i) for i in range(members_n)),
        *(act(f"a{i:02}", post_, 90 + i) for i in range(others_n)),
    ]


def test_tasks_hold_more_members_than_chance_puts_there() -> None:
    # 6 members with 17 of 97 acts (.175). Where 20 others acted, 5 members of 25 acts are no surprise (mean 4.4);
    # 6 of 6 acts are (mean 1.05, P(6 or more) = .0008); 3 of 23 and 3 of 28 are not.
    rows = [post(f"p{k}", f"x{k}") for k in range(4)]
    rows += busy("p0", 5, 20) + busy("p1", 6, 0) + busy("p2", 3, 20) + busy("p3", 3, 40)
    m = material(*rows)
    members = code(m.acts, *(f"n{i}" for i in range(6)))
    share = 17 / len(m.acts.account)
    expected = [
        f"p{k}"
        for k, (n, all_) in enumerate([(5, 25), (6, 6), (3, 23), (3, 43)])
        if poisson.sf(n - 1, all_ * share) < 0.001
    ]
    assert expected == ["p1"]
    assert names(m, tasks_of(m, members)) == expected


def test_posts_by_members_are_no_tasks() -> None:
    rows = [post("p", "n0"), post("q", "x"), *busy("p", 6, 0)[1:], *busy("q", 6, 0), *busy("filler", 0, 60)]
    m = material(*rows)
    assert names(m, tasks_of(m, code(m.acts, *(f"n{i}" for i in range(6))))) == ["q"]


def test_one_text_of_three_members_makes_a_task_and_moments_have_no_say() -> None:
    rows = [
        post("p", "x", 0, SAID[0]),
        *busy("p", 0, 30),
        *busy("q", 4, 30),
        *(act(f"n{i}", "p", 500, SAID[1]) for i in range(3)),
        act("n3", "p", 9),
    ]
    m = material(*rows)
    assert names(m, tasks_of(m, code(m.acts, "n0", "n1", "n2", "n3"))) == ["p"]
    without = material(*(row | {"own_text": None} for row in rows))
    assert names(without, tasks_of(without, code(without.acts, "n0", "n1", "n2", "n3"))) == []


def test_shared_text_by_hand() -> None:
    rows = [post(f"p{k}", f"x{k}") for k in range(3)]
    rows += [act(f"n{i}", "p0", 5, SAID[0]) for i in range(4)]  # All four.
    rows += [act(f"n{i}", "p1", 5, SAID[1]) for i in range(3)] + [
        act("n3", "p1", 9)
    ]  # Three; the fourth says nothing.
    rows += [act(f"n{i}", "p2", 5, SAID[2]) for i in range(2)] + [
        act(f"a{i}", "p2", 5, SAID[2]) for i in range(4)
    ]  # Two, with strangers.
    m = material(*rows)
    members = code(m.acts, "n0", "n1", "n2", "n3")
    of = dict(zip(m.acts.object_ids, m.source.tolist(), strict=True))
    assert text_line(m, members) == [sorted([of["p0"], of["p1"]])] * 3 + [[of["p0"]]]
    assert text_share(m, members, place(m.acts, "p0", "p1", "p2")).tolist() == pytest.approx(
        [2 / 3, 2 / 3, 1, 1 / 2]
    )
    assert text_share(m, members, np.empty(0, np.int64)).tolist() == [0] * 4
    kept = np.ones(m.acts.objects_n, bool)
    kept[place(m.acts, "p0")] = False
    assert text_line(m, members, kept) == [[of["p1"]]] * 3 + [[]]


def test_text_on_a_members_own_post_does_not_count() -> None:
    rows = [
        post("p", "n0"),
        act("n0", "q", 3),
        *(act(f"n{i}", "p", 5, SAID[0]) for i in range(1, 5)),
        *busy("q", 0, 3),
        post("q", "x"),
    ]
    m = material(*rows)
    assert text_line(m, code(m.acts, *(f"n{i}" for i in range(5)))) == [[]] * 5
    assert text_line(m, code(m.acts, *(f"n{i}" for i in range(1, 5)))) != [[]] * 4


@pytest.fixture(scope="module")
def planted() -> tuple[SearchData, np.ndarray]:
    m = material(*crowd(0), *campaign(0))
    return m, code(m.acts, *(f"n{i}" for i in range(8)))


def test_moments_are_tested_on_the_half_that_did_not_draw_the_group(
    planted: tuple[SearchData, np.ndarray],
) -> None:
    m, members = planted
    seen: list[GroupEvidence] = [group_evidence(m, Candidate(members, "meetings", half)) for half in (0, 1)]
    whole = group_evidence(m, Candidate(members, "text", None))
    sides = sample_split(m.source[whole.tasks])
    assert 0 < sides.sum() < len(sides)
    for half, x in enumerate(seen):
        assert x.tasks.tolist() == whole.tasks.tolist()
        assert set(x.sources_n.tolist()) == {len(np.unique(m.source[whole.tasks[sides != half]]))}
        assert len(x.dispatch) == len(np.unique(m.source[whole.tasks[sides != half]]))
        assert (x.ln_e < whole.ln_e).all()
    assert [len(s) for s in whole.text_sources] == [10] * 8


def test_halves_part_sources_and_depend_on_nothing_else() -> None:
    some = np.arange(2_000)
    assert set(sample_split(some).tolist()) == {0, 1}
    assert abs(sample_split(some).mean() - 0.5) < 0.05
    assert sample_split(some[::-1]).tolist() == sample_split(some).tolist()[::-1]


def test_a_part_is_the_whole_on_fewer_posts(planted: tuple[SearchData, np.ndarray]) -> None:
    m, members = planted
    whole = group_evidence(m, Candidate(members, "text", None))
    everything = group_evidence_in_part(m, whole, np.ones(m.acts.objects_n, bool))
    np.testing.assert_array_equal(everything.ln_e, whole.ln_e)
    assert everything.text_sources == whole.text_sources
    none = group_evidence_in_part(m, whole, np.zeros(m.acts.objects_n, bool))
    assert (none.ln_e.tolist(), none.text_sources, len(none.dispatch)) == ([0.0] * 8, [[]] * 8, 0)
    one = np.zeros(m.acts.objects_n, bool)
    one[whole.tasks[:3]] = True
    part = group_evidence_in_part(m, whole, one)
    assert {len(s) for s in part.text_sources} == {3}
    assert set(part.sources_n.tolist()) == {3}


def test_no_acts_have_no_tasks() -> None:
    m = material()
    assert len(tasks_of(m, np.empty(0, np.int64))) == 0
