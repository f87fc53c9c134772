"""Acts that share a trait: those behind a number of the overview. A click opens one."""

import polars as pl

from analytics.model.time import is_contradicted, trusted_at, trusted_precision
from analytics.store.folder import Case
from dashboards.listing import Listing, Shown

# What `about` may say, and which acts it means.
TRAITS = {
    "time_conflicts": is_contradicted(),
    "missing_parents": pl.col("parent_basis") == "missing",
    "assumed_parents": pl.col("parent_basis") == "root",
    "untimed": pl.col("at").is_null(),
    "nameless": pl.col("account_id").is_null(),
    "edited": pl.col("edited"),
    "all": pl.lit(True),
}


def rows(case: Case, about: str) -> pl.LazyFrame:
    """PLACED_EVENTS with the trait `about`, in order of time."""
    return (
        case.placed_events()
        .filter(TRAITS[about])
        .with_columns(author=pl.coalesce("account_name", "account_id"))
        .select("event_id", "author", "kind", trusted_at(), trusted_precision(), "own_text")
        .sort("at", "event_id", nulls_last=True)
    )


LISTING = Listing(
    name="acts",
    columns=(
        Shown("author", "col_author", "name", 170),
        Shown("kind", "col_kind", "word", 84),
        Shown("at", "col_at", "time", 170),
        Shown("own_text", "col_own_text", sortable=False),
    ),
    rows=rows,
    subject=lambda row: f"act|{row['event_id']}",
)
