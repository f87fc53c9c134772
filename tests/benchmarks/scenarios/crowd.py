"""Ordinary acts: sessions at hours of one's own, favourite authors, posts that others' reposts show."""

import numpy as np

from tests.benchmarks.scenarios import voice
from tests.benchmarks.scenarios.population import HOURS, by_day, personal_second
from tests.benchmarks.scenarios.scene import DAY, HOUR, MINUTE, Scene, hour_of

SESSION_ACTS, GAP_S = 2.2, 70  # Mean acts a session, median seconds between two of them.
LAG_S, LAG_SPREAD, CANDIDATES = 2.2 * HOUR, 1.7, 8
FAVOURITE_SHARE, DRAWN_SHARE, LOUD_SHARE, BREAKING = 0.18, 0.2, 0.35, (3, 7)
AGAIN_KEPT, ECHO_SHARE = 0.2, 0.05
MASS_MAX = 0.03  # The most drawing post has no larger share of the acts than this: accounts are few.
REPEATED = 1.13  # Acts made for one that stays: the others are an account's second on a post.
TASTE = 1.1  # Log weight of a post on an account's own topic.


def crowd(s: Scene, n: int) -> None:
    """Add about `n` ordinary acts."""
    rng = s.rng("crowd")
    seen = np.flatnonzero(s.posts["pull"] > 0)
    seen = seen[np.argsort(s.posts["at"][seen], kind="stable")]
    breaking(s, rng, seen)
    left = int(REPEATED * max(n - s.acts_n, n // 2))
    who, at = sessions(rng, s, int(left * (1 - DRAWN_SHARE - LOUD_SHARE) * 1.12))
    post = _recent(rng, s, who, at, seen)
    favourite = rng.random(len(who)) < FAVOURITE_SHARE
    post = np.where(favourite, _of_favourite(rng, s, who, at, seen, post), post)
    good = at > s.posts["at"][post]
    loud = _of_loud(rng, s, int(left * LOUD_SHARE), seen)
    who, post, at = (np.r_[a[good], b] for a, b in zip((who, post, at), loud, strict=True))
    more = _drawn(rng, s, who, post, at, int(left * DRAWN_SHARE))
    under = np.r_[np.full(len(who), -2), more[3]]
    who, post, at = np.r_[who, more[0]], np.r_[post, more[1]], np.r_[at, more[2]]
    same = s.accounts["platform"][who] == s.accounts["platform"][s.posts["author"][post]]
    keep = same & _once(rng, s, who, post, at)
    say(s, rng, who[keep], post[keep], at[keep], under[keep])


def sessions(rng: np.random.Generator, s: Scene, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Who acts when: about `n` moments in sessions, by weight and personal hours."""
    mass = s.accounts["weight"] / s.accounts["weight"].sum()
    begun = rng.choice(s.accounts_n, int(n / SESSION_ACTS), p=mass)
    day = rng.integers(0, s.days, len(begun))
    first = s.start + day * DAY + personal_second(rng, s, begun)
    many = rng.geometric(1 / SESSION_ACTS, len(begun))
    who, at = np.repeat(begun, many), np.repeat(first, many)
    gap = GAP_S * rng.lognormal(0, 1, len(who))
    total = np.cumsum(gap)
    head = np.repeat(np.cumsum(many) - many, many)
    return who, (at + total - total[head]).astype(np.int64)


def _recent(
    rng: np.random.Generator, s: Scene, who: np.ndarray, at: np.ndarray, seen: np.ndarray
) -> np.ndarray:
    """One of a few posts of some hours or days before each act, by their pull and one's own topic."""
    when = s.posts["at"][seen]
    lag = LAG_S * rng.lognormal(0, LAG_SPREAD, len(who))
    place = np.searchsorted(when, np.maximum(at - lag, s.start))
    tried = (place[:, None] - rng.integers(-3, CANDIDATES, (len(who), CANDIDATES))).clip(0, len(seen) - 1)
    post = seen[tried]
    appeal = np.log(s.posts["pull"][post]) + rng.gumbel(0, 1, post.shape)
    appeal += TASTE * (s.posts["topic"][post] == s.accounts["topic"][who][:, None])
    appeal -= np.where(s.posts["at"][post] >= at[:, None], 1e9, 0)
    return post[np.arange(len(who)), np.argmax(appeal, axis=1)]


def _of_favourite(
    rng: np.random.Generator, s: Scene, who: np.ndarray, at: np.ndarray, seen: np.ndarray, other: np.ndarray
) -> np.ndarray:
    """The latest post of one of three authors whom an account likes; `other` where none is there yet."""
    seen = seen[s.posts["pull"][seen] > 0.02]
    authors = np.unique(s.posts["author"][seen])
    liked = rng.choice(authors, (s.accounts_n, 3))
    span = s.days * DAY + DAY
    key = s.posts["author"][seen] * span + s.posts["at"][seen] - s.start
    order = np.argsort(key, kind="stable")
    one = liked[who, rng.integers(0, 3, len(who))]
    place = np.searchsorted(key[order], one * span + at - s.start) - 1
    post = seen[order[place.clip(0)]]
    return np.where((place >= 0) & (s.posts["author"][post] == one), post, other)


def _of_loud(rng: np.random.Generator, s: Scene, n: int, seen: np.ndarray) -> tuple[np.ndarray, ...]:
    """Acts on posts in proportion to pull, by people at whose hours they come: account, post, moment."""
    mass = np.minimum(s.posts["pull"][seen] / s.posts["pull"][seen].sum(), MASS_MAX)
    post = rng.choice(seen, 2 * n, p=mass / mass.sum())
    at = s.posts["at"][post] + LAG_S * rng.lognormal(0, LAG_SPREAD, 2 * n)
    awake = HOURS[hour_of(at).astype(int) % 24] / HOURS.max()
    keep = np.flatnonzero((rng.random(2 * n) < awake) & (at < s.end))[:n]
    post, at = post[keep], at[keep].astype(np.int64)
    weight = s.accounts["weight"] / s.accounts["weight"].sum()
    tried = rng.choice(s.accounts_n, (len(keep), 6), p=weight)
    off = np.abs((hour_of(at)[:, None, None] - s.accounts["peak"][tried] + 12) % 24 - 12)
    taste = np.exp(-0.5 * (off / s.accounts["width"][tried]) ** 2).sum(axis=2) + 0.02
    taste *= np.where(s.posts["topic"][post][:, None] == s.accounts["topic"][tried], 3, 1)
    one = np.argmax(np.log(taste) + rng.gumbel(0, 1, taste.shape), axis=1)
    return tried[np.arange(len(keep)), one], post, at


def _drawn(
    rng: np.random.Generator, s: Scene, who: np.ndarray, post: np.ndarray, at: np.ndarray, n: int
) -> tuple[np.ndarray, ...]:
    """Acts that an earlier act of somebody with followers drew: account, post, moment, whose act."""
    pull = np.sqrt(s.accounts["followers"][who] + 5.0)
    source = rng.choice(len(who), 2 * n, p=pull / pull.sum())
    lag = 25 * MINUTE * rng.lognormal(0, 1.4, len(source))
    moment = at[source] + lag
    awake = HOURS[hour_of(moment).astype(int) % 24] / HOURS.max()
    keep = np.flatnonzero((rng.random(len(source)) < awake) & (moment < s.end))[:n]
    mass = s.accounts["weight"] ** 0.8
    new = rng.choice(s.accounts_n, len(keep), p=mass / mass.sum())
    return new, post[source[keep]], moment[keep].astype(np.int64), who[source[keep]]


def breaking(s: Scene, rng: np.random.Generator, seen: np.ndarray) -> None:
    """A few posts that everybody who is awake passes on within an hour or two."""
    loud = seen[np.isin(s.accounts["trade"][s.posts["author"][seen]], ("press", "star", "blogger"))]
    mass = s.accounts["weight"] ** 0.6 * (s.accounts["platform"] == "weibo")
    for post in rng.choice(loud, int(rng.integers(*BREAKING)), replace=False):
        n = int(min(60 * (1 - rng.random()) ** -0.8, 350))
        who = rng.choice(s.accounts_n, n, replace=False, p=mass / mass.sum())
        at = s.posts["at"][post] + 25 * MINUTE * rng.lognormal(0, 1.1, n)
        say(s, rng, who, np.full(n, post), by_day(rng, at, 7.0, 24.0))


def _once(
    rng: np.random.Generator, s: Scene, who: np.ndarray, post: np.ndarray, at: np.ndarray
) -> np.ndarray:
    """Keep the first act of an account on a post, few of the later ones, none on a post of its own."""
    order = np.argsort(at, kind="stable")
    _, first = np.unique((post * s.accounts_n + who)[order], return_index=True)
    keep = rng.random(len(who)) < AGAIN_KEPT
    keep[order[first]] = True
    return keep & (who != s.posts["author"][post])


def say(
    s: Scene,
    rng: np.random.Generator,
    who: np.ndarray,
    post: np.ndarray,
    at: np.ndarray,
    under: np.ndarray | int = -2,
) -> None:
    """Add acts with the words and the kind that people give them; a few take over another's words."""
    order = np.lexsort((at, post))
    who, post, at = who[order], post[order], at[order]
    under = np.broadcast_to(under, (len(order),))[order]
    comment = (rng.random(len(who)) < s.comment_share) | (s.accounts["platform"][who] == "douyin")
    text = voice.ordinary(rng, s.posts["subject"][post], s.posts["mood"][post], comment, s.accounts["name"])
    low, row = np.searchsorted(post, post), np.arange(len(post))
    source = low + (rng.random(len(post)) * (row - low)).astype(np.int64)
    echo = (rng.random(len(post)) < ECHO_SHARE) & (row > low) & (text[source] != "")
    s.act(who, post, at, np.where(echo, text[source], text), comment=comment, under=under)
