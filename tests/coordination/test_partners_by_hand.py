"""Acting together, worked out by hand: whom earlier days draw together."""

import numpy as np

from analytics.coordination.groups.partners import Partners, joined
from tests.coordination.scene import DAY, act, post
from tests.coordination.slow_together import drawn_by_others, slow_case, slow_partners
from tests.coordination.together_cases import Row, day_posts, others, tables
from tests.coordination.together_program import FIRST_DAY, program

HOUR = 3600.0


def shared_days(near: list[int], far: list[int], days: int = 6) -> list[Row]:
    """u and v on a post a day: in one second on the days `near`, u four hours after v on the days `far`; and eight others.

    Each post then has m = 10 events. On a near day u and v have one other event as near as each other, namely the
    other's: r = 1 / 11, weight ln 11 = 2.398. On a far day all ten lie as near: no weight.
    """
    rows = day_posts(days)
    for d in [*near, *far]:
        at = d * DAY + 1000.0
        rows += [act("u", f"p{d:02}", at if d in near else at + 4 * HOUR), act("v", f"p{d:02}", at)]
        rows += others(f"p{d:02}", [at + 1000 + 900 * k for k in range(8)], f"d{d}s")
    return rows


def drawn(rows: list[Row]) -> dict[str, list[tuple[str, int]]]:
    """Partners of u and v, as written out and as the search finds them."""
    found = slow_partners(slow_case(*tables(rows)))
    assert program(*tables(rows)).partners_by_id() == found
    return {name: of for name, of in found.items() if name in {"u", "v"}}


def test_three_posts_in_one_second_draw_two_accounts_together_after_the_third_day() -> None:
    # S after k near days is k ln 11: 2.40, 4.80, 7.19. S >= 6 from the third. There
    # (S - .736 x 3) / sqrt(1.3 x 3) = (7.194 - 2.208) / 1.975 = 2.52 >= 1.
    assert drawn(shared_days([0, 1, 2, 3], [])) == {"u": [("v", FIRST_DAY + 2)], "v": [("u", FIRST_DAY + 2)]}
    assert drawn(shared_days([0, 1], [])) == {}


def test_posts_on_which_they_are_apart_count_against() -> None:
    # Three far days first: k = 5 after the second near day, S = 4.80 < 6; k = 6 after the third:
    # (7.194 - .736 x 6) / sqrt(1.3 x 6) = 2.778 / 2.793 = .995 < 1; k = 7 after the fourth:
    # (9.592 - 5.152) / 3.017 = 1.47.
    assert drawn(shared_days([3, 4, 5], [0, 1, 2])) == {}
    assert drawn(shared_days([3, 4, 5, 6], [0, 1, 2], 7))["u"] == [("v", FIRST_DAY + 6)]


def test_three_partners_in_common_draw_two_accounts_together() -> None:
    """a is drawn to c1, c2, c3 on days 2, 3, 4, b to them on days 5, 3, 1: in common from days 5, 3, 4, all three from 5.

    A pair drawn by its own meetings on day 7 counts from day 5 too.
    """
    direct = {("a", "c1"): 2, ("a", "c2"): 3, ("a", "c3"): 4, ("b", "c1"): 5, ("b", "c2"): 3, ("b", "c3"): 1}
    assert drawn_by_others(direct) == {("a", "b"): 5}
    assert drawn_by_others(direct, 4) == {}
    code = {name: k for k, name in enumerate(["a", "b", "c1", "c2", "c3"])}
    for more in ({}, {("a", "b"): 7}):
        pairs = [(code[p], code[q], day) for (p, q), day in (direct | more).items()]
        links = sorted(pairs + [(q, p, day) for p, q, day in pairs], key=lambda link: (link[0], link[2]))
        begin = np.searchsorted([link[0] for link in links], np.arange(6))
        given = Partners(begin, np.array([k for _, k, _ in links]), np.array([float(d) for _, _, d in links]))
        found = joined(given, 3, 80)
        mine = slice(found.begin[0], found.begin[1])
        since = dict(zip(found.account[mine].tolist(), found.since_day[mine].tolist(), strict=True))
        assert since == {code["b"]: 5.0, code["c1"]: 2.0, code["c2"]: 3.0, code["c3"]: 4.0}


def test_the_day_of_a_meeting_is_the_later_of_post_and_event() -> None:
    # The third post is of day 2 (08:00 in Beijing), its events lie 17 h later: at 01:00 of day 3.
    rows, late = shared_days([0, 1], []), 2 * DAY + 17 * HOUR
    rows += [act("u", "p02", late), act("v", "p02", late)]
    rows += others("p02", [late - 1000 * k for k in range(1, 9)], "late")
    assert drawn(rows)["u"] == [("v", FIRST_DAY + 3)]


def with_words(uses: list[int], apart_s: float = 4 * HOUR) -> list[Row]:
    """u and v say the same words on each day, hours apart; other accounts use them too, uses[d] in all."""
    rows = day_posts(len(uses))
    for d, n in enumerate(uses):
        at = d * DAY + 1000.0
        rows += [act("u", f"p{d:02}", at, "task"), act("v", f"p{d:02}", at + apart_s, "task")]
        rows += [act(f"w{d}n{k}", f"p{d:02}", at + 600 * (k + 1), "task") for k in range(n - 2)]
    return rows


def test_two_shared_task_texts_draw_two_accounts_together() -> None:
    # 3 a text: T = 3 after the first day, 6 after the second. They never come near in time (two events: r = 1 / 3
    # would count, so a third one stands between them: r = 2 / 4 > 1 / e).
    assert drawn(with_words([3])) == {}
    assert drawn(with_words([3, 3]))["u"] == [("v", FIRST_DAY + 1)]


def test_words_that_live_on_many_posts_draw_nobody() -> None:
    # Four posts with 3 uses each: more than 3 posts, fewer than 5 uses a post. With 5 uses each they are a task text.
    assert drawn(with_words([3, 3, 3, 3])) == {}
    assert drawn(with_words([5, 5, 5, 5]))["u"] == [("v", FIRST_DAY + 1)]
    # Sixteen posts are too many however often they are used.
    assert drawn(with_words([5] * 16)) == {}
    assert drawn(with_words([5] * 15))["u"] == [("v", FIRST_DAY + 1)]


def with_hashtag(apart_s: list[float]) -> list[Row]:
    """u and v write posts of their own with one hashtag on each day, so far apart; w uses it half a day later."""
    rows = []
    for d, gap in enumerate(apart_s):
        at = d * DAY + 1000.0
        rows += [post(f"o{name}{d}", name, at + x, f"{name} #hh#") for name, x in (("u", 0.0), ("v", gap))]
        rows.append(post(f"ow{d}", "w", at + DAY / 2, "w #hh#"))
    return rows


def test_a_hashtag_draws_by_the_share_of_the_day_that_lies_as_near() -> None:
    # 99 s and a moment of 1 s: r = 200 / 86,400, weight 6.07 >= 6 at once, (6.07 - .736) / sqrt(1.3) = 4.7.
    # 499 s: r = 1,000 / 86,400, weight 4.46: two days are needed. The share of the three users would be 1 / 4.
    # On the last day they are 11 h apart: no weight.
    far = 11 * HOUR
    assert drawn(with_hashtag([99.0, far]))["u"] == [("v", FIRST_DAY)]
    assert drawn(with_hashtag([499.0, far])) == {}
    assert drawn(with_hashtag([499.0, 499.0, far]))["u"] == [("v", FIRST_DAY + 1)]


def test_each_day_of_a_hashtag_is_an_object_of_its_own() -> None:
    found = program(*tables(with_hashtag([99.0, 99.0])))
    assert found.arrays.object_ids.to_list() == ["hashtag:hh 2025-03-03", "hashtag:hh 2025-03-04"]
    assert found.arrays.sizes().tolist() == [3, 3]
