"""The acts behind a pair of accounts, of every kind of co-action: on which object, how many seconds apart. A
click opens the first account's act."""

import polars as pl

from analytics.coordination.behind import coactions
from analytics.coordination.detector import detectors
from analytics.store.folder import Case
from analytics.tables import COACTIONS
from analytics.text.layers import SAME
from dashboards.listing import Listing, Shown
from dashboards.queries.network import WINDOW_S

_FINE = ("us", "ms", "s")  # A moment known only to the minute lies in no window of seconds.


def rows(case: Case, about: str) -> pl.LazyFrame:
    """COACTIONS of two accounts within WINDOW_S, each kind as its detector sees it, with both moments; the
    closest acts on an object stand for it. about: coordination|account|account.
    """
    _, first, second = about.split("|", 2)
    low, high = sorted((first, second))
    acts = case.placed_events(
        pl.col("account_id").is_in([low, high])
        & pl.col("at_precision").is_in(_FINE)
        & ~pl.col("at_conflict").fill_null(False)
    ).collect()
    if case.has("families"):
        told = (
            case.scan("families")
            .filter(pl.col("layer").is_in(SAME) & pl.col("event_id").is_in(acts["event_id"].implode()))
            .select("event_id", "family_id")
            .collect()
        )
        acts = acts.join(
            told.unique("event_id", keep="first", maintain_order=True),
            on="event_id",
            how="left",
            maintain_order="left",
        )
    met = pl.concat(
        [
            COACTIONS.empty(),
            *(
                coactions(detector.objects(acts), kind, low, high, WINDOW_S)
                for kind, detector in detectors().items()
            ),
        ]
    )
    at = acts.select("event_id", "at")
    shown = met.join(at.rename({"event_id": "event_a", "at": "at_a"}), on="event_a", how="left").join(
        at.rename({"event_id": "event_b", "at": "at_b"}), on="event_b", how="left"
    )
    return shown.sort("at_a", "kind", "object_id").lazy()


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
