"""Cascades as the Ma-Weibo rumour set lays them out: one JSON array an event, each repost with the post it
was taken from (parent), moments in seconds of Unix time.

The original is the one record without a parent; it is the root of its file. Whether an event is a rumour is
other people's judgment and stands in another file, which is not read.
"""

import polars as pl

from analytics.importing.importer import JSON, Hints, Importer, Probe
from analytics.importing.values import cell, name_cell, native_ids, weibo_ids


def fits(probe: Probe) -> bool:
    """mid, uid, parent, text and t; CED has kids and a date."""
    return (
        probe.container in JSON and probe.has("mid", "uid", "parent", "t", "text") and not probe.has("kids")
    )


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """The original and its reposts."""
    del hints
    own, parent = weibo_ids(raw, "mid"), weibo_ids(raw, "parent")
    tops = own.filter(parent.is_null()).unique()
    root = pl.lit(tops[0] if len(tops) == 1 else None, pl.String)
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.when(parent.is_null()).then(pl.lit("post")).otherwise(pl.lit("repost")),
        native=own,
        account=native_ids(raw, "uid"),
        account_name=name_cell("screen_name"),
        parent=parent,
        root=pl.when(parent.is_not_null()).then(root),
        at_text=cell("t"),
        text=pl.coalesce("original_text", "text"),
        client=cell("source"),
        n_reposts="reposts_count",
        n_comments="comments_count",
        n_likes="attitudes_count",
        verified="verified",
        verified_type="verified_type",
        followers="followers_count",
        following="friends_count",
        posts="statuses_count",
    )


IMPORTER = Importer(
    name="weibo-ma",
    label="Ma-Weibo rumour set, JSON",
    source="layout of the published set, Ma et al. 2016, IJCAI, as recalled",
    platform="weibo",
    never_shows=("comments", "region", "capture_time"),
    containers=JSON,
    fits=fits,
    draft=draft,
    fields=(
        *("mid", "uid", "parent", "t", "text", "original_text", "screen_name", "source"),
        *("reposts_count", "comments_count", "attitudes_count", "verified", "verified_type"),
        *("followers_count", "friends_count", "statuses_count"),
    ),
)
