"""Reposts and posts as WeiboSpider (nghuyong) writes them: JSON Lines, chain kept in the text, times in
Beijing time.

retweet_id is the root's mid, never the direct parent's. Before January 2024 no row says whether it passes
on another: in a file of the spider of reposts all do; elsewhere the text tells (a chain, "转发微博"), and
what is left is taken as a post and told. The spider of one account leaves the account out: the post's
address holds its id.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import BARE_REPOSTS, cell, ip_region, mids_of_bids, native_ids, weibo_ids

_UID = r"weibo\.(?:com|cn)/(?:u/)?(\d{5,12})/"
_CHAIN = r"//\s*@[^\s:：]{1,30}\s*[:：]"


def fits(probe: Probe) -> bool:
    """Rows with _id, mblogid and the account, or the address that holds it."""
    is_row = probe.has("_id", "mblogid", "content", "created_at") and not probe.has("comment_user")
    return is_row and (probe.has("user._id") or probe.has("url"))


def name_hints(name: str) -> dict[str, str]:
    """The spider of reposts names its files after itself.

    >>> name_hints("repost_spider_20231201.jsonl"), name_hints("tweet_spider_by_keyword.jsonl")
    ({'kind': 'repost'}, {})
    """
    return {"kind": "repost"} if name.startswith("repost_") else {}


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act a row."""
    root = weibo_ids(raw, "retweet_id")
    text = pl.col("content")
    is_stated = pl.lit(root.is_not_null()) | cell("is_retweet").is_not_null()
    said = pl.lit(root.is_not_null()) | (cell("is_retweet").str.to_lowercase() == "true").fill_null(False)
    shown = (text.str.contains(_CHAIN) | text.str.strip_chars().is_in(BARE_REPOSTS)).fill_null(False)
    is_spider = pl.lit(hints.kind == "repost")
    is_repost = pl.when(is_stated).then(said).otherwise(is_spider | shown)
    is_asked = ~is_stated & is_spider & pl.lit(hints.about is not None)
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.when(is_repost).then(pl.lit("repost")).otherwise(pl.lit("post")),
        doubt=pl.when(~is_stated & ~is_repost).then(pl.lit("kind_open")),
        native=weibo_ids(raw, "_id"),
        native_beside=mids_of_bids(raw["mblogid"]),
        account=native_ids(raw, "user._id").fill_null(raw["url"].str.extract(_UID, 1)),
        account_name=pl.col("user.nick_name"),
        root=pl.when(is_asked).then(pl.lit(hints.about, pl.String)).otherwise(root),
        root_basis=pl.when(is_asked).then(pl.lit(hints.basis, pl.String)),
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
    name_hints=name_hints,
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
        "url",
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
