"""Navy accounts at work: at a moment they are sent to a post and write a text that was supplied to them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Evasion:
    """How hard a campaign hides (METHODS section 1).

    lag_s: mean seconds from the order to the act; spread: "uniform" (all within 2 x lag_s) or "exponential".
    takes_part: share of the members in a task; paraphrase: share of acts whose text was changed.
    """

    name: str
    lag_s: float
    spread: str
    takes_part: float
    paraphrase: float


LEVELS = {
    level.name: level
    for level in (
        Evasion("L0", 15, "uniform", 1.0, 0.0),
        Evasion("L1", 60, "exponential", 1.0, 0.2),
        Evasion("L2", 300, "exponential", 0.6, 0.4),
        Evasion("L3", 1800, "uniform", 0.4, 0.4),
        Evasion("L4", 10_800, "uniform", 0.25, 0.4),
    )
}


@dataclass(frozen=True)
class Task:
    """One order: which post, how (repost or comment), when, and which texts were supplied."""

    name: str
    root: int
    kind: str
    at_s: int
    texts: tuple[str, ...]


def turnout(rng: np.random.Generator, members: Ints, level: Evasion) -> tuple[Ints, Ints]:
    """Who takes part in one task, and how many seconds after the order each acts, in order of acting."""
    count = max(2, round(len(members) * level.takes_part))
    who = rng.choice(members, count, replace=False)
    lag = (
        rng.uniform(2, 2 * level.lag_s, count)
        if level.spread == "uniform"
        else 2 + rng.exponential(level.lag_s, count)
    )
    order = np.argsort(lag)
    return who[order], lag[order].astype(np.int64)


def supplied_texts(rng: np.random.Generator, task: Task, count: int, level: Evasion) -> tuple[str, ...]:
    """The text of each act: the first one supplied, or one of its paraphrases for the stated share."""
    rest = task.texts[1:] or task.texts[:1]
    changed = rng.random(count) < level.paraphrase
    return tuple(rest[rng.integers(0, len(rest))] if c else task.texts[0] for c in changed)
