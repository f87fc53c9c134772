"""Candidate pairs of every kind: each detector over the same windows."""

import polars as pl

from analytics.coordination.detector import detectors
from analytics.coordination.pair_evidence import FINE
from analytics.coordination.pairs import coaction_pairs
from analytics.model.thresholds import DrawingLimits
from analytics.tables import COACTION_PAIRS


def candidate_pairs(events: pl.DataFrame) -> pl.DataFrame:
    """COACTION_PAIRS of all kinds. Acts known only to the minute or day are left out: no window of seconds
    can hold them."""
    fine = events.filter(pl.col("at_precision").is_in(FINE))
    return pl.concat(
        [
            COACTION_PAIRS.empty(),
            *(
                coaction_pairs(detector.objects(fine), name, DrawingLimits.pair_windows_s)
                for name, detector in detectors().items()
            ),
        ]
    )
