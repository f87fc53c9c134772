"""The acts of one account, in order of time. A click opens one."""

import polars as pl

from analytics.model.time import trusted_at, trusted_precision
from analytics.store.folder import Case
from dashboards.listing import Listing, Shown


def rows(case: Case, about: str) -> pl.LazyFrame:
    """EVENTS of the account `about`."""
    return (
        case.scan("events")
        .filter(account_id=about)
        .select("event_id", "kind", trusted_at(), trusted_precision(), "own_text")
        .sort("at", "event_id", nulls_last=True)
    )


LISTING = Listing(
    name="account_acts",
    columns=(
        Shown("at", "col_at", "time", 170),
        Shown("kind", "col_kind", "word", 84),
        Shown("own_text", "col_own_text", sortable=False),
    ),
    rows=rows,
    subject=lambda row: f"act|{row['event_id']}",
)
