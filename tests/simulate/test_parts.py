"""Ids, trees, chains, texts: small cases by hand and properties."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.simulate.campaign import LEVELS, Task, supplied_texts, turnout
from analytics.simulate.chains import TypedFaults, shown_texts
from analytics.simulate.ids import EPOCH_S, bids_of, mids_at
from analytics.simulate.trees import descendants, grow

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def number_of(bid: str) -> int:
    """Base62 read by the rule itself: groups of 4 from the right stand for 7 decimal digits each."""
    total = 0
    for k, start in enumerate(range(len(bid), 0, -4)):
        group = 0
        for char in bid[max(0, start - 4) : start]:
            group = group * 62 + ALPHABET.index(char)
        total += group * 10 ** (7 * k)
    return total


@given(st.lists(st.integers(1_325_376_000, 1_900_000_000), min_size=1, max_size=200), st.integers(0, 1023))
def test_a_mid_holds_its_second_and_is_unique(at_s: list[int], block: int) -> None:
    mids = mids_at(np.array(at_s), block)
    assert ((mids >> 22) + EPOCH_S).tolist() == at_s
    assert len(set(mids.tolist())) == len(at_s)


def test_mids_of_different_blocks_differ() -> None:
    at_s = np.repeat(1_741_000_000, 4096)
    assert not set(mids_at(at_s, 3).tolist()) & set(mids_at(at_s, 4).tolist())


@given(st.lists(st.integers(10**15, 10**16 - 1), min_size=1, max_size=50))
def test_a_bid_is_its_mid_in_base_62(mids: list[int]) -> None:
    assert [number_of(bid) for bid in bids_of(np.array(mids))] == mids


@given(st.integers(0, 2**32), st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_trees_have_their_sizes_and_children_come_later(seed: int, sizes: list[int]) -> None:
    roots = np.arange(len(sizes)) * 5000 + 1_741_000_000
    tree = grow(np.random.default_rng(seed), roots, np.array(sizes))
    assert np.bincount(tree.root, minlength=len(sizes)).tolist() == sizes
    deep = tree.parent >= 0
    parent = tree.parent[deep]
    assert (tree.level[~deep] == 1).all()
    assert (tree.level[deep] == tree.level[parent] + 1).all()
    assert (tree.root[deep] == tree.root[parent]).all()
    assert (tree.at_s[deep] > tree.at_s[parent]).all()
    assert (tree.at_s > roots[tree.root]).all()


def test_descendants_are_counted_at_every_depth() -> None:
    # 0 - 1 - 2, 0 - 3; 4 alone; act 2 does not count.
    parent, level = np.array([-1, 0, 1, 0, -1]), np.array([1, 2, 3, 2, 1])
    assert descendants(parent, level, np.array([True] * 5)).tolist() == [3, 1, 0, 0, 0]
    assert descendants(parent, level, np.array([True, True, False, True, True])).tolist() == [2, 0, 0, 0, 0]


def test_a_chain_is_what_weibo_would_write() -> None:
    own = pl.Series(["一", None, "三", None, None])
    parent, level = np.array([-1, 0, 1, -1, 3]), np.array([1, 2, 3, 1, 2])
    names = pl.Series([None, "甲", "乙", None, "丁"])
    colon = pl.Series([None, "：", None, None, None])
    assert shown_texts(own, parent, level, names, faults=TypedFaults(colon=colon)).to_list() == [
        "一",
        "//@甲：一",
        "三//@乙://@甲：一",
        "转发微博",
        "转发微博",
    ]


def test_a_long_chain_loses_its_end() -> None:
    text = shown_texts(
        pl.Series(["长" * 140, "短"]), np.array([-1, 0]), np.array([1, 2]), pl.Series([None, "甲"])
    )
    assert text[1] == "短//@甲:" + "长" * 134


@pytest.mark.parametrize("name", sorted(LEVELS))
def test_a_campaign_keeps_to_its_level(name: str) -> None:
    level, rng = LEVELS[name], np.random.default_rng(5)
    members = np.arange(140)
    who, lag_s = turnout(rng, members, level)
    assert len(set(who.tolist())) == len(who) == max(2, round(140 * level.takes_part))
    assert (np.diff(lag_s) >= 0).all() and lag_s[0] >= 2
    if level.spread == "uniform":
        assert lag_s[-1] <= 2 * level.lag_s
    texts = supplied_texts(rng, Task("t", 0, "repost", 0, ("a", "b")), 2000, level)
    assert abs(texts.count("b") / 2000 - level.paraphrase) < 0.05
