"""Input of CooRTweet: CSV of (object, account, content, second): each row says that a content shared an
object.

A content may share several objects, so a row's own id is its content with its object: no row is lost as a
duplicate that is none. A row that repeats both is one.
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
    content, shared = native_id("content_id"), native_id("object_id")
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("repost"),
        native=content + "/" + shared,
        account=native_id("account_id"),
        root=shared,
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
