"""Two accounts write near-identical words of their own, wherever they do it."""

import polars as pl

from analytics.coordination.detector import Detector


def objects(events: pl.DataFrame) -> pl.DataFrame:
    """An act is about the family of its own words (column family_id, where the caller joined FAMILIES);
    others are left out."""
    if "family_id" not in events.columns:
        return events.clear().select(
            "event_id", "account_id", "at", "at_precision", object_id=pl.lit(None, pl.String)
        )
    return events.filter(pl.col("family_id").is_not_null()).select(
        "event_id", "account_id", "at", "at_precision", object_id="family_id"
    )


DETECTOR = Detector(
    name="co_text",
    source="Pacheco et al. 2020, doi:10.1145/3366424.3385775 (content); families: text/near.py",
    objects=objects,
)
