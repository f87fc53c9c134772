"""nghuyong/WeiboSpider, tweet and repost spiders: JSONL, bare Beijing times, `retweet_id` is always the
root."""

from pathlib import Path

import polars as pl

from analytics.simulate.displayed_values import clock, published
from analytics.simulate.write_files import write_lines
from analytics.simulate.writer import View, Writer


def user(prefix: str = "") -> pl.Expr:
    """The user object of this exporter, from the author's columns."""
    is_verified = pl.col("verified_type") >= 0
    return pl.struct(
        pl.col("uid").cast(pl.String).alias("_id"),
        pl.format("https://tvax.example.invalid/crop.0.0.180.180/{}.jpg", pl.col("uid")).alias("avatar_hd"),
        pl.col("name").alias("nick_name"),
        is_verified.alias("verified"),
        (pl.col("uid") % 7).alias("mbrank"),
        pl.lit(2).alias("mbtype"),
        pl.col("description").fill_null(""),
        pl.col("followers_n").alias("followers_count"),
        pl.col("following_n").alias("friends_count"),
        pl.col("posts_n").alias("statuses_count"),
        "gender",
        pl.col("location"),
        clock(pl.col("registered_s")).alias("created_at"),
        "verified_type",
        pl.col("verified_reason").fill_null(""),
    ).alias(f"{prefix}user")


def lines(shown: pl.DataFrame) -> pl.Series:
    """One JSON text a row of SHOWN. A repost carries `retweet_id`, a post lacks the key."""
    mid = pl.col("mid").cast(pl.String)
    common = [
        mid.alias("_id"),
        pl.col("bid").alias("mblogid"),
        clock(pl.col("at_s")).alias("created_at"),
        pl.lit(None, pl.String).alias("geo"),
        published("region").alias("ip_location"),
        pl.col("reposts_n").alias("reposts_count"),
        pl.col("comments_n").alias("comments_count"),
        pl.col("likes_n").alias("attitudes_count"),
        pl.col("client").alias("source"),
        pl.col("text").alias("content"),
        pl.lit([], pl.List(pl.String)).alias("pic_urls"),
        pl.lit(0).alias("pic_num"),
        pl.lit(False).alias("isLongText"),
        (pl.col("kind") == "repost").alias("is_retweet"),
    ]
    root = pl.col("root_mid").cast(pl.String).alias("retweet_id")
    rest = [
        user(),
        pl.format("https://weibo.com/{}/{}", "uid", "bid").alias("url"),
        pl.col("captured_s").alias("crawl_time"),
    ]
    post, repost = pl.struct(*common, *rest), pl.struct(*common, root, *rest)
    kinds = set(shown["kind"].unique())
    if kinds == {"repost"}:
        return shown.select(repost.struct.json_encode()).to_series()
    return shown.select(
        pl.when(pl.col("kind") == "repost")
        .then(repost.struct.json_encode())
        .otherwise(post.struct.json_encode())
    ).to_series()


def write(view: View, target: Path) -> list[Path]:
    """One JSONL file."""
    return write_lines(target, (lines(chunk) for chunk in view.chunks))


WRITER = Writer(
    "nghuyong_statuses",
    "nghuyong/WeiboSpider, tweet and repost spiders",
    frozenset({"post", "repost"}),
    write,
)
