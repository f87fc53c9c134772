"""Records of the alleged information, as several questions read them."""

from datetime import datetime, timedelta

import polars as pl

from analytics.alleged.events import below
from analytics.questions.question import Asked

WHOLE = 20_000  # Characters: no post is longer, so words are told whole.


def of_item(asked: Asked, item_id: str) -> pl.DataFrame:
    """Select what states an item, its exact copies and what hangs below them, in the order of time."""
    rows = asked.facts.alleged.same.filter(item_id=item_id)
    return rows.sort("at", "event_id", nulls_last=True)


def parts(rows: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Split records below posts into reposts and comments, by id."""
    return below(rows)["event_id"], below(rows, ["comment"])["event_id"]


def began_at(asked: Asked, item_id: str) -> datetime | None:
    """Find the moment of the earliest record that states an item; None where no record with a time does."""
    first = of_item(asked, item_id).filter(part="states")["at"].min()
    return first if isinstance(first, datetime) else None


def within(rows: pl.DataFrame, start: datetime, length: timedelta) -> pl.DataFrame:
    """Select records from `start` on and before `start` + `length`."""
    return rows.filter(pl.col("at").is_between(start, start + length, closed="left"))


def newest_capture(asked: Asked) -> datetime | None:
    """Find the newest capture of any record; None where no capture states its time."""
    found = asked.case.scan("occurrences").select(pl.col("captured_at").max()).collect().item()
    return found if isinstance(found, datetime) else None
