"""An activist network: people called together in a channel over posts of many authors, minutes to days later,
with slogans."""

import numpy as np

from analytics.simulate.town.part import Part
from analytics.simulate.town.scene import Group, Scene
from analytics.simulate.town.town import ordinary
from analytics.simulate.town.voice import one, sentences


def play(scene: Scene) -> None:
    """Two networks of 40 to 80; 20 to 40 calls, each followed by 25 to 60 % within Exp(2 to 12 minutes)."""
    rng = scene.rng
    for k in range(2):
        people = scene.settle(int(rng.integers(40, 80)), Group("activist", f"activists{k}", True, False))
        cause = one(rng, "names")
        demands = [one(rng, "demands", name=cause) for _ in range(int(rng.integers(3, 9)))]
        for post in scene.outside_posts(int(rng.integers(20, 40)), people, most=0.97):
            here = rng.choice(people, int(len(people) * rng.uniform(0.25, 0.6)), replace=False)
            call = scene.moments(np.array([post]), 300, 150_000)[0]
            own = sentences(rng, len(here)).to_list()
            dice = rng.random(len(here))
            text = [
                demands[rng.integers(len(demands))] if x < 0.5 else None if x < 0.7 else own[i]
                for i, x in enumerate(dice)
            ]
            scene.act(
                here,
                post,
                call + 3 + rng.exponential(rng.uniform(120, 720), len(here)).astype(np.int64),
                text,
            )
        ordinary(scene, people, 14)


PART = Part("activists", play)
