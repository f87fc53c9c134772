"""The layout of a tree: a slot for each event, and lines from parents to children as one run of points."""

import numpy as np
import polars as pl

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


SIDEWAYS = ("fan", "time")


def tree_layout(nodes: pl.DataFrame, sideways: str) -> pl.DataFrame:
    """`nodes` from the root down, with node (row), parent (row of its parent, -1 for the root) and slot.

    nodes: event_id, parent_used_id, depth, at and anything else; one act at depth 0, and every parent among
        them (an act whose parent is not there is hung at the root). slot: 0 to 1 across the drawing, the
        middle of the leaves below.
    sideways: "time", the children of an act stand in order of time; "fan", the earliest in the middle and
        later ones further out on both sides, which is how a wake opens. No step is taken act by act: one
        round a depth.
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
    """How many leaves hang below each act; a leaf counts itself."""
    leaves = np.zeros(len(parent))
    for rows in reversed(levels):
        leaves[rows] = np.maximum(leaves[rows], 1)
        if parent[rows[0]] >= 0:
            np.add.at(leaves, parent[rows], leaves[rows])
    return leaves


def _offsets(parent: np.ndarray, leaves: np.ndarray, sideways: str, rows: np.ndarray) -> np.ndarray:
    """How many leaves stand before each act among the children of its parent."""
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
