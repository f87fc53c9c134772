"""The acts behind a pair of accounts, of every kind of co-action: on which object, how many seconds apart. A
click opens the first account's act."""

import polars as pl

from analytics.coordination.pair_evidence import pair_evidence
from analytics.evidence.trace import acts_of_pair
from analytics.store.folder import Case
from dashboards.listing import Listing, Shown
from dashboards.queries.network import WINDOW_S


def rows(case: Case, about: str) -> pl.LazyFrame:
    """COACTIONS of two accounts within WINDOW_S, each kind as its detector sees it, with both moments;
    the closest acts on an object stand for it. about: coordination|account|account.
    """
    _, first, second = about.split("|", 2)
    events = acts_of_pair(case, (first, second))
    families = case.read_or_empty("families")
    met = pair_evidence(events, families, (first, second), WINDOW_S)
    return met.sort("at_a", "kind", "object_id").lazy()


LISTING = Listing(
    name="pair_acts",
    columns=(
        Shown("kind", "col_kind", "word", 118),
        Shown("gap_s", "col_gap", "figure", 84),
        Shown("at_a", "col_at_a", "time", 158),
        Shown("at_b", "col_at_b", "time", 158),
        Shown("object_id", "col_object", "id"),
    ),
    rows=rows,
    subject=lambda row: f"act|{row['event_a']}",
)
