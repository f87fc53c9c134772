"""Groups of navy accounts sent to posts with text that was handed to them, at every level of hiding."""

from typing import Any

import numpy as np

from analytics.simulate.campaign import LEVELS, Evasion, turnout
from analytics.simulate.town.part import Part
from analytics.simulate.town.population import ordinary
from analytics.simulate.town.scene import Group, Scene
from analytics.simulate.town.voice import sentences, supplied


def sent(
    scene: Scene,
    members: np.ndarray,
    posts: np.ndarray,
    calls: np.ndarray,
    level: Evasion,
    name: str,
    *,
    texts_n: int = 1,
    kind: str = "repost",
    camouflage: int = 0,
) -> None:
    """The members carry out one task a post: at its call, with its text."""
    rng = scene.rng
    for task, (post, call) in enumerate(zip(posts, calls, strict=True)):
        who, lag = turnout(rng, members, level)
        given = sentences(rng, texts_n).to_list()
        scene.act(
            who,
            int(post),
            call + lag,
            supplied(rng, given, len(who), level.paraphrase),
            kind=kind,
            task=f"{name}/{task}",
        )
    if camouflage:
        scene.live(members, np.full(len(members), camouflage * len(posts)))


def groups(
    scene: Scene,
    level_name: str,
    *,
    groups_n: int = 4,
    size: int = 35,
    tasks: tuple[int, int] = (12, 30),
    life: float = 12.0,
    kind: str = "repost",
    most: float = 0.9,
    since_s: int | None = None,
) -> list[np.ndarray]:
    """`groups_n` groups with a controller each, who acts on a task's post before the others."""
    rng, level = scene.rng, LEVELS[level_name]
    made = []
    for g in range(groups_n):
        name = f"navy{g}"
        members = scene.settle(size, Group("navy", name, False, True))
        controller = scene.settle(1, Group("controller", name, False, True))
        excluded = np.concatenate([members, controller])
        posts = scene.outside_posts(int(rng.integers(*tasks)), excluded, most=most)
        if since_s is not None:
            posts = posts[scene.post_at[posts] > since_s]
        calls = scene.moments(posts, 600, 150_000)
        sent(
            scene,
            members,
            posts,
            calls,
            level,
            name,
            texts_n=int(rng.integers(1, 4)),
            kind=kind,
            camouflage=3 if level_name in ("L2", "L3", "L4") else 0,
        )
        scene.act(
            np.repeat(controller, len(posts)),
            posts,
            calls - rng.integers(20, 400, len(posts)),
            None,
            kind=kind,
        )
        ordinary(scene, excluded, life)
        made.append(members)
    return made


def campaign(name: str, level: str, **how: Any) -> Part:
    """The part `name` in which `groups` are sent out."""

    def play(scene: Scene) -> None:
        groups(scene, level, **how)

    return Part(name, play)
