"""Small invented cases in which nobody was called, though some look like it: habits, tools, readers, pushes."""

from collections.abc import Callable

import numpy as np

from tests.coordination.scene import DAY, DAYS, TASKS, Row, act, born, crowd, words

MINUTE, HOUR = 60.0, 3_600.0
NOON = 4 * HOUR  # 12:00 in Beijing, counted from START's 08:00.


def people(n: int, name: str = "n") -> list[str]:
    return [f"{name}{i:02}" for i in range(n)]


def readers(seed: int) -> list[Row]:
    """30 accounts that repost what one visible account has just reposted, each after a while of its own."""
    rng, rows = np.random.default_rng(seed), crowd(seed)
    for k in TASKS:
        led = born(k) + rng.uniform(HOUR, 8 * HOUR)
        rows.append(act("leader", f"p{k:03}", round(led), words(rng)))
        for name in people(30):
            if rng.random() < 0.8:
                rows.append(act(name, f"p{k:03}", round(led + 1 + rng.exponential(4 * MINUTE)), words(rng)))
    return rows


def lunch(seed: int) -> list[Row]:
    """20 strangers who look at the post of the day at any minute from 12:00 to 13:00."""
    rng = np.random.default_rng(seed)
    return crowd(seed) + [
        act(name, f"p{k:03}", round(born(k) + NOON + rng.uniform(0, HOUR)), words(rng))
        for k in TASKS
        for name in people(20)
    ]


def tool(seed: int) -> list[Row]:
    """20 accounts of a tool that runs at the full hour and reposts some of what is new."""
    rng, rows = np.random.default_rng(seed), crowd(seed)
    for k in range(3 * DAYS):
        due = born(k) + HOUR * float(rng.integers(1, 5))
        rows += [act(name, f"p{k:03}", due) for name in people(20) if rng.random() < 0.5]
    return rows


def copied(seed: int) -> list[Row]:
    """ "writer" comments on a post a day; 12 programs repeat her words within half a minute, nothing of one's own."""
    rng, rows = np.random.default_rng(seed), crowd(seed)
    for k in TASKS:
        said, at = words(rng), born(k) + rng.uniform(HOUR, 8 * HOUR)
        rows.append(act("writer", f"p{k:03}", round(at), said))
        rows += [act(name, f"p{k:03}", round(at + rng.uniform(2, 30)), said) for name in people(12)]
    return rows


def push(seed: int) -> list[Row]:
    """Every second day an app shows a post to everybody in the crowd; two of five open it within minutes."""
    rng, rows = np.random.default_rng(seed), crowd(seed)
    seen = {(row["account_id"], row["root_id"]) for row in rows}
    for k in TASKS[::2]:
        sent = born(k) + rng.uniform(HOUR, 8 * HOUR)
        for a in range(150):
            if rng.random() < 0.4 and (f"a{a:03}", f"p{k:03}") not in seen:
                rows.append(act(f"a{a:03}", f"p{k:03}", round(sent + rng.exponential(5 * MINUTE))))
    return rows


def midnight(seed: int) -> list[Row]:
    """20 strangers, each awake for half an hour from a minute of its own between 23:30 and 00:00 in Beijing."""
    rng, rows = np.random.default_rng(seed), crowd(seed)
    awake = {name: 15.5 * HOUR + rng.uniform(0, 30 * MINUTE) for name in people(20)}
    for d in range(DAYS):
        for name, start in awake.items():
            rows.append(act(name, f"p{3 * d:03}", round(d * DAY + start + rng.uniform(0, 30 * MINUTE))))
    return rows


LOOK_ALIKES: dict[str, Callable[[int], list[Row]]] = {
    "a crowd": crowd,
    "readers of one account": readers,
    "a lunch habit": lunch,
    "a habit across midnight": midnight,
    "a tool on a clock": tool,
    "a copied account": copied,
    "a push": push,
}
