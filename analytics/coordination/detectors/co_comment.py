"""Two accounts comment on one post."""

import polars as pl

from analytics.coordination.detector import Detector
from analytics.coordination.detectors._roots import on_roots


def objects(events: pl.DataFrame) -> pl.DataFrame:
    """A comment is about the post commented on, whichever comment it answers; the post's author is left
    out."""
    return on_roots(events, "comment")


DETECTOR = Detector(
    name="co_comment",
    source="Graham et al. 2020, coordination-network-toolkit (co-reply), the toolkit's README",
    objects=objects,
)
