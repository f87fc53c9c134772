"""The input files, most records first. A click opens one with its full hashes."""

import polars as pl

from analytics.store.folder import Case
from dashboards.listing import Listing, Shown


def rows(case: Case, about: str) -> pl.LazyFrame:
    """SOURCES, archives included: they have no records of their own."""
    return case.scan("sources").sort("records_n", "name", descending=[True, False])


LISTING = Listing(
    name="sources",
    columns=(
        Shown("name", "col_file", "text", 250),
        Shown("importer", "col_importer", "text", 164),
        Shown("records_n", "col_records", "count", 80),
        Shown("events_n", "col_events", "count", 76),
        Shown("duplicates_n", "col_duplicates", "count", 88),
        Shown("rejected_n", "col_rejected", "count", 80),
        Shown("other_n", "col_other", "count", 66),
        Shown("sha256", "col_sha256", "hash", 166),
        Shown("sm3", "col_sm3", "hash", 166),
        Shown("bytes", "col_size_bytes", "size", 90),
        Shown("format", "col_format", "text", 80),
        Shown("encoding", "col_encoding", "text", 100),
        Shown("timezone", "col_zone", "text", 130),
        Shown("captured_at", "col_captured", "time", 170),
    ),
    rows=rows,
    subject=lambda row: f"source|{row['sha256']}",
)
