"""Groups of navy accounts that are sent to posts with supplied text, at every level of hiding."""

from dataclasses import dataclass

import numpy as np

from analytics.simulate.campaign import LEVELS, Evasion, turnout
from analytics.simulate.town.part import Part
from analytics.simulate.town.population import ordinary
from analytics.simulate.town.scene import Group, Scene
from analytics.simulate.town.voice import sentences, supplied


@dataclass(frozen=True)
class Orders:
    """How one group carries out its tasks. level: how it hides. texts_n: texts handed out a task. camouflage:
    acts of ordinary life a member and task."""

    name: str
    level: Evasion
    texts_n: int = 1
    kind: str = "repost"
    camouflage: int = 0


@dataclass(frozen=True)
class Campaign:
    """Groups that one part sends out. tasks: at least and below how many a group. life: acts of ordinary life
    an account. most: quantile of reach above which a post is no target. since_s: earliest post, Unix
    seconds."""

    groups_n: int = 4
    size: int = 35
    tasks: tuple[int, int] = (12, 30)
    life: float = 12.0
    kind: str = "repost"
    most: float = 0.9
    since_s: int | None = None


def sent(scene: Scene, members: np.ndarray, posts: np.ndarray, calls: np.ndarray, orders: Orders) -> None:
    """The members carry out one task a post: at its call, with its text."""
    rng = scene.rng
    for task, (post, call) in enumerate(zip(posts, calls, strict=True)):
        who, lag = turnout(rng, members, orders.level)
        given = sentences(rng, orders.texts_n).to_list()
        scene.act(
            who,
            int(post),
            call + lag,
            supplied(rng, given, len(who), orders.level.paraphrase),
            kind=orders.kind,
            task=f"{orders.name}/{task}",
        )
    if orders.camouflage:
        scene.live(members, np.full(len(members), orders.camouflage * len(posts)))


def groups(scene: Scene, level_name: str, plan: Campaign) -> list[np.ndarray]:
    """The groups of `plan` with a controller each, who acts on a task's post before the others."""
    rng, level = scene.rng, LEVELS[level_name]
    made = []
    for g in range(plan.groups_n):
        name = f"navy{g}"
        members = scene.settle(plan.size, Group("navy", name, False, True))
        controller = scene.settle(1, Group("controller", name, False, True))
        excluded = np.concatenate([members, controller])
        posts = scene.outside_posts(int(rng.integers(*plan.tasks)), excluded, most=plan.most)
        if plan.since_s is not None:
            posts = posts[scene.post_at[posts] > plan.since_s]
        calls = scene.moments(posts, 600, 150_000)
        camouflage = 3 if level_name in ("L2", "L3", "L4") else 0
        sent(
            scene, members, posts, calls, Orders(name, level, int(rng.integers(1, 4)), plan.kind, camouflage)
        )
        scene.act(
            np.repeat(controller, len(posts)),
            posts,
            calls - rng.integers(20, 400, len(posts)),
            None,
            kind=plan.kind,
        )
        ordinary(scene, excluded, plan.life)
        made.append(members)
    return made


def campaign(name: str, level: str, plan: Campaign = Campaign()) -> Part:
    """The part `name` in which `groups` are sent out."""

    def play(scene: Scene) -> None:
        groups(scene, level, plan)

    return Part(name, play)
