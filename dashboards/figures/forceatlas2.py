"""Forces between accounts: all repel each other, ties attract.

Far crowds count as one body (Barnes & Hut 1986, doi:10.1038/324446a0).

Source: Jacomy, Venturini, Heymann & Bastian 2014, doi:10.1371/journal.pone.0098679 (ForceAtlas2: repulsion in
proportion to degree + 1, attraction in proportion to distance, a speed for each node that falls where it
swings).
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

THETA = (
    1.2  # A crowd seen under a smaller angle (width / distance) counts as one body: the value of ForceAtlas2.
)
DEEPEST = 28  # Halvings of the square: bodies nearer than that share a cell.

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Bodies(NamedTuple):
    """Places and masses of accounts; x and y are moved in place."""

    x: Floats
    y: Floats
    mass: Floats


class _Tree(NamedTuple):
    """Quarter tree, a row a cell. child (cells, 4): -1 none, <= -2 a body (-2 - i), else a cell; weight: mass
    below; sx, sy: mass times place below; cx, cy: middle; half: half its width."""

    child: Ints
    weight: Floats
    sx: Floats
    sy: Floats
    cx: Floats
    cy: Floats
    half: Floats


class _Forces(NamedTuple):
    """Forces on each account now and in the step before."""

    x: Floats
    y: Floats
    old_x: Floats
    old_y: Floats


@njit(cache=True)
def _quarter(x: float, y: float, cx: float, cy: float) -> int:
    return (1 if x >= cx else 0) + (2 if y >= cy else 0)


@njit(cache=True)
def _grown_tree(bodies: Bodies, tree: _Tree) -> int:
    """Fill the quarter tree; returns how many cells it has."""
    x, y, mass = bodies
    child, weight, sx, sy, cx, cy, half = tree
    low_x, high_x, low_y, high_y = x.min(), x.max(), y.min(), y.max()
    cx[0], cy[0] = (low_x + high_x) / 2, (low_y + high_y) / 2
    half[0] = max(high_x - low_x, high_y - low_y, 1e-9) / 2 * 1.001
    child[0, :] = -1
    weight[0] = sx[0] = sy[0] = 0.0
    used = 1
    for i in range(len(x)):
        cell, depth = 0, 0
        while True:
            weight[cell] += mass[i]
            sx[cell] += mass[i] * x[i]
            sy[cell] += mass[i] * y[i]
            q = _quarter(x[i], y[i], cx[cell], cy[cell])
            there = child[cell, q]
            if there == -1:
                child[cell, q] = -2 - i
                break
            if there >= 0:
                cell, depth = there, depth + 1
                continue
            if depth >= DEEPEST or used >= len(child):
                break  # Counted in every cell above it; too near to be told apart.
            _divide(bodies, tree, cell, q, used)
            cell, depth, used = used, depth + 1, used + 1
    return used


@njit(cache=True)
def _divide(bodies: Bodies, tree: _Tree, cell: int, q: int, new: int) -> None:
    """Put the new cell into quarter `q` of `cell`, in place of the body that is there, and that body into
    it."""
    x, y, mass = bodies
    child, weight, sx, sy, cx, cy, half = tree
    there = child[cell, q]
    j = -2 - there
    half[new] = half[cell] / 2
    cx[new] = cx[cell] + (half[new] if q & 1 else -half[new])
    cy[new] = cy[cell] + (half[new] if q & 2 else -half[new])
    child[new, :] = -1
    child[new, _quarter(x[j], y[j], cx[new], cy[new])] = there
    weight[new], sx[new], sy[new] = mass[j], mass[j] * x[j], mass[j] * y[j]
    child[cell, q] = new


@njit(cache=True)
def forceatlas2(
    bodies: Bodies, source: Ints, target: Ints, rounds: int, gravity: float, scale: float
) -> None:
    """Move the bodies (in place) through `rounds` of forces. source, target: rows tied together.

    scale: how far apart free accounts want to be; gravity holds parts that are tied to nothing.
    """
    x, y, _ = bodies
    n = len(x)
    room = 4 * n + 64
    tree = _Tree(
        np.empty((room, 4), np.int64),
        np.empty(room),
        np.empty(room),
        np.empty(room),
        np.empty(room),
        np.empty(room),
        np.empty(room),
    )
    forces = _Forces(np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n))
    stack = np.empty(4 * (DEEPEST + 4), np.int64)
    speed, efficiency = 1.0, 1.0
    for _ in range(rounds):
        _grown_tree(bodies, tree)
        for i in range(n):
            forces.x[i], forces.y[i] = _pushed(bodies, tree, i, scale, gravity, stack)
        for e in range(len(source)):
            a, b = source[e], target[e]
            dx, dy = x[a] - x[b], y[a] - y[b]
            forces.x[a] -= dx
            forces.y[a] -= dy
            forces.x[b] += dx
            forces.y[b] += dy
        speed, efficiency = _moved(bodies, forces, speed, efficiency)


@njit(cache=True)
def _pushed(
    bodies: Bodies, tree: _Tree, i: int, scale: float, gravity: float, stack: Ints
) -> tuple[float, float]:
    """Force of all others and of gravity on body `i`; `stack` is room for the cells to look into."""
    x, y, mass = bodies
    ux, uy = 0.0, 0.0
    stack[0] = 0
    top = 1
    while top:
        top -= 1
        cell = stack[top]
        dx = x[i] - tree.sx[cell] / tree.weight[cell]
        dy = y[i] - tree.sy[cell] / tree.weight[cell]
        d2 = dx * dx + dy * dy
        if d2 * THETA * THETA > 4 * tree.half[cell] * tree.half[cell]:
            f = scale * mass[i] * tree.weight[cell] / d2
            ux += dx * f
            uy += dy * f
            continue
        for q in range(4):
            there = tree.child[cell, q]
            if there >= 0:
                stack[top] = there
                top += 1
            elif there <= -2 and there != -2 - i:
                j = -2 - there
                dx, dy = x[i] - x[j], y[i] - y[j]
                d2 = dx * dx + dy * dy
                if d2 > 1e-12:
                    f = scale * mass[i] * mass[j] / d2
                    ux += dx * f
                    uy += dy * f
    d = np.sqrt(x[i] * x[i] + y[i] * y[i])
    if d > 1e-9:
        ux -= gravity * mass[i] * x[i] / d
        uy -= gravity * mass[i] * y[i] / d
    return ux, uy


@njit(cache=True)
def _moved(bodies: Bodies, forces: _Forces, speed: float, efficiency: float) -> tuple[float, float]:
    """One step of all accounts; the speed falls where forces swing and rises where they agree."""
    x, y, mass = bodies
    fx, fy, old_x, old_y = forces
    n = len(x)
    swinging, pulling = 0.0, 0.0
    for i in range(n):
        swinging += mass[i] * np.hypot(fx[i] - old_x[i], fy[i] - old_y[i])
        pulling += mass[i] * np.hypot(fx[i] + old_x[i], fy[i] + old_y[i]) / 2
    swinging = max(swinging, 1e-12)
    tolerance = 0.05 * np.sqrt(n)
    jitter = max(np.sqrt(tolerance), min(10.0, tolerance * pulling / (n * n)))
    if swinging / max(pulling, 1e-12) > 2.0:
        if efficiency > 0.05:
            efficiency *= 0.5
        jitter = max(jitter, 1.0)
    wanted = jitter * efficiency * pulling / swinging
    if swinging > jitter * pulling:
        if efficiency > 0.05:
            efficiency *= 0.7
    elif speed < 1000.0:
        efficiency *= 1.3
    speed += min(wanted - speed, 0.5 * speed)
    for i in range(n):
        swing = mass[i] * np.hypot(fx[i] - old_x[i], fy[i] - old_y[i])
        step = speed / (1.0 + np.sqrt(speed * swing))
        x[i] += fx[i] * step
        y[i] += fy[i] * step
        old_x[i], old_y[i] = fx[i], fy[i]
    return speed, efficiency
