"""Many repost trees at once, as columns: which root, which parent, which depth, which second."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.simulate.time_of_day import awake, delays

Ints = NDArray[np.int64]
# Shares of reposts by depth 1, 2, ...: invented, near the depth histogram of chains in public Weibo
# collections
# (about a third of the texts hold a chain, each further depth about half as many).
LEVELS = (0.58, 0.25, 0.09, 0.04, 0.02, 0.01, 0.006, 0.004)


@dataclass(frozen=True)
class Trees:
    """Reposts ordered by depth, then root.

    root: position of the root; level: depth; at_s: Unix seconds.
    parent: position among the reposts, -1 for the root itself.
    """

    root: Ints
    level: Ints
    parent: Ints
    at_s: Ints


def grow(
    rng: np.random.Generator,
    root_at_s: Ints,
    sizes: Ints,
    *,
    median_s: float = 2400,
    levels: tuple[float, ...] = LEVELS,
    hub: float = 2.5,
) -> Trees:
    """Make trees with `sizes` reposts below roots posted at `root_at_s`.

    levels: shares of reposts by depth; where a root lacks a depth, its deeper reposts go to depth 1.
    hub: 1 spreads children evenly over the parents of the depth above; larger values pile them on few.
    median_s: half of the direct reposts come sooner than this after the root (before sleep puts them off).
    """
    n, roots_n = int(sizes.sum()), len(sizes)
    root = np.repeat(np.arange(roots_n), sizes)
    shares = np.array(levels) / sum(levels)
    level = rng.choice(np.arange(1, len(levels) + 1), n, p=shares)
    has = np.zeros((len(levels) + 1, roots_n), bool)
    has[level, root] = True
    has[1] = True
    reached = np.logical_and.accumulate(has[1:], axis=0)
    level[~reached[level - 1, root]] = 1
    level = _mend(level, root, roots_n, len(levels))
    order = np.lexsort((root, level))
    root, level = root[order], level[order]
    parent, at_s = np.full(n, -1, np.int64), np.zeros(n, np.int64)
    start = np.searchsorted(level, np.arange(1, len(levels) + 3))
    for depth in range(1, len(levels) + 1):
        here = slice(start[depth - 1], start[depth])
        count = start[depth] - start[depth - 1]
        if depth == 1:
            since = root_at_s[root[here]]
            at_s[here] = awake(rng, since + delays(rng, count, median_s, 1.7))
            continue
        above = root[start[depth - 2] : start[depth - 1]]
        first = np.searchsorted(above, root[here], side="left")
        choices = np.searchsorted(above, root[here], side="right") - first
        pick = (choices * rng.random(count) ** hub).astype(np.int64)
        parent[here] = start[depth - 2] + first + pick
        at_s[here] = awake(rng, at_s[parent[here]] + delays(rng, count, median_s * 0.7, 1.5))
    return Trees(root, level.astype(np.int64), parent, at_s)


def _mend(level: Ints, root: Ints, roots_n: int, depths: int) -> Ints:
    """Every tree has a depth 1 if it has any repost: the shallowest repost of a tree without one becomes
    direct."""
    has_first = np.zeros(roots_n, bool)
    has_first[root[level == 1]] = True
    level = level.copy()
    level[~has_first[root]] = 1
    return level


def descendants(parent: Ints, level: Ints, counts: NDArray[np.bool_]) -> Ints:
    """Count how many events for which `counts` holds hang below each event, at any depth."""
    below = np.zeros(len(parent), np.int64)
    for depth in range(int(np.max(level, initial=0)), 1, -1):
        here = np.flatnonzero((level == depth) & (parent >= 0))
        np.add.at(below, parent[here], below[here] + counts[here])
    return below
