"""MediaCrawler's Weibo columns, both generations: from 2026-07 a hash stands for the account and names are
masked.

MediaCrawler's Weibo columns, both generations: from 2026-07 a hash stands for the account and names are
masked.

MediaCrawler Weibo comments, to 2026-06: accounts, names and places in clear; CSV or JSONL by suffix.

MediaCrawler Weibo comments, from 2026-07: accounts hashed, names masked, no place; CSV or JSONL by suffix.

MediaCrawler Weibo contents, to 2026-06: accounts, names and places in clear; CSV or JSONL by suffix.

MediaCrawler Weibo contents, from 2026-07: accounts hashed, names masked, no place; CSV or JSONL by suffix.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import polars as pl

from analytics.simulate.displayed_values import clock
from analytics.simulate.write_files import texts, write_lines, write_table
from analytics.simulate.writer import View, Writer

Maker = Callable[[pl.DataFrame], pl.DataFrame]


def creator_hash(uid: int) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of an account's id."""
    return hashlib.sha256(str(uid).encode()).hexdigest()[:16]


def masked(name: str) -> str:
    """A nickname with only its first and last character.

    >>> masked("海盐荔枝")
    '海***枝'
    """
    return f"{name[:1]}***{name[-1:]}"


def _account(new: bool) -> dict[str, pl.Expr]:
    uid = pl.col("uid")
    if new:
        return {
            "nickname": pl.col("name").map_elements(masked, pl.String),
            "creator_hash": uid.map_elements(creator_hash, pl.String),
        }
    return {
        "user_id": uid.cast(pl.String),
        "nickname": pl.col("name"),
        "gender": pl.col("gender"),
        "profile_url": pl.format("https://weibo.com/u/{}", uid),
        "avatar": pl.format("https://tvax.example.invalid/{}.jpg", uid),
    }


def contents(shown: pl.DataFrame, new: bool = False) -> pl.DataFrame:
    """Posts as rows of `contents`."""
    cells = {
        "note_id": pl.col("mid").cast(pl.String),
        "content": pl.col("text"),
        "create_time": pl.col("at_s"),
        "create_date_time": clock(pl.col("at_s")) + "+08:00",
        "liked_count": pl.col("likes_n").cast(pl.String),
        "comments_count": pl.col("comments_n").cast(pl.String),
        "shared_count": pl.col("reposts_n").cast(pl.String),
        "last_modify_ts": pl.col("captured_s") * 1000,
        "note_url": pl.format("https://m.weibo.cn/detail/{}", "mid"),
        **({} if new else {"ip_location": pl.col("region")}),
        **_account(new),
        "source_keyword": pl.lit(""),
    }
    return shown.select(value.alias(name) for name, value in cells.items())


def comments(shown: pl.DataFrame, new: bool = False) -> pl.DataFrame:
    """Comments as rows of `comments`; parent_comment_id is the top-level comment, its own id for one of
    those."""
    cells = {
        "comment_id": pl.col("mid").cast(pl.String),
        "create_time": pl.col("at_s"),
        "create_date_time": clock(pl.col("at_s")) + "+08:00",
        "note_id": pl.col("root_mid").cast(pl.String),
        "content": pl.col("text"),
        "sub_comment_count": pl.col("comments_n").cast(pl.String),
        "comment_like_count": pl.col("likes_n").cast(pl.String),
        "last_modify_ts": pl.col("captured_s") * 1000,
        **({} if new else {"ip_location": pl.lit("来自") + pl.col("region")}),
        "parent_comment_id": pl.coalesce("top_mid", "mid").cast(pl.String),
        **_account(new),
    }
    return shown.select(value.alias(name) for name, value in cells.items())


def write_as_named(view: View, target: Path, make: Maker) -> list[Path]:
    """CSV or JSONL, by the suffix of `target`."""
    tables: Iterator[pl.DataFrame] = (make(chunk) for chunk in view.chunks)
    if target.suffix == ".jsonl":
        line = pl.struct(pl.all()).struct.json_encode()
        return write_lines(target, (rows.select(line).to_series() for rows in tables))
    empty = texts(make(view.roots.head(0)).columns)
    return write_table(target, tables, empty)


def write_media_crawler_comments(view: View, target: Path) -> list[Path]:
    """One CSV or JSONL file."""
    return write_as_named(view, target, comments)


WRITER_MEDIA_CRAWLER_COMMENTS = Writer(
    "media_crawler_comments",
    "MediaCrawler, <type>_comments_<day>",
    frozenset({"comment"}),
    write_media_crawler_comments,
)


def write_media_crawler_comments_hashed(view: View, target: Path) -> list[Path]:
    """One CSV or JSONL file."""
    return write_as_named(view, target, partial(comments, new=True))


WRITER_MEDIA_CRAWLER_COMMENTS_HASHED = Writer(
    "media_crawler_comments_hashed",
    "MediaCrawler, <type>_comments_<day>",
    frozenset({"comment"}),
    write_media_crawler_comments_hashed,
)


def write_media_crawler_contents(view: View, target: Path) -> list[Path]:
    """One CSV or JSONL file."""
    return write_as_named(view, target, contents)


WRITER_MEDIA_CRAWLER_CONTENTS = Writer(
    "media_crawler_contents",
    "MediaCrawler, <type>_contents_<day>",
    frozenset({"post"}),
    write_media_crawler_contents,
)


def write_media_crawler_contents_hashed(view: View, target: Path) -> list[Path]:
    """One CSV or JSONL file."""
    return write_as_named(view, target, partial(contents, new=True))


WRITER_MEDIA_CRAWLER_CONTENTS_HASHED = Writer(
    "media_crawler_contents_hashed",
    "MediaCrawler, <type>_contents_<day>",
    frozenset({"post"}),
    write_media_crawler_contents_hashed,
)

WRITERS = (
    WRITER_MEDIA_CRAWLER_COMMENTS,
    WRITER_MEDIA_CRAWLER_COMMENTS_HASHED,
    WRITER_MEDIA_CRAWLER_CONTENTS,
    WRITER_MEDIA_CRAWLER_CONTENTS_HASHED,
)
