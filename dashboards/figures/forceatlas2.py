"""Forces between accounts: like charges part, ties pull together; far crowds count as one body (Barnes and
Hut 1986).

Source: Jacomy, Venturini, Heymann & Bastian 2014, doi:10.1371/journal.pone.0098679 (ForceAtlas2: repulsion in
    proportion to (degree + 1), attraction in proportion to distance, a speed for each node that falls where
    it swings).
"""

import numpy as np
from numba import njit

THETA = (
    1.2  # A crowd seen under a smaller angle (width / distance) counts as one body: the value of ForceAtlas2.
)
DEEPEST = 28  # Halvings of the square: bodies nearer than that share a cell.


@njit(cache=True)
def _quarter(x, y, cx, cy):  # type: ignore[no-untyped-def]
    return (1 if x >= cx else 0) + (2 if y >= cy else 0)


@njit(cache=True)
def _grown_tree(x, y, mass, child, weight, sx, sy, cx, cy, half):  # type: ignore[no-untyped-def]
    """Fill the quarter tree; returns how many cells it has. child: -1 none, <= -2 a body (-2 - i), else a
    cell."""
    n = len(x)
    low_x, high_x, low_y, high_y = x.min(), x.max(), y.min(), y.max()
    cx[0], cy[0] = (low_x + high_x) / 2, (low_y + high_y) / 2
    half[0] = max(high_x - low_x, high_y - low_y, 1e-9) / 2 * 1.001
    child[0, :] = -1
    weight[0] = sx[0] = sy[0] = 0.0
    used = 1
    for i in range(n):
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
            j = -2 - there
            new = used
            used += 1
            half[new] = half[cell] / 2
            cx[new] = cx[cell] + (half[new] if q & 1 else -half[new])
            cy[new] = cy[cell] + (half[new] if q & 2 else -half[new])
            child[new, :] = -1
            child[new, _quarter(x[j], y[j], cx[new], cy[new])] = there
            weight[new], sx[new], sy[new] = mass[j], mass[j] * x[j], mass[j] * y[j]
            child[cell, q] = new
            cell, depth = new, depth + 1
    return used


@njit(cache=True)
def forceatlas2(x, y, mass, source, target, rounds, gravity, scale):  # type: ignore[no-untyped-def]
    """Move x and y (in place) through `rounds` of forces. source, target: rows tied together.

    scale: how far apart free accounts want to be; gravity holds parts that are tied to nothing.
    """
    n = len(x)
    room = 4 * n + 64
    child = np.empty((room, 4), np.int64)
    weight, sx, sy = np.empty(room), np.empty(room), np.empty(room)
    cx, cy, half = np.empty(room), np.empty(room), np.empty(room)
    stack = np.empty(4 * (DEEPEST + 4), np.int64)
    fx, fy, old_x, old_y = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n)
    speed, efficiency = 1.0, 1.0
    for _ in range(rounds):
        _grown_tree(x, y, mass, child, weight, sx, sy, cx, cy, half)
        for i in range(n):
            ux, uy = 0.0, 0.0
            stack[0] = 0
            top = 1
            while top:
                top -= 1
                cell = stack[top]
                dx, dy = x[i] - sx[cell] / weight[cell], y[i] - sy[cell] / weight[cell]
                d2 = dx * dx + dy * dy
                if d2 * THETA * THETA > 4 * half[cell] * half[cell]:
                    f = scale * mass[i] * weight[cell] / d2
                    ux += dx * f
                    uy += dy * f
                    continue
                for q in range(4):
                    there = child[cell, q]
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
            fx[i], fy[i] = ux, uy
        for e in range(len(source)):
            a, b = source[e], target[e]
            dx, dy = x[a] - x[b], y[a] - y[b]
            fx[a] -= dx
            fy[a] -= dy
            fx[b] += dx
            fy[b] += dy
        speed, efficiency = _moved(x, y, mass, fx, fy, old_x, old_y, speed, efficiency)


@njit(cache=True)
def _moved(x, y, mass, fx, fy, old_x, old_y, speed, efficiency):  # type: ignore[no-untyped-def]
    """One step of all accounts; the speed falls where forces swing and rises where they agree."""
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
