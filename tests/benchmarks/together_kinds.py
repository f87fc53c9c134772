"""Kinds of people who act alone, for `together_check`: a page's readers, shifts, weekends, feeds, long threads, ...

`covered`: one of the five explanations describes them, so that the mean of e must be at most 1. The others show
how far e goes where none does.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.coordination.strangers import (
    DAY,
    FIRST,
    HOUR,
    MINUTE,
    World,
    at_any_hour,
    at_five,
    crowd_on,
    daily,
    next_window,
    people_in_a_crowd,
    shuffled_within_posts,
    week_day,
)

Rng = np.random.Generator


@dataclass(frozen=True)
class Kind:
    covered: bool
    make: Callable[[int], World]
    step_s: int = 1  # To which times are known.


def by_week_day(
    hours: list[float | None], width_s: float = 40 * MINUTE
) -> Callable[[int, float, Rng], float | None]:
    """One window a day, at the hour of that day of the week (of the post); None: not on that day."""

    def habit(_: int, at: float, rng: Rng) -> float | None:
        hour = hours[week_day(at)]
        return None if hour is None else next_window(at, [hour], width_s, rng)

    return habit


def working_days(_: int, at: float, rng: Rng) -> float:
    moment = next_window(at, [12.4], 35 * MINUTE, rng)
    return next_window(at, [10.2], 35 * MINUTE, rng) if week_day(moment) >= 5 else moment


def shifts(width_s: float) -> Callable[[int, float, Rng], float]:
    """Day, evening and night by turns of a week: a break at 12:24, 20:12 or 03:18."""
    return lambda _, at, rng: next_window(
        at, [(12.4, 20.2, 3.3)[int((at - FIRST) // DAY) // 7 % 3]], width_s, rng
    )


def night(person: int, at: float, rng: Rng) -> float:
    """Always at night, 22:00 to 06:00, evenly."""
    return next_window(at, [22.0], 8 * HOUR, rng)


def summer_time(_: int, at: float, rng: Rng) -> float:
    return next_window(at, [13.4 if at < FIRST + 18 * DAY else 12.4], 40 * MINUTE, rng)


def breaks(hours: list[float]) -> Callable[[int, float, Rng], float]:
    """Comes in the first break after the post."""
    return lambda _, at, rng: next_window(at, hours, 35 * MINUTE, rng)


def readers(_: int, at: float, rng: Rng) -> float:
    return at + 20 + rng.gamma(1.5, 300.0)


def at_noon(day: int, _: Rng) -> float:
    return FIRST + day * DAY + 12 * HOUR


def noon_page(seed: int) -> World:
    """A page posts at 12:00 each day; 40 readers are notified and come within minutes."""
    return people_in_a_crowd(seed, readers, posted=at_noon)


def reached_by(feeds: int, share: float, seed: int, people_n: int = 12, visible: bool = True) -> World:
    """Twelve readers of `feeds` accounts that repost at any hour after the post, by turns; each reads within minutes.

    The readers come to `share` of the posts; they never know of each other.
    """
    rng, sent = np.random.default_rng(seed + 10_000), {}

    def reads(person: int, at: float, own: Rng) -> float:
        if at not in sent:
            sent[at] = at + rng.uniform(0.5, 8) * HOUR
        return sent[at] + 15 + own.gamma(1.5, 240.0)

    world = people_in_a_crowd(seed, reads, people_n=people_n, posted=at_any_hour, share=share)
    if visible:
        for k, at in enumerate(sent):
            day = int((at - FIRST) // DAY)
            world.event(f"feed{k % feeds}", f"p{day:03}", sent[at])
    return world


def answering(seed: int, people_n: int = 4, days: int = 40) -> World:
    """Friends on one page: one by turns is first, at any hour, the others answer within minutes of the one before."""
    rng = np.random.default_rng(seed + 20_000)
    order: dict[float, list[float]] = {}

    def answers(person: int, at: float, _: Rng) -> float | None:
        if at not in order:
            first = at + rng.uniform(0.5, 10) * HOUR
            gaps = np.cumsum([0.0, *rng.gamma(1.5, 120.0, people_n - 1)])
            order[at] = (first + gaps)[rng.permutation(people_n)].tolist()
        return order[at][person]

    return people_in_a_crowd(seed, answers, people_n=people_n, days=days, posted=at_any_hour, share=0.7)


def family(seed: int) -> World:
    """A family chat of five: one sends the post at some hour, each looks at it within some hours."""
    rng, sent = np.random.default_rng(seed + 30_000), {}

    def looks(person: int, at: float, own: Rng) -> float:
        if at not in sent:
            sent[at] = at + rng.uniform(0.5, 8) * HOUR
        return sent[at] + own.gamma(1.0, HOUR)

    return people_in_a_crowd(seed, looks, people_n=5, posted=at_any_hour, share=0.7)


def ill(seed: int) -> World:
    """Two dozen people with a window each; in the same two weeks of five all are at home, online all day."""

    def habit(person: int, at: float, rng: Rng) -> float:
        if 14 <= (at - FIRST) / DAY < 28:
            return at + rng.uniform(0, 14) * HOUR
        return next_window(at, [7.2 + person % 12], 40 * MINUTE, rng)

    return people_in_a_crowd(seed, habit, people_n=24, days=42)


def long_threads(seed: int) -> World:
    """Threads that live for a month: the people come back to old posts at evenings of their own, 20 at a time."""
    rng, world, posts = np.random.default_rng(seed), World(), []
    for k in range(60):
        posts.append((f"p{k:02}", FIRST + k * DAY / 2 + rng.uniform(0, DAY / 2)))
        world.post(posts[-1][0], f"x{k}", posts[-1][1])
    for name, at in posts:
        for person in rng.choice(40, 20, replace=False):
            evening = FIRST + (at - FIRST) // DAY * DAY + rng.integers(1, 30) * DAY + 19.2 * HOUR
            world.event(f"h{person:02}", name, evening + rng.uniform(0, 2 * HOUR))
    crowd_on(world, posts, rng, 700, 60)
    world.people = {f"h{person:02}" for person in range(40)}
    return world


def without_posts(world: World) -> World:
    """The posts are not exported: their moment is unknown."""
    return World([row for row in world.rows if row[1] != "post"], world.people)


def other_owner(seed: int) -> World:
    """Names that change hands: each of 24 people leaves after 18 days, the next owner keeps another window."""

    def habit(person: int, at: float, rng: Rng) -> float:
        late = at >= FIRST + 18 * DAY
        return next_window(at, [(8.2 if late else 20.2) + person % 3], 40 * MINUTE, rng)

    return people_in_a_crowd(seed, habit, people_n=24, posted=at_any_hour)


def long_evenings(seed: int, evening_h: float = 2.0, people_n: int = 40, days: int = 36) -> World:
    """Eight posts a day. Each person logs in once, evenly between 17:00 and 23:00, and reads down the same list.

    A list takes `evening_h` hours: who happens to log in with another meets it on all eight posts, in several half-hours.
    """
    rng, world, posts = np.random.default_rng(seed), World(), []
    for day in range(days):
        today = [(f"p{day:03}{k}", FIRST + day * DAY + rng.uniform(6, 16) * HOUR) for k in range(8)]
        for name, at in today:
            world.post(name, f"x{rng.integers(0, 60)}", at)
        for person in range(people_n):
            login = FIRST + day * DAY + rng.uniform(17, 23) * HOUR
            for k, (name, _) in enumerate(today):
                if rng.random() < 0.8:
                    world.event(f"h{person:02}", name, login + evening_h * HOUR * k / 8 + rng.normal(0, 20))
        posts += today
    crowd_on(world, posts, rng, 700, 40)
    world.people = {f"h{person:02}" for person in range(people_n)}
    return world


def full_hours(_: int, at: float, rng: Rng) -> float:
    """A tool that acts at one of the next six full hours."""
    return at + HOUR - (at - FIRST) % HOUR + HOUR * rng.integers(0, 6) + rng.uniform(0, 3)


def all_day(_: int, at: float, rng: Rng) -> float:
    return at + rng.uniform(0, 16 * HOUR)


def hashtag(seed: int, habit: Callable[[int, float, Rng], float], crowd_n: int = 60) -> World:
    """One hashtag for 36 days: 40 people write a post of their own with it on four days of five, each by the habit.

    habit: person, midnight in Beijing, random numbers -> moment. As many of 700 others as `crowd_n` use it too, by the
    same habit.
    """
    rng, world = np.random.default_rng(seed), World()
    for day in range(36):
        midnight = FIRST + day * DAY
        today = [f"h{person:02}" for person in range(40) if rng.random() < 0.8]
        today += [f"b{k:03}" for k in rng.choice(700, crowd_n, replace=False)]
        for name in today:
            moment = habit(int(name[1:]), midnight, rng)
            world.rows.append(
                (f"o{len(world.rows):06}", "post", "", name, moment, f"#match# {len(world.rows)}")
            )
    world.people = {f"h{person:02}" for person in range(40)}
    return world


def own_hour(person: int, midnight: float, rng: Rng) -> float:
    """An hour of its own, between 07:12 and 23:12."""
    return midnight + (7.2 + person % 16) * HOUR + rng.uniform(0, HOUR)


def at_a_match(_: int, midnight: float, rng: Rng) -> float:
    """Within minutes of what happens in a match, which begins at another hour each day."""
    begins = 8 + 12 * np.random.default_rng(int(midnight)).random()
    scored = begins * HOUR + 90 * MINUTE * rng.choice([0.2, 0.5, 0.9])
    return midnight + scored + float(rng.exponential(3 * MINUTE))


KINDS: dict[str, Kind] = {
    "daily window 15 min": Kind(True, lambda s: people_in_a_crowd(s, daily(15 * MINUTE))),
    "daily window 30 min": Kind(True, lambda s: people_in_a_crowd(s, daily(30 * MINUTE))),
    "daily window 1 h": Kind(True, lambda s: people_in_a_crowd(s, daily(HOUR), days=20)),
    "daily window across midnight": Kind(True, lambda s: people_in_a_crowd(s, daily(30 * MINUTE, [23.77]))),
    "shuffled within posts": Kind(
        True, lambda s: shuffled_within_posts(people_in_a_crowd(s, daily(30 * MINUTE)), s)
    ),
    "any moment of 16 h": Kind(True, lambda s: people_in_a_crowd(s, all_day)),
    "readers of posts at any hour": Kind(True, lambda s: people_in_a_crowd(s, readers, posted=at_any_hour)),
    "readers of a page at 12:00": Kind(True, noon_page),
    "nights": Kind(True, lambda s: people_in_a_crowd(s, night)),
    "12 readers of one feed": Kind(True, lambda s: reached_by(1, 0.8, s)),
    "12 readers of two feeds": Kind(False, lambda s: reached_by(2, 0.8, s)),
    "12 readers of four feeds": Kind(False, lambda s: reached_by(4, 0.8, s)),
    "12 readers of a hidden feed": Kind(False, lambda s: reached_by(1, 0.8, s, visible=False)),
    "weekends, posts at 05:00": Kind(False, lambda s: people_in_a_crowd(s, working_days)),
    "weekends, posts at any hour": Kind(
        False, lambda s: people_in_a_crowd(s, working_days, posted=at_any_hour)
    ),
    "three evenings a week": Kind(
        False,
        lambda s: people_in_a_crowd(s, by_week_day([20.2, None, None, 12.4, None, 16.6, None]), days=70),
    ),
    "two people of three evenings": Kind(
        False,
        lambda s: people_in_a_crowd(
            s, by_week_day([20.2, None, None, 12.4, None, 16.6, None]), people_n=2, days=70
        ),
    ),
    "seven hours a week": Kind(
        False, lambda s: people_in_a_crowd(s, by_week_day([9, 12.4, 16.3, 19.2, 20.6, 22.1, 11.2]))
    ),
    "shifts, break of 40 min": Kind(False, lambda s: people_in_a_crowd(s, shifts(40 * MINUTE), people_n=12)),
    "shifts, break of 2 h": Kind(False, lambda s: people_in_a_crowd(s, shifts(2 * HOUR), people_n=12)),
    "summer time, posts at 05:00": Kind(False, lambda s: people_in_a_crowd(s, summer_time)),
    "summer time, posts at any hour": Kind(
        False, lambda s: people_in_a_crowd(s, summer_time, posted=at_any_hour)
    ),
    "lunch and evening": Kind(
        False, lambda s: people_in_a_crowd(s, breaks([12.4, 20.2]), posted=at_any_hour)
    ),
    "three breaks": Kind(
        False, lambda s: people_in_a_crowd(s, breaks([9.3, 12.4, 20.2]), posted=at_any_hour)
    ),
    "four who answer one another": Kind(False, answering),
    "twelve who answer one another": Kind(False, lambda s: answering(s, 12)),
    "a family chat": Kind(False, family),
    "ill in the same weeks": Kind(False, ill),
    "long threads": Kind(True, long_threads),
    "daily window, posts unknown": Kind(
        True, lambda s: without_posts(people_in_a_crowd(s, daily(30 * MINUTE)))
    ),
    "readers, posts unknown": Kind(
        False, lambda s: without_posts(people_in_a_crowd(s, readers, posted=at_any_hour))
    ),
    "names with another owner": Kind(False, other_owner),
    "a list of 2 h read in one go": Kind(False, long_evenings),
    "a list of 25 min read in one go": Kind(False, lambda s: long_evenings(s, 25 / 60)),
    "tools on full hours": Kind(
        False, lambda s: people_in_a_crowd(s, full_hours, posted=at_any_hour, people_n=12)
    ),
    "tools on full hours, minutes": Kind(
        False, lambda s: people_in_a_crowd(s, full_hours, posted=at_any_hour, people_n=12), 60
    ),
    "a hashtag at an hour of one's own": Kind(True, lambda s: hashtag(s, own_hour)),
    "a hashtag of a match, among others": Kind(True, lambda s: hashtag(s, at_a_match)),
    "a hashtag of a match, viewers alone": Kind(False, lambda s: hashtag(s, at_a_match, 0)),
    "few events of a crowd": Kind(True, lambda s: people_in_a_crowd(s, all_day, crowd_n=6, posted=at_five)),
}
