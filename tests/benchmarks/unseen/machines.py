"""Innocent machines: feeds that pass on a list of sources, schedulers, pollers on a tick; some share an operator and a phase."""

import numpy as np
import polars as pl

from tests.benchmarks.unseen import words as w
from tests.benchmarks.unseen.scene import LOCAL, ROOT, Ints, Scene


def _sources(scene: Scene, n: int) -> Ints:
    """n authors, the busy more likely."""
    posts, people = scene.posts, scene.people
    author, times = np.unique(posts["author"].to_numpy(), return_counts=True)
    usable = people["role"].to_numpy()[author] == "author"
    author, times = author[usable], times[usable]
    return scene.rng.choice(author, min(n, len(author)), replace=False, p=times / times.sum())


def _posts_of(scene: Scene, authors: Ints, share: float) -> Ints:
    found = np.flatnonzero(np.isin(scene.posts["author"].to_numpy(), authors))
    return found[scene.rng.random(len(found)) < share]


def _headlines(scene: Scene, posts: Ints, style: int) -> pl.Series | None:
    """What the machine writes: nothing, the post's title in its own frame, or always the same."""
    title = scene.posts["text"].gather(posts)
    if style == 0:
        return None
    if style == 1:
        return scene.voice.glue("【快讯】", title.str.slice(1, 18))
    return pl.Series([str(scene.rng.choice(w.SLOGANS)) + " 每日推送"] * len(posts))


def feeds(scene: Scene) -> None:
    """Several feeds of one operator pass on the same sources seconds after each post, or all at a set moment."""
    rng = scene.rng
    for number in range(int(rng.integers(2, 4))):
        n = int(rng.integers(2, 6))
        who = scene.add_people(
            n,
            "feed",
            f"feed-{number}",
            is_automatic=True,
            client=len(w.CLIENTS) + int(rng.integers(0, 5)),
            verified_type=int(rng.choice([-1, 3])),
            default_names=0.0,
        )
        posts = _posts_of(scene, _sources(scene, int(rng.integers(3, 12))), rng.uniform(0.6, 1))
        style, late = int(rng.integers(0, 3)), rng.random() < 0.4
        at_s = scene.posts["at_s"].to_numpy()[posts]
        if late:  # A daily digest at a fixed hour.
            hour = int(rng.integers(7, 22)) * 3600
            day = (at_s + LOCAL) // 86_400 * 86_400 - LOCAL + hour
            at_s = np.where(day > at_s, day, day + 86_400) + np.arange(len(posts)) % 20 * 4
        for feed in who:
            take = rng.random(len(posts)) < rng.uniform(0.7, 1)
            at = at_s[take] + 2 + rng.exponential(4, int(take.sum()))
            scene.act(
                np.full(int(take.sum()), feed),
                posts[take],
                at,
                _headlines(scene, posts[take], style),
                above=ROOT,
                kind="repost",
            )


def pollers(scene: Scene) -> None:
    """Each looks at its list every so many minutes and passes on what is new: together to the second where they share a phase."""
    rng = scene.rng
    lists = [_sources(scene, int(rng.integers(12, 40))) for _ in range(4)]
    shared_phase = int(rng.integers(0, 3600)) if rng.random() < 0.5 else 0
    for number in range(int(rng.integers(12, 22))):
        period = 60 * int(rng.choice([3, 5, 6, 7, 10, 12, 15, 20, 25, 30, 45, 60]))
        phase = shared_phase if rng.random() < 0.6 else int(rng.integers(0, period))
        poller = scene.add_people(
            1,
            "poller",
            f"list-{number % 4}",
            is_automatic=True,
            client=int(rng.integers(0, len(scene.clients))),
            default_names=0.3,
        )
        posts = _posts_of(scene, lists[number % 4], rng.uniform(0.25, 0.85))
        at = scene.posts["at_s"].to_numpy()[posts]
        tick = ((at - phase) // period + 1) * period + phase
        jitter = rng.exponential(rng.choice([1.0, 2.0, 12.0]), len(posts))
        style = int(rng.choice([0, 0, 0, 1, 2]))
        # Platforms throttle: of many new posts at one tick only a few go out.
        _, first = np.unique(tick, return_index=True)
        keep = np.union1d(first, np.flatnonzero(rng.random(len(posts)) < 0.5))
        scene.act(
            np.full(len(keep), poller[0]),
            posts[keep],
            (tick + jitter)[keep],
            _headlines(scene, posts[keep], style),
            above=ROOT,
            kind="repost",
        )


def schedulers(scene: Scene) -> None:
    """People who queue their reposts: out on the half hour through a planning tool, in their own words or bare."""
    rng = scene.rng
    n = int(rng.integers(8, 20))
    who = scene.add_people(n, "scheduler", "scheduler", is_automatic=True, client=len(w.CLIENTS) + 2)
    slots_h = rng.choice([7, 8, 9, 12, 12.5, 18, 20, 20.5, 21, 22], 5, replace=False)
    pool = np.flatnonzero(
        scene.posts["weight"].to_numpy() > np.quantile(scene.posts["weight"].to_numpy(), 0.5)
    )
    for account in who:
        posts = rng.choice(pool, int(rng.integers(15, 60)), replace=False)
        at_s = scene.posts["at_s"].to_numpy()[posts]
        slot = (rng.choice(slots_h, len(posts)) * 3600).astype(np.int64)
        day = (at_s + LOCAL) // 86_400 * 86_400 - LOCAL + slot
        at = np.where(day > at_s, day, day + 86_400) + rng.exponential(1.5, len(posts))
        scene.act(np.full(len(posts), account), posts, at, "?", above=ROOT, kind="repost")
