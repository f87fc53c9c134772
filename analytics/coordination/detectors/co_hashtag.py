"""Two accounts use one hashtag in what they wrote themselves."""

import polars as pl

from analytics.coordination.detector import Detector


def objects(events: pl.DataFrame) -> pl.DataFrame:
    """An act is about every hashtag of its own text: #词# as Weibo writes it, #word elsewhere; case does not
    count."""
    pattern = (
        pl.when(pl.col("platform") == "weibo")
        .then(pl.col("own_text").str.extract_all(r"#[^#\s][^#\n]{0,38}#"))
        .otherwise(pl.col("own_text").str.extract_all(r"#[\p{L}\p{N}_]{2,}"))
    )
    return (
        events.filter(pl.col("own_text").str.contains("#", literal=True))
        .select(
            "event_id", "account_id", "at", "at_precision", object_id=pattern.list.unique(maintain_order=True)
        )
        .explode("object_id")
        .drop_nulls("object_id")
        .with_columns(pl.col("object_id").str.to_lowercase().str.strip_chars("#"))
    )


DETECTOR = Detector(name="co_hashtag", source="Pacheco et al. 2021, ICWSM, arXiv:2001.05658", objects=objects)
