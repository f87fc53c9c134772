"""People who are up at the same unusual hours and read the same authors: they meet by habit."""

import numpy as np

from analytics.model.time import BEIJING_OFFSET_S
from analytics.simulate.town.part import Part
from analytics.simulate.town.scene import Group, Scene
from analytics.simulate.town.voice import chatter


def play(scene: Scene) -> None:
    """60 people who go through the posts of 30 authors between two and four in the morning, in the same
    order."""
    rng = scene.rng
    people = scene.settle(60, Group("same_hours", "night_shift", True, False))
    sources = rng.choice(np.unique(scene.post_author), 30, replace=False)
    posts = np.flatnonzero(np.isin(scene.post_author, sources))
    day = 86_400
    for who in people:
        mine = rng.choice(posts, min(len(posts), int(rng.integers(15, 60))), replace=False)
        night = (scene.post_at[mine] + BEIJING_OFFSET_S) // day * day + day - 8 * 3600 + 2 * 3600
        at = night + rng.integers(0, 7200, len(mine))
        scene.act(np.full(len(mine), who), mine, at, chatter(rng, len(mine)))


PART = Part("night_shift", play)
