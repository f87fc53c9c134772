"""Events that share an attribute, and the events of one account."""

import polars as pl

from analytics.model.errors import CaseError
from analytics.model.time import is_contradicted, trusted_at, trusted_precision
from analytics.store.case_folder import Case
from dashboards.listing import Listing, ShownRows

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


def rows_acts(case: Case, about: str) -> pl.LazyFrame:
    """Read PLACED_EVENTS with the attribute `about`, in order of time: those behind a number of the
    overview."""
    if about not in TRAITS:
        raise CaseError("asked_unknown", found=about[:80] or "-")
    return (
        case.placed_events()
        .filter(TRAITS[about])
        .with_columns(author=pl.coalesce("account_name", "account_id"))
        .select("event_id", "author", "kind", trusted_at(), trusted_precision(), "own_text")
        .sort("at", "event_id", nulls_last=True)
    )


LISTING_ACTS = Listing(
    name="acts",
    columns=(
        ShownRows("author", "col_author", "name", 170),
        ShownRows("kind", "col_kind", "word", 84),
        ShownRows("at", "col_at", "time", 170),
        ShownRows("own_text", "col_own_text", sortable=False),
    ),
    rows=rows_acts,
    subject=lambda row: f"act|{row['event_id']}",
)


def rows_account_acts(case: Case, about: str) -> pl.LazyFrame:
    """Read the events of the account `about`, in order of time."""
    return (
        case.scan("events")
        .filter(account_id=about)
        .select("event_id", "kind", trusted_at(), trusted_precision(), "own_text")
        .sort("at", "event_id", nulls_last=True)
    )


LISTING_ACCOUNT_ACTS = Listing(
    name="account_acts",
    columns=(
        ShownRows("at", "col_at", "time", 170),
        ShownRows("kind", "col_kind", "word", 84),
        ShownRows("own_text", "col_own_text", sortable=False),
    ),
    rows=rows_account_acts,
    subject=lambda row: f"act|{row['event_id']}",
)

LISTINGS = (LISTING_ACTS, LISTING_ACCOUNT_ACTS)
