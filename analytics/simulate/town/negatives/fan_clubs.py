"""Fan clubs: one idol each, every post passed on fast, by most members, with slogans."""

import numpy as np

from analytics.simulate.town.part import Part
from analytics.simulate.town.scene import DAYS, START_S, Group, Scene
from analytics.simulate.town.town import ordinary
from analytics.simulate.town.voice import WORDS, one, sentences


def idol_posts(scene: Scene, idol: np.ndarray, n: int) -> np.ndarray:
    """`n` posts of one idol over the month."""
    rng = scene.rng
    at = scene.awake(np.repeat(idol, n), START_S + np.sort(rng.random(n) * DAYS * 86_400).astype(np.int64))
    return scene.publish(
        np.repeat(idol, n),
        at,
        pull=rng.uniform(1, 8, n),
        median_s=np.full(n, 2400.0),
        texts=sentences(rng, n).to_list(),
        community=np.repeat(scene.community[idol], n),
    )


def play(scene: Scene) -> None:
    """Three clubs of 40 to 100 people; each post is passed on by 40 to 80 % within Exp(2 to 15 minutes)."""
    rng = scene.rng
    for k in range(3):
        name = WORDS["names"][k]
        idol = scene.settle(1, Group("idol", f"club{k}", True, False))
        club = scene.settle(int(rng.integers(40, 100)), Group("fan", f"club{k}", True, False))
        slogans = [one(rng, "slogans", name=name) for _ in range(5)]
        for post in idol_posts(scene, idol, int(rng.integers(15, 40))):
            here = rng.choice(club, int(len(club) * rng.uniform(0.4, 0.8)), replace=False)
            lag = 5 + rng.exponential(rng.uniform(120, 900), len(here))
            text = [slogans[rng.integers(5)] if x < 0.6 else None for x in rng.random(len(here))]
            scene.act(here, post, scene.post_at[post] + lag.astype(np.int64), text)
        ordinary(scene, club, 12)


PART = Part("fan_clubs", play)
