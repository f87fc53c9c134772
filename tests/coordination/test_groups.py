"""Who is drawn together: pairs against counting them all, and communities on planted graphs."""

from collections import defaultdict
from dataclasses import replace
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coordination.groups.case_arrays import case_arrays
from analytics.coordination.groups.communities import (
    candidate_groups,
    communities,
    expand_by_text,
    sample_split,
)
from analytics.coordination.groups.pair_weights import pairs_by_meetings, pairs_by_text
from analytics.coordination.groups.shared_text import SharedText
from analytics.model.thresholds import DEFAULT, DrawingLimits
from tests.coordination.scene import Row, act, campaign, case_of, code, crowd, post, table


def cells_from(rows: list[tuple[int, int]]) -> SharedText:
    """(cell, account); each cell lies on the object of its own number."""
    some = sorted(set(rows))
    cell, account = (np.array([r[k] for r in some], np.int64) for k in (0, 1))
    return SharedText(
        account,
        cell.copy(),
        cell,
        np.zeros(len(some), np.int64),
        len(set(cell.tolist())),
        np.zeros(len(some), bool),
    )


@settings(deadline=None, max_examples=80)
@given(
    rows=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 6)), max_size=40),
    authors=st.lists(st.integers(0, 3), min_size=8, max_size=8),
)
def test_text_pairs_count_sources_not_cells(rows: list[tuple[int, int]], authors: list[int]) -> None:
    source = np.array(authors)
    shared: dict[tuple[int, int], set[int]] = defaultdict(set)
    for (c, a), (d, b) in combinations(sorted(set(rows)), 2):
        if c == d:
            shared[min(a, b), max(a, b)].add(authors[c])
    used = {a: {authors[c] for c, x in rows if x == a} for a in range(7)}
    expected = {a * 7 + b: len(s) for (a, b), s in shared.items() if min(len(used[a]), len(used[b])) >= 2}
    pair, count = pairs_by_text(cells_from(rows), source, 7)
    assert dict(zip(pair.tolist(), count.tolist(), strict=True)) == expected


def brute_meetings(
    rows: list[tuple[str, str, int]], source: dict[str, int], least: int
) -> dict[tuple[str, str], float]:
    """Largest -ln(share of the post's acts within 5 minutes, one and two more counted) of each source, summed."""
    best: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for o in {r[1] for r in rows}:
        here = sorted((t, a) for a, p, t in rows if p == o)
        for (t, a), (u, b) in combinations(here, 2):
            worth = -np.log(sum(abs(v - t) <= 300 for v, _ in here) / (len(here) + 2))
            if u - t <= 300 and worth >= 1:
                pair = (min(a, b), max(a, b))
                best[pair][source[o]] = max(best[pair].get(source[o], 0), worth)
    return {pair: sum(of.values()) for pair, of in best.items() if len(of) >= least}


def on_posts_of(sources_n: int) -> DrawingLimits:
    """Two accounts are a pair if they met on posts of so many sources."""
    return replace(DEFAULT.drawing, meeting_sources_min=sources_n)


@pytest.mark.parametrize("seed", range(6))
def test_meetings_against_counting_them_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = [
        (f"a{a}", f"p{o}", int(rng.integers(0, 5_000)))
        for o in range(12)
        for a in rng.choice(12, 9, replace=False)
    ]
    acts = case_arrays(table([*(post(f"p{o}", f"x{o % 6}") for o in range(12)), *(act(*r) for r in rows)]))
    authors = np.array([int(name[1:]) % 6 for name in acts.object_ids])
    pair, weight = pairs_by_meetings(acts, authors, np.ones(12, bool), np.ones(12, bool), on_posts_of(2))
    names, n = acts.account_ids, acts.accounts_n
    found = {
        (names[int(p // n)], names[int(p % n)]): w
        for p, w in zip(pair.tolist(), weight.tolist(), strict=True)
    }
    expected = brute_meetings(rows, {f"p{o}": o % 6 for o in range(12)}, 2)
    assert len(expected) > 3
    assert found == pytest.approx(expected)


def test_only_given_posts_and_accounts_are_looked_at() -> None:
    m = case_of(table(crowd(0) + campaign(0))).material
    n = m.acts.accounts_n
    navy = np.zeros(n, bool)
    navy[code(m.acts, *(f"n{i}" for i in range(8)))] = True
    pair, _ = pairs_by_meetings(m.acts, m.source, np.ones(m.acts.objects_n, bool), navy)
    assert set((pair // n).tolist()) | set((pair % n).tolist()) == set(np.flatnonzero(navy).tolist())
    assert len(pairs_by_meetings(m.acts, m.source, np.zeros(m.acts.objects_n, bool), navy)[0]) == 0


def test_a_rush_is_bounded_in_work(monkeypatch: pytest.MonkeyPatch) -> None:
    # 300 acts at once among 2,000: each is compared with the next 40 only.
    rows: list[Row] = [post("p", "x")]
    rows += [act(f"a{k:04}", "p", 1_000_000 if k < 300 else 40.0 * k) for k in range(2_000)]
    acts = case_arrays(table(rows))
    pair, _ = pairs_by_meetings(
        acts, np.zeros(1, np.int64), np.ones(1, bool), np.ones(acts.accounts_n, bool), on_posts_of(1)
    )
    assert len(pair) <= DEFAULT.drawing.meeting_next_n * len(acts.account)
    rush = code(acts, *(f"a{k:04}" for k in range(300)))
    inside = np.isin(pair // acts.accounts_n, rush) & np.isin(pair % acts.accounts_n, rush)
    assert inside.sum() == sum(min(DEFAULT.drawing.meeting_next_n, 299 - k) for k in range(300))


def test_two_cliques_are_two_communities() -> None:
    one, other = list(range(5)), list(range(10, 16))
    pairs = np.array([a * 100 + b for group in (one, other) for a, b in combinations(group, 2)])
    found = {tuple(g.tolist()) for g in communities(pairs, np.ones(len(pairs)), 100)}
    assert found == {tuple(one), tuple(other)}
    small = np.array([a * 100 + b for a, b in combinations(range(3), 2)])
    assert communities(small, np.ones(3), 100) == []
    assert communities(np.empty(0, np.int64), np.empty(0), 100) == []


@pytest.mark.parametrize("seed", [596, 3139, 4354, 4568, 5132])
def test_every_community_hangs_together(seed: int) -> None:
    """In each of these graphs Louvain alone puts accounts into one community that no path inside it joins."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(10, 60))
    ends = rng.integers(0, size, (int(size * rng.uniform(1, 1.6)), 2))
    pair = np.array(sorted({a * 100 + b for a, b in np.sort(ends, 1).tolist() if a < b}))
    graph = nx.Graph([divmod(p, 100) for p in pair.tolist()])
    groups = communities(pair, rng.integers(1, 20, len(pair)).astype(np.float64), 100)
    assert groups and all(nx.is_connected(graph.subgraph(members.tolist())) for members in groups)


def test_who_shares_with_three_on_two_sources_joins() -> None:
    group, rows = [0, 1, 2], []
    for cell in (0, 1):
        rows += [(cell, a) for a in [*group, 7]]
    rows += [(2, a) for a in [*group, 8]] + [(3, a) for a in [0, 1, 9]] + [(4, a) for a in [0, 1, 9]]
    source = np.array([0, 1, 2, 3, 4])
    assert expand_by_text(cells_from(rows), source, np.array(group), 20).tolist() == [
        0,
        1,
        2,
        7,
    ]  # 8 on one source; 9 with two only.


def test_the_planted_group_is_a_candidate_by_text_and_by_meetings() -> None:
    m = case_of(table(crowd(0) + campaign(0))).material
    members = code(m.acts, *(f"n{i}" for i in range(8))).tolist()
    found = {
        (c.by, c.half) for c in candidate_groups(m.acts, m.cells, m.source) if c.members.tolist() == members
    }
    assert found >= {("text", None), ("text+meetings", 0), ("text+meetings", 1)}
    every = candidate_groups(m.acts, m.cells, m.source)
    assert {c.by for c in every} <= {"text", "meetings", "text+meetings"}
    assert len({(c.members.tobytes(), c.half) for c in every}) == len(every)


@pytest.mark.parametrize("half", [0, 1])
def test_who_met_on_one_half_of_the_sources_is_a_candidate_of_that_half_alone(half: int) -> None:
    """Eight accounts are sent to posts of one half only, with no text: the other half must not have linked them.

    A group is tested on the half that did not draw it, so the half that it carries decides what is tested.
    """
    before = case_of(table(crowd(0))).material
    side = dict(zip(before.acts.object_ids, sample_split(before.source).tolist(), strict=True))
    tasks = [int(name[1:]) for name, of in sorted(side.items()) if of == half]
    assert len(tasks) >= 10
    m = case_of(table(crowd(0) + campaign(0, tasks=tasks, with_text=False))).material
    assert dict(zip(m.acts.object_ids, sample_split(m.source).tolist(), strict=True)) == side
    members = set(code(m.acts, *(f"n{i}" for i in range(8))).tolist())
    found = [c for c in candidate_groups(m.acts, m.cells, m.source) if len(members & set(c.members)) >= 4]
    assert {(c.by, c.half) for c in found} == {("meetings", half)}
    everybody = replace(DEFAULT.drawing, close_posts_min=10_000)  # No pair is close: only meetings are left.
    by_meetings = candidate_groups(m.acts, m.cells, m.source, everybody)
    assert {c.half for c in by_meetings if len(members & set(c.members)) >= 4} == {half}
    far = replace(
        DEFAULT.drawing, meeting_weight_min=1e9
    )  # No meeting is strong: only the close pairs are left.
    by_minutes = candidate_groups(m.acts, m.cells, m.source, far)
    assert {c.half for c in by_minutes if len(members & set(c.members)) >= 4} == {half}
