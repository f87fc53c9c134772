"""The root of every act: as exported, else the topmost known ancestor."""

import numpy as np
import polars as pl
from numba import njit


@njit(cache=True, nogil=True)
def _tops(parent: np.ndarray) -> np.ndarray:
    """The last node reached from each by following parents (-1: none); a circle ends where it was entered."""
    n = len(parent)
    top = np.full(n, -1, np.int64)
    mark = np.full(n, -1, np.int64)
    for start in range(n):
        node = start
        while top[node] < 0 and parent[node] >= 0 and mark[node] != start:
            mark[node] = start
            node = parent[node]
        end = top[node] if top[node] >= 0 else node
        node = start
        while top[node] < 0:
            top[node] = end
            if parent[node] < 0 or node == end:
                break
            node = parent[node]
    return top


def with_roots(events: pl.DataFrame) -> pl.DataFrame:
    """`events` with root_id filled: the root of the topmost known ancestor, its unexported parent, or itself.

    A root that the export names is kept, whether or not the export holds it.
    """
    lacking = events["root_id"].is_null()
    if not lacking.any():
        return events
    index = events.select("event_id", node=pl.int_range(pl.len(), dtype=pl.Int64))
    parent = events.select(event_id="parent_id").join(
        index, on="event_id", how="left", maintain_order="left"
    )["node"]
    known = events["root_id"].is_not_null()
    steps = np.where(known.to_numpy(), -1, parent.fill_null(-1).to_numpy())
    top = pl.Series(_tops(steps))
    of_top = events.select(
        root=pl.coalesce(
            "root_id", pl.when(pl.col("parent_id") != pl.col("event_id")).then("parent_id"), "event_id"
        )
    )["root"]
    filled = pl.DataFrame({"root_id": events["root_id"], "found": of_top.gather(top)})
    return events.with_columns(root_id=filled.select(pl.coalesce("root_id", "found")).to_series())
