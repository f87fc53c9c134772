"""The acts behind a tie: what one account passed on or answered of another. A click opens one."""

import polars as pl

from analytics.model.time import trusted_at, trusted_precision
from analytics.store.folder import Case
from dashboards.listing import Listing, Shown


def rows(case: Case, about: str) -> pl.LazyFrame:
    """Acts of the second account below acts of the first. about: graph|source|target, the ids of accounts."""
    tree, source, target = about.split("|", 2)
    acts = case.scan("events")
    above = acts.filter(account_id=source).select(parent_used_id="event_id")
    drawn = (
        case.scan("nodes")
        .filter(tree=tree)
        .select("event_id", "parent_used_id")
        .join(above, on="parent_used_id", how="semi")
    )
    return (
        case.placed_events(pl.col("account_id") == target)
        .join(drawn, on="event_id", how="semi")
        .select("event_id", "kind", trusted_at(), trusted_precision(), "parent_basis", "own_text")
        .sort("at", "event_id", nulls_last=True)
    )


LISTING = Listing(
    name="tie_acts",
    columns=(
        Shown("at", "col_at", "time", 170),
        Shown("kind", "col_kind", "word", 76),
        Shown("parent_basis", "col_basis", "word", 96),
        Shown("own_text", "col_own_text", sortable=False),
    ),
    rows=rows,
    subject=lambda row: f"act|{row['event_id']}",
)
