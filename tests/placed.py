"""Events with their place, as tests write them down, taken apart into the two tables that a case holds."""

import polars as pl

from analytics.model.tables import EVENTS, PARENTS, PLACED_EVENTS
from analytics.store.case_folder import Commit


def write_placed(commit: Commit, rows: pl.DataFrame) -> None:
    """Write `rows` (any columns of PLACED_EVENTS) as EVENTS and PARENTS of one order. A parent of basis
    "stated" is what the export says; so is every root."""
    placed = PLACED_EVENTS.fit(rows).sort(EVENTS.order, maintain_order=True, nulls_last=True)
    stated = pl.when(pl.col("parent_basis") == "stated").then("parent_id")
    commit.write(EVENTS, placed.with_columns(stated_parent_id=stated, stated_root_id="root_id"))
    commit.write_sorted(PARENTS, placed)
