"""Lines from parents to children as one run of points, broken by nan: what a plot can draw at one stroke."""

import numpy as np

STEPS = 11


def across(x0: np.ndarray, y0: np.ndarray, x1: np.ndarray, y1: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """S-shaped lines that leave and arrive along x."""
    t = np.linspace(0, 1, STEPS)
    ease = t * t * (3 - 2 * t)
    return _run(x0[:, None] + (x1 - x0)[:, None] * t, y0[:, None] + (y1 - y0)[:, None] * ease)


def down(x0: np.ndarray, y0: np.ndarray, x1: np.ndarray, y1: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """S-shaped lines that leave and arrive along y."""
    y, x = across(y0, x0, y1, x1)
    return x, y


def outward(a0: np.ndarray, r0: np.ndarray, a1: np.ndarray, r1: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lines in a ring view, from angle a0 at radius r0 to a1 at r1; from the centre they run straight."""
    t = np.linspace(0, 1, STEPS)
    ease = t * t * (3 - 2 * t)
    start = np.where(r0 == 0, a1, a0)[:, None]
    angle = start + (a1[:, None] - start) * ease
    radius = r0[:, None] + (r1 - r0)[:, None] * t
    return _run(radius * np.cos(angle), radius * np.sin(angle))


def _run(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    gap = np.full((len(x), 1), np.nan)
    return np.hstack([x, gap]).ravel(), np.hstack([y, gap]).ravel()
