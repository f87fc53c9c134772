"""One campaign on two platforms with disjoint accounts: each order goes to a post here and one there, with
the same text.

Even accounts and the posts of even authors are on the first platform, odd ones on the second; nobody acts
across.
"""

import numpy as np
import polars as pl

from analytics.simulate.campaign import LEVELS, turnout
from analytics.simulate.town.part import Part
from analytics.simulate.town.scene import Group, Scene
from analytics.simulate.town.town import ordinary
from analytics.simulate.town.voice import sentences, supplied

GROUPS_N = 3
SIZE = 32  # On each platform.
PLATFORMS_N = 2


def play(scene: Scene) -> None:
    """Three groups; half of the members of each live on either platform."""
    rng, level = scene.rng, LEVELS["L1"]
    for g in range(GROUPS_N):
        name = f"navy{g}"
        members = scene.settle(PLATFORMS_N * SIZE, Group("navy", name, False, True))
        controllers = scene.settle(PLATFORMS_N, Group("controller", name, False, True))
        everybody = np.concatenate([members, controllers])
        posts = scene.outside_posts(int(rng.integers(30, 60)), everybody)
        here, there = (posts[scene.post_author[posts] % PLATFORMS_N == side] for side in range(PLATFORMS_N))
        for task, pair in enumerate(zip(here, there, strict=False)):
            given = sentences(rng, 1).to_list()
            for side, post in enumerate(pair):
                call = int(scene.moments(np.array([post]), 600, 150_000)[0])
                who, lag = turnout(rng, members[members % PLATFORMS_N == side], level)
                scene.act(
                    who,
                    int(post),
                    call + lag,
                    supplied(rng, given, len(who), level.paraphrase),
                    task=f"{name}/{task}.{side}",
                )
                scene.act(
                    controllers[controllers % PLATFORMS_N == side],
                    int(post),
                    np.array([call - rng.integers(20, 400)]),
                    None,
                )
        ordinary(scene, everybody, 12)
    told = pl.concat(scene.parts)
    home = pl.Series(scene.post_author[told["post"].to_numpy()] % PLATFORMS_N)
    scene.parts = [told.filter(told["account"] % PLATFORMS_N == home)]


PART = Part("two_platforms", play)
