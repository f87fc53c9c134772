"""Where nobody acts together the mean of e is at most 1, and large values are rare: habits, midnight, shuffled moments.

A share or a mean may exceed its bound by two standard errors.
"""

import numpy as np
import pytest

from analytics.coordination.groups.account_evidence import account_evidence
from analytics.coordination.groups.case_arrays import case_arrays
from analytics.coordination.groups.partners import draw_partners
from tests.coordination.strangers import (
    DAY,
    FIRST,
    HOUR,
    MINUTE,
    World,
    at_any_hour,
    crowd_on,
    daily,
    next_window,
    people_in_a_crowd,
    shuffled_within_posts,
    week_day,
)
from tests.coordination.together_program import Program, forced

pytestmark = pytest.mark.slow
WINDOWS_S = (15 * MINUTE, 30 * MINUTE, HOUR)


def found_in(world: World, way: str, step_s: int = 1) -> Program:
    """The search on a world, with partners as drawn, or with all of its people partners of each other."""
    arrays = case_arrays(*world.tables(step_s))
    partners = draw_partners(arrays) if way == "drawn" else forced(arrays, world.people)
    return Program(arrays, partners, account_evidence(arrays, partners))


def values(found: Program, names: set[str], column: str) -> np.ndarray:
    """e, not its logarithm, of the accounts that had a bet."""
    return np.exp([e[column] for name, e in found.evidence_by_id().items() if name in names])


def holds(e: np.ndarray) -> bool:
    n = len(e)
    rare = all(np.mean(e >= 1 / a) <= a + 2 * np.sqrt(a * (1 - a) / n) for a in (0.1, 0.01))
    return bool(rare and e.mean() <= 1 + 2 * e.std(ddof=1) / np.sqrt(n))


@pytest.fixture(scope="module")
def habitual() -> dict[float, World]:
    return {
        width: people_in_a_crowd(int(width), daily(width), days=20 if width == HOUR else 36)
        for width in WINDOWS_S
    }


@pytest.mark.parametrize("way", ["drawn", "forced"])
def test_habits_are_no_evidence(habitual: dict[float, World], way: str) -> None:
    found = {width: found_in(world, way) for width, world in habitual.items()}
    for column in ("ln_e", "ln_e_unled", "ln_e_own_clock", "ln_e_own_pace"):
        # The posts stand at one hour, so own pace is as true as own clock.
        each = {width: values(found[width], habitual[width].people, column) for width in WINDOWS_S}
        assert all(len(e) == 40 for e in each.values())
        assert all(holds(e) for e in each.values()), (column, {w: e.mean() for w, e in each.items()})
        assert holds(np.concatenate(list(each.values()))), column


def test_the_crowd_alone_says_nothing_about_habits(habitual: dict[float, World]) -> None:
    # Why the least of the five is taken: the crowd keeps other hours.
    found = found_in(habitual[15 * MINUTE], "drawn")
    assert values(found, habitual[15 * MINUTE].people, "ln_e_crowd").mean() > 1e6


def test_nobody_stands_among_habitual_strangers(habitual: dict[float, World]) -> None:
    for world in habitual.values():
        a, b = found_in(world, "drawn").grades_by_id()
        assert (a, b) == (set(), set())


@pytest.mark.parametrize("way", ["drawn", "forced"])
def test_a_window_across_midnight_is_no_evidence(way: str) -> None:
    e = np.concatenate(
        [
            values(found_in(world, way), world.people, "ln_e_own_clock")
            for world in (people_in_a_crowd(s, daily(30 * MINUTE, [23.77])) for s in (1, 2))
        ]
    )
    assert holds(e), e.mean()


@pytest.mark.parametrize("way", ["drawn", "forced"])
def test_moments_to_the_minute_are_no_evidence(habitual: dict[float, World], way: str) -> None:
    world = habitual[30 * MINUTE]
    assert holds(values(found_in(world, way, 60), world.people, "ln_e"))


def test_chance_within_posts_is_no_evidence(habitual: dict[float, World]) -> None:
    """Moments dealt out among the accounts of each post: the crowd is true, and so the least of the five holds."""
    for column in ("ln_e", "ln_e_crowd"):
        e = []
        for seed in range(3):
            world = shuffled_within_posts(habitual[30 * MINUTE], seed)
            found = found_in(world, "forced")
            assert len(found.evidence) == 40
            e.append(values(found, world.people, column))
        assert holds(np.concatenate(e)), (column, [x.mean() for x in e])


def test_pace_is_no_evidence_whatever_the_hour() -> None:
    """Readers who come within minutes of each post, posted at any hour: own pace is true."""

    def reads(person: int, at: float, rng: np.random.Generator) -> float:
        return at + rng.gamma(2.0, 60.0 * (1 + person % 5))

    world = people_in_a_crowd(3, reads, posted=at_any_hour)
    for way in ("drawn", "forced"):
        found = found_in(world, way)
        assert holds(values(found, world.people, "ln_e_own_pace"))
        assert holds(values(found, world.people, "ln_e"))


def working_days(_: int, at: float, rng: np.random.Generator) -> float:
    """At 12:24 on working days, at 10:12 at weekends, within 35 minutes."""
    moment = next_window(at, [12.4], 35 * MINUTE, rng)
    return next_window(at, [10.2], 35 * MINUTE, rng) if week_day(moment) >= 5 else moment


def pooled(worlds: list[World]) -> tuple[np.ndarray, set[str]]:
    """e of all people of these worlds, partners as drawn, and who of them stands at A or B."""
    found = [(world, found_in(world, "drawn")) for world in worlds]
    standing = [set().union(*program.grades_by_id()) & world.people for world, program in found]
    e = [values(program, world.people, "ln_e") for world, program in found]
    return np.concatenate(e), set().union(*standing)


def test_weekends_are_no_evidence() -> None:
    e, standing = pooled([people_in_a_crowd(s, working_days, posted=at_any_hour) for s in range(3)])
    assert holds(e), e.mean()
    assert standing == set()


def summer_time(_: int, at: float, rng: np.random.Generator) -> float:
    """One daily window of 40 minutes, an hour earlier from the nineteenth day on: a clock that changes for all."""
    return next_window(at, [13.4 if at < FIRST + 18 * DAY else 12.4], 40 * MINUTE, rng)


def test_nobody_stands_where_all_hours_change() -> None:
    """The bound itself does not hold: for some days after the change the clock of before is asked (see together_check)."""
    e, standing = pooled([people_in_a_crowd(s, summer_time, posted=at_any_hour) for s in range(3)])
    assert np.mean(e >= 100) < 0.2
    assert standing == set()


def one_list(seed: int) -> World:
    """Eight posts a day; each of 20 people logs in once, evenly between 17:00 and 23:00, and reads down them in 2 h."""
    rng, world, posts = np.random.default_rng(seed), World(), []
    for day in range(24):
        today = [(f"p{day:02}{k}", FIRST + day * DAY + rng.uniform(6, 16) * HOUR) for k in range(8)]
        for name, at in today:
            world.post(name, f"x{name}", at)
        for person in range(20):
            login = FIRST + day * DAY + rng.uniform(17, 23) * HOUR
            for k, (name, _) in enumerate(today):
                world.event(f"h{person:02}", name, login + 15 * MINUTE * k + rng.normal(0, 20))
        posts += today
    crowd_on(world, posts, rng, 700, 40)
    world.people = {f"h{person:02}" for person in range(20)}
    return world


def test_nobody_stands_whose_evenings_meet_by_chance() -> None:
    """Who happens to log in with another meets it on the whole list: half-hours of one evening are not independent.

    The bound itself does not quite hold: the first post of each list is read earlier than the others.
    """
    e, standing = pooled([one_list(s) for s in range(3)])
    assert np.mean(e >= 100) < 0.1
    assert standing == set()


def readers_of_feeds(seed: int, feeds_n: int) -> World:
    """Twelve readers, each on 80 % of the posts within minutes of the one of `feeds_n` accounts that reposts it by turns."""
    rng, sent = np.random.default_rng(seed), {}

    def reads(_: int, at: float, own: np.random.Generator) -> float:
        sent.setdefault(at, at + rng.uniform(0.5, 8) * HOUR)
        return sent[at] + 15 + own.gamma(1.5, 240.0)

    world = people_in_a_crowd(seed, reads, people_n=12, posted=at_any_hour, share=0.8)
    for day, at in enumerate(sent.values()):
        world.event(f"feed{day % feeds_n}", f"p{day:03}", at)
    return world


@pytest.mark.parametrize("feeds_n", [1, 2])
def test_readers_of_visible_accounts_are_no_evidence_against_them(feeds_n: int) -> None:
    world = readers_of_feeds(1, feeds_n)
    found = found_in(world, "drawn")
    assert holds(values(found, world.people, "ln_e"))
    assert found.grades_by_id()[0] == set()


@pytest.mark.xfail(
    strict=True,
    reason="each of four comes before a reader on less than a quarter of its posts: strangers stand at A",
)
def test_readers_of_four_visible_accounts_are_no_evidence_against_them() -> None:
    world = readers_of_feeds(1, 4)
    assert holds(values(found_in(world, "drawn"), world.people, "ln_e"))
