"""Records that are no event, with the reason. A click opens one with all of its text."""

from typing import Any

import polars as pl

from analytics.store.folder import Case
from dashboards.listing import Listing, Shown


def rows(case: Case, about: str) -> pl.LazyFrame:
    """REJECTED with the name of the file; of one file, if `about` is its hash."""
    names = case.scan("sources").select(source_sha256="sha256", name="name")
    table = (
        case.scan("rejected")
        .join(names, on="source_sha256", how="left")
        .sort("name", "source_row", "source_path")
    )
    return table.filter(pl.col("source_sha256") == about) if about else table


def _subject(row: dict[str, Any]) -> str:
    return f"rejected|{row['source_sha256']}|{row['source_row']}|{row['source_path']}"


LISTING = Listing(
    name="rejected",
    columns=(
        Shown("name", "col_file", "text", 260),
        Shown("source_row", "col_row", "count", 90),
        Shown("reason", "col_reason", "reason", 360),
        Shown("raw", "col_raw", sortable=False),
    ),
    rows=rows,
    subject=_subject,
)
