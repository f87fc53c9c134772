"""The data sources of 4CAT: by which columns each is known, and what its columns mean."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from analytics.importing.values import cell, native_ids

Linked = dict[str, pl.Expr]  # kind, root, parent, parent_note, and native where it is put together
_POST_OF_BLUESKY = r"bsky\.app/profile/([^/]+)/post/([^/?#]+)"
_WALL = r"wall(-?\d+)_\d+"


class Zone(StrEnum):
    """Where bare times are: some sources are written in UTC, others in the zone of the server."""

    UTC = "UTC"
    SERVER = ""


@dataclass(frozen=True)
class Source:
    """One data source.

    marks: columns by which it is known; absent: those of others. links: kind and links of each row.
    account: the column of account ids, "" if there are names only. address: of links that hold the own id.
    edited: a column that is filled where an act was edited. at: columns of times, best first.
    counters: our counter -> column. more: columns that `links` reads.
    """

    name: str
    platform: str
    marks: tuple[str, ...]
    links: Callable[[pl.DataFrame], Linked]
    absent: tuple[str, ...] = ()
    account: str = ""
    address: str = ""
    edited: str = ""
    account_name: str = "author"
    at: tuple[str, ...] = ("unix_timestamp", "timestamp")
    zone: Zone = Zone.SERVER
    texts: tuple[str, ...] = ("body",)
    urls: str = ""
    client: str = ""
    region: str = ""
    counters: dict[str, str] = field(default_factory=dict)
    followers: str = ""
    more: tuple[str, ...] = ()
    never_shows: tuple[str, ...] = ("reposts", "capture_time")


def _posts(raw: pl.DataFrame) -> Linked:
    del raw
    return {"kind": pl.lit("post")}


def _is(name: str) -> pl.Expr:
    return cell(name).str.to_lowercase().is_in(("yes", "true", "1")).fill_null(False)


def _x(raw: pl.DataFrame) -> Linked:
    """Who was reposted or answered is a name: the original and the answered post are unknown."""
    own, thread, quoted = (pl.lit(native_ids(raw, c)) for c in ("id", "thread_id", "quote_tweet_id"))
    is_repost, is_quote = _is("is_retweet"), _is("is_quote_tweet")
    is_comment = _is("is_reply") | (thread != own).fill_null(False)
    kind = (
        pl.when(is_repost)
        .then(pl.lit("repost"))
        .when(is_quote)
        .then(pl.lit("quote"))
        .when(is_comment)
        .then(pl.lit("comment"))
        .otherwise(pl.lit("post"))
    )
    by_name = is_repost | (is_quote & quoted.is_null())
    return {
        "kind": kind,
        "root": pl.when(is_repost).then(None).when(is_quote).then(quoted).when(is_comment).then(thread),
        "parent": pl.when(~is_repost & is_quote).then(quoted),
        "parent_note": pl.when(by_name)
        .then(pl.lit("source_by_name"))
        .when(is_comment & ~is_quote)
        .then(pl.lit("in_thread")),
    }


def _tiktok_comments(raw: pl.DataFrame) -> Linked:
    return {
        "kind": pl.lit("comment"),
        "root": pl.lit(native_ids(raw, "post_id")),
        "parent": pl.lit(native_ids(raw, "thread_id")),
    }


def _rednote_comments(raw: pl.DataFrame) -> Linked:
    return {
        "kind": pl.lit("comment"),
        "root": pl.lit(native_ids(raw, "thread_id")),
        "parent_note": pl.lit("in_thread"),
    }


def _telegram(raw: pl.DataFrame) -> Linked:
    """`reply_to` is a number within the chat; a forward tells its chat, not the message."""
    chat, answered = cell("thread_id"), pl.lit(native_ids(raw, "reply_to"))
    forwarded = pl.any_horizontal(
        cell(f"author_forwarded_from_{name}").is_not_null() for name in ("id", "name", "username")
    )
    return {
        "kind": pl.when(forwarded)
        .then(pl.lit("repost"))
        .when(answered.is_not_null())
        .then(pl.lit("comment"))
        .otherwise(pl.lit("post")),
        "parent": pl.when(~forwarded).then(chat + "-" + answered),
        "parent_note": pl.when(forwarded).then(pl.lit("source_by_name")),
    }


def _by_address(raw: pl.DataFrame, name: str) -> pl.Expr:
    """The post that an address of bsky.app leads to, where it names a did or a handle of this file."""
    known = raw.select(handle=cell("author"), did=native_ids(raw, "author_id")).drop_nulls().unique("handle")
    read = raw.select(
        handle=pl.col(name).str.extract(_POST_OF_BLUESKY, 1),
        key=pl.col(name).str.extract(_POST_OF_BLUESKY, 2),
    ).join(known, on="handle", how="left", maintain_order="left")
    did = pl.coalesce(pl.when(pl.col("handle").str.starts_with("did:")).then("handle"), "did")
    found = read.select("at://" + did + "/app.bsky.feed.post/" + pl.col("key")).to_series()
    return pl.lit(found)


def _bluesky(raw: pl.DataFrame) -> Linked:
    """What is quoted or answered is an address with a handle, or a word that it is gone."""
    is_quote, is_comment = (cell(c).is_not_null() for c in ("quoted_post", "replied_to_post"))
    is_comment = is_comment | (cell("thread_id") != cell("id")).fill_null(False)
    quoted, answered = (_by_address(raw, c) for c in ("quoted_post", "replied_to_post"))
    return {
        "kind": pl.when(is_quote)
        .then(pl.lit("quote"))
        .when(is_comment)
        .then(pl.lit("comment"))
        .otherwise(pl.lit("post")),
        "root": pl.when(is_quote).then(quoted).when(is_comment).then(cell("thread_id")),
        "parent": pl.coalesce(answered, quoted),
        "parent_note": pl.when(is_quote & quoted.is_null())
        .then(pl.lit("source_by_name"))
        .when(is_comment & answered.is_null())
        .then(pl.lit("in_thread")),
    }


def _vk(raw: pl.DataFrame) -> Linked:
    """Ids are numbers of a wall, which the address names."""
    wall = pl.col("link").str.extract(_WALL, 1) + "_"
    own, thread, answered = (
        pl.lit(native_ids(raw, c)) for c in ("id", "thread_id", "in_reply_to_comment_id")
    )
    is_comment = cell("item_type").str.contains("comment").fill_null(False)
    root = wall + thread
    return {
        "native": wall + own,
        "kind": pl.when(is_comment).then(pl.lit("comment")).otherwise(pl.lit("post")),
        "root": pl.when(is_comment).then(root),
        "parent": pl.when(is_comment).then(pl.coalesce(wall + answered, root)),
    }


_COUNTED = {"likes": "likes", "comments": "comments", "shares": "shares", "plays": "plays"}
SOURCES = (
    Source(
        "x",
        "x",
        ("id", "thread_id", "body", "author_id", "is_retweet", "is_quote_tweet", "is_reply"),
        _x,
        account="author_id",
        address="link",
        zone=Zone.UTC,
        urls="urls",
        client="source",
        counters={
            **{"reposts": "retweet_count", "comments": "reply_count", "likes": "like_count"},
            **{"quotes": "quote_count", "views": "impression_count"},
        },
        followers="author_followers",
        more=("thread_id", "quote_tweet_id", "is_retweet", "is_quote_tweet", "is_reply"),
        never_shows=("root", "repost_parent", "region", "capture_time"),
    ),
    Source(
        "tiktok",
        "tiktok",
        ("id", "body", "author", "is_duet", "tiktok_url", "music_name"),
        _posts,
        address="tiktok_url",
        zone=Zone.UTC,
        counters=_COUNTED,
        followers="author_followers",
        never_shows=("reposts", "account_id", "region", "capture_time"),
    ),
    Source(
        "tiktok-comments",
        "tiktok",
        ("id", "thread_id", "body", "author", "post_id", "is_comment_on_comment"),
        _tiktok_comments,
        counters={"likes": "likes", "comments": "replies"},
        more=("post_id", "thread_id"),
        never_shows=("reposts", "account_id", "region", "capture_time"),
    ),
    Source(
        "douyin",
        "douyin",
        ("id", "body", "author_user_id", "author_nickname", "digg_count", "thread_id"),
        _posts,
        account="author_user_id",
        address="post_url",
        account_name="author_nickname",
        counters={
            **{"likes": "digg_count", "comments": "comment_count", "shares": "share_count"},
            "plays": "play_count",
        },
        never_shows=("reposts", "root", "region", "capture_time"),
    ),
    Source(
        "xiaohongshu",
        "xiaohongshu",
        ("id", "thread_id", "title", "body", "author", "author_avatar_url", "likes", "video_url"),
        _posts,
        absent=("author_is_verified", "author_full", "is_duet", "author_id"),
        texts=("title", "body"),
        counters={"likes": "likes"},
        never_shows=("reposts", "account_id", "region", "capture_time"),
    ),
    Source(
        "xiaohongshu-comments",
        "xiaohongshu",
        ("id", "thread_id", "body", "author", "ip_location", "likes", "replies"),
        _rednote_comments,
        absent=("post_id",),
        region="ip_location",
        counters={"likes": "likes", "comments": "replies"},
        more=("thread_id",),
        never_shows=("reposts", "account_id", "parent", "capture_time"),
    ),
    Source(
        "telegram",
        "telegram",
        ("id", "thread_id", "chat", "body", "author", "is_reply", "reply_to", "author_forwarded_from_id"),
        _telegram,
        account="author",
        edited="unix_timestamp_edited",
        account_name="author_name",
        urls="link_attached",
        counters={"views": "views"},
        more=(
            *("thread_id", "reply_to", "author_forwarded_from_id", "author_forwarded_from_name"),
            "author_forwarded_from_username",
        ),
        never_shows=("root", "repost_parent", "region", "capture_time"),
    ),
    Source(
        "bluesky",
        "bluesky",
        ("id", "thread_id", "body", "author_id", "repost_count", "quoted_post", "replied_to_post"),
        _bluesky,
        account="author_id",
        at=("created_at", "timestamp"),
        zone=Zone.UTC,
        urls="links",
        counters={
            **{"likes": "like_count", "reposts": "repost_count", "comments": "reply_count"},
            "quotes": "quote_count",
        },
        more=("thread_id", "quoted_post", "replied_to_post"),
        never_shows=("reposts", "region", "capture_time"),
    ),
    Source(
        "instagram",
        "instagram",
        ("id", "thread_id", "parent_id", "body", "author", "media_type", "num_likes", "num_comments"),
        _posts,
        account="author_id",
        counters={"likes": "num_likes", "comments": "num_comments", "plays": "play_count"},
        never_shows=("reposts", "region", "capture_time"),
    ),
    Source(
        "threads",
        "threads",
        ("id", "thread_id", "body", "author", "author_is_verified", "link_url", "reposts", "quotes"),
        _posts,
        urls="link_url",
        counters={"likes": "likes", "reposts": "reposts", "comments": "replies", "quotes": "quotes"},
        never_shows=("reposts", "account_id", "region", "capture_time"),
    ),
    Source(
        "truth",
        "truth",
        ("id", "created_at", "body", "account_id", "account_username", "reblogs_count", "account_followers"),
        _posts,
        account="account_id",
        account_name="account_username",
        at=("created_at", "timestamp"),
        zone=Zone.UTC,
        counters={"reposts": "reblogs_count", "comments": "replies_count"},
        followers="account_followers",
        never_shows=("reposts", "root", "region", "capture_time"),
    ),
    Source(
        "gab",
        "gab",
        ("id", "created_at", "body", "account_id", "account_account", "reaction_count", "reblogs_count"),
        _posts,
        account="account_id",
        account_name="account_account",
        at=("created_at", "timestamp"),
        zone=Zone.UTC,
        urls="link_url",
        counters={"likes": "favourites_count", "reposts": "reblogs_count", "comments": "replies_count"},
        never_shows=("reposts", "root", "region", "capture_time"),
    ),
    Source(
        "facebook",
        "facebook",
        ("id", "url", "body", "author", "author_name", "is_in_group", "group_name"),
        _posts,
        account_name="author_name",
        never_shows=("reposts", "account_id", "counters", "region", "capture_time"),
    ),
    Source(  # Uploaded: its unix_timestamp is wrong by the server's offset.
        "crowdtangle",
        "facebook",
        ("id", "body", "page_name", "page_id", "page_followers", "url_original", "interactions"),
        _posts,
        account="page_id",
        account_name="page_name",
        at=("timestamp",),
        urls="url_original",
        counters={"likes": "likes", "comments": "comments", "shares": "shares", "views": "views_post"},
        followers="page_followers",
        never_shows=("reposts", "root", "region", "capture_time"),
    ),
    Source(
        "vk",
        "vk",
        ("id", "thread_id", "link", "item_type", "body", "author_id", "in_reply_to_comment_id"),
        _vk,
        account="author_id",
        account_name="author_screen_name",
        urls="links",
        counters={"likes": "likes", "views": "views", "comments": "post_comments"},
        followers="author_followers",
        more=("thread_id", "link", "item_type", "in_reply_to_comment_id"),
        never_shows=("reposts", "region", "capture_time"),
    ),
)
