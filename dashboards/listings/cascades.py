"""The trees of a case, largest first. A click opens the root."""

import polars as pl

from analytics.store.folder import Case
from dashboards.listing import Listing, Shown


def rows(case: Case, about: str) -> pl.LazyFrame:
    """CASCADES with the name shown with the root."""
    names = (
        case.scan("events").filter(pl.col("kind") == "post").select("event_id", "account_name", "account_id")
    )
    return (
        case.scan("cascades")
        .join(names, left_on="root_id", right_on="event_id", how="left")
        .with_columns(pl.coalesce("account_name", "account_id", "root_id"))
        .sort("size", "root_id", "tree", descending=[True, False, True])
    )


LISTING = Listing(
    name="cascades",
    columns=(
        Shown("account_name", "col_root_author", "name"),
        Shown("tree", "col_tree", "word", 104),
        Shown("size", "col_size", "count", 90),
        Shown("depth", "col_depth", "count", 84),
        Shown("depth_upper", "col_depth_upper", "count", 100),
        Shown("max_breadth", "col_breadth", "count", 100),
        Shown("accounts_n", "col_accounts", "count", 90),
        Shown("half_life_s", "col_half_life", "span", 130),
        Shown("first_at", "col_first", "time", 170),
        Shown("last_at", "col_last", "time", 170),
        Shown("missing_parents_n", "col_missing", "count", 110),
        Shown("root_id", "col_root", "id", 210),
    ),
    rows=rows,
    subject=lambda row: f"act|{row['root_id']}",
)
