"""Two accounts comment on one post."""

import polars as pl

from analytics.coordination.detector import Detector


def objects(events: pl.DataFrame) -> pl.DataFrame:
    """A comment is about the post commented on, whichever comment it answers; the post's author is left out."""
    authors = events.select(root_id="event_id", author_id="account_id").drop_nulls()
    comments = events.filter((pl.col("kind") == "comment") & pl.col("root_id").is_not_null())
    joined = comments.join(authors, on="root_id", how="left", maintain_order="left")
    is_own = (joined["account_id"] == joined["author_id"]).fill_null(False)
    return joined.filter(~is_own).select("event_id", "account_id", "at", "at_precision", object_id="root_id")


DETECTOR = Detector(name="co_comment", source="Graham et al. 2020, coordination-network-toolkit (co-reply), the toolkit's README",
                    objects=objects)
