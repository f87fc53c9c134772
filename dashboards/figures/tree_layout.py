"""The layout of a tree: a slot for each event, and lines from parents to children as one run of points."""

import numpy as np
import polars as pl

STEPS, STEPS_MANY = 25, 13  # Points a line: smooth for few lines, spare for many.
MANY = 1_500


def across(x0: np.ndarray, y0: np.ndarray, x1: np.ndarray, y1: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Make S-shaped lines from (x0, y0) to (x1, y1) that leave and arrive along x.

    Returns x and y of all lines as one run of points, with nan after each line: a plot can draw it at one
    stroke.

    >>> x, y = across(np.array([0.0]), np.array([0.0]), np.array([1.0]), np.array([2.0]))
    >>> float(x[0]), float(y[0]), float(x[-2]), float(y[-2]), bool(np.isnan(x[-1]))
    (0.0, 0.0, 1.0, 2.0, True)
    """
    t, ease = _course(len(x0))
    return _run(x0[:, None] + (x1 - x0)[:, None] * t, y0[:, None] + (y1 - y0)[:, None] * ease)


def down(x0: np.ndarray, y0: np.ndarray, x1: np.ndarray, y1: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Make S-shaped lines that leave and arrive along y, as one run of points: see `across`."""
    y, x = across(y0, x0, y1, x1)
    return x, y


def outward(a0: np.ndarray, r0: np.ndarray, a1: np.ndarray, r1: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Make lines of a radial tree, from angle a0 at radius r0 to a1 at r1.

    Angles are in radians. From the centre a line runs straight. One run of points: see `across`.

    >>> x, y = outward(np.array([0.0]), np.array([0.0]), np.array([np.pi / 2]), np.array([1.0]))
    >>> bool(abs(x[0]) < 1e-9 and abs(y[-2] - 1) < 1e-9 and np.isnan(x[-1]))
    True
    """
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


SIDEWAYS = ("fan", "time")


def tree_layout(nodes: pl.DataFrame, sideways: str) -> pl.DataFrame:
    """Give every event of a tree its place across the drawing.

    nodes: event_id, parent_used_id, depth, at and any other columns; one event at depth 0. An event whose
        parent is not there is hung at the root.
    sideways: "time": the children of an event stand in order of time; "fan": the earliest in the middle and
        later ones further out on both sides, which is how a wake opens.

    Returns `nodes` from the root down, with node (row), parent (row of its parent, -1 for the root) and slot,
    from 0 to 1: the middle of the leaves below. Work is done once a depth, never event by event.

    >>> nodes = pl.DataFrame({"event_id": ["r", "a", "b"], "parent_used_id": [None, "r", "r"]})
    >>> nodes = nodes.with_columns(depth=pl.Series([0, 1, 1]), at=pl.Series([0, 1, 2]))
    >>> tree_layout(nodes, "time")["slot"].to_list()
    [0.5, 0.25, 0.75]
    """
    frame = nodes.sort("depth", "at", "event_id", nulls_last=True).with_columns(
        node=pl.int_range(pl.len(), dtype=pl.Int64)
    )
    found = frame.join(
        frame.select(parent_used_id="event_id", parent="node"),
        on="parent_used_id",
        how="left",
        maintain_order="left",
    )["parent"]
    parent = found.fill_null(0).to_numpy().copy()
    parent[0] = -1
    depth = frame["depth"].to_numpy()
    depth = np.where(found.is_null().to_numpy() & (np.arange(len(depth)) > 0), 1, depth)
    levels = _levels(depth)
    leaves = _leaves(parent, levels)
    first = np.zeros(len(parent))
    for rows in levels[1:]:
        first[rows] = first[parent[rows]] + _offsets(parent[rows], leaves[rows], sideways, rows)
    return frame.with_columns(
        parent=pl.Series(parent), slot=pl.Series((first + leaves / 2) / max(leaves[0], 1))
    )


def _levels(depth: np.ndarray) -> list[np.ndarray]:
    """The rows of each depth that occurs, top first, rows in stored order."""
    order = np.argsort(depth, kind="stable")
    _, starts = np.unique(depth[order], return_index=True)
    return np.split(order, starts[1:])


def _leaves(parent: np.ndarray, levels: list[np.ndarray]) -> np.ndarray:
    """How many leaves hang below each event; a leaf counts itself."""
    leaves = np.zeros(len(parent))
    for rows in reversed(levels):
        leaves[rows] = np.maximum(leaves[rows], 1)
        if parent[rows[0]] >= 0:
            np.add.at(leaves, parent[rows], leaves[rows])
    return leaves


def _offsets(parent: np.ndarray, leaves: np.ndarray, sideways: str, rows: np.ndarray) -> np.ndarray:
    """How many leaves stand before each event among the children of its parent."""
    by_time = np.lexsort((rows, parent))
    starts = np.r_[True, np.diff(parent[by_time]) != 0]
    rank = np.arange(len(parent)) - np.maximum.accumulate(np.where(starts, np.arange(len(parent)), 0))
    place = np.where(rank % 2 == 1, -(rank + 1) / 2, rank / 2) if sideways == "fan" else rank
    order = by_time[np.lexsort((place, parent[by_time]))]
    before = np.cumsum(leaves[order]) - leaves[order]
    opens = np.r_[True, np.diff(parent[order]) != 0]
    base = np.maximum.accumulate(np.where(opens, np.arange(len(parent)), 0))
    offsets = np.empty(len(parent))
    offsets[order] = before - before[base]
    return offsets
