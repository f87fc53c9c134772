"""The table of co-action pairs: S0 of every kind, each row with its chance (S2) and, over all rows, its q."""

import polars as pl

from analytics.coordination.candidates import FINE, candidate_pairs
from analytics.coordination.detector import detectors
from analytics.coordination.timing import pair_p_values, with_q_values
from analytics.tables import COACTION_PAIRS


def pair_table(events: pl.DataFrame) -> pl.DataFrame:
    """COACTION_PAIRS in its order. events: EVENTS, with FAMILIES joined as column family_id for co_text."""
    pairs = candidate_pairs(events)
    fine = events.filter(pl.col("at_precision").is_in(FINE))
    tested = [
        pair_p_values(detector.objects(fine), of_kind)
        for kind, detector in detectors().items()
        if (of_kind := pairs.filter(pl.col("kind") == kind)).height
    ]
    return with_q_values(pl.concat([COACTION_PAIRS.empty(), *tested]).sort(COACTION_PAIRS.order))
