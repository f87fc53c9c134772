"""A pile-on: a crowd below one person's posts, in bursts, copying each other. One author: it must stay
undecided."""

import numpy as np

from analytics.simulate.town.part import Part
from analytics.simulate.town.scene import DAYS, START_S, Group, Scene
from analytics.simulate.town.town import ordinary
from analytics.simulate.town.voice import sentences


def play(scene: Scene) -> None:
    """Eight posts of one account; 200 people, half of them each time, most within half an hour of a call."""
    rng = scene.rng
    victim = scene.settle(1, Group("target", "pile_on", True, False))
    crowd = scene.settle(200, Group("crowd", "pile_on", True, False))
    ordinary(scene, crowd, 12)
    at = START_S + np.sort(rng.integers(0, DAYS * 86_400, 8))
    posts = scene.publish(
        np.repeat(victim, 8),
        at,
        pull=np.full(8, 2.0),
        median_s=np.full(8, 4000.0),
        texts=sentences(rng, 8).to_list(),
        community=np.repeat(scene.community[victim], 8),
    )
    for post in posts:
        here = rng.choice(crowd, 100, replace=False)
        call = scene.moments(np.array([post]), 600, 40_000)[0]
        phrase = sentences(rng, 3).to_list()
        text = [phrase[rng.integers(3)] if x < 0.5 else None for x in rng.random(100)]
        scene.act(here, post, call + rng.exponential(600, 100).astype(np.int64), text)


PART = Part("pile_on", play)
