"""Planted campaigns in groups that each have their own tasks: L0 to L4, dominant, comments only, minority, split, sleepers."""

import numpy as np

from tests.benchmarks.unseen import words as w
from tests.benchmarks.unseen.orders import Level, Tasks, carry_out, lead, tasks
from tests.benchmarks.unseen.scene import DAY, Ints, Scene, spread


def recruit(scene: Scene, n: int, role: str, group: str, **more: object) -> Ints:
    """n campaign accounts with an ordinary life of a few to dozens of acts; how they were come by differs by draw.

    Bought in one batch (opened in the same days, default names), aged accounts, or a mixture; some groups share a region or client.
    """
    rng = scene.rng
    how = str(rng.choice(["batch", "aged", "mixed"], p=[0.3, 0.4, 0.3]))
    opened = scene.start_s - rng.integers(150, 3_800, n) * DAY
    batch = scene.start_s - int(rng.integers(5, 500)) * DAY + rng.integers(0, 9 * DAY, n)
    is_batch = rng.random(n) < {"batch": 0.95, "aged": 0.0, "mixed": 0.45}[how]
    settings: dict[str, object] = {
        "life": np.clip(rng.lognormal(2.2, 0.85, n), 3, 80) * 1.5,
        "registered_s": np.where(is_batch, batch, opened),
        "default_names": np.where(is_batch, 0.5, 0.1),
        "followers": (5 * (1 - rng.random(n)) ** -0.8).astype(np.int64),
        "is_campaign": True,
        "topic": rng.integers(0, scene.topics_n, n),
    }
    if rng.random() < 0.25:
        home, place = rng.random(n) < rng.uniform(0.4, 0.9), str(rng.choice(w.REGIONS))
        settings["region"] = np.where(home, place, rng.choice(w.REGIONS, n))
    if rng.random() < 0.2:
        settings["client"] = np.where(
            rng.random(n) < rng.uniform(0.4, 0.95),
            rng.integers(0, len(scene.clients)),
            rng.integers(0, 12, n),
        )
    return scene.add_people(n, role, group, **{**settings, **more})  # type: ignore[arg-type]


def head(scene: Scene, group: str, role: str = "controller", **more: object) -> int:
    """An account that gives orders and has a lively life of its own."""
    return int(
        recruit(scene, 1, role, group, **{"life": spread(float(scene.rng.lognormal(3.3, 0.5)), 1), **more})[0]
    )


def levels(
    scene: Scene, level: Level, sizes: tuple[int, ...] = (35,) * 4, heavy: float | None = None
) -> None:
    """Groups (140 accounts in 4 of 35) with a controller each; 12 to 30 tasks a group over the weeks.

    heavy: how much the tasks' posts are read by others (drawn if None); below 0 the members outnumber everybody else.
    """
    rng = scene.rng
    heavy = float(rng.uniform(0.5, 1.1)) if heavy is None else heavy
    taken: set[int] = set()
    shared = len(sizes) > 1 and rng.random() < 0.3  # Sometimes all groups share a few tasks.
    common = tasks(scene, int(rng.integers(3, 9)), taken, heavy) if shared else None
    for number, size in enumerate(sizes):
        group = f"navy-{number}"
        who = recruit(scene, size, "navy", group)
        todo = tasks(scene, int(rng.integers(12, 31 if common is None else 23)), taken, heavy)
        if common is not None:
            todo = both(todo, common)
        carry_out(scene, who, todo, level)
        lead(scene, head(scene, group), todo)
    if heavy < 0:
        scene.hush(np.array(sorted(taken)))


def both(one: Tasks, other: Tasks) -> Tasks:
    """Two lists of tasks as one."""
    return Tasks(
        np.concatenate([one.post, other.post]),
        np.concatenate([one.at_s, other.at_s]),
        one.texts + other.texts,
    )


def split(scene: Scene) -> None:
    """17 groups of 8, each with tasks of its own and no controller in sight; two controllers act on a few of all tasks."""
    rng = scene.rng
    taken: set[int] = set()
    every: list[Tasks] = []
    for number in range(17):
        todo = tasks(scene, int(rng.integers(10, 19)), taken)
        carry_out(scene, recruit(scene, 8, "navy", f"navy-{number}"), todo, Level("e75", 0.92, 0.2))
        every.append(todo)
    for number in range(2):
        boss = head(scene, f"head-{number}")
        for todo in every[number::2]:
            lead(scene, boss, todo, 0.12)


def sleepers(scene: Scene) -> None:
    """120 accounts in 4 groups, silent or ordinary for three weeks, then eight days of tasks."""
    rng = scene.rng
    taken: set[int] = set()
    woken = scene.end_s - 8.5 * DAY
    for number in range(4):
        group = f"navy-{number}"
        silent = rng.random(30) < rng.uniform(0.3, 0.9)
        life = np.clip(rng.lognormal(2.2, 0.8, 30), 4, 80) * np.where(silent, 3, 1)
        who = recruit(
            scene,
            30,
            "sleeper",
            group,
            life=life,
            since_s=np.where(silent, int(woken - rng.integers(0, DAY)), 0),
        )
        todo = tasks(scene, int(rng.integers(8, 15)), taken, after_s=woken)
        carry_out(scene, who, todo, Level("e120", 0.8, 0.3, 1))
        lead(scene, head(scene, group), todo, 0.5)
