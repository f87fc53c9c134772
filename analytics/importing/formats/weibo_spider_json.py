"""Posts as weiboSpider writes them: JSON with one account and its posts, or the tables user and weibo of its
SQLite, MySQL and MongoDB; "id" is a bid, "无" is nothing."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.formats._weibo_spider import before_original, is_repost
from analytics.importing.importer import JSON, Container, Found, Hints, Importer, Probe
from analytics.importing.values import cell, name_cell, native_ids, own_words, weibo_ids

_POST = ("id", "user_id", "content", "publish_time", "publish_tool", "up_num", "retweet_num")


def fits(probe: Probe) -> bool:
    """{"user": {...}, "weibo": [...]} with this tool's keys; its posts or its accounts alone."""
    if probe.has("user", "weibo", "user.nickname", "user.weibo_num"):
        return probe.container in JSON
    is_account = probe.has("id", "nickname", "weibo_num", "following", "followers")
    return probe.container != Container.DATABASE and (probe.has(*_POST) or is_account)


def walk(value: Any) -> Iterator[Found]:
    """The account and each post."""
    if not isinstance(value, dict):
        return
    if not isinstance(value.get("weibo"), list):
        yield "", "record", value
        return
    account = value.get("user")
    if isinstance(account, dict):
        yield "/user", "account", account
    for k, post in enumerate(value["weibo"]):
        if isinstance(post, dict):
            yield f"/weibo/{k}", "post", post


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """Posts and reposts; the profile is no act. A repost's root is not in the file."""
    is_account = (pl.col("record") == "account") | (
        (pl.col("record") == "record") & pl.col("weibo_num").is_not_null()
    )
    text = pl.col("content")
    passed_on = is_repost(cell("original"), text)
    own = raw.select(before_original(text, passed_on)).to_series()
    author = raw.filter(pl.col("record") == "account")["id"].drop_nulls().first() or hints.author
    posted = pl.coalesce(pl.lit(native_ids(raw, "user_id")), pl.lit(author, pl.String))
    return raw.select(
        "source_row",
        "source_path",
        other=pl.when(is_account).then(pl.lit("true")),
        native=pl.when(~is_account).then(pl.lit(weibo_ids(raw, "id"))),
        kind=pl.when(passed_on).then(pl.lit("repost")).otherwise(pl.lit("post")),
        account=pl.when(is_account).then(pl.lit(native_ids(raw, "id"))).otherwise(posted),
        account_name=name_cell("nickname"),
        at_text=cell("publish_time"),
        text=text,
        own_text=own_words(own),
        client=cell("publish_tool"),
        n_reposts="retweet_num",
        n_comments="comment_num",
        n_likes="up_num",
        followers="followers",
        following="following",
        posts="weibo_num",
        location=cell("location"),
        verified_reason=cell("verified_reason"),
    )


IMPORTER = Importer(
    name="weibo-spider-json",
    label="weiboSpider JSON, SQLite, MySQL, MongoDB",
    source="the tool's own output, read 2026",
    platform="weibo",
    never_shows=("comments", "root", "parent", "exact_time", "region", "capture_time"),
    containers=frozenset({Container.DOCUMENT, Container.LINES, Container.TABLE}),
    fits=fits,
    walk=walk,
    draft=draft,
    fields=(
        "id",
        "user_id",
        "nickname",
        "content",
        "publish_time",
        "publish_tool",
        "original",
        "retweet_num",
        "comment_num",
        "up_num",
        "followers",
        "following",
        "weibo_num",
        "location",
        "verified_reason",
    ),
)
