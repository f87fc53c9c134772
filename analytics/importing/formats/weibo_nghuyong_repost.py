"""Reposts and posts as WeiboSpider (nghuyong) writes them: JSON Lines, chain kept in the text, times in
Beijing time.

retweet_id is the root's mid, never the direct parent's.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, mids_of_bids, native_ids, weibo_ids


def fits(probe: Probe) -> bool:
    """Rows with _id, mblogid and user._id."""
    return probe.has("_id", "mblogid", "content", "created_at", "user._id")


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act a row."""
    del hints
    root = weibo_ids(raw, "retweet_id")
    is_repost = pl.lit(root.is_not_null()) | (pl.col("is_retweet").str.to_lowercase() == "true")
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.when(is_repost).then(pl.lit("repost")).otherwise(pl.lit("post")),
        native=weibo_ids(raw, "_id"),
        native_beside=mids_of_bids(raw["mblogid"]),
        account=native_ids(raw, "user._id"),
        account_name=pl.col("user.nick_name"),
        root=root,
        at_text=pl.col("created_at"),
        captured_text=pl.col("crawl_time"),
        text=pl.col("content"),
        client=cell("source"),
        region=ip_region(pl.col("ip_location")),
        n_reposts=pl.col("reposts_count"),
        n_comments=pl.col("comments_count"),
        n_likes=pl.col("attitudes_count"),
        n_views=pl.col("reads_count"),
        n_plays=pl.col("video_online_numbers"),
        verified=pl.col("user.verified"),
        verified_type=pl.col("user.verified_type"),
        verified_reason=pl.col("user.verified_reason"),
        followers=pl.col("user.followers_count"),
        following=pl.col("user.friends_count"),
        posts=pl.col("user.statuses_count"),
        registered_text=pl.col("user.created_at"),
        location=pl.col("user.location"),
    )


IMPORTER = Importer(
    name="weibo-nghuyong-repost",
    label="WeiboSpider (nghuyong) tweets and reposts, JSONL",
    source="layout of the spider's own output, read 2026",
    platform="weibo",
    never_shows=("comments", "parent"),
    containers=frozenset({Container.LINES, Container.TABLE}),
    fits=fits,
    draft=draft,
    fields=(
        "_id",
        "mblogid",
        "created_at",
        "ip_location",
        "reposts_count",
        "comments_count",
        "attitudes_count",
        "source",
        "content",
        "is_retweet",
        "retweet_id",
        "reads_count",
        "video_online_numbers",
        "crawl_time",
        "user._id",
        "user.nick_name",
        "user.verified",
        "user.verified_type",
        "user.verified_reason",
        "user.followers_count",
        "user.friends_count",
        "user.statuses_count",
        "user.created_at",
        "user.location",
    ),
)
