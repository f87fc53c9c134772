"""Invented people who act alone, each by a habit of its own, in a crowd: nobody here acts together with anybody.

A kind of people is a function (person, moment of the post, random numbers) -> moment of the event, or None. Times of
day are Beijing's. Windows start off the quarter hours, so that no habit passes for the clock of a tool.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from analytics.model.tables import FAMILIES, PLACED_EVENTS

DAY, HOUR, MINUTE = 86_400.0, 3_600.0, 60.0
FIRST = 1_740_931_200.0 - 8 * HOUR  # Monday, 3 March 2025, 00:00 in Beijing.
AWAKE = [
    0.3,
    0.15,
    0.1,
    0.05,
    0.05,
    0.1,
    0.3,
    0.6,
    0.8,
    0.8,
    0.8,
    0.9,
    1,
    1,
    0.8,
    0.8,
    0.8,
    0.8,
    0.9,
    1,
    1,
    1,
    0.9,
    0.6,
]
Habit = Callable[[int, float, np.random.Generator], float | None]


@dataclass
class World:
    rows: list[tuple[str, str, str, str | None, float | None, str | None]] = field(default_factory=list)
    people: set[str] = field(default_factory=set)

    def post(self, name: str, author: str, at: float | None) -> None:
        self.rows.append((name, "post", name, author, at, None))

    def event(self, account: str, on: str, at: float, words: str | None = None) -> None:
        self.rows.append((f"e{len(self.rows):06}", "repost", on, account, at, words))

    def tables(self, step_s: int = 1) -> tuple[pl.DataFrame, pl.DataFrame]:
        """PLACED_EVENTS and FAMILIES (equal words are one family); times cut to `step_s`."""
        names = ["event_id", "kind", "root_id", "account_id", "at", "own_text"]
        cut = (pl.col("at") // step_s * step_s * 1e6).cast(pl.Int64).cast(pl.Datetime("us", "UTC"))
        fine = "min" if step_s == 60 else "s"
        events = pl.DataFrame(self.rows, names, orient="row", infer_schema_length=None).with_columns(
            platform=pl.lit("weibo"),
            source_sha256=pl.lit("0" * 64),
            source_path=pl.lit(""),
            source_row=pl.int_range(pl.len()),
            at=cut,
            own_text=pl.col("own_text").cast(pl.String),
            at_precision=pl.when(pl.col("at").is_null()).then(None).otherwise(pl.lit(fine)),
        )
        events = PLACED_EVENTS.fit(events.with_columns(text="own_text"))
        said = events.drop_nulls("own_text").select("event_id", family_id="own_text", layer=pl.lit("exact"))
        return events, FAMILIES.fit(said).sort(FAMILIES.order)


def week_day(moment: float) -> int:
    """0 is Monday, in Beijing."""
    return int((moment - FIRST) // DAY) % 7


def next_window(after: float, starts_h: Sequence[float], width_s: float, rng: np.random.Generator) -> float:
    """A moment drawn evenly from the first window that starts after `after`; the windows start at these hours."""
    midnight = FIRST + (after - FIRST) // DAY * DAY
    starts = sorted(midnight + k * DAY + hour * HOUR for k in range(3) for hour in starts_h)
    return next(s for s in starts if s > after) + rng.uniform(0, width_s)


def at_five(day: int, _: np.random.Generator) -> float:
    return FIRST + day * DAY + 5 * HOUR


def at_any_hour(day: int, rng: np.random.Generator) -> float:
    return FIRST + day * DAY + rng.uniform(0, DAY)


def crowd_on(
    world: World, posts: list[tuple[str, float]], rng: np.random.Generator, accounts_n: int, mean_n: float
) -> None:
    """About `mean_n` of `accounts_n` accounts on each post: most within hours, by day rather than by night."""
    for name, at in posts:
        for a in rng.choice(accounts_n, min(accounts_n, int(rng.poisson(mean_n))), replace=False):
            moment = at + 6 * DAY
            while moment > at + 5 * DAY or rng.random() > AWAKE[int((moment - FIRST) % DAY // HOUR)]:
                moment = at + rng.lognormal(np.log(3 * HOUR), 1.5)
            world.event(f"b{a:03}", name, moment)


def people_in_a_crowd(
    seed: int,
    habit: Habit,
    *,
    people_n: int = 40,
    days: int = 36,
    posted: Callable[[int, np.random.Generator], float] = at_five,
    share: float = 1.0,
    crowd_n: float = 60.0,
) -> World:
    """A post a day on which the people act by their habit, two on which they do not; 700 accounts on all of them."""
    rng, world, posts = np.random.default_rng(seed), World(), []
    for day in range(days):
        name, at = f"p{day:03}", posted(day, rng)
        world.post(name, f"x{day}", at)
        posts.append((name, at))
        for person in range(people_n):
            moment = habit(person, at, rng) if rng.random() < share else None
            if moment is not None:
                world.event(f"h{person:02}", name, moment)
        for k in range(2):
            posts.append((f"q{day:03}{k}", FIRST + day * DAY + rng.uniform(0, DAY)))
            world.post(posts[-1][0], f"y{rng.integers(0, 50)}", posts[-1][1])
    crowd_on(world, posts, rng, 700, crowd_n)
    world.people = {f"h{person:02}" for person in range(people_n)}
    return world


def shuffled_within_posts(world: World, seed: int) -> World:
    """The moments of each post dealt out among its accounts: where everybody acts is kept, when is chance."""
    rng = np.random.default_rng(seed)
    on: dict[str, list[int]] = {}
    for k, row in enumerate(world.rows):
        if row[1] != "post":
            on.setdefault(row[2], []).append(k)
    rows = list(world.rows)
    for places in on.values():
        for place, other in zip(places, rng.permutation(places), strict=True):
            rows[place] = (*rows[place][:4], world.rows[other][4], rows[place][5])
    return World(rows, world.people)


def daily(width_s: float, starts_h: Sequence[float] = (8.13, 13.13, 20.13, 23.87)) -> Habit:
    """Each person comes in one daily window; the last of four windows lies across midnight if it is wide enough."""
    return lambda person, at, rng: next_window(at, [starts_h[person % len(starts_h)]], width_s, rng)
