"""Task-specific text by hand: which families count on which post, and whose words are in a cell."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coordination.groups.case_arrays import case_arrays
from analytics.coordination.groups.shared_text import SharedText, shared_text
from analytics.text.families import families_of
from tests.coordination.scene import Row, act, post, table, words

RNG = np.random.default_rng(3)
SAID, ELSE, THIRD, *SUBJECTS = (words(RNG) for _ in range(15))
POSTS = [post(f"p{k}", f"x{k}", 0, SUBJECTS[k]) for k in range(8)]


def cells(rows: list[Row], posts: list[Row] | None = None) -> list[tuple[str, str]]:
    """(post, account) of every cell, sorted by cell and account."""
    events = table([*(POSTS if posts is None else posts), *rows])
    acts = case_arrays(events)
    found: SharedText = shared_text(events, families_of(events), acts)
    assert found.cells_n == len(set(found.cell.tolist()))
    return [
        (acts.object_ids[o], acts.account_ids[a])
        for o, a in zip(found.object.tolist(), found.account.tolist(), strict=True)
    ]


def uses(account: str, root: str, n: int = 1, said: str = SAID, **other: object) -> list[Row]:
    return [act(f"{account}{k}", root, 10 + k, said, **other) for k in range(n)]


def test_three_accounts_on_one_post_are_a_cell_and_two_are_none() -> None:
    assert cells(uses("a", "p0", 3)) == [("p0", "a0"), ("p0", "a1"), ("p0", "a2")]
    assert cells(uses("a", "p0", 2)) == []
    assert cells([act("a", "p0", k, SAID) for k in range(5)]) == []  # One account five times.


@pytest.mark.parametrize(
    ("here", "elsewhere", "counts"), [(8, 2, True), (7, 2, False), (4, 1, True), (3, 1, False), (12, 3, True)]
)
def test_four_fifths_of_a_texts_uses_lie_on_the_post(here: int, elsewhere: int, counts: bool) -> None:
    rows = [*uses("a", "p0", here), *(act(f"b{k}", f"p{1 + k}", 5, SAID) for k in range(elsewhere))]
    assert bool(cells(rows)) is counts


def test_slogans_live_on_many_posts_and_drop_out() -> None:
    assert cells([row for k in range(8) for row in uses(f"a{k}", f"p{k}", 5)]) == []


def test_each_platform_counts_for_itself() -> None:
    rows = [*uses("a", "p0", 4), *uses("d", "p1", 4, platform="douyin")]
    assert {o for o, _ in cells(rows)} == {"p0", "p1"}
    assert cells([*uses("a", "p0", 4), *uses("d", "p1", 4)]) == []


def test_near_copies_belong_together() -> None:
    rows = [act(f"a{k}", "p0", 10 + k, SAID + tail) for k, tail in enumerate(["", "啊", "吧"])]
    assert len(cells(rows)) == 3


def test_words_of_the_post_itself_are_a_quotation() -> None:
    assert cells(uses("a", "p0", 5, SUBJECTS[0])) == []
    # 11 letters of the post before 13 others: 9 of 22 3-grams stand in it (.41); with 10 letters 8 of 22 (.36).
    assert cells(uses("a", "p0", 5, SUBJECTS[0][:11] + SAID[:13])) == []
    assert len(cells(uses("a", "p0", 5, SUBJECTS[0][:10] + SAID[:14]))) == 5
    assert len(cells(uses("a", "p1", 5, SUBJECTS[0]))) == 5  # On another post it is no quotation.


def test_only_own_words_of_known_accounts_on_known_posts() -> None:
    rows = uses("a", "p0", 2)
    for more in (
        act(None, "p0", 30, SAID),
        act("c", None, 30, SAID),
        act("c", "p0", 30, None, text=SAID),
        act("x0", "p1", 30, SAID),
    ):
        assert cells([*rows, more]) == []


def test_a_later_act_of_an_account_counts_with_its_earliest() -> None:
    events = table(
        [*POSTS, act("a0", "p0", 5), *uses("a", "p0", 3), act("a1", "p0", 99, SAID, kind="comment")]
    )
    found = shared_text(events, families_of(events), case_arrays(events))
    assert events["own_text"].gather(found.event).to_list() == [SAID] * 3
    assert len(found.account) == 3


def test_two_texts_on_one_post_are_two_cells() -> None:
    assert [o for o, _ in cells([*uses("a", "p0", 3), *uses("a", "p0", 4, ELSE)])] == ["p0"] * 7


def test_nothing_said_nothing_found() -> None:
    assert cells([]) == cells([act("a", "p0", 3)]) == cells([], []) == []


row = st.tuples(
    st.sampled_from("abcdef"), st.sampled_from(["p0", "p1", "p2"]), st.sampled_from([SAID, ELSE, THIRD, None])
)


@settings(deadline=None, max_examples=80)
@given(rows=st.lists(row, max_size=30))
def test_cells_are_those_of_the_definition(rows: list[tuple[str, str, str | None]]) -> None:
    expected = set()
    for said in (SAID, ELSE, THIRD):
        used = [(o, a) for a, o, text in rows if text == said]
        for post_ in ("p0", "p1", "p2"):
            here = [a for o, a in used if o == post_]
            if len(set(here)) >= 3 and 10 * len(here) >= 8 * len(used):
                expected |= {(post_, a, said) for a in here}
    found = cells([act(a, o, k, text) for k, (a, o, text) in enumerate(rows)])
    assert sorted(found) == sorted((o, a) for o, a, _ in expected)


def test_uses_in_posts_of_their_own_are_uses_elsewhere() -> None:
    # Nine people post a slogan for themselves; three say it under p0: it is no text made for p0.
    own = [post(f"own{k}", f"y{k}", 0, SAID) for k in range(9)]
    assert cells(uses("a", "p0", 3), [*POSTS, *own]) == []


def test_uses_by_unknown_accounts_are_uses_elsewhere() -> None:
    assert cells([*uses("a", "p0", 3), *(act(None, f"p{1 + k % 3}", 5, SAID) for k in range(6))]) == []


def test_families_of_other_events_are_not_read() -> None:
    events = table([*POSTS, *uses("a", "p0", 3)])
    none = families_of(events).filter(pl.lit(False))
    assert shared_text(events, none, case_arrays(events)).cells_n == 0
