"""Input of CooRTweet: CSV of (object, account, content, second): each row says that a content shared an
object.

A content that shares several objects is one act about all of them: its further rows are counted as
duplicates, and their objects are kept with it (object_ids). Its tree is that of the first object.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, native_id


def fits(probe: Probe) -> bool:
    """The four columns of prepared CooRTweet data."""
    return probe.has("object_id", "account_id", "content_id", "timestamp_share")


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One repost a row."""
    del hints
    shared = native_id("object_id")
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("repost"),
        native=native_id("content_id"),
        account=native_id("account_id"),
        root=shared,
        objects=pl.when(shared.is_not_null()).then(pl.concat_list(shared)),
        at_text=cell("timestamp_share"),
    )


IMPORTER = Importer(
    name="coortweet",
    label="CooRTweet CSV",
    source="the package's documentation, version 2.1.3",
    platform="generic",
    never_shows=("text", "account_name", "root", "parent", "region", "capture_time", "counters"),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    timezone="UTC",
    fields=("object_id", "account_id", "content_id", "timestamp_share"),
)
