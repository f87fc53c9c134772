"""Candidate pairs of every kind: each detector over the same windows."""

import polars as pl

from analytics.coordination.detector import WINDOWS_S, detectors
from analytics.coordination.pairs import coaction_pairs
from analytics.model.time import known_within
from analytics.tables import COACTION_PAIRS

FINE = known_within(1)


def candidate_pairs(events: pl.DataFrame) -> pl.DataFrame:
    """COACTION_PAIRS of all kinds. Acts known only to the minute or day are left out: no window of seconds
    can hold them."""
    fine = events.filter(pl.col("at_precision").is_in(FINE))
    return pl.concat(
        [
            COACTION_PAIRS.empty(),
            *(
                coaction_pairs(detector.objects(fine), name, WINDOWS_S)
                for name, detector in detectors().items()
            ),
        ]
    )
