"""Campaigns that a town may hold: navy accounts at every level of hiding, relays, sleepers, a paid crowd."""

import numpy as np
import polars as pl

from analytics.simulate.campaign import LEVELS, turnout
from analytics.simulate.town.navy import Campaign, Orders, campaign, groups, sent
from analytics.simulate.town.part import Part
from analytics.simulate.town.population import ordinary
from analytics.simulate.town.scene import DAYS, START_S, Group, Scene
from analytics.simulate.town.voice import sentences, supplied

PART_COMMENTS_ONLY = campaign("comments_only", "L1", Campaign(groups_n=3, size=32, kind="comment"))


PART_DOMINANT = campaign("dominant", "L1", Campaign(size=40, most=0.4))


PART_L0 = campaign("L0", "L0")


PART_L1 = campaign("L1", "L1")


PART_L2 = campaign("L2", "L2")


PART_L3 = campaign("L3", "L3")


PART_L4 = campaign("L4", "L4")


PART_MINORITY = campaign("minority", "L1", Campaign(groups_n=1, size=12, tasks=(14, 24)))


def play_paid_crowd(scene: Scene) -> None:
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


PART_PAID_CROWD = Part("paid_crowd", play_paid_crowd)


def play_relay(scene: Scene) -> None:
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
        sent(scene, members, posts[chosen], calls + 30, Orders(f"cell{k}", LEVELS["L1"]))
    ordinary(scene, everybody, 12)


PART_RELAY = Part("relay", play_relay)


AWAKE_S = START_S + (DAYS - 9) * 86_400


def play_sleepers(scene: Scene) -> None:
    """Four groups of 30; tasks only in the last nine days."""
    groups(scene, "L1", Campaign(size=30, tasks=(24, 40), life=3, since_s=AWAKE_S))


PART_SLEEPERS = Part("sleepers", play_sleepers)


PART_SPLIT = campaign("split", "L1", Campaign(groups_n=16, size=8, tasks=(8, 16)))


GROUPS_N = 3
SIZE = 32  # On each platform.
PLATFORMS_N = 2


def play_two_platforms(scene: Scene) -> None:
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


PART_TWO_PLATFORMS = Part("two_platforms", play_two_platforms)

PARTS = (
    PART_COMMENTS_ONLY,
    PART_DOMINANT,
    PART_L0,
    PART_L1,
    PART_L2,
    PART_L3,
    PART_L4,
    PART_MINORITY,
    PART_PAID_CROWD,
    PART_RELAY,
    PART_SLEEPERS,
    PART_SPLIT,
    PART_TWO_PLATFORMS,
)
