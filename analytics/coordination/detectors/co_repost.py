"""Two accounts repost one root."""

import polars as pl

from analytics.coordination.detector import Detector


def objects(events: pl.DataFrame) -> pl.DataFrame:
    """A repost is about the root it passes on, whichever copy it was taken from; the root's author is left out."""
    authors = events.select(root_id="event_id", author_id="account_id").drop_nulls()
    reposts = events.filter(pl.col("kind").is_in(["repost", "quote"]) & pl.col("root_id").is_not_null())
    joined = reposts.join(authors, on="root_id", how="left", maintain_order="left")
    is_own = (joined["account_id"] == joined["author_id"]).fill_null(False)
    return joined.filter(~is_own).select("event_id", "account_id", "at", "at_precision", object_id="root_id")


DETECTOR = Detector(name="co_repost", source="Keller et al. 2020, Political Communication 37(2), doi:10.1080/10584609.2019.1661888",
                    objects=objects)
