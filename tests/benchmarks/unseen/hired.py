"""Campaigns with another chain of command: relays through lieutenants, hired ordinary people, one controller on two platforms."""

import numpy as np

from tests.benchmarks.unseen.base import unrelated
from tests.benchmarks.unseen.campaigns import head, recruit
from tests.benchmarks.unseen.orders import Level, Tasks, carry_out, lags, lead, said, tasks
from tests.benchmarks.unseen.scene import DAY, GROWN, ROOT, Scene


def relay(scene: Scene) -> None:
    """A controller tells 18 lieutenants; each brings a cell of six to the same tasks at a moment of the cell's own."""
    rng = scene.rng
    todo = tasks(scene, int(rng.integers(15, 31)), set())
    lead(scene, head(scene, "relay"), todo, 0.5)
    own_words = rng.random() < 0.5  # A lieutenant rewords the order for the cell, or passes it on.
    wait = rng.uniform(600, 2_400)
    subject = scene.posts["subject"].gather(todo.post).to_list()
    for number in range(18):
        chief = head(scene, f"cell-{number}", "lieutenant")
        cell = recruit(scene, 6, "navy", f"cell-{number}")
        for i in np.flatnonzero(rng.random(len(todo.post)) < 0.75):
            texts = todo.texts[i]
            if own_words and texts:
                texts = [
                    scene.voice.reworded(texts[0])
                    if rng.random() < 0.4
                    else scene.voice.supplied(subject[i])[0]
                ]
            start = todo.at_s[i] + rng.lognormal(np.log(wait), 0.8)
            tag = scene.new_tags(1)
            scene.act(
                np.array([chief]),
                int(todo.post[i]),
                np.array([start]),
                texts[:1] or [None],
                above=ROOT,
                tag=tag,
            )
            go = cell[rng.random(6) < 0.85]
            at = start + 8 + lags(scene, "e150", len(go))
            above = rng.choice(np.array([ROOT, GROWN, int(tag[0])]), len(go), p=[0.45, 0.15, 0.4])
            scene.act(go, int(todo.post[i]), at, said(scene, texts, len(go), 0.15, subject[i]), above=above)


def paid_crowd(scene: Scene) -> None:
    """300 ordinary people with their full lives each take 3 to 5 of some 40 paid tasks from a list."""
    rng = scene.rng
    todo = tasks(scene, int(rng.integers(36, 45)), set(), bare=0.0)
    who = unrelated(scene, 300, 4.0)
    scene.enlist(who, "paid", "crowd")
    n = len(todo.post)
    taken = np.zeros((len(who), n), bool)
    for row in taken:
        row[rng.choice(n, min(n, int(rng.integers(3, 6))), replace=False)] = True
    for i in range(n):
        go = who[taken[:, i]]
        own = said(scene, todo.texts[i], len(go), 0.3, str(scene.posts["subject"][int(todo.post[i])]))
        scene.act(go, int(todo.post[i]), todo.at_s[i] + lags(scene, "e60", len(go)), own)
    lead(scene, head(scene, "crowd"), todo, 0.3)


def two_platforms(scene: Scene, other: Scene) -> None:
    """One controller, two groups here and two there: the same orders, the same words, a post of each platform."""
    rng = scene.rng
    taken: set[int] = set()
    there_at = other.posts["at_s"].to_numpy()
    author_role = other.people["role"].to_numpy()[other.posts["author"].to_numpy()]
    bosses = head(scene, "head"), head(other, "head")
    for number in range(2):
        group = f"navy-{number}"
        todo = tasks(scene, int(rng.integers(14, 31)), taken)
        usable = [
            np.flatnonzero((there_at < at - 120) & (there_at > at - 2 * DAY) & (author_role == "author"))
            for at in todo.at_s
        ]
        there = Tasks(
            np.array([int(rng.choice(posts)) if len(posts) else -1 for posts in usable]),
            todo.at_s + rng.uniform(0, 240),
            todo.texts,
        )
        kept = np.flatnonzero(there.post >= 0)
        there = Tasks(there.post[kept], there.at_s[kept], [there.texts[i] for i in kept])
        for place, list_, boss in ((scene, todo, bosses[0]), (other, there, bosses[1])):
            carry_out(place, recruit(place, 35, "navy", group), list_, Level("e60", 0.95, 0.2))
            lead(place, boss, list_, 0.5)
