"""Posts with many events and accounts with many: where the search looks at a part only, it is the part written down."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from analytics.coordination.groups.account_evidence import account_evidence
from analytics.coordination.groups.case_arrays import case_arrays
from analytics.coordination.groups.partners import draw_partners
from analytics.model.thresholds import DEFAULT
from tests.coordination.scene import DAY, act, post
from tests.coordination.slow_evidence import slow_evidence
from tests.coordination.slow_together import slow_case
from tests.coordination.together_cases import Row, day_posts, tables
from tests.coordination.together_program import (
    FIRST_DAY,
    NUMBERS,
    Program,
    forced,
    given_partners,
    program,
    same_leaders,
)

pytestmark = pytest.mark.slow


def same_numbers(rows: list[Row], people: set[str]) -> Program:
    """Compare the evidence of `people`, all partners of each other, with what is written out."""
    events, families = tables(rows)
    case, arrays = slow_case(events, families), case_arrays(events, families)
    partners = forced(arrays, people)
    found = Program(arrays, partners, account_evidence(arrays, partners))
    same_leaders(case, found.leaders_by_id())
    expected = slow_evidence(case, found.partners_by_id())
    computed = found.evidence_by_id()
    assert set(expected) == set(computed) == people
    for name, numbers in expected.items():
        assert [computed[name][k] for k in NUMBERS] == pytest.approx(
            [numbers[k] for k in NUMBERS], abs=1e-9
        ), name
    return found


@pytest.mark.parametrize("threads", [1, 2])
def test_the_number_of_accounts_and_threads_changes_no_account(threads: int) -> None:
    """Twelve groups of three, each at an hour of its own: the numbers of the last are as right as those of the first."""
    rng, rows, days = np.random.default_rng(1), day_posts(5), 5
    groups = [[f"m{g:02}{x}" for x in "abc"] for g in range(12)]
    for d in range(days):
        for g, members in enumerate(groups):
            rows += [
                act(m, f"p{d:02}", d * DAY + 20_000 + 700 * g + float(rng.integers(0, 60))) for m in members
            ]
        late = np.exp(rng.uniform(3, 12, 30)).astype(int)
        rows += [act(f"s{k:03}", f"p{d:02}", d * DAY + float(x)) for k, x in enumerate(late)]
    events, families = tables(rows)
    arrays = case_arrays(events, families)
    partners = given_partners(
        arrays, {m: [(o, FIRST_DAY) for o in of if o != m] for of in groups for m in of}
    )
    found = Program(arrays, partners, account_evidence(arrays, partners, threads=threads))
    expected = slow_evidence(slow_case(events, families), found.partners_by_id())
    wrong = {
        (name, k)
        for name, e in found.evidence_by_id().items()
        for k in NUMBERS
        if e[k] != pytest.approx(expected[name][k], abs=1e-9)
    }
    assert len(expected) == 36
    assert wrong == set()


def busy(days: int, members: list[str], strangers_n: list[int], seed: int) -> list[Row]:
    """A post a day; members within a minute of each other; strangers at any time of two days."""
    rng = np.random.default_rng(seed)
    rows = day_posts(days)
    for d, n in enumerate(strangers_n):
        at = d * DAY + 20_000.0
        rows += [
            act(name, f"p{d:02}", at + float(rng.integers(0, 60))) for name in members if rng.random() < 0.9
        ]
        late = np.exp(rng.uniform(3, 12, n)).astype(int)
        rows += [act(f"s{k:03}", f"p{d:02}", d * DAY + float(x)) for k, x in enumerate(late)]
    return rows


def test_of_more_than_150_strangers_every_second_third_is_taken() -> None:
    # 150 and 299 are taken whole, of 300 every second, of 460 every third.
    same_numbers(busy(6, ["u", "v", "w"], [20, 140, 150, 299, 300, 460], 1), {"u", "v", "w"})


def test_thirty_single_partners_are_asked_and_all_count_in_the_group() -> None:
    members = [f"m{k:02}" for k in range(36)]
    same_numbers(busy(5, members, [20] * 5, 2), set(members))


@pytest.mark.parametrize(
    ("between_n", "is_led"), [((299,) * 6, True), ((300,) * 6, False), ((300,) + (299,) * 5, False)]
)
def test_only_the_300_events_before_can_lead(between_n: tuple[int, ...], is_led: bool) -> None:
    """L is first on each post, with 299 or 300 events between it and u: on six of six it leads (1 / 64).

    On five of six common posts it came first among the 300 events before: less than nine of ten.
    """
    rows = day_posts(6)
    for d, n in enumerate(between_n):
        rows += [act("L", f"p{d:02}", d * DAY + 100.0), act("u", f"p{d:02}", d * DAY + 5000.0)]
        rows += [act(f"s{d}n{k:03}", f"p{d:02}", d * DAY + 200.0 + 10 * k) for k in range(n)]
        rows += [act("v", f"p{d:02}", d * DAY + 5003.0)]
    assert same_numbers(rows, {"u", "v"}).leaders_by_id()["u"] == (["L"] if is_led else [])


def test_several_leaders_and_a_weekly_timetable() -> None:
    """Forty days; u and v come behind one or more of eight accounts, of which each acts on a third of the days.

    Weeks of 7 days: the own clock of the day of the week has an earlier moment from the eighth day on. Words of their
    own are objects without a post, on which the first of the eight comes first too.
    """
    rng, rows = np.random.default_rng(6), day_posts(40)
    for d in range(40):
        at = d * DAY + 20_000.0 + 3600 * (d % 7)
        here = [k for k in range(8) if rng.random() < 0.35]
        rows += [act(f"L{k}", f"p{d:02}", at - float(rng.integers(1, 2000))) for k in here]
        rows += [act(name, f"p{d:02}", at + float(rng.integers(1, 900))) for name in ("u", "v")]
        rows += [act(f"s{d}n{k}", f"p{d:02}", d * DAY + float(rng.integers(10, 80_000))) for k in range(9)]
        rows += [
            post(
                f"o{name}{d:02}", name, d * DAY + 70_000.0 + 300 * k + float(rng.integers(0, 200)), f"own{d}"
            )
            for k, name in enumerate(("L0", "u", "v"))
            if d % 4 == 0
        ]
    found = same_numbers(rows, {"u", "v"})
    assert all(3 <= len(led) <= 6 for led in found.leaders_by_id().values())
    of_u = found.evidence_by_id()["u"]
    assert of_u["ln_e_leader"] < of_u["ln_e_own_pace"]
    assert of_u["ln_e_timetable"] != of_u["ln_e_own_clock"]


@pytest.mark.parametrize(("days", "first"), [(4, set()), (5, {f"n{k:02}" for k in range(1, 41)})])
def test_in_a_crowded_second_the_next_40_meet(days: int, first: set[str]) -> None:
    """Sixty events in one second on each post, 200 later: 59 others of m + 1 = 261 are as near.

    Weight ln (261 / 59) = 1.487. Four posts: S = 5.95 < 6. Five: 7.43, (7.43 - 3.68) / 2.55 = 1.47 >= 1. By id n00 is
    first of the sixty: it meets n01 to n40. By way of partners in common all sixty are drawn together then.
    """
    rows = day_posts(days)
    for d in range(days):
        rows += [act(f"n{k:02}", f"p{d:02}", d * DAY + 20_000.0) for k in range(60)]
        rows += [act(f"s{d}n{k:03}", f"p{d:02}", d * DAY + 30_000.0 + 100 * k) for k in range(200)]
    arrays = case_arrays(*tables(rows))
    direct = draw_partners(arrays, replace(DEFAULT.drawing, joined_common_min=0))
    drawn = Program(arrays, direct, pl.DataFrame()).partners_by_id()
    assert {p for p, _ in drawn.get("n00", [])} == first
    assert {p for p, _ in drawn.get("n59", [])} == ({f"n{k:02}" for k in range(19, 59)} if first else set())
    joined = Program(arrays, draw_partners(arrays), pl.DataFrame()).partners_by_id()
    assert {p for p, _ in joined.get("n00", [])} == ({f"n{k:02}" for k in range(1, 60)} if first else set())


def test_an_account_with_many_events_keeps_its_past() -> None:
    """350 earlier events at other hours: all are alternatives of own clock and pace."""
    rng = np.random.default_rng(4)
    rows = [post(f"q{k:03}", f"x{k}", k * 9_000.0) for k in range(350)]
    rows += [
        act(a, f"q{k:03}", k * 9_000.0 + float(rng.integers(60, 8_000))) for k in range(350) for a in ("u",)
    ]
    rows += [post("p", "y", 350 * 9_000.0 + DAY)]
    at = 350 * 9_000.0 + DAY + 40_000.0
    rows += [
        act("u", "p", at),
        act("v", "p", at + 4),
        *[act(f"s{k}", "p", at + 3000.0 * k + 50) for k in range(8)],
    ]
    same_numbers(rows, {"u", "v"})


def test_who_has_no_past_of_half_a_day_has_no_habits() -> None:
    """Nine people meet on four posts of one evening from 22:00 to 23:15, and after midnight on a post of the new day.

    Their evening is less than 12 h old: crowd x habit is the crowd. The thirty accounts before them in the order of ids
    have a past of weeks with partners of their own.
    """
    rows = [post(f"w{d:02}", f"y{d}", d * DAY) for d in range(14)]
    for d in range(14):
        rows += [act(f"a{k:02}", f"w{d:02}", d * DAY + 40_000.0 + 700 * (k // 3) + k) for k in range(30)]
        rows += [act(f"s{d}n{k:02}", f"w{d:02}", d * DAY + 60_000.0 + 400 * k) for k in range(9)]
    evening = 14 * DAY + 14 * 3600.0  # START is 08:00 in Beijing: 22:00.
    nine = [f"n{k:02}" for k in range(9)]
    for p in range(5):
        at = evening + 1500.0 * p if p < 4 else evening + 3 * 3600.0
        rows.append(post(f"p{p}", f"x{p}", at - 1200.0))
        rows += [act(a, f"p{p}", at + k) for k, a in enumerate(nine)]
        rows += [act(f"t{p}n{k:03}", f"p{p}", at - 1100.0 + 37 * k) for k in range(90)]
    found = program(*tables(rows)).evidence_by_id()
    assert found["a00"]["ln_e_crowd_habit"] != found["a00"]["ln_e_crowd"]
    assert set(nine) <= set(found)
    for name in nine:
        assert found[name]["ln_e_crowd_habit"] == pytest.approx(found[name]["ln_e_crowd"], abs=1e-9), name


def test_a_first_event_of_all_has_no_habits() -> None:
    """Given partners (drawn ones share earlier events), a bet on the first event: all strangers weigh the same."""
    rng, rows = np.random.default_rng(1), day_posts(3)
    members = [f"m{k:02}" for k in range(36)]
    for d in range(3):
        rows += [act(m, f"p{d:02}", d * DAY + 20_000.0 + 700 * (k // 3) + k) for k, m in enumerate(members)]
        late = np.exp(rng.uniform(3, 12, 30)).astype(int)
        rows += [act(f"s{k:03}", f"p{d:02}", d * DAY + float(x)) for k, x in enumerate(late)]
    events, families = tables(rows)
    arrays = case_arrays(events, families)
    before = {
        m: [(o, FIRST_DAY - 1) for o in members[k // 3 * 3 : k // 3 * 3 + 3] if o != m]
        for k, m in enumerate(members)
    }
    partners = given_partners(arrays, before)
    found = Program(arrays, partners, account_evidence(arrays, partners))
    expected = slow_evidence(slow_case(events, families), before)
    for name, e in found.evidence_by_id().items():
        assert e["ln_e_crowd_habit"] == pytest.approx(expected[name]["ln_e_crowd_habit"], abs=1e-9), name
