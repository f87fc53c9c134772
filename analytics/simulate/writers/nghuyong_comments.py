"""nghuyong/WeiboSpider, comment spider: JSONL without the post's id, which stands in the file name at
best."""

from pathlib import Path

import polars as pl

from analytics.simulate.displayed_values import clock
from analytics.simulate.write_files import write_lines
from analytics.simulate.writer import View, Writer
from analytics.simulate.writers.nghuyong_statuses import user


def lines(shown: pl.DataFrame) -> pl.Series:
    """One JSON text a comment; `reply_comment` only where another comment is answered."""
    common = [
        pl.col("mid").alias("_id"),
        clock(pl.col("at_s")).alias("created_at"),
        pl.col("likes_n").alias("like_counts"),
        (pl.lit("来自") + pl.col("region")).alias("ip_location"),
        pl.col("text").alias("content"),
        user("comment_"),
    ]
    answered = pl.struct(
        pl.col("parent_mid").alias("_id"),
        pl.col("parent_text").alias("text"),
        pl.struct(
            pl.col("parent_uid").cast(pl.String).alias("_id"), pl.col("parent_name").alias("nick_name")
        ).alias("user"),
    ).alias("reply_comment")
    crawled = pl.col("captured_s").alias("crawl_time")
    return shown.select(
        pl.when(pl.col("parent_mid").is_null())
        .then(pl.struct(*common, crawled).struct.json_encode())
        .otherwise(pl.struct(*common, answered, crawled).struct.json_encode())
    ).to_series()


def write(view: View, target: Path) -> list[Path]:
    """One JSONL file."""
    return write_lines(target, (lines(chunk) for chunk in view.chunks))


WRITER = Writer("nghuyong_comments", "nghuyong/WeiboSpider, comment spider", frozenset({"comment"}), write)
