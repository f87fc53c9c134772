"""Grades of acting together, worked out by hand: e-BH, each filter, each line of B, accounts seen once."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.coordination.groups.case_arrays import case_arrays
from analytics.coordination.groups.false_discovery import e_bh
from analytics.coordination.groups.grading import grade_accounts
from tests.coordination.scene import DAY, NO_PAIRS, act, post
from tests.coordination.slow_grades import e_bh_from, slow_bursts, slow_grades
from tests.coordination.slow_together import slow_case
from tests.coordination.together_cases import Row, tables
from tests.coordination.together_program import evidence_frame, given_partners, same_grades


def test_e_bh_by_hand() -> None:
    # n = 100, share 1 %: the k-th largest needs 10,000 / k: 10,000, 5,000, 3,333, 2,500. 12,000, 6,000 and 3,400 stand,
    # 100 does not. Without the largest, 6,000 < 10,000 and 3,400 < 5,000: nothing stands.
    e = [100.0, 12_000.0, 3400.0, 6000.0]
    assert e_bh_from([math.log(x) for x in e], 100, 0.01) == pytest.approx(math.log(10_000 / 3))
    assert e_bh_from([math.log(x) for x in (6000.0, 3400.0)], 100, 0.01) == math.inf
    assert e_bh(np.log(e), 0.01, 100) == pytest.approx(math.log(10_000 / 3))
    assert e_bh(np.log([6000.0, 3400.0]), 0.01, 100) == math.inf


@given(
    e=st.lists(st.floats(1e-3, 1e6), max_size=30), more=st.integers(0, 50), share=st.sampled_from([0.01, 0.1])
)
def test_e_bh_is_the_largest_set_that_stands(e: list[float], more: int, share: float) -> None:
    ln_e = [math.log(x) for x in e]
    assert e_bh(np.array(ln_e), share, len(e) + more) == pytest.approx(e_bh_from(ln_e, len(e) + more, share))


def test_a_filter_before_the_rate_takes_others_with_it() -> None:
    """Ten accounts, e = 100 each: k = 10 needs 10 / (10 x .01) = 100: all stand.

    One has three days: its e is 0, k = 9 needs 10 / (9 x .01) = 111: nobody stands. Had the filter come after
    e-BH nine would stand, and the bound would be gone.
    """
    ten = {a: [(b, 0) for b in "abcdefghij" if b != a] for a in "abcdefghij"}
    hundred = {"ln_e": math.log(100.0) + 1e-9, "ln_e_unled": math.log(100.0) + 1e-9}
    assert graded(dict.fromkeys(ten, hundred), partners=ten).a == set(ten)
    assert graded(dict.fromkeys(ten, hundred) | {"d": hundred | {"days_n": 3}}, partners=ten).a == set()


STRONG = {"days_n": 4, "ln_e": 20.0, "ln_e_unled": 20.0, "ln_e_before": 5.0, "text_score": 0.0}
TRIO = {a: [(b, 0) for b in "abc" if b != a] for a in "abc"}


def graded(changed: dict[str, dict[str, float]], rows: list[Row] | None = None, partners=None):
    """Grades of a, b and c (and whoever is added), all strong but for what is changed. n = 3: the bar is 300 / k."""
    uneven = [17.0, 4001.0, 9313.0, 22_222.0]
    rows = rows or [act(a, f"q{k}", k * DAY + uneven[k]) for a in partners or TRIO for k in range(4)]
    case = slow_case(*tables(rows))
    evidence = {a: STRONG | changed.get(a, {}) for a in sorted(partners or TRIO)}
    found = slow_grades(case, partners or TRIO, evidence)
    arrays = case_arrays(*tables(rows))
    of = given_partners(arrays, partners or TRIO)
    graded = grade_accounts(arrays, of, evidence_frame(arrays, evidence), NO_PAIRS)
    same_grades(graded, arrays.account_ids.to_list(), found)
    return found


def test_three_strong_accounts_stand_together() -> None:
    assert graded({}).a == set("abc")


def test_moments_without_a_crowd_to_compare_with_end_at_b() -> None:
    # Four bets of eight have no crowd: as many as have one. With five the account stands at B, and with it as a
    # partner whose moments stand the two others keep their company.
    assert graded({"a": {"bets_n": 8, "no_crowd_n": 4}}).a == set("abc")
    found = graded({"a": {"bets_n": 8, "no_crowd_n": 5}})
    assert (found.a, found.b) == (set("bc"), {"a"})


@pytest.mark.parametrize(
    "filter_", [{"days_n": 3}, {"ln_e_before": 0.0}, {"ln_e": math.log(19.9), "ln_e_unled": math.log(19.9)}]
)
def test_one_filter_takes_all_three_for_want_of_company(filter_: dict[str, float]) -> None:
    # c falls; a and b are then linked with one other of e >= 20 each: company fails, nobody is left.
    found = graded({"c": filter_})
    assert (found.a, found.b) == (set(), set())


def test_who_was_never_after_its_partners_is_source_or_copied() -> None:
    four = {a: [(b, 0) for b in "abcd" if b != a] for a in "abcd"}
    found = graded({"d": {"ln_e_before": 0.0}}, partners=four)
    assert (found.a, found.source) == (set("abc"), {"d"})


def test_for_a_its_events_after_others_must_stand_too() -> None:
    # e against earlier events alone of 19.9: not A, yet not source either (above 1): followed, at B.
    four = {a: [(b, 0) for b in "abcd" if b != a] for a in "abcd"}
    found = graded({"d": {"ln_e_before": math.log(19.9)}}, partners=four)
    assert (found.a, found.followed, found.source) == (set("abc"), {"d"}, set())
    assert graded({"d": {"ln_e_before": math.log(20.1)}}, partners=four).a == set("abcd")


def test_a_chain_is_company() -> None:
    # a - b - c: a is linked with c by way of b.
    assert graded({}, partners={"a": [("b", 0)], "b": [("a", 0), ("c", 0)], "c": [("b", 0)]}).a == set("abc")
    assert graded({}, partners={"a": [("b", 0)], "b": [("a", 0)], "c": []}).a == set()


def test_who_follows_one_visible_account_is_followed() -> None:
    found = graded({a: {"ln_e": 0.0} for a in "abc"})
    assert (found.a, found.followed, found.b) == (set(), set("abc"), set("abc"))


def test_a_link_to_three_at_a_is_a_lead() -> None:
    four = {a: [(b, 0) for b in "abcd" if b != a] for a in "abcd"}
    weak = {"ln_e": 0.1, "ln_e_unled": math.log(5.1)}
    found = graded({"d": weak}, partners=four)
    assert (found.a, found.link, found.b) == (set("abc"), {"d"}, {"d"})
    assert graded({"d": weak | {"ln_e_unled": math.log(4.9)}}, partners=four).b == set()  # e of 5 is needed.
    assert graded({"d": weak | {"ln_e_before": 0.0}}, partners=four).b == set()


def test_a_tool_that_keeps_its_clock_is_neither_a_nor_b() -> None:
    # 11 events of c on the full hour: R ** 2 / n = 11 > 10 at one hour. With 9 of them it is 9: not above.
    # The others have more events than c, off the minute: else the whole case counts as known to the minute.
    def found(n: int):
        rows = [act(a, f"q{k:02}", k * DAY + 17.0 + 977 * k * k) for a in "abd" for k in range(10)]
        rows += [act("c", f"q{k:02}", k * DAY + 3600.0 * (k % 5)) for k in range(n)]
        four = {a: [(b, 0) for b in "abcd" if b != a] for a in "abcd"}
        return graded({}, rows, four)

    assert (found(11).a, found(11).own_clock, found(11).b) == (set("abd"), set(), set())
    assert found(9).a == set("abcd")


def twelve_days(c_minutes: list[int]) -> list[Row]:
    """Events of a, b and d off all ticks, of c at these minutes after 08:00; all moments are whole minutes."""
    uneven = [1, 3, 9, 13, 18, 22, 26, 34, 40, 47, 50, 56]
    at = {**dict.fromkeys("abd", uneven), "c": c_minutes}
    return [
        act(a, f"q{k:02}", k * DAY + 60.0 * of[k], at_precision="min")
        for a, of in at.items()
        for k in range(12)
    ]


ON_QUARTERS = [0, 15, 30, 45] * 3  # R ** 2 / n = 12 > 10 at 15 minutes.
OFF_QUARTERS = [2, 4, 10, 14, 19, 23, 27, 35, 41, 48, 51, 57]


def test_moments_known_to_the_minute_show_a_clock_too() -> None:
    four = {a: [(b, 0) for b in "abcd" if b != a] for a in "abcd"}
    assert graded({}, twelve_days(ON_QUARTERS), four).a == set("abd")
    assert graded({}, twelve_days(OFF_QUARTERS), four).a == set("abcd")


@pytest.mark.parametrize("unled", [0.5, 1.5])
def test_a_clock_of_its_own_closes_the_line_of_pairs_whatever_its_e(unled: float) -> None:
    """c and a met more often than chance gives. e of c is above 1: it would stand by that pair but for its clock."""
    four = {a: [(b, 0) for b in "abcd" if b != a] for a in "abcd"}
    pair = pl.DataFrame({"account": [0], "partner": [2], "q": [1e-6]})
    weak = STRONG | {"ln_e": 0.1, "ln_e_unled": unled}
    for minutes, stands in ((ON_QUARTERS, False), (OFF_QUARTERS, True)):
        arrays = case_arrays(*tables(twelve_days(minutes)))
        evidence = evidence_frame(arrays, dict.fromkeys("abd", STRONG) | {"c": weak})
        found = grade_accounts(arrays, given_partners(arrays, four), evidence, pair)
        assert found.lines["pair_timing"].tolist() == [True, False, stands, False]


# Accounts seen once


def test_a_burst_of_new_accounts_by_hand() -> None:
    """Ten events on a post: five with one text within 40 s, five others, of which three are of accounts seen elsewhere.

    60 % of 5 users are 3: windows of 3 in a row, 3 of them; the shortest is 10 s. One of the others lies in it, but is
    seen once and may belong to them. One of the three users is taken out: P(2 or more of 4) with chance (0 + 1) /
    (3 + 2) = 1 / 5: 1 - (4/5)^4 - 4 (1/5) (4/5)^3 = 1 - 256/625 - 256/625 = 113 / 625 = .1808; times 3 windows:
    339 / 625 = .5424.
    The five have no other event, two of the five others neither: 7 of 10 are seen once. P(all 5 drawn are) =
    C(7,5) / C(10,5) = 21 / 252 = 1 / 12.
    """
    rows = [post("p", "x", 0.0), post("q", "y", 0.0)]
    rows += [act(f"n{k}", "p", 5000.0 + x, "task") for k, x in enumerate((0, 20, 25, 30, 40))]
    rows += [act(f"s{k}", "p", x) for k, x in enumerate((100.0, 2000.0, 7000.0, 5025.5, 9000.0))]
    rows += [act(f"s{k}", "q", 500.0 + k) for k in range(3)]  # s0, s1, s2 are seen twice.
    found = slow_bursts(slow_case(*tables(rows)))
    assert found == {("p", "task"): pytest.approx((339 / 625, 1 / 12))}
