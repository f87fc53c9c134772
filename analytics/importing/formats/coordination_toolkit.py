"""Input of the coordination-network-toolkit: CSV of messages with the message each reposts or answers, times
in UTC.

The set names no platform, so ids stand in the space "generic". repost_id may name a repost and reply_id an
answer: the tree stage finds the topmost act. A message that names both keeps both. The toolkit's manual
allows seconds from any moment on: those of no plausible year are no dates.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, links, name_cell, native_ids


def fits(probe: Probe) -> bool:
    """The toolkit's eight columns."""
    return probe.has("message_id", "user_id", "repost_id", "reply_id", "message", "timestamp")


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """A message with repost_id is a repost, with reply_id a comment, else a post; reply_id is the parent."""
    del hints
    repost, reply, native, account = (
        pl.lit(native_ids(raw, name)) for name in ("repost_id", "reply_id", "message_id", "user_id")
    )
    return raw.select(
        "source_row",
        "source_path",
        native=native,
        account=account,
        account_name=name_cell("username"),
        kind=pl.when(repost.is_not_null())
        .then(pl.lit("repost"))
        .when(reply.is_not_null())
        .then(pl.lit("comment"))
        .otherwise(pl.lit("post")),
        root=repost,
        parent=reply,
        at_text=cell("timestamp"),
        text=cell("message"),
        urls=links(raw["urls"]),
    )


IMPORTER = Importer(
    name="coordination-network-toolkit",
    label="coordination-network-toolkit CSV",
    source="the toolkit's README, version 1.5.2",
    platform="generic",
    never_shows=("region", "capture_time", "counters"),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    timezone="UTC",
    fields=("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"),
)
