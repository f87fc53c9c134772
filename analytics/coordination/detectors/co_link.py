"""Two accounts share one link in what they wrote themselves."""

import polars as pl

from analytics.coordination.detector import Detector

_LINK = r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+"


def objects(events: pl.DataFrame) -> pl.DataFrame:
    """An act is about every link of its own text and of the export's own list; scheme and final slash do not
    count."""
    in_text = pl.col("own_text").str.extract_all(_LINK)
    both = pl.concat_list(in_text.fill_null([]), pl.col("urls").fill_null([]))
    return (
        events.filter(pl.col("own_text").str.contains("://", literal=True) | pl.col("urls").is_not_null())
        .select("event_id", "account_id", "at", "at_precision", object_id=both)
        .explode("object_id")
        .drop_nulls("object_id")
        .with_columns(pl.col("object_id").str.replace("^https?://(www\\.)?", "").str.strip_chars_end("/.,;)"))
        .unique(maintain_order=True)
    )


DETECTOR = Detector(
    name="co_link",
    source="Giglietto et al. 2020, Information, Communication & Society 23(6)",
    objects=objects,
)
