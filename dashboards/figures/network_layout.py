"""Places for the accounts of a network: each connected part is laid out on its own, then all are packed.

The layout is deterministic: no chance is used. Accounts tied to one other account alone stand around it, the
earliest nearest, so a viral star of 60,000 accounts is a disc that reads from the middle outwards.
"""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from dashboards.figures.forceatlas2 import Bodies, forceatlas2

GOLDEN = np.pi * (3 - np.sqrt(5))  # The angle between leaves of a sunflower: no two stand on one line.
ROUNDS, ROUNDS_ALL = 260, 40  # Rounds for the accounts in the middle, then for all together.
WORK_MAX = 600_000  # Rounds times accounts: above, fewer rounds (a second or two on one core).
GRAVITY = 2.0  # Pull to the middle: without it long branches run out of the picture.
APART = 14.0  # Free room between two parts.


def network_layout(n: int, source: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places (x, y) of n accounts. source, target: rows that are tied (either way round, each tie once or
    more often).

    Rows stand in the order in which ties to one account are set around it, so sort them by time.
    """
    if not n:
        return np.zeros(0), np.zeros(0)
    keep = source != target
    low, high = (
        np.minimum(source, target)[keep].astype(np.int64),
        np.maximum(source, target)[keep].astype(np.int64),
    )
    ties = np.unique(low * n + high)
    low, high = ties // n, ties % n
    _, part = connected_components(coo_array((np.ones(len(low)), (low, high)), shape=(n, n)), directed=False)
    degree = np.bincount(low, minlength=n) + np.bincount(high, minlength=n)
    order = np.argsort(part, kind="stable")
    rows_of = np.split(order, np.flatnonzero(np.diff(part[order])) + 1)
    by_part = np.argsort(part[low], kind="stable")
    edges_of = np.searchsorted(part[low][by_part], np.arange(len(rows_of) + 1))
    x, y, reach, place = np.zeros(n), np.zeros(n), np.zeros(len(rows_of)), np.empty(n, np.int64)
    for k, rows in enumerate(rows_of):
        if len(rows) == 1:
            continue
        place[rows] = np.arange(len(rows))
        mine = by_part[edges_of[k] : edges_of[k + 1]]
        x[rows], y[rows] = _part(place[low[mine]], place[high[mine]], degree[rows])
        reach[k] = np.hypot(x[rows], y[rows]).max()
    middle_x, middle_y = _packed(reach)
    return x + middle_x[part], y + middle_y[part]


def _part(low: np.ndarray, high: np.ndarray, degree: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One connected part around its middle, one unit a hop or so."""
    n = len(degree)
    hub = np.full(n, -1)
    for a, b in ((low, high), (high, low)):
        is_leaf = (degree[a] == 1) & (degree[b] > 1)
        hub[a[is_leaf]] = b[is_leaf]
    core = np.flatnonzero(hub < 0)
    x, y = np.zeros(n), np.zeros(n)
    if len(core) > 1:
        seen = np.full(n, -1)
        seen[core] = np.arange(len(core))
        inner = (seen[low] >= 0) & (seen[high] >= 0)
        cx, cy = _sunflower(np.argsort(np.argsort(-degree[core], kind="stable"), kind="stable"), 12.0)
        rounds = int(np.clip(WORK_MAX / len(core), 30, ROUNDS))
        mass = (1.0 + degree[core]) ** 0.75
        forceatlas2(Bodies(cx, cy, mass), seen[low[inner]], seen[high[inner]], rounds, GRAVITY, 10.0)
        x[core], y[core] = cx, cy
    around = np.flatnonzero(hub >= 0)
    around = around[np.argsort(hub[around], kind="stable")]
    start = np.r_[0, np.flatnonzero(np.diff(hub[around])) + 1]
    rank = (
        np.arange(len(around)) - np.repeat(start, np.diff(np.r_[start, len(around)]))
        if len(around)
        else around
    )
    dx, dy = _sunflower(rank + 2, 6.0)
    x[around], y[around] = x[hub[around]] + dx, y[hub[around]] + dy
    if len(core) > 1 and len(around):
        rounds = int(np.clip(WORK_MAX / n, 12, ROUNDS_ALL))
        forceatlas2(Bodies(x, y, (1.0 + degree) ** 0.75), low, high, rounds, GRAVITY, 10.0)
    return x - x.mean(), y - y.mean()


def _sunflower(rank: np.ndarray, apart: float) -> tuple[np.ndarray, np.ndarray]:
    """Places around a middle, the lowest rank innermost, equally dense everywhere."""
    radius = apart * np.sqrt(rank.astype(np.float64))
    return radius * np.cos(rank * GOLDEN), radius * np.sin(rank * GOLDEN)


def _packed(reach: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Middles of round parts: the largest in the middle, the others in rings around it, larger ones
    further in."""
    order = np.argsort(-reach, kind="stable")
    x, y = np.zeros(len(reach)), np.zeros(len(reach))
    inner, at = reach[order[0]] + APART, 1
    while at < len(order):
        widest = reach[order[at]] + APART / 2
        ring, turned = inner + widest, 0.0
        angles: list[float] = []
        while at + len(angles) < len(order):
            half = np.arcsin(min((reach[order[at + len(angles)]] + APART / 2) / ring, 1.0))
            if turned + 2 * half > 2 * np.pi and angles:
                break
            angles.append(turned + half)
            turned += 2 * half
        spare = max(2 * np.pi - turned, 0.0) / len(angles)
        turn = np.asarray(angles) + spare * np.arange(len(angles)) - np.pi / 2
        rows = order[at : at + len(angles)]
        x[rows], y[rows] = ring * np.cos(turn), ring * np.sin(turn)
        inner, at = ring + widest, at + len(angles)
    return x, y
