"""What a detector is: it says what each act was about; pairing, weights and chance are shared by all
kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import polars as pl

from analytics.registry import load


@dataclass(frozen=True)
class Detector:
    """One kind of co-action.

    objects: events -> event_id, account_id, at, at_precision, object_id: one row for each thing an act was
        about. The author of the object is left out by the detector where it is known; acts without account or
        moment are left out by the caller.
    """

    name: str
    source: str
    objects: Callable[[pl.DataFrame], pl.DataFrame]


@cache
def detectors() -> dict[str, Detector]:
    """Every detector found in the folder, by name."""
    return load("analytics.coordination.detectors", "DETECTOR", Detector)
