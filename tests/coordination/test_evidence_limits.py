"""Target posts, halves and shares of text where the boundary or the set decides, each worked out by hand."""

import numpy as np
import pytest

from analytics.coordination.groups.communities import Candidate, sample_split
from analytics.coordination.groups.evidence import (
    SearchData,
    group_evidence,
    owned_share,
    slogan_share,
    tasks_of,
    text_share,
)
from tests.coordination.scene import Row, act, case_of, code, place, post, table, words

RNG = np.random.default_rng(8)
SAID = [words(RNG) for _ in range(4)]


def material(*rows: Row) -> SearchData:
    return case_of(table(rows)).material


def acting(who: str, on: str, n: int, first: int = 0) -> list[Row]:
    """Events without words of `n` accounts named after `who` on one post."""
    return [act(f"{who}{i:02}", on, 50 + i) for i in range(first, first + n)]


def tasks(m: SearchData, *members: str) -> list[str]:
    return [m.acts.object_ids[o] for o in tasks_of(m, code(m.acts, *members)).tolist()]


def some(n: int) -> tuple[str, ...]:
    return tuple(f"n{i:02}" for i in range(n))


@pytest.mark.parametrize(("strangers_n", "expected"), [(26, []), (76, ["p"])])
def test_chance_of_as_many_members_or_more(strangers_n: int, expected: list[str]) -> None:
    """Three of four members act on p, where nobody else does; the fourth acts on q among strangers.

    26 strangers: the group has 4 of 30 events, so chance puts 3 x 4 / 30 = 0.4 on p.
    P(3 or more) = 1 - e^-0.4 (1 + 0.4 + 0.08) = 1 - 0.67032 x 1.48 = 0.0079, above 0.001: no surprise.
    (P(4 or more) = 0.0079 - 0.67032 x 0.064 / 6 = 0.0008 would be one, but not four came.)
    76 strangers: 3 x 4 / 80 = 0.15, P(3 or more) = 1 - 0.860708 x 1.16125 = 0.0005, below 0.001.
    """
    rows = [post("p", "x"), post("q", "y"), *acting("n", "p", 3), *acting("n", "q", 1, 3)]
    m = material(*rows, *acting("a", "q", strangers_n))
    assert tasks(m, *some(4)) == expected


def test_a_post_by_a_member_is_no_target_however_many_come() -> None:
    """Six members act on q (by a stranger), five on p (by the sixth), and 99 strangers on r.

    The group has 11 of 110 events, a tenth. Chance puts 0.5 on p: P(5 or more) = 0.00017; and 0.6 on q:
    P(6 or more) = 0.00004. Both are below 0.001, so only the author keeps p out.
    """
    rows = [post("p", "n00"), post("q", "x"), post("r", "y")]
    m = material(*rows, *acting("n", "p", 5, 1), *acting("n", "q", 6), *acting("a", "r", 99))
    assert tasks(m, *some(6)) == ["q"]
    # The same posts and events where the author of p is nobody of the group.
    of_others = material(
        post("p", "z"), *rows[1:], *acting("n", "p", 5, 1), *acting("n", "q", 6), *acting("a", "r", 99)
    )
    assert tasks(of_others, *some(6)) == ["p", "q"]


def test_moments_are_tested_on_the_other_half_only() -> None:
    """Nine posts of nine authors, four members on each within seconds, and 444 strangers on a tenth post.

    The group has 36 of 480 events, chance puts 4 x 36 / 480 = 0.3 on each of the nine, P(4 or more) =
    1 - e^-0.3 (1 + 0.3 + 0.045 + 0.0045) = 0.0003: all nine are target posts. Nine is odd, so the halves differ
    in size, and a group tested on the wrong one has the wrong number of sources.
    """
    rows = [post(f"p{k}", f"x{k}", 90_000.0 * k) for k in range(10)]
    rows += [act(f"n{i:02}", f"p{k}", 90_000.0 * k + 4_000 + i) for k in range(9) for i in range(4)]
    rows += [act(f"a{i:03}", "p9", 810_000.0 + 60.0 * i) for i in range(444)]
    m = material(*rows)
    members = code(m.acts, *some(4))
    assert tasks(m, *some(4)) == [f"p{k}" for k in range(9)]
    side = sample_split(m.source[place(m.acts, *(f"p{k}" for k in range(9)))])
    for half in (0, 1):
        x = group_evidence(m, Candidate(members, "meetings", half))
        other_n = int((side != half).sum())
        assert (x.sources_n.tolist(), len(x.dispatch)) == ([other_n] * 4, other_n)
    assert (side == 0).sum() != (side == 1).sum()


@pytest.mark.parametrize(("strangers_n", "share"), [(0, 1.0), (1, 0.75), (3, 0.5), (9, 0.25)])
def test_owned_share_is_that_of_all_who_write_the_text(strangers_n: int, share: float) -> None:
    """Three members and n strangers write one text on p: 3 / (3 + n) of the writers are members."""
    rows = [post("p", "x"), *(act(f"n{i:02}", "p", 50 + i, SAID[0]) for i in range(3))]
    m = material(*rows, *(act(f"a{i:02}", "p", 90 + i, SAID[0]) for i in range(strangers_n)))
    assert owned_share(m, code(m.acts, *some(3)), place(m.acts, "p")) == share


def test_slogans_are_a_share_of_what_members_did_on_target_posts() -> None:
    """Three members say one slogan on p0, p1 and p2 (9 events); a fourth says nothing there (3 events).

    9 of 12 = 0.75. The events of strangers there (15) and of members on p3 (4) are no part of it.
    """
    rows = [post(f"p{k}", f"x{k}") for k in range(4)]
    rows += [act(f"n{i:02}", f"p{k}", 50 + i, SAID[1]) for i in range(3) for k in range(3)]
    rows += [act("n03", f"p{k}", 70) for k in range(3)]
    rows += [row for k in range(3) for row in acting("a", f"p{k}", 5)] + acting("n", "p3", 4)
    m = material(*rows)
    assert slogan_share(m, code(m.acts, *some(4)), place(m.acts, "p0", "p1", "p2")) == 0.75


def test_text_share_is_a_share_of_what_a_member_did_on_target_posts() -> None:
    """Three members write one text on p0 and nothing on p1: one of two events on target posts, 0.5.

    Their events on p2 and p3, which are no target posts, do not make it 1 of 4; the fourth member, who was
    only there, has no events on target posts and a share of 0.
    """
    rows = [post(f"p{k}", f"x{k}") for k in range(4)]
    rows += [act(f"n{i:02}", "p0", 50 + i, SAID[2]) for i in range(3)]
    rows += acting("n", "p1", 3) + acting("n", "p2", 4) + acting("n", "p3", 4)
    m = material(*rows)
    found = text_share(m, code(m.acts, *some(4)), place(m.acts, "p0", "p1"))
    assert found.tolist() == [0.5, 0.5, 0.5, 0.0]
