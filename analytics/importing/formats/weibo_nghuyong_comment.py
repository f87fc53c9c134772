"""Comments as WeiboSpider (nghuyong) writes them: JSON Lines. A row names no post: it stands in the file's
name.

The embedded comment that a row answers is a record of its own: it may be nowhere else in the export.
"""

import polars as pl

from analytics.importing.formats._weibo import mid_in_name
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import ip_region, native_ids, weibo_ids


def fits(probe: Probe) -> bool:
    """Rows with _id, content and comment_user."""
    return probe.has("_id", "content", "comment_user", "created_at")


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One comment a row, and the comment it answers where that is embedded."""
    about = pl.lit(hints.about, pl.String)
    shared = {"kind": pl.lit("comment"), "root": about, "root_basis": pl.lit(hints.basis, pl.String)}
    answered = weibo_ids(raw, "reply_comment._id")
    own = raw.select(
        "source_row",
        "source_path",
        **shared,
        native=weibo_ids(raw, "_id"),
        account=native_ids(raw, "comment_user._id"),
        account_name=pl.col("comment_user.nick_name"),
        parent=answered,
        at_text=pl.col("created_at"),
        captured_text=pl.col("crawl_time"),
        text=pl.col("content"),
        region=ip_region(pl.col("ip_location")),
        n_likes=pl.col("like_counts"),
        verified=pl.col("comment_user.verified"),
        verified_type=pl.col("comment_user.verified_type"),
        verified_reason=pl.col("comment_user.verified_reason"),
        followers=pl.col("comment_user.followers_count"),
        following=pl.col("comment_user.friends_count"),
        posts=pl.col("comment_user.statuses_count"),
        registered_text=pl.col("comment_user.created_at"),
        location=pl.col("comment_user.location"),
    )
    if answered.null_count() == raw.height:
        return own
    embedded = raw.filter(answered.is_not_null())
    inner = embedded.select(
        "source_row",
        source_path=pl.col("source_path") + "/reply_comment",
        **shared,
        native=answered.drop_nulls(),
        account=native_ids(embedded, "reply_comment.user._id"),
        account_name=pl.col("reply_comment.user.nick_name"),
        text=pl.col("reply_comment.text"),
        captured_text=pl.col("crawl_time"),
    )
    return pl.concat([own, inner], how="diagonal").sort("source_row", "source_path", maintain_order=True)


IMPORTER = Importer(
    name="weibo-nghuyong-comment",
    label="WeiboSpider (nghuyong) comments, JSONL",
    source="layout of the spider's own output, read 2026",
    platform="weibo",
    never_shows=("about", "reposts"),
    containers=frozenset({Container.LINES, Container.TABLE}),
    fits=fits,
    draft=draft,
    name_hints=mid_in_name,
    needs=("about",),
    fields=(
        "_id",
        "created_at",
        "like_counts",
        "ip_location",
        "content",
        "crawl_time",
        *(
            f"comment_user.{f}"
            for f in (
                "_id",
                "nick_name",
                "verified",
                "verified_type",
                "verified_reason",
                "followers_count",
                "friends_count",
                "statuses_count",
                "created_at",
                "location",
            )
        ),
        "reply_comment._id",
        "reply_comment.text",
        "reply_comment.user._id",
        "reply_comment.user.nick_name",
    ),
)
