"""Which authors are one source, and which sources are related."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.coordination.groups.author_independence import (
    known_sources_n,
    organisations,
    related_sources,
    sources_of,
    unrelated_authors_n,
)
from analytics.coordination.groups.case_arrays import case_arrays
from tests.coordination.scene import Row, act, post, profiles, table


def sources(rows: list[Row], **reasons: str) -> tuple[dict[str, int], set[tuple[int, int]]]:
    """Source of each post; related pairs."""
    acts = case_arrays(table(rows))
    of_author = organisations(
        acts, profiles(**{name: {"verified_reason": reason} for name, reason in reasons.items()})
    )[1]
    found = sources_of(acts, of_author)
    return dict(zip(acts.object_ids, found.tolist(), strict=True)), related_sources(acts, found)


def posts(*authors: str) -> list[Row]:
    return [
        row for k, author in enumerate(authors) for row in (post(f"p{k}", author), act("reader", f"p{k}", 5))
    ]


def test_each_author_is_one_source() -> None:
    of, related = sources(posts("x", "y", "x"))
    assert of["p0"] == of["p2"] != of["p1"]
    assert related == set()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("云桥科技官方微博", "云桥科技客服", True),
        ("云桥科技官方账号", "云桥科技 员工", True),
        ("Cloudbridge Ltd official", "Cloudbridge Ltd staff", True),
        ("云桥社官方微博", "云桥社客服", True),  # Three characters are a name,
        ("云桥官方微博", "云桥客服", False),  # two are not.
        ("云桥科技官方微博", "星河传媒官方微博", False),
        ("美食博主", "美食博主", False),
        ("记者", "编辑", False),
        ("", "", False),
    ],
)
def test_authors_of_one_stated_organisation_are_one_source(one: str, other: str, same: bool) -> None:
    of, _ = sources(posts("x", "y", "z"), x=one, y=other)
    assert (of["p0"] == of["p1"]) is same
    assert of["p2"] not in (of["p0"], of["p1"])


def test_organisations_are_read_for_accounts_and_authors_alike() -> None:
    acts = case_arrays(
        table([post("p", "x"), act("a", "p", 1), act("b", "p", 2), post("q", None), act("a", "q", 3)])
    )
    known = profiles(
        a={"verified_reason": "云桥科技员工"},
        x={"verified_reason": "云桥科技官方微博"},
        never_seen={"verified_reason": "云桥科技员工"},
    )
    of_account, of_author = organisations(acts, known)
    assert dict(zip(acts.account_ids, of_account, strict=True)) == {"a": "云桥科技", "b": None}
    assert dict(zip(acts.author_ids, of_author, strict=True)) == {"x": "云桥科技", "": None}


def test_an_author_who_passes_another_on_is_related() -> None:
    of, related = sources([*posts("x", "y", "z"), act("y", "p0", 9)])
    assert related == {tuple(sorted((of["p0"], of["p1"])))}


def test_relation_goes_through_the_organisation() -> None:
    # x and w are one source; y passes on a post of w: y and x's source are related.
    of, related = sources([*posts("x", "y", "w"), act("y", "p2", 9)], x="云桥科技官方微博", w="云桥科技客服")
    assert of["p0"] == of["p2"]
    assert related == {tuple(sorted((of["p0"], of["p1"])))}


def test_passing_on_a_post_of_an_unknown_author_relates_nobody() -> None:
    _, related = sources(
        [*posts("x", "y"), post("u", None), act("x", "u", 5), act("y", "unseen", 6), act("x", "unseen", 7)]
    )
    assert related == set()


def test_posts_whose_authors_are_unknown_are_sources_of_their_own() -> None:
    """Two such posts may be by one author or by two: they get a code each, at or above those of known authors."""
    rows = [*posts("x"), post("u", None), act("x", "u", 5), act("y", "unseen", 6)]
    of, _ = sources(rows)
    assert len({of["p0"], of["u"], of["unseen"]}) == 3
    acts = case_arrays(table(rows))
    assert of["p0"] < known_sources_n(acts) <= min(of["u"], of["unseen"])


def test_nothing_to_read() -> None:
    assert sources([]) == ({}, set())
    assert unrelated_authors_n([], set()) == 0


@given(
    related=st.sets(
        st.tuples(st.integers(0, 5), st.integers(0, 5))
        .map(lambda t: (min(t), max(t)))
        .filter(lambda t: t[0] < t[1])
    ),
    order=st.permutations(range(6)),
)
def test_unrelated_sources_are_a_set_without_relations_to_which_none_can_be_added(
    related: set[tuple[int, int]], order: list[int]
) -> None:
    n = unrelated_authors_n(order, related)
    free = [
        set(c)
        for k in range(7)
        for c in combinations(range(6), k)
        if all(p not in related for p in combinations(sorted(c), 2))
    ]
    full = {len(c) for c in free if not any(c < d for d in free)}
    assert n in full
