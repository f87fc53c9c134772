"""Feeds, schedulers and pollers: accounts that pass on their sources by machine, openly and without words."""

import numpy as np

from analytics.simulate.town.part import Part
from analytics.simulate.town.scene import Group, Scene
from analytics.simulate.town.voice import one


def play(scene: Scene) -> None:
    """15 feeds (seconds after their 8 sources), 12 schedulers and 16 pollers on a tick of 5 to 60 minutes, of
    many sources."""
    rng = scene.rng
    authors = np.unique(scene.post_author)
    feeds = scene.settle(15, Group("feed", "feeds", False, False), busy=0, client=one(rng, "tools"))
    sources = rng.choice(authors, 8, replace=False)
    posts = np.flatnonzero(np.isin(scene.post_author, sources))
    _pass_on(scene, feeds, posts, 0.9, lambda n: rng.integers(15, 120, n))
    for role, count, tick, sources_n in (
        ("scheduler", 12, 3600, 25),
        ("poller", 16, int(rng.choice([300, 600, 900, 1800])), 60),
    ):
        group = scene.settle(count, Group(role, role, False, False), busy=0, client=one(rng, "tools"))
        posts = np.flatnonzero(np.isin(scene.post_author, rng.choice(authors, sources_n, replace=False)))
        posts = rng.choice(posts, min(len(posts), 250), replace=False)
        who, what = _crossed(scene, group, posts, 0.8)
        at = (scene.post_at[what] // tick + 1) * tick + rng.integers(0, 20, len(what))
        scene.act(who, what, at, None)


def _crossed(
    scene: Scene, group: np.ndarray, posts: np.ndarray, share: float
) -> tuple[np.ndarray, np.ndarray]:
    who, what = np.repeat(group, len(posts)), np.tile(posts, len(group))
    kept = scene.rng.random(len(who)) < share
    return who[kept], what[kept]


def _pass_on(scene: Scene, group: np.ndarray, posts: np.ndarray, share: float, lag) -> None:  # type: ignore[no-untyped-def]
    who, what = _crossed(scene, group, posts, share)
    scene.act(who, what, scene.post_at[what] + lag(len(who)), None)


PART = Part("machines", play)
