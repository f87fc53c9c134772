"""An alliance of fan clubs: several idols, called together at a moment, with slogans or (in some worlds)
text to copy."""

import numpy as np

from analytics.simulate.town.negatives.fan_clubs import idol_posts
from analytics.simulate.town.part import Part
from analytics.simulate.town.scene import Group, Scene
from analytics.simulate.town.town import ordinary
from analytics.simulate.town.voice import WORDS, one, sentences


def play(scene: Scene) -> None:
    """Four to six idols, 20 to 30 people for each; a call 10 minutes to 20 hours after a post, followed
    within Exp(1 to 8 minutes)."""
    rng = scene.rng
    idols_n = int(rng.integers(4, 7))
    copies = rng.random() < 0.4
    idols = scene.settle(idols_n, Group("idol", "alliance", True, False))
    members = np.concatenate(
        [
            scene.settle(int(rng.integers(20, 30)), Group("alliance", f"alliance{k}", True, False))
            for k in range(idols_n)
        ]
    )
    for k in range(idols_n):
        name = WORDS["names"][6 + k]
        slogans = [one(rng, "slogans", name=name) for _ in range(4)]
        for post in idol_posts(scene, idols[k : k + 1], int(rng.integers(4, 10))):
            here = rng.choice(members, int(len(members) * rng.uniform(0.3, 0.6)), replace=False)
            call = scene.moments(np.array([post]), 600, 72_000)[0]
            text = one(rng, "slogans", name=name) + "，" + sentences(rng, 1)[0] if copies else None
            words = [
                text if text and x < 0.6 else slogans[rng.integers(4)] if x < 0.8 else None
                for x in rng.random(len(here))
            ]
            scene.act(
                here, post, call + rng.exponential(rng.uniform(60, 480), len(here)).astype(np.int64), words
            )
    ordinary(scene, members, 12)


PART = Part("fan_alliance", play)
