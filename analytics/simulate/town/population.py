"""Building a town: people, posts and their ordinary life."""

import numpy as np

from analytics.simulate.town.scene import COMMUNITIES, DAYS, START_S, Group, Scene
from analytics.simulate.town.voice import sentences

POSTS_PER_ACT = 1 / 34
AUTHORS_SHARE = 0.06  # Of the accounts: those whose posts are passed on.
BREAKING_SHARE = 0.01


def build(rng: np.random.Generator, accounts_n: int, acts_n: int, comments_share: float) -> Scene:
    """Build a town with about `acts_n` ordinary reposts and, beside them, a share of comments.

    Post sizes and activity are heavy-tailed; half of the reposts come within a median that differs from post
    to post and, over all, from world to world (30 minutes to 5 hours; 7 hours in public collections of large
    cascades).
    """
    scene = Scene(rng)
    people = scene.settle(accounts_n, Group("organic", "", True, False))
    posts_n = int(acts_n * POSTS_PER_ACT)
    authors = rng.choice(people, int(accounts_n * AUTHORS_SHARE), replace=False)
    fame = rng.lognormal(0, 1.3, len(authors))
    author = rng.choice(authors, posts_n, p=fame / fame.sum())
    usual_s = np.exp(rng.uniform(np.log(1800), np.log(18_000)))
    median = usual_s * rng.lognormal(0, 0.8, posts_n)
    breaking = rng.random(posts_n) < BREAKING_SHARE
    median[breaking] = rng.uniform(120, 900, int(breaking.sum()))
    pull = np.minimum((1 - rng.random(posts_n)) ** (-1 / 1.15), posts_n / 8) * np.where(breaking, 4, 1)
    day = scene.awake(author, START_S + (rng.random(posts_n) * DAYS * 86_400).astype(np.int64))
    scene.publish(
        author,
        day,
        pull=pull,
        median_s=median,
        texts=sentences(rng, posts_n).to_list(),
        community=np.where(
            rng.random(posts_n) < 0.8, scene.community[author], rng.integers(0, COMMUNITIES, posts_n)
        ),
    )
    share = scene.weight[people] / scene.weight[people].sum()
    scene.live(people, rng.poisson(acts_n * share))
    if comments_share:
        scene.live(people, rng.poisson(acts_n * comments_share * share), kind="comment")
    return scene


def ordinary(scene: Scene, accounts: np.ndarray, mean: float, since_s: int = START_S) -> None:
    """Give an ordinary life to accounts that were settled later: heavy-tailed around `mean` reposts."""
    counts = scene.rng.poisson(mean * scene.rng.lognormal(-0.5, 1.0, len(accounts)))
    scene.live(accounts, counts, since_s=since_s)
