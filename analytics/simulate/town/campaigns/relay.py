"""A relay: the controller tells lieutenants, each of whom leads a small cell at a moment and with a text
of its own."""

import numpy as np

from analytics.simulate.campaign import LEVELS
from analytics.simulate.town.navy import sent
from analytics.simulate.town.part import Part
from analytics.simulate.town.scene import Group, Scene
from analytics.simulate.town.town import ordinary


def play(scene: Scene) -> None:
    """18 lieutenants with cells of 6, 20 to 30 tasks; a cell takes part in two of three, minutes to hours
    after the order."""
    rng = scene.rng
    controller = scene.settle(1, Group("controller", "relay", False, True))
    cells = [
        (
            scene.settle(1, Group("lieutenant", f"cell{k}", False, True)),
            scene.settle(6, Group("navy", f"cell{k}", False, True)),
        )
        for k in range(18)
    ]
    everybody = np.concatenate([controller, *[np.concatenate(pair) for pair in cells]])
    posts = scene.outside_posts(int(rng.integers(20, 31)), everybody)
    orders = scene.moments(posts, 600, 80_000)
    scene.act(np.repeat(controller, len(posts)), posts, orders, None)
    for k, (lieutenant, members) in enumerate(cells):
        chosen = np.sort(rng.choice(len(posts), int(len(posts) * 0.67), replace=False))
        calls = orders[chosen] + rng.exponential(2400, len(chosen)).astype(np.int64)
        scene.act(np.repeat(lieutenant, len(chosen)), posts[chosen], calls, None)
        sent(scene, members, posts[chosen], calls + 30, LEVELS["L1"], f"cell{k}")
    ordinary(scene, everybody, 12)


PART = Part("relay", play)
