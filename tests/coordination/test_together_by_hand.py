"""Acting together, worked out by hand: the moments of each explanation, what a bet pays, one e."""

import math
from collections.abc import Iterable

import numpy as np
import pytest

from analytics.coordination.groups.account_evidence import account_evidence
from analytics.coordination.groups.case_arrays import case_arrays
from analytics.coordination.groups.leaders import leaders
from tests.coordination.scene import DAY, act, post
from tests.coordination.slow_evidence import (
    Usual,
    all_bets,
    alternatives,
    bets_on,
    density,
    evidence_of,
    ln_product,
    text_bets,
)
from tests.coordination.slow_together import e_of, gap, led_by, level, slow_case
from tests.coordination.together_cases import Row, day_posts, others, tables
from tests.coordination.together_program import FIRST_DAY, Program, given_partners

HOUR = 3600.0


def test_gap_and_level() -> None:
    assert gap(100, [40, 130, 500], True) == 30  # To 130.
    assert gap(100, [40, 130, 500], False) == 60  # To 40, the nearest at or before.
    assert gap(30, [40], False) == math.inf
    assert gap(40, [40], False) == 0
    assert [level(x) for x in (0, 5, 5.1, 20, 60, 180, 600, 1800, 1801, math.inf)] == [
        6,
        6,
        5,
        5,
        4,
        3,
        2,
        1,
        0,
        0,
    ]


def test_one_bet_on_the_nearest_of_six() -> None:
    """The event lies 3 s from a partner (level 6), five strangers more than half an hour away (level 0).

    Closeness: e = x / ((x + 5) / 6) = 6 x / (x + 5) with x = exp(6 theta):
    theta .35: x = 8.1662, e = 3.7214; theta .7: x = 66.686, e = 5.5815; theta 1.1: x = 735.10, e = 5.9595.
    Ranks: the event has rank (1 / 2) / 6 = 1 / 12. One stranger is 2000 s away: rank (1 + 1 / 2) / 6 = 1 / 4. Four
    are beyond two hours and tied last: rank (2 + 4 / 2) / 6 = 2 / 3.
    kappa .3: values 12 ** .7 = 5.6944, 4 ** .7 = 2.6390, 1.5 ** .7 = 1.3282; mean (5.6944 + 2.6390 + 5.3129) / 6
    = 2.27439; e = 2.5037. kappa .6: 12 ** .4 = 2.7019, 4 ** .4 = 1.7411, 1.5 ** .4 = 1.1761; mean 1.52456; e = 1.7723.
    """
    found = e_of([3, 2000, 7300, 8000, 90_000, math.inf], [1.0] * 6)
    assert found == pytest.approx([3.7214, 5.5815, 5.9595, 2.5037, 1.7723], abs=2e-4)


def test_a_bet_is_fair_whatever_the_gaps_and_weights() -> None:
    # Sum over the alternatives of weight x e, over the sum of weights, is 1: each alternative taken as the real one.
    rng = np.random.default_rng(5)
    for _ in range(50):
        gaps = rng.choice([0, 3, 3, 40, 300, 5000, 9000, math.inf], 7).tolist()
        weights = rng.uniform(0.1, 3, 7).tolist()
        turned = [
            np.array(e_of(gaps[k:] + gaps[:k], weights[k:] + weights[:k])) * weights[k] for k in range(7)
        ]
        np.testing.assert_allclose(sum(turned) / sum(weights), 1, rtol=1e-12)


def usual_of(rows: list[Row], leaders_of: dict[str, list[str]] | None = None) -> Usual:
    case = slow_case(*tables(rows))
    return Usual(
        case, {"u": [("v", FIRST_DAY - 9)], "v": [("u", FIRST_DAY - 9)]}, leaders_of or {}, density(case)
    )


def act_of(usual: Usual, name: str, on: str):
    return next(a for a in usual.case.of[name] if a.object == on)


def test_the_moments_of_each_explanation() -> None:
    """p00, p01, p02 at 08:00 of days 0, 1, 2. u comes 1 h, 2 h and, on p02, 10 h after; v just before it.

    On p02 (post at 172,800; u at 208,800). Own clock: the times of day 09:00 and 10:00 of earlier days, moved to the
    same day: 176,400 and 180,000. Own pace: delays 3,600 and 7,200 after the post: the same two moments here.
    Leader L came 600 s, 1,200 s before u and, on p02, at 200,000: 200,600 and 201,200.
    Crowd: strangers with a delay between 36,000 / 16 = 2,250 and 576,000: five of the six, not the one after 2,000 s.
    """
    rows = day_posts(3)
    for d, (u, leads) in enumerate([(1 * HOUR, 600), (2 * HOUR, 1200), (10 * HOUR, 8800)]):
        rows += [act("u", f"p{d:02}", d * DAY + u), act("L", f"p{d:02}", d * DAY + u - leads)]
    rows += [act("v", "p02", 2 * DAY + 35_990.0)]
    delays = [2000, 2300, 3000, 40_000, 50_000, 60_000]
    rows += others("p02", [2 * DAY + x for x in delays])
    usual = usual_of(rows, {"u": ["L"]})
    start = usual.case.things["p00"].start
    found = alternatives(usual, act_of(usual, "u", "p02"), {"v", "L"})
    seconds = {null: sorted(x - start for x in moments[1:]) for null, (moments, _) in found.items()}
    assert seconds == {
        "crowd": [172_800.0 + x for x in delays[1:]],
        "crowd_habit": [172_800.0 + x for x in delays[1:]],
        "clock all": [176_400.0, 180_000.0],
        "clock alike": [176_400.0, 180_000.0],  # Monday, Tuesday, Wednesday.
        "clock recent": [176_400.0, 180_000.0],
        "clock weekday": [],  # The first Wednesday.
        "own_pace": [176_400.0, 180_000.0],
        "leader 0": [200_600.0, 201_200.0],
    }
    assert all(moments[0] - start == 208_800.0 for moments, _ in found.values())


def test_a_window_across_midnight_stays_one_window() -> None:
    """u comes at 23:50 and 00:10 in Beijing by turns; at 23:50 of the last day 00:10 means 20 minutes later.

    START is 08:00 in Beijing: 23:50 is 57,000 s, 00:10 is 58,200 s after the post of the day.
    """
    rows = day_posts(3)
    rows += [act("u", "p00", 57_000.0), act("u", "p01", DAY + 58_200.0), act("u", "p02", 2 * DAY + 57_000.0)]
    rows += [act("v", "p02", 2 * DAY + 57_000.0)]
    usual = usual_of(rows)
    a = act_of(usual, "u", "p02")
    moments, _ = alternatives(usual, a, {"v"})["clock all"]
    assert sorted(x - a.at for x in moments) == [0, 0, 1200]
    # Seen from 00:10 of the second day, 23:50 is 20 minutes before, not the end of that day.
    rows[-1] = act("v", "p01", DAY + 58_200.0)
    usual = usual_of(rows)
    b = act_of(usual, "u", "p01")
    moments, _ = alternatives(usual, b, {"v"})["clock all"]
    assert sorted(x - b.at for x in moments) == [-1200, 0]


def test_events_of_the_last_half_day_are_not_earlier() -> None:
    # 43,200 s before is earlier, 43,199 s before is the same stretch of life.
    rows = [post("p", "w", 0.0), post("q", "y", 60.0), post("r", "z", 30_000.0)]
    rows += [act("u", "p", 1000.0), act("u", "q", 1001.0), act("u", "r", 44_200.0), act("v", "r", 44_200.0)]
    usual = usual_of(rows)
    moments, _ = alternatives(usual, act_of(usual, "u", "r"), {"v"})["own_pace"]
    assert len(moments) == 2


def test_a_moment_before_the_post_is_no_alternative_of_the_clock() -> None:
    # u came at 09:00 on day 0; the post of day 1 appears at 12:00 (4 h after START's clock), u at 13:00.
    rows = [post("p", "x", 0.0), post("q", "y", DAY + 4 * HOUR)]
    rows += [act("u", "p", HOUR), act("u", "q", DAY + 5 * HOUR), act("v", "q", DAY + 5 * HOUR)]
    usual = usual_of(rows)
    moments, _ = alternatives(usual, act_of(usual, "u", "q"), {"v"})["clock all"]
    assert len(moments) == 1


def test_like_days_and_the_latest_ten_events_are_asked_apart() -> None:
    """START is a Monday. u comes 1 h after each post of 14 working days, 3 h after those of the weekends between.

    On the third Saturday (day 19): like days are the four weekend days before, all at 11:00, as the event is. The latest
    ten are days 9 to 18: Wednesday to Friday at 09:00, day 12 and 13 at 11:00, Monday to Friday at 09:00.
    """
    rows = day_posts(20)
    rows += [act("u", f"p{d:02}", d * DAY + (3 if d % 7 >= 5 else 1) * HOUR + d) for d in range(20)]
    rows += [act("v", "p19", 19 * DAY + 3 * HOUR)]
    usual = usual_of(rows)
    a = act_of(usual, "u", "p19")
    found = alternatives(usual, a, {"v"})
    hours = {
        ask: [round((x - a.at) / HOUR) for x in found[ask][0]]
        for ask in ("clock all", "clock alike", "clock recent", "clock weekday")
    }
    assert sorted(hours["clock all"]) == [-2] * 15 + [0] * 5
    assert hours["clock alike"] == [0] * 5
    assert sorted(hours["clock recent"]) == [-2] * 8 + [0] * 3
    assert hours["clock weekday"] == [0] * 3  # Itself and the Saturdays of days 5 and 12.


def test_habits_weigh_strangers_by_the_time_of_day() -> None:
    """u was here once before at 09:00. The case has two events in the quarter from 09:00 and one in each of six others.

    A stranger at 09:00 sharp has kernel (1 - 0) / 900, over the density there; one hours away has none:
    weights (3 + 1 / (900 density)) / 4 and 3 / 4. Density of the quarter: counts + 1, smoothed.
    """
    rows = [post("p", "x", 0.0), post("q", "y", DAY)]
    rows += [act("u", "p", HOUR), act("u", "q", DAY + 9 * HOUR), act("v", "q", DAY + 9 * HOUR)]
    rows += others("q", [DAY + HOUR, *[DAY + (2 + k) * HOUR for k in range(4)]])
    usual = usual_of(rows)
    moments, weights = alternatives(usual, act_of(usual, "u", "q"), {"v"})["crowd_habit"]
    # 9 events: u at 09:00 (START is 08:00) of day 0, s0 at 09:00, s1..s4 at 10:00..13:00, u and v at 17:00: 8 and one.
    # Quarter of 09:00: 2 + 1, its neighbours 0 + 1 each: 3 / 2 + 1 / 4 + 1 / 4 = 2 of 96 + 8 in all.
    share = 2 / (96 + 8)
    at_nine = (3 + (1 / 900) / (share / 900)) / 4
    assert dict(zip([round(x - moments[0]) for x in moments], weights, strict=True)) == pytest.approx(
        {0: 0.75, -8 * 3600: at_nine, **{-(7 - k) * 3600: 0.75 for k in range(4)}}
    )


def leaders_of_u(
    first: dict[str, list[int]], of: int, apart_s: float = 60.0, more: Iterable[Row] = ()
) -> list[str]:
    """The leaders of u, who comes on `of` posts, where each of `first` comes before it on the posts given."""
    rows = day_posts(of) + [act("u", f"p{d:02}", d * DAY + 30_000) for d in range(of)] + list(more)
    for name, days in first.items():
        rows += [act(name, f"p{d:02}", d * DAY + 30_000 - apart_s) for d in days]
    arrays = case_arrays(*tables(rows))
    ids = arrays.account_ids.to_list()
    who = leaders(arrays, np.array([ids.index("u")]))[0][ids.index("u")]
    found = [ids[b] for b in who if b >= 0]
    assert found == led_by(slow_case(*tables(rows)), "u")
    return found


def after_u(name: str, days: Iterable[int]) -> list[Row]:
    return [act(name, f"p{d:02}", d * DAY + 30_060) for d in days]


def test_leaders_are_whom_one_comes_after_on_a_quarter_of_its_posts() -> None:
    """One that always comes first, alone: n of n has the chance 1 / 2 ** n. Five: 1 / 32; four: 1 / 16 > .05."""
    assert leaders_of_u({"L": [*range(5)]}, 20) == ["L"]
    assert leaders_of_u({"L": [*range(5)]}, 21) == []  # 5 of 21 are less than a quarter.
    assert leaders_of_u({"L": [*range(4)]}, 4) == []  # By turns, too, once in sixteen times.
    assert leaders_of_u({"L": [*range(6)]}, 10, 6 * HOUR) == []  # Six hours before is too long ago.
    assert leaders_of_u({"L": [*range(6)]}, 10, 6 * HOUR - 1) == ["L"]
    assert leaders_of_u({"L": [*range(6)]}, 10, 0.0) == []  # The same second is not before.


def test_a_leader_comes_first_on_nine_of_ten_posts_on_which_both_act() -> None:
    """9 of 10: 11 / 1,024 = .011 <= .05, and .9 of 10. 17 of 19: 191 / 2 ** 19 < .001, but 17 < .9 x 19 = 17.1."""
    assert leaders_of_u({"L": [*range(9)]}, 10, more=after_u("L", [9])) == ["L"]
    assert leaders_of_u({"L": [*range(17)]}, 19, more=after_u("L", [17, 18])) == []
    # Posts on which only one of the two acts do not count.
    alone = [act("L", f"q{k}", k * DAY + 5.0) for k in range(30)]
    assert leaders_of_u({"L": [*range(9)]}, 20, more=after_u("L", [9]) + alone) == ["L"]


def test_chance_is_multiplied_by_those_who_come_before_so_often() -> None:
    """6 of 6: 1 / 64 = .016. Of one .016, of three .047 <= .05, of four .0625: none of them leads.

    Who comes before on three posts only is not counted; on four it is, and does not lead itself (4 of 4: 1 / 16).
    """
    six = [*range(6)]
    assert leaders_of_u(dict.fromkeys("LMN", six), 6) == ["L", "M", "N"]
    assert leaders_of_u(dict.fromkeys("LMNO", six), 6) == []
    assert leaders_of_u(dict.fromkeys("LMN", six) | {"O": six[:3]}, 6) == ["L", "M", "N"]
    assert leaders_of_u(dict.fromkeys("LMN", six) | {"O": six[:4]}, 6) == []


def test_the_six_most_frequent_lead_by_id_where_equal() -> None:
    """12 of 12 is 1 / 4,096, 11 of 11 1 / 2,048: of eight .004 at most. S comes first once more than the others."""
    eleven = [*range(11)]
    assert leaders_of_u(dict.fromkeys("STRQPONM", eleven) | {"S": [*range(12)]}, 12) == list("SMNOPQ")


def test_forty_are_compared_post_by_post() -> None:
    """Forty accounts come first on 20 of 40 posts on which both act; L on 16 of 16: it is the forty-first, no leader.

    With 39 it is the fortieth: 40 / 65,536 = .0006.
    """
    for n, led in ((40, []), (39, ["L"])):
        by_turns = {f"t{k:02}": [*range(20)] for k in range(n)}
        later = [r for name in by_turns for r in after_u(name, range(20, 40))]
        assert leaders_of_u(by_turns | {"L": [*range(16)]}, 40, more=later) == led


def test_the_least_of_the_leaders_counts_in_each_way_to_bet() -> None:
    """Two leaders and two alternatives each: one far from the partner, one as near as u came.

    u came 3 s before v. Behind L it would have come 3 s or more than two hours apart, behind M 3 s or 300 s apart.
    Levels 6 and 0: e = 2 / (1 + exp(-6 theta)) = 1.7818, 1.9704, 1.9973; levels 6 and 2: 2 / (1 + exp(-4 theta)) =
    1.6044, 1.8853, 1.9757. Ranks 1 / 4 and 3 / 4 both: 4 ** .7 = 2.6390 and (4 / 3) ** .7 = 1.2231: e = 1.3666; 4 ** .4 =
    1.7411 and (4 / 3) ** .4 = 1.1220: 1.2163. The second is less in closeness; in ranks they are equal.
    A third leader that has as its only moment the event itself pays 1 in each way.
    """
    one, few = [1.0] * 2, ([50_000.0], [1.0])
    pace = ([50_000.0, 90_000.0], one)
    led = {"leader 0": ([50_000.0, 60_000.0], one), "leader 1": ([50_000.0, 50_303.0], one)}
    found = bets_on({"own_pace": pace} | led, [50_003.0], True)
    assert found["leader"] == pytest.approx([1.6044, 1.8853, 1.9757, 1.3666, 1.2163], abs=1e-4)
    assert sorted(found) == ["leader", "own_pace"]
    assert bets_on(led | {"leader 2": few}, [50_003.0], True)["leader"] == [1.0] * 5


def test_where_no_leader_acted_before_the_own_pace_stands_in() -> None:
    """L came after u on p02 and M is not there: its pace; with M there before, M alone is asked."""
    rows = day_posts(3)
    for d in range(3):
        rows += [act("u", f"p{d:02}", d * DAY + 30_000.0 + 700 * d), act("v", f"p{d:02}", d * DAY + 30_003.0)]
        rows += [act("L", f"p{d:02}", d * DAY + (29_000.0 if d < 2 else 40_000.0))]
        rows += [act("M", f"p{d:02}", d * DAY + 28_000.0)] if d < 2 else []
    usual = usual_of(rows, {"u": ["L", "M"]})
    found = alternatives(usual, act_of(usual, "u", "p02"), {"v"})
    assert found["leader 0"] == found["own_pace"]
    assert "leader 1" not in found
    usual = usual_of([*rows, act("M", "p02", 2 * DAY + 28_000.0)], {"u": ["L", "M"]})
    found = alternatives(usual, act_of(usual, "u", "p02"), {"v"})
    start = usual.case.things["p02"].start
    assert [x - start for x in found["leader 0"][0]] == [
        31_400.0,
        30_000.0,
        30_700.0,
    ]  # 2,000 and 2,700 s behind M.
    assert "leader 1" not in found


# One e


def test_one_e_of_two_days() -> None:
    """A mean inside a day of objects by the partners on them, a product over days, a mean over the five ways to bet.

    Day 1 holds a post with three partners and e 3, and one with one partner and e 1: mean (3 x 3 + 1) / 4 = 2.5.
    Day 2 holds one post with e 4. Product 10 in one way to bet; the other four give 1 x 0.5. Mean
    (10 + 4 x 0.5) / 5 = 2.4.
    """
    bets = [(1, 3, [3, 1, 1, 1, 1]), (1, 1, [1, 1, 1, 1, 1]), (2, 7, [4, 0.5, 0.5, 0.5, 0.5])]
    assert ln_product(bets) == pytest.approx(math.log(2.4))


def test_a_post_counts_as_often_as_partners_acted_on_it() -> None:
    """u meets v, w and x in one second on one post of a day, and v alone, hours apart, on another.

    On the first post u has six moments in the crowd, five of them of strangers half an hour and more away: e as in
    `test_one_bet_on_the_nearest_of_six`. On the second all lie beyond two hours of v: e = 1. The day's mean is
    (3 e + 1) / 4; for theta = .35, e = 3.7214: 3.0411.
    """
    rows = [post("p", "x", 0.0), post("q", "x", 0.0), act("u", "p", 50_000.0), act("u", "q", 30_000.0)]
    rows += [act(name, "p", 50_003.0) for name in "vwy"] + [act("v", "q", 500_000.0)]
    rows += others("p", [50_003.0 + x for x in (2000, 7300, 8000, 40_000, 60_000)])
    rows += others("q", [30_000.0 + x for x in (2000, 7300, 8000, 40_000, 60_000)])
    arrays = case_arrays(*tables(rows))
    of = {"u": [(name, FIRST_DAY - 9) for name in "vwy"]}
    partners = given_partners(arrays, of)
    computed = Program(arrays, partners, account_evidence(arrays, partners)).evidence_by_id()["u"]
    group, _ = all_bets(Usual(slow_case(*tables(rows)), of, {}, [1 / 86_400] * 96), "u")
    (_, many, on_p), (_, one, on_q) = group["crowd"]
    assert (many, one) == (3, 1)
    assert (on_p[0], on_q[0]) == pytest.approx((3.7214, 1.0), abs=2e-4)
    assert math.exp(ln_product([(d, n, v[:1]) for d, n, v in group["crowd"]])) == pytest.approx(
        3.0411, abs=2e-4
    )
    assert (computed["bets_n"], computed["days_n"]) == (2, 1)


@pytest.mark.parametrize(
    ("of_x", "since", "n", "is_control"),
    [("vw", 9, 6, False), ("vw", 9, 5, True), ("v", 9, 6, True), ("vw", 0, 6, True)],
)
def test_who_has_two_partners_in_common_is_no_control(
    of_x: str, since: int, n: int, is_control: bool
) -> None:
    """u and its partner v come in one second, n others in the next seconds, five strangers half an hour and more away.

    These six have v and w as partners as u has, since before the day, and are more than half of the eleven who are no
    partners of u: they are left out, u has six moments in the crowd, five of them far, and the bet pays what
    `test_one_bet_on_the_nearest_of_six` pays. Five of ten are not more than half; with one in common, or two since
    the very day, they are strangers: several moments are near as that of u is, and the bet pays less.
    """
    rows = [post("p", "x", 0.0), act("u", "p", 50_000.0), act("v", "p", 50_003.0)]
    rows += [act(f"x{k}", "p", 50_003.0 + k) for k in range(n)]
    rows += others("p", [50_003.0 + x for x in (2000, 7300, 8000, 40_000, 60_000)])
    rows += [post("r", "x", 0.0), act("w", "r", 5000.0)]
    arrays = case_arrays(*tables(rows))
    of = {"u": [("v", FIRST_DAY - 9), ("w", FIRST_DAY - 9)]}
    of |= {f"x{k}": [(name, FIRST_DAY - since) for name in of_x] for k in range(n)}
    for name in "vw":
        of[name] = [("u", FIRST_DAY - 9)]
        of[name] += [(f"x{k}", FIRST_DAY - since) for k in range(n)] if name in of_x else []
    usual = Usual(slow_case(*tables(rows)), of, {}, density(slow_case(*tables(rows))))
    pays = all_bets(usual, "u")[0]["crowd"][0][2][0]
    assert (pays < 3) if is_control else pays == pytest.approx(3.7214, abs=2e-4)
    partners = given_partners(arrays, of)
    computed = Program(arrays, partners, account_evidence(arrays, partners)).evidence_by_id()["u"]
    assert computed == pytest.approx(evidence_of(usual, "u"), abs=1e-9)


def test_the_group_counts_half_and_each_partner_by_its_place() -> None:
    """One bet of u with its only partner: the group's e and the pair's are the same number x.

    The pair has the weight 1 / (1 x 2): e = (x + x / 2) / 2 = 3 x / 4. Crowd: u and v in one second, five strangers
    half an hour and two hours apart: x is the mean of the five values of `test_one_bet_on_the_nearest_of_six`
    = (3.7214 + 5.5815 + 5.9595 + 2.5037 + 1.7723) / 5 = 3.9077, e = 2.9308. All other explanations have no other
    moment than the real one, x = 1, e = 3 / 4: the least, u has no past.
    """
    rows = [post("p", "x", 0.0), act("u", "p", 50_000.0), act("v", "p", 50_003.0)]
    rows += others("p", [50_003.0 + x for x in (2000, 7300, 8000, 40_000, 60_000)])
    found = evidence_of(usual_of(rows), "u")
    assert found is not None
    arrays = case_arrays(*tables(rows))
    both = given_partners(arrays, {"u": [("v", FIRST_DAY - 9)], "v": [("u", FIRST_DAY - 9)]})
    computed = Program(arrays, both, account_evidence(arrays, both)).evidence_by_id()["u"]
    assert computed == pytest.approx(found, abs=1e-9)
    assert math.exp(found["ln_e_crowd"]) == pytest.approx(2.9308, abs=2e-4)
    for name in ("ln_e_own_clock", "ln_e_own_pace", "ln_e_leader", "ln_e", "ln_e_unled"):
        assert math.exp(found[name]) == pytest.approx(0.75)
    # u comes before v: one-sided, its gap is infinite, as is everybody's but those after v.
    assert found["ln_e_before"] < 0
    assert (found["bets_n"], found["days_n"]) == (1, 1)


def test_words_of_a_partner() -> None:
    """v says "task" first, u repeats it. Four strangers follow, one with "task"; two were there before v.

    Exchange: u and the four later ones, two hits of five: chance 2 / 5. Copying: three earlier events, one of
    them a partner's words: chance 1 / 3. With v = exp(3 x .35) = 2.8577: e = 2.8577 / (1 + 1.8577 x 2 / 5) = 1.6394
    and 2.8577 / (1 + 1.8577 / 3) = 1.7648.
    """
    rows = [post("p", "x", 0.0), act("v", "p", 300.0, "task"), act("u", "p", 400.0, "task")]
    rows += (
        others("p", [100.0, 200.0], "b") + others("p", [500.0, 600.0, 700.0]) + [act("t", "p", 800.0, "task")]
    )
    usual = usual_of(rows)
    exchange, copying = text_bets(usual.case.things["p"], act_of(usual, "u", "p"), {"v"})
    assert exchange[0] == pytest.approx(1.6394, abs=1e-4)
    assert copying[0] == pytest.approx(1.7648, abs=1e-4)
    # No words of a partner before: no bet, e = 1.
    assert text_bets(usual.case.things["p"], act_of(usual, "v", "p"), {"u"})[0] == [1.0] * 3
