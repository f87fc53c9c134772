"""Near-duplicate families against an all-against-all count of shared 3-grams."""

from itertools import combinations
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.text.near_duplicates import code_points, near_families, renumbered, shared_share

pytestmark = pytest.mark.slow

LETTERS = np.array(list("春夏秋冬东南西北上中下左右前后天地人山水火木金土日月星风云雨雪花草鸟鱼虫"))


def grams(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2)}


def jaccard(a: str, b: str) -> float:
    return len(grams(a) & grams(b)) / len(grams(a) | grams(b))


def families(texts: list[str | None]) -> list[int]:
    found: list[int] = near_families(pl.Series(texts, dtype=pl.String)).tolist()
    return found


def brute(texts: list[str | None]) -> list[int]:
    """Connected pairs of Jaccard .7 or more among texts of six distinct 3-grams or more; numbered as they appear."""
    able = [t is not None and len(grams(t)) >= 6 for t in texts]
    top = list(range(len(texts)))
    for i, j in combinations(range(len(texts)), 2):
        if able[i] and able[j] and jaccard(str(texts[i]), str(texts[j])) >= 0.7:
            old, new = top[j], top[i]
            top = [new if t == old else t for t in top]
    numbers: dict[int, int] = {}
    return [numbers.setdefault(t, len(numbers)) if ok else -1 for t, ok in zip(top, able, strict=True)]


def edited(rng: np.random.Generator, text: str, times: int) -> str:
    letters = list(text)
    for _ in range(times):
        at = int(rng.integers(len(letters)))
        kind = rng.integers(3)
        letters[at : at + 1] = [[], [str(rng.choice(LETTERS))], [letters[at], str(rng.choice(LETTERS))]][kind]
    return "".join(letters)


@pytest.mark.parametrize("seed", range(3))
def test_families_are_those_of_all_against_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    seeds = ["".join(rng.choice(LETTERS, int(rng.integers(5, 40)))) for _ in range(60)]
    texts = [edited(rng, str(rng.choice(seeds)), int(rng.integers(0, 6))) for _ in range(500)]
    found, expected = families(list(texts)), brute(list(texts))
    # Precision is exact: who is in one family is connected by pairs that share 70 %.
    group: dict[int, set[int]] = {}
    for mine, true in zip(found, expected, strict=True):
        group.setdefault(mine, set()).add(true)
    assert all(len(true) == 1 for mine, true in group.items() if mine >= 0)
    assert [f == -1 for f in found] == [e == -1 for e in expected]
    # Recall: of all pairs at .7 or more, hashing may miss 2 in 10,000.
    pairs = [
        (i, j)
        for i, j in combinations(range(len(texts)), 2)
        if expected[i] >= 0 and expected[j] >= 0 and jaccard(texts[i], texts[j]) >= 0.7
    ]
    assert len(pairs) > 100
    missed = [pair for pair in pairs if found[pair[0]] != found[pair[1]]]
    assert len(missed) <= 0.002 * len(pairs)


def test_a_large_family_of_slight_variants_holds_together() -> None:
    rng = np.random.default_rng(9)
    one = "".join(rng.choice(LETTERS, 60))
    texts = [one + str(k) for k in range(3_000)] + ["".join(rng.choice(LETTERS, 60)) for _ in range(200)]
    order = rng.permutation(len(texts))
    found = np.array(families([texts[k] for k in order]))
    assert len(set(found[order < 3_000])) == 1
    assert len(set(found)) == 201


def test_the_threshold_by_hand() -> None:
    base = "春夏秋冬东南西北上中下左右前后天地人山水火木"  # 22 letters, 20 3-grams.
    assert len(grams(base)) == 20
    near, far = base[:19] + "鱼虫花", base[:18] + "鱼虫花草"
    assert jaccard(base, near) == pytest.approx(17 / 23)
    assert jaccard(base, far) == pytest.approx(16 / 24)
    assert families([base, near]) == [0, 0]
    assert families([base, far]) == [0, 1]


def test_a_text_too_short_to_compare_joins_nobody() -> None:
    short = "春夏秋冬东南西"  # Five 3-grams.
    left, right = "北" + short + "上", "中下" + short  # Seven each, five of them shared: 5 / 9.
    assert families([short, left, right]) == [-1, 0, 1]
    assert families([left, short, right]) == [0, -1, 1]
    assert families([short, short]) == [-1, -1]


def test_letters_beyond_the_basic_plane_count_as_one() -> None:
    text = "𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇"
    points, start = code_points(pl.Series([text, "ab"]))
    assert (points.tolist(), start.tolist()) == ([*map(ord, text + "ab")], [0, 8, 10])
    assert families([text, text, "𠀀𠀁𠀂𠀃𠀄𠀅𠀆"]) == [0, 0, -1]


@settings(deadline=None, max_examples=100)
@given(
    texts=st.lists(st.one_of(st.none(), st.text(alphabet="天地人山", max_size=14)), max_size=12),
    order=st.randoms(),
)
def test_order_of_texts_changes_no_family(texts: list[str | None], order: Random) -> None:
    places = list(range(len(texts)))
    order.shuffle(places)
    found, moved = families(texts), families([texts[k] for k in places])
    for x, y in combinations(range(len(texts)), 2):
        assert (moved[x] == moved[y]) == (found[places[x]] == found[places[y]])


@settings(deadline=None, max_examples=100)
@given(texts=st.lists(st.one_of(st.none(), st.text(alphabet="天地人山", max_size=12)), max_size=10))
def test_few_short_texts_are_exactly_those_of_all_against_all(texts: list[str | None]) -> None:
    # Few texts with few 3-grams: banding misses none of them, for the signature has 20 bands.
    assert families(texts) == brute(texts)


def test_numbers_follow_first_appearance() -> None:
    assert renumbered(np.array([5, 5, 2, -1, 9, 2])).tolist() == [0, 0, 1, -1, 2, 1]
    assert renumbered(np.array([], np.int64)).tolist() == []
    assert families([]) == []
    assert families([None, None]) == [-1, -1]


@settings(deadline=None, max_examples=60)
@given(
    texts=st.lists(st.text(alphabet="天地人山水", max_size=12), min_size=1, max_size=6),
    posts=st.lists(st.text(alphabet="天地人山水", max_size=20), min_size=1, max_size=3),
)
def test_share_of_a_text_that_stands_in_a_post(texts: list[str], posts: list[str]) -> None:
    of = np.array([k % (len(posts) + 1) - 1 for k in range(len(texts))])
    found = shared_share(*code_points(pl.Series(texts)), *code_points(pl.Series(posts)), of)
    for text, o, share in zip(texts, of, found, strict=True):
        assert share == pytest.approx(
            len(grams(text) & grams(posts[o])) / len(grams(text)) if o >= 0 and grams(text) else 0
        )
