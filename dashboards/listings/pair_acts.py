"""The acts behind a pair of accounts: on which object, how many seconds apart. A click opens the first account's act."""

import polars as pl

from analytics.store.folder import Case
from dashboards.listing import Listing, Shown
from dashboards.queries.network import WINDOW_S


def rows(case: Case, about: str) -> pl.LazyFrame:
    """For each act of the first account the nearest of the second under the same root, of the same kind, at most WINDOW_S
    apart. about: coordination|account|account.
    """
    _, first, second = about.split("|", 2)
    acts = case.scan("events").filter(pl.col("at").is_not_null() & pl.col("root_id").is_not_null()).with_columns(
        object_id=pl.when(pl.col("kind") == "comment").then(pl.coalesce("root_id", "parent_id")).otherwise("root_id"))
    a = acts.filter(account_id=first).select("object_id", "kind", "event_id", "own_text", at_a="at")
    b = acts.filter(account_id=second).select("object_id", "kind", at_b="at")
    both = a.join(b, on=["object_id", "kind"]).with_columns(gap_s=(pl.col("at_b") - pl.col("at_a")).dt.total_microseconds() / 1e6)
    near = both.filter(pl.col("gap_s").abs() <= WINDOW_S).sort(pl.col("gap_s").abs())
    return near.unique("event_id", keep="first", maintain_order=True).sort("at_a", "event_id")


LISTING = Listing(
    name="pair_acts",
    columns=(
        Shown("at_a", "col_at_a", "time", 166), Shown("at_b", "col_at_b", "time", 166), Shown("gap_s", "col_gap", "count", 84),
        Shown("kind", "col_kind", "word", 70), Shown("object_id", "col_object", "id")),
    rows=rows, subject=lambda row: f"act|{row['event_id']}")
