"""A paid crowd: ordinary people with a full life of their own, each of whom takes three to five tasks for
money."""

import numpy as np

from analytics.simulate.campaign import LEVELS, turnout
from analytics.simulate.town.part import Part
from analytics.simulate.town.scene import Group, Scene
from analytics.simulate.town.town import ordinary
from analytics.simulate.town.voice import sentences, supplied


def play(scene: Scene) -> None:
    """300 people, 40 tasks, about 30 people a task, text supplied and changed by a third."""
    rng = scene.rng
    people = scene.settle(300, Group("paid", "paid", False, True))
    controller = scene.settle(1, Group("controller", "paid", False, True))
    posts = scene.outside_posts(40, people)
    calls = scene.moments(posts, 600, 150_000)
    takes = np.zeros((len(people), len(posts)), bool)
    for k in range(len(people)):
        takes[k, rng.choice(len(posts), rng.integers(3, 6), replace=False)] = True
    for task, post in enumerate(posts):
        who, lag = turnout(rng, people[takes[:, task]], LEVELS["L1"])
        scene.act(
            who,
            int(post),
            calls[task] + lag,
            supplied(rng, sentences(rng, 2).to_list(), len(who), 0.3),
            task=f"paid/{task}",
        )
    scene.act(np.repeat(controller, len(posts)), posts, calls - 120, None)
    ordinary(scene, people, 22)


PART = Part("paid_crowd", play)
