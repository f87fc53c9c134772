"""People who follow one source, and a source who acts by herself and is copied.

Receivers of a push follow one source (the app); it is to be seen where the app is that of the posts' author.
"""

import numpy as np

from tests.benchmarks.scenarios import voice
from tests.benchmarks.scenarios.population import by_day
from tests.benchmarks.scenarios.scene import ALONE, CALLED, FOLLOWS, HOUR, MINUTE, Array, Scene
from tests.benchmarks.scenarios.work import (
    authors,
    awake,
    copy_share,
    live,
    own_words,
    plan,
    posts_by,
    some,
    turnout,
)

RECEIVERS_N = 300


def _said_by(
    s: Scene, rng: np.random.Generator, who: int, posts: Array, median_min: float
) -> tuple[Array, Array]:
    """Add one person's acts on these posts, in own words, by day; returns moments and texts."""
    lag = MINUTE * median_min * rng.lognormal(0, 1, len(posts))
    at = by_day(rng, s.posts["at"][posts] + np.minimum(lag, 20 * HOUR))
    text = voice.spoken(voice.drafts(rng, s.posts["subject"][posts], "plain"))
    s.act(np.full(len(posts), who), posts, at, text, under=-1)
    return at, text


def readers_of_one(s: Scene) -> None:
    """Readers of one account take posts of many authors from its repost; some say its words again."""
    rng = s.rng("group")
    p = plan(rng, (4, 40))
    source = int(s.take(rng, 1, "source", ALONE, group="source")[0])
    s.accounts["followers"][source] = int(rng.lognormal(12, 0.7))
    s.accounts["weight"][source] = 12
    who = s.take(rng, p.size, "reader", FOLLOWS)
    live(rng, s, who)
    posts = some(rng, s.by("press", "star", "blogger", "firm", "authority"), int(rng.integers(30, 61)))
    when, said = _said_by(s, rng, source, posts, 60)
    member, call = turnout(rng, who, len(posts), p.turnout)
    at = awake(rng, when[call] + p.lag_s * rng.lognormal(0, 1.1, len(call)))
    text = np.where(rng.random(len(call)) < p.copy, said[call], own_words(rng, s, posts[call], "plain"))
    s.drawn |= {"copy": p.copy, "tasks_n": len(posts), "lag_s": p.lag_s}
    under = np.where(rng.random(len(call)) < rng.uniform(0.5, 1), source, -1)
    s.act(member, posts[call], at, text, under=under)


def _copied(s: Scene, share: float) -> None:
    """A person with words of her own, whom a farm copies within a minute or two on a share of its posts."""
    rng = s.rng("group")
    her = int(s.take(rng, 1, "copied account", ALONE)[0])
    s.accounts["followers"][her] = int(rng.lognormal(8, 2))
    s.accounts["weight"][her] = 8
    farm = s.take(rng, int(rng.integers(25, 61)), "copying account", CALLED, group="farm", campaign=True)
    live(rng, s, farm, 0.02, 0.6)
    pool = s.by("press", "star", "blogger", "firm", "authority")
    posts = some(rng, pool, int(rng.integers(32, 61)))
    hers = rng.random(len(posts)) < share if share < 1 else np.ones(len(posts), bool)
    when, said = _said_by(s, rng, her, posts[hers], 45)
    at = by_day(rng, s.posts["at"][posts] + HOUR * rng.lognormal(0, 1, len(posts)))
    text = voice.spoken(voice.drafts(rng, s.posts["subject"][posts], "plain"))
    at[hers], text[hers] = when, said
    if (
        share < 1
    ):  # What the farm does not copy, she may act on all the same, with other words at another time.
        also = some(rng, posts[~hers], int(np.sum(~hers) * rng.uniform(0, 0.3)))
        _said_by(s, rng, her, also, 600)
        _said_by(s, rng, her, some(rng, np.setdiff1d(pool, posts), 12), 60)
    member, call = turnout(rng, farm, len(posts), 0.85)
    late = at[call] + rng.uniform(5, 20) + rng.exponential(rng.uniform(20, 60), len(call))
    s.drawn |= {"copy": 1.0, "tasks_n": len(posts)}
    under = np.where(hers[call] & (rng.random(len(call)) < rng.choice([0, 0.5])), her, -1)
    s.act(member, posts[call], late, text[call], under=under)


def copied_account(s: Scene) -> None:
    """All posts of the farm are posts on which it copies her."""
    _copied(s, 1.0)


def copied_third(s: Scene) -> None:
    """On a third of its posts the farm copies her, on the others it has texts of its own."""
    _copied(s, 1 / 3)


def _pushed(s: Scene, rng: np.random.Generator, posts: Array, turned_out: float) -> None:
    """Messages about these posts come to 300 strangers; one tap sends the text that they offer."""
    who = s.take(rng, RECEIVERS_N, "receiver", FOLLOWS)
    share = copy_share(rng)
    s.drawn |= {"copy": share, "tasks_n": len(posts)}
    sent = by_day(rng, s.posts["at"][posts] + 10 * MINUTE * rng.lognormal(0, 0.7, len(posts)))
    member, call = turnout(rng, who, len(posts), turned_out)
    at = sent[call] + MINUTE * rng.uniform(0.5, 6) * rng.lognormal(0, 1.2, len(call))
    offered = voice.spoken(voice.drafts(rng, s.posts["subject"][posts], "plain"))
    text = np.where(rng.random(len(call)) < share, offered[call], own_words(rng, s, posts[call], "plain"))
    s.act(member, posts[call], at, text, under=-1)


def push(s: Scene) -> None:
    """An app pushes a medium's posts for weeks; each message brings some of the same 300 strangers."""
    rng = s.rng("group")
    medium = authors(rng, s, 1, "press")
    pushed_n = int(rng.integers(8, 25))
    posts = posts_by(rng, s, np.repeat(medium, pushed_n), drawn=0.8)
    if rng.random() < 0.4:  # The platform's own push: posts of anybody.
        posts = some(rng, s.by("press", "star", "blogger", "authority"), pushed_n)
    _pushed(s, rng, posts, rng.uniform(0.05, 0.25))


def push_once(s: Scene) -> None:
    """One message about one post brings all of 300 strangers."""
    rng = s.rng("group")
    _pushed(s, rng, posts_by(rng, s, authors(rng, s, 1, "press"), drawn=0.9), 0.99)


KINDS = {
    "readers_of_one": readers_of_one,
    "copied_account": copied_account,
    "copied_third": copied_third,
    "push": push,
    "push_once": push_once,
}
