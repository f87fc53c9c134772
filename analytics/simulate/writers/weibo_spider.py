"""dataabc/weiboSpider CSV, one account a file: the id is the bid, a repost holds its original's words
without an id."""

from pathlib import Path

import polars as pl

from analytics.simulate.displayed_values import clock
from analytics.simulate.write_files import texts, write_table
from analytics.simulate.writer import View, Writer
from analytics.simulate.writers.weibo_crawler_csv import with_roots

COLUMNS = (
    "微博id",
    "微博正文",
    "头条文章url",
    "原始图片url",
    "被转发微博原始图片url",
    "是否为原创微博",
    "微博视频url",
    "发布位置",
    "发布时间",
    "发布工具",
    "点赞数",
    "转发数",
    "评论数",
)


def table(shown: pl.DataFrame, roots: pl.DataFrame) -> pl.DataFrame:
    """Rows of SHOWN as text cells; "无" stands for what is missing."""
    quoted = pl.format("{}\n原始用户: {}\n转发内容: {}", "text", "root_name", "root_text")
    cells = {
        "微博id": pl.col("bid"),
        "微博正文": pl.when(pl.col("root_text").is_null()).then("text").otherwise(quoted),
        "是否为原创微博": pl.when(pl.col("kind") == "post").then(pl.lit("True")).otherwise(pl.lit("False")),
        "发布时间": clock(pl.col("at_s"), "%Y-%m-%d %H:%M"),
        "发布工具": pl.col("client"),
        "点赞数": pl.col("likes_n"),
        "转发数": pl.col("reposts_n"),
        "评论数": pl.col("comments_n"),
    }
    return (
        with_roots(shown, roots)
        .select(cells.get(name, pl.lit("无")).cast(pl.String).alias(name) for name in COLUMNS)
        .fill_null("无")
    )


def write(view: View, target: Path) -> list[Path]:
    """One CSV file."""
    return write_table(target, (table(chunk, view.roots) for chunk in view.chunks), texts(COLUMNS))


WRITER = Writer("weibo_spider", "dataabc/weiboSpider, <uid>.csv", frozenset({"post", "repost"}), write)
