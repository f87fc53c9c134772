"""dataabc/weibo-crawler SQLite: tables user, weibo, comments, reposts; the text of a repost has lost its
chain."""

import sqlite3
from contextlib import closing
from pathlib import Path

import polars as pl

from analytics.simulate.chains import BARE
from analytics.simulate.displayed_values import api_time, clock
from analytics.simulate.writer import View, Writer

TABLES = {
    "user": (
        "id",
        "nick_name",
        "gender",
        "follower_count",
        "follow_count",
        "birthday",
        "location",
        "ip_location",
        "edu",
        "company",
        "reg_date",
        "main_page_url",
        "avatar_url",
        "bio",
    ),
    "weibo": (
        "id",
        "bid",
        "user_id",
        "screen_name",
        "text",
        "article_url",
        "topics",
        "at_users",
        "pics",
        "video_url",
        "live_photo_url",
        "location",
        "created_at",
        "source",
        "attitudes_count",
        "comments_count",
        "reposts_count",
        "retweet_id",
        "edited",
        "edit_count",
    ),
    "comments": (
        "id",
        "bid",
        "weibo_id",
        "root_id",
        "user_id",
        "created_at",
        "user_screen_name",
        "user_avatar_url",
        "text",
        "pic_url",
        "like_count",
    ),
    "reposts": (
        "id",
        "bid",
        "weibo_id",
        "user_id",
        "created_at",
        "user_screen_name",
        "user_avatar_url",
        "text",
        "like_count",
    ),
}
_NUMBERS = {
    "follower_count",
    "follow_count",
    "attitudes_count",
    "comments_count",
    "reposts_count",
    "like_count",
    "edited",
    "edit_count",
}


def _columns(table: str) -> list[pl.Expr]:
    """The values of a table's columns, in order; "" where the crawler leaves a cell empty."""
    own = pl.col("text").str.split("//").list.first().str.strip_chars()
    values = {
        "id": pl.col("uid" if table == "user" else "mid").cast(pl.String),
        "nick_name": pl.col("name"),
        "bid": pl.col("bid") if table == "weibo" else pl.lit(""),
        "gender": pl.col("gender"),
        "follower_count": pl.col("followers_n"),
        "follow_count": pl.col("following_n"),
        "location": pl.col("location") if table == "user" else pl.lit(""),
        "ip_location": pl.lit("IP属地：") + pl.col("account_region"),
        "reg_date": clock(pl.col("registered_s"), "%Y-%m-%d"),
        "bio": pl.col("description"),
        "user_id": pl.col("uid").cast(pl.String),
        "screen_name": pl.col("name"),
        "user_screen_name": pl.col("name"),
        "text": pl.when(own == "").then(pl.lit(BARE)).otherwise(own)
        if table == "reposts"
        else pl.col("text"),
        "created_at": clock(pl.col("at_s")) if table == "weibo" else api_time(pl.col("at_s")),
        "source": pl.col("client"),
        "attitudes_count": pl.col("likes_n"),
        "comments_count": pl.col("comments_n"),
        "reposts_count": pl.col("reposts_n"),
        "retweet_id": pl.col("root_mid").cast(pl.String),
        "edited": pl.col("edited").cast(pl.Int64),
        "edit_count": pl.col("edited").cast(pl.Int64),
        "weibo_id": pl.col("root_mid").cast(pl.String),
        "root_id": pl.coalesce("top_mid", "mid").cast(pl.String),
        "like_count": pl.col("likes_n"),
    }
    return [values.get(name, pl.lit("")).alias(name) for name in TABLES[table]]


def write(view: View, target: Path) -> list[Path]:
    """One database: posts into `weibo`, reposts and comments into their tables, authors of posts into
    `user`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(target)) as base, base:
        for table, columns in TABLES.items():
            made = ", ".join(
                f"{c} {'integer' if c in _NUMBERS else 'text'}{' primary key' if c == 'id' else ''}"
                for c in columns
            )
            base.execute(f"create table {table} ({made})")
        for chunk in view.chunks:
            parts = {
                "user": chunk.filter(pl.col("kind") == "post"),
                "weibo": chunk.filter(pl.col("kind") == "post"),
                "comments": chunk.filter(pl.col("kind") == "comment"),
                "reposts": chunk.filter(pl.col("kind") == "repost"),
            }
            for table, rows in parts.items():
                marks = ", ".join("?" * len(TABLES[table]))
                base.executemany(
                    f"insert or replace into {table} values ({marks})",
                    rows.select(_columns(table)).iter_rows(),
                )
    return [target]


WRITER = Writer(
    "weibo_crawler_sqlite",
    "dataabc/weibo-crawler, weibodata.db",
    frozenset({"post", "repost", "comment"}),
    write,
)
