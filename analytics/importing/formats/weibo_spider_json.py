"""Posts of one account as weiboSpider writes them: JSON with the account and its posts; "id" is a bid,
"无" is nothing."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.importer import JSON, Container, Found, Hints, Importer, Probe
from analytics.importing.values import cell, name_cell, native_ids, own_words, weibo_ids


def fits(probe: Probe) -> bool:
    """{"user": {...}, "weibo": [...]} with this tool's keys."""
    return probe.container in JSON and probe.has("user", "weibo", "user.nickname", "user.weibo_num")


def walk(value: Any) -> Iterator[Found]:
    """The account and each post."""
    if not isinstance(value, dict):
        return
    account = value.get("user")
    if isinstance(account, dict):
        yield "/user", "account", account
    for k, post in enumerate(value.get("weibo") or []):
        if isinstance(post, dict):
            yield f"/weibo/{k}", "post", post


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """Posts and reposts; the profile is no act."""
    is_account = pl.col("record") == "account"
    own = raw.select(
        pl.col("content").str.replace(r"(?s)\s*\n?\s*原始用户[:：].*$", "").str.replace("^转发理由[:：]", "")
    ).to_series()
    author = raw.filter(is_account)["id"].drop_nulls().first() or hints.author
    posted = pl.coalesce(pl.lit(native_ids(raw, "user_id")), pl.lit(author, pl.String))
    return raw.select(
        "source_row",
        "source_path",
        other=pl.when(is_account).then(pl.lit("true")),
        native=pl.when(~is_account).then(pl.lit(weibo_ids(raw, "id"))),
        kind=pl.when(pl.col("original") == "false").then(pl.lit("repost")).otherwise(pl.lit("post")),
        account=pl.when(is_account).then(pl.lit(native_ids(raw, "id"))).otherwise(posted),
        account_name=name_cell("nickname"),
        at_text=cell("publish_time"),
        text=pl.col("content"),
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
    label="weiboSpider JSON",
    source="the tool's own output, read 2026",
    platform="weibo",
    never_shows=("comments", "root", "parent", "exact_time", "region", "capture_time"),
    containers=frozenset({Container.DOCUMENT}),
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
