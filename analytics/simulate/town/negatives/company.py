"""A company: sister accounts that pass on its official accounts with supplied text, and staff asked to do
so."""

import numpy as np

from analytics.simulate.town.part import Part
from analytics.simulate.town.scene import DAYS, START_S, Group, Scene
from analytics.simulate.town.town import ordinary
from analytics.simulate.town.voice import WORDS, sentences


def play(scene: Scene) -> None:
    """4 to 6 official accounts; 8 to 14 sister accounts and 20 to 40 staff act within minutes of a call in
    office hours."""
    rng = scene.rng
    name = WORDS["companies"][rng.integers(len(WORDS["companies"]))]
    official = scene.settle(int(rng.integers(4, 7)), Group("company", "company", False, False), busy=0.1)
    sisters = scene.settle(int(rng.integers(8, 15)), Group("sister", "company", False, False), busy=0.1)
    staff = scene.settle(int(rng.integers(20, 40)), Group("staff", "company", True, False))
    told = rng.random() < 0.7  # Staff who state their employer.
    scene.reason |= {int(a): f"{name}官方账号" for a in [*official, *sisters]}
    scene.reason |= {int(a): f"{name}员工" for a in staff if told}
    n = int(rng.integers(20, 45))
    author = rng.choice(official, n)
    day = START_S + rng.integers(0, DAYS, n) * 86_400 + rng.integers(9 * 3600, 17 * 3600, n)
    posts = scene.publish(
        author,
        np.sort(day),
        pull=rng.uniform(0.5, 4, n),
        median_s=np.full(n, 6000.0),
        texts=[f"{name}：{s}" for s in sentences(rng, n).to_list()],
        community=scene.community[author],
    )
    for post in posts:
        call = scene.post_at[post] + int(rng.integers(120, 20_000))
        for group, share in ((sisters, 0.8), (staff, 0.5)):
            here = rng.choice(group, max(3, int(len(group) * share)), replace=False)
            text = f"{name}，" + sentences(rng, 1)[0]
            words = [text if x < 0.75 else None for x in rng.random(len(here))]
            scene.act(here, post, call + rng.exponential(240, len(here)).astype(np.int64), words)
    ordinary(scene, staff, 10)


PART = Part("company", play)
