"""Strangers whom nobody calls: each has an hour at which to look, alone or at the same hour as others."""

import numpy as np

from tests.benchmarks.scenarios.crowd import say
from tests.benchmarks.scenarios.scene import ALONE, DAY, HOUR, MINUTE, Array, Scene

STRANGERS_N = 40
WIDTHS_MIN = (15, 30, 60)
RECENT, LOOKED_AT = 40, 6  # Posts before the moment that are in sight, and how many of them one compares.


def newest(rng: np.random.Generator, s: Scene, at: Array) -> Array:
    """One of the posts in sight at each moment, the drawing ones first; -1 where there is none yet."""
    seen = np.flatnonzero((s.posts["pull"] > 0.02) & (s.accounts["platform"][s.posts["author"]] == "weibo"))
    seen = seen[np.argsort(s.posts["at"][seen], kind="stable")]
    place = np.searchsorted(s.posts["at"][seen], at)
    tried = place[:, None] - 1 - np.minimum(rng.geometric(0.12, (len(at), LOOKED_AT)) - 1, RECENT)
    post = seen[tried.clip(0)]
    appeal = np.log(s.posts["pull"][post]) + rng.gumbel(0, 1, post.shape)
    best = post[np.arange(len(at)), np.argmax(appeal, axis=1)]
    return np.where(place > LOOKED_AT, best, -1)


def acts_in_window(
    s: Scene, rng: np.random.Generator, who: Array, begin_h: Array, width_s: Array, each_n: int
) -> None:
    """About `each_n` acts of each account, all inside its daily window; a window may run past midnight."""
    many = np.maximum(rng.poisson(each_n, len(who)), 12)
    row = np.repeat(np.arange(len(who)), many)
    day = rng.integers(0, s.days - 1, len(row))
    at = s.start + day * DAY + (begin_h[row] * HOUR + rng.random(len(row)) * width_s[row]).astype(np.int64)
    post = newest(rng, s, at)
    ok = post >= 0
    row, at, post = row[ok], at[ok], post[ok]
    _, once = np.unique(post * len(who) + row, return_index=True)
    say(s, rng, who[row[once]], post[once], at[once])


def _only_then(s: Scene, who: Array) -> None:
    """These accounts act at no other time, and what they wrote before the world's days is not in it."""
    s.accounts["weight"][who] = 0
    stranger = np.isin(s.posts["author"], who)
    others = np.flatnonzero((s.accounts["role"] == "ordinary") & (s.accounts["trade"] == ""))
    s.posts["author"][stranger] = others[np.arange(stranger.sum()) % len(others)]


def habitual_strangers(s: Scene) -> None:
    """Forty strangers, each in a daily window of 15, 30 or 60 minutes, some across midnight."""
    rng = s.rng("group")
    who = s.take(rng, STRANGERS_N, "habitual stranger", ALONE)
    _only_then(s, who)
    width = MINUTE * rng.choice(WIDTHS_MIN, STRANGERS_N)
    begin = rng.choice([7, 8, 12, 13, 18, 20, 21, 22, 23], STRANGERS_N) + rng.random(STRANGERS_N)
    across = rng.random(STRANGERS_N) < rng.uniform(0.1, 0.5)
    begin = np.where(across, 24 - width / HOUR * rng.uniform(0.2, 0.8, STRANGERS_N), begin)
    acts_in_window(s, rng, who, begin, width, int(rng.integers(25, 70)))


def _shared(s: Scene, role: str, begin_h: float, width_min: float) -> None:
    """Independent people at one hour of the day, which is about the same for all of them."""
    rng = s.rng("group")
    n = int(rng.integers(25, 61))
    who = s.take(rng, n, role, ALONE)
    _only_then(s, who)
    begin = begin_h + rng.normal(0, 0.08, n)
    width = MINUTE * width_min * rng.uniform(0.8, 1.2, n)
    acts_in_window(s, rng, who, begin, width, int(rng.integers(25, 70)))


def lunch_habit(s: Scene) -> None:
    """People who look at noon and at no other time."""
    _shared(s, "lunch reader", 12.0, s.rng("hour").choice([30, 60, 90]))


def shift_habit(s: Scene) -> None:
    """People of one shift pattern, who look when it ends."""
    rng = s.rng("hour")
    _shared(s, "shift reader", float(rng.choice([6.1, 14.1, 15.6, 18.1, 22.1])), rng.choice([20, 40, 90]))


def shift_midnight(s: Scene) -> None:
    """People whose shift ends shortly before midnight."""
    _shared(s, "shift reader", 23.65, s.rng("hour").choice([35, 50, 70]))


def nobody(s: Scene) -> None:
    """No group at all."""


KINDS = {
    "habitual_strangers": habitual_strangers,
    "lunch_habit": lunch_habit,
    "shift_habit": shift_habit,
    "shift_midnight": shift_midnight,
    "nobody": nobody,
}
