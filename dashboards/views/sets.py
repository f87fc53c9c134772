"""The records behind a number of the headline: on the alleged information, or not on it."""

import polars as pl

from analytics.alleged.events import below
from analytics.model.errors import CaseError
from analytics.model.time import trusted_at, trusted_precision
from analytics.report.alleged_data import Alleged, alleged_of
from analytics.store.case_folder import Case
from dashboards.listing import Listing, ShownRows
from dashboards.views.headline import headline

# What a set is named by, without the numbers of items that may follow: "reposts|1,2".
NAMES = ("reposts", "comments", "ties", "missing", "assumed", "rest")


def ids_of(case: Case, about: str) -> tuple[str, ...] | None:
    """List the records of a set by id; None for the rest of the export, which is told by what it is not.

    about: one of NAMES, of reposts and comments with the numbers of the items.
    """
    name, _, numbers = about.partition("|")
    if name not in NAMES:
        raise CaseError("asked_unknown", found=about[:80] or "-")
    told = headline(case)
    if name in ("reposts", "comments") and numbers:
        return _below(alleged_of(case, case.toml()), numbers, name)
    if name == "ties":
        return told.first.ties if told.first else ()
    return None if name == "rest" else getattr(told, name)


def _below(alleged: Alleged, numbers: str, name: str) -> tuple[str, ...]:
    """Reposts or comments below the items with these numbers and their exact copies."""
    wanted = {int(one) for one in numbers.split(",") if one.isdigit()}
    items = [one.id for one in alleged.stated if one.number in wanted]
    rows = alleged.same.filter(pl.col("item_id").is_in(items))
    found = below(rows) if name == "reposts" else below(rows, ["comment"])
    return tuple(found["event_id"])


def rows_set(case: Case, about: str) -> pl.LazyFrame:
    """Read the records of a set in the order of time; a click opens one."""
    ids = ids_of(case, about)
    events = case.scan("events")
    if ids is None:
        events = events.join(
            case.read_or_empty("alleged_events").select("event_id").lazy(), on="event_id", how="anti"
        )
    else:
        events = events.filter(pl.col("event_id").is_in(pl.Series(ids, dtype=pl.String).implode()))
    return (
        events.with_columns(author=pl.coalesce("account_name", "account_id"))
        .select("event_id", "author", "kind", trusted_at(), trusted_precision(), "own_text")
        .sort("at", "event_id", nulls_last=True)
    )


def height(case: Case, about: str) -> int:
    """Count the records of a set."""
    return int(rows_set(case, about).select(pl.len()).collect().item())


LISTING_SET = Listing(
    name="set",
    columns=(
        ShownRows("author", "col_author", "name", 130),
        ShownRows("kind", "col_kind", "word", 70),
        ShownRows("at", "col_at", "time", 160),
        ShownRows("own_text", "col_own_text", sortable=False),
    ),
    rows=rows_set,
    subject=lambda row: f"act|{row['event_id']}",
)


LISTINGS = (LISTING_SET,)
