"""Innocents with habits: people of the same odd hours, audiences of one much-read account, and those who pile on one author."""

import numpy as np

from tests.benchmarks.unseen import words as w
from tests.benchmarks.unseen.base import night, plain_posts, post_times, unrelated
from tests.benchmarks.unseen.ordinary import Shelf
from tests.benchmarks.unseen.scene import DAY, GROWN, ROOT, Scene


def same_hours(scene: Scene) -> None:
    """Night shifts and lunch breaks: the same interests in the same narrow hours, and nothing else in common."""
    rng = scene.rng
    shelf = Shelf(scene.posts, "topic")
    for number in range(int(rng.integers(1, 4))):
        n, topic = int(rng.integers(14, 36)), int(rng.integers(0, scene.topics_n))
        first_h, span_h = float(rng.choice([1.5, 3, 5.5, 12.4, 15.2])), float(rng.uniform(0.4, 2.5))
        who = scene.add_people(n, "same_hours", f"hours-{number}", topic=topic, life=rng.gamma(1, 2, n))
        account = np.repeat(who, rng.integers(15, 80, n))
        at = night(scene, len(account), first_h, span_h)
        post = shelf.draw(rng, np.full(len(account), topic))
        for _ in range(6):  # Another post where this one is not out yet or is older than a day and a half.
            age = at - scene.posts["at_s"].to_numpy()[post]
            bad = (age < 60) | (age > 1.5 * DAY)
            post[bad] = shelf.draw(rng, np.full(int(bad.sum()), topic))
        age = at - scene.posts["at_s"].to_numpy()[post]
        keep = (age > 60) & (age < 1.5 * DAY)
        scene.act(account[keep], post[keep], at[keep], "?")


def audiences(scene: Scene) -> None:
    """A much-read account passes on posts of many authors; its readers take them from there within minutes, some with its words."""
    rng = scene.rng
    for number in range(int(rng.integers(1, 4))):
        n, topic = int(rng.integers(22, 60)), int(rng.integers(0, scene.topics_n))
        hub = scene.add_people(
            1,
            "hub",
            f"audience-{number}",
            life=6.0,
            topic=topic,
            verified_type=0,
            verified_reason="知名博主",
            followers=int(rng.integers(200_000, 4_000_000)),
        )
        who = scene.add_people(n, "audience", f"audience-{number}", life=rng.gamma(1.3, 10, n), topic=topic)
        posts, moments = scene.calls(plain_posts(scene, int(rng.integers(14, 40)), 0.4), 400, 1.5 * DAY)
        tags = scene.new_tags(len(posts))
        part, pace, echo = rng.uniform(0.2, 0.55), rng.uniform(120, 900), rng.uniform(0.03, 0.2)
        for post, moment, tag in zip(posts, moments, tags, strict=True):
            said = (
                scene.voice.supplied(str(scene.posts["subject"][int(post)]), 1)[0]
                if rng.random() < 0.7
                else "?"
            )
            scene.act(hub, post, np.array([moment]), said, tag=tag, above=ROOT)
            at = moment + 4 + rng.exponential(pace, n)
            go = np.flatnonzero(rng.random(n) < part * scene.awake(at))
            own = [said if r < echo else "?" for r in rng.random(len(go))]
            scene.act(who[go], post, at[go], own, above=np.where(rng.random(len(go)) < 0.8, tag, GROWN))


def pile_on(scene: Scene) -> None:
    """A crowd falls upon one author: hundreds who do not know each other, and a core under every post of theirs, same taunts."""
    rng = scene.rng
    topic = int(rng.integers(0, scene.topics_n))
    victim = scene.add_people(1, "author", life=4.0, topic=topic, followers=int(rng.integers(500, 40_000)))
    posts_n = int(rng.integers(3, 10))
    at_s = (
        np.sort(scene.start_s + rng.integers(4, 22) * DAY + rng.integers(0, 5 * DAY, posts_n))
        if rng.random() < 0.7
        else np.sort(post_times(scene, posts_n))
    )
    posts = scene.add_posts(np.full(posts_n, victim[0]), at_s, rng.gamma(1, 3, posts_n), topic)
    core_n = int(rng.integers(12, 34))
    core = scene.add_people(core_n, "pile_on", "pile-on", life=rng.gamma(1.2, 9, core_n))
    taunts = [str(t) for t in rng.choice(w.URGES, 4, replace=False)]
    for post in posts:
        crowd = unrelated(scene, int(rng.integers(40, 220)))
        who = np.concatenate([core[rng.random(core_n) < 0.8], crowd])
        called = float(scene.posts["at_s"][int(post)]) + rng.uniform(300, 30_000)
        at = scene.by_day(np.full(1, called))[0] + rng.gamma(1.1, rng.uniform(600, 5_000), len(who))
        own = [taunts[int(r * 40) % 4] if r < 0.4 else "?" for r in rng.random(len(who))]
        kind = "comment" if rng.random() < 0.4 else scene.kind
        scene.act(who, post, at, own, kind=kind)
