"""Pairs that act close together on more posts than how much they act lets expect, and the groups they draw."""

import numpy as np
import polars as pl
import pytest
from scipy.stats import poisson

from analytics.coordination.groups.pair_weights import _crowded, synchronous_pairs
from tests.coordination.scene import DAY, Row, act, case_of, code, first_acts, listed, post, table


def small_posts(seed: int = 0, *, sent: bool = True) -> list[Row]:
    """400 posts by 400 authors with a dozen acts each, most soon after the post; on 16 of them ten accounts come within 40 s, wordless."""
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    for k in range(400):
        born = rng.uniform(0, 6 * DAY)
        rows.append(post(f"p{k:03}", f"author{k:03}", born))
        rows += [
            act(f"a{a:03}", f"p{k:03}", round(born + rng.lognormal(np.log(900), 1.6)))
            for a in rng.choice(300, 12, replace=False)
        ]
        if sent and k < 16:
            at = born + rng.uniform(1800, 5400)
            rows += [act(f"n{i}", f"p{k:03}", round(at + rng.uniform(0, 40))) for i in range(10)]
    for i in range(10):  # The members do other things too.
        rows += [
            act(f"n{i}", f"p{k:03}", round(7 * DAY + rng.uniform(0, DAY)))
            for k in rng.choice(np.arange(100, 400), 5, replace=False)
        ]
    return rows


def test_a_group_that_is_most_of_small_posts_is_seen_and_stays_at_b_without_text() -> None:
    shown = listed(table(small_posts())).clusters.filter(grade="B")
    members = {f"n{i}" for i in range(10)}
    assert set(shown["account_id"]) == members
    assert all(lines == ["moments", "arrival"] for lines in shown["evidence_lines"].to_list())
    assert all("no_supplied_text" in reasons for reasons in shown["reasons"].to_list())


def test_without_the_group_nobody_is_listed() -> None:
    assert listed(table(small_posts(sent=False))).clusters.is_empty()


def test_the_chance_of_one_pair_by_hand() -> None:
    """x and y meet on six posts; the four others on theirs never within a minute: 6 meetings among 12 + 24 acts."""
    rows = []
    for k in range(6):
        rows += [post(f"p{k}", f"w{k}"), act("x", f"p{k}", 100.0), act("y", f"p{k}", 130.0)]
        rows += [act(f"o{k}{i}", f"p{k}", 1000.0 * (i + 1)) for i in range(4)]
    acts = first_acts(table(rows))
    pair, weight = synchronous_pairs(acts, np.ones(acts.objects_n, bool))
    expected = 2 * 6 * 6 * 6 / 36**2
    chance = poisson.sf(5, expected)
    assert chance > 1e-7 and len(pair) == 0  # By hand 1e-6: not below 1e-7.
    rows += [act(f"z{i}", f"p{i % 6}", 90_000.0 + 100 * i) for i in range(60)]
    acts = first_acts(table(rows))
    pair, weight = synchronous_pairs(acts, np.ones(acts.objects_n, bool))
    expected = 2 * 6 * 6 * 6 / 96**2
    x, y = code(acts, "x", "y")
    assert pair.tolist() == [x * acts.accounts_n + y]
    assert weight[0] == pytest.approx(-np.log(poisson.sf(5, expected)), rel=1e-9)


def test_only_the_posts_asked_for_count() -> None:
    case = case_of(table(small_posts()))
    acts = case.material.acts
    assert len(synchronous_pairs(acts, np.zeros(acts.objects_n, bool))[0]) == 0
    first = np.array([name in {"p000", "p001"} for name in acts.object_ids])
    assert len(synchronous_pairs(acts, first)[0]) == 0  # Two posts are too few.


def test_a_crowd_so_dense_that_meeting_says_nothing_is_left_out() -> None:
    start, at_s = np.array([0, 5, 8]), np.array([0.0, 1, 2, 3, 500, 0, 1, 2])
    assert _crowded(start, at_s, 60.0, 2).tolist() == [True, True, False, False, False, True, False, False]


def test_no_acts_no_pairs() -> None:
    acts = first_acts(table([]))
    assert [len(part) for part in synchronous_pairs(acts, np.empty(0, bool))] == [0, 0]
    assert isinstance(listed(table([])).clusters, pl.DataFrame)
