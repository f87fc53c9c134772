"""Two accounts repost one root."""

import polars as pl

from analytics.coordination.detector import Detector
from analytics.coordination.detectors._roots import on_roots


def objects(events: pl.DataFrame) -> pl.DataFrame:
    """A repost is about the root it passes on, whichever copy it was taken from; the root's author is left
    out."""
    return on_roots(events, "repost", "quote")


DETECTOR = Detector(
    name="co_repost",
    source="Keller et al. 2020, Political Communication 37(2), doi:10.1080/10584609.2019.1661888",
    objects=objects,
)
