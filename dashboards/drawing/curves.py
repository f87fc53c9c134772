"""Lines from parents to children as one run of points, broken by nan: what a plot can draw at one stroke."""

import numpy as np

STEPS, STEPS_MANY = 25, 13  # Points a line: smooth for few lines, spare for many.
MANY = 1_500


def across(x0: np.ndarray, y0: np.ndarray, x1: np.ndarray, y1: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """S-shaped lines that leave and arrive along x."""
    t, ease = _course(len(x0))
    return _run(x0[:, None] + (x1 - x0)[:, None] * t, y0[:, None] + (y1 - y0)[:, None] * ease)


def down(x0: np.ndarray, y0: np.ndarray, x1: np.ndarray, y1: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """S-shaped lines that leave and arrive along y."""
    y, x = across(y0, x0, y1, x1)
    return x, y


def outward(a0: np.ndarray, r0: np.ndarray, a1: np.ndarray, r1: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lines in a ring view, from angle a0 at radius r0 to a1 at r1; from the centre they run straight."""
    t, ease = _course(len(a0))
    start = np.where(r0 == 0, a1, a0)[:, None]
    angle = start + (a1[:, None] - start) * ease
    radius = r0[:, None] + (r1 - r0)[:, None] * t
    return _run(radius * np.cos(angle), radius * np.sin(angle))


def _course(lines_n: int) -> tuple[np.ndarray, np.ndarray]:
    t = np.linspace(0, 1, STEPS if lines_n <= MANY else STEPS_MANY)
    return t, t * t * (3 - 2 * t)


def _run(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    gap = np.full((len(x), 1), np.nan)
    return np.hstack([x, gap]).ravel(), np.hstack([y, gap]).ravel()
