"""Search results as weibo-search writes them: CSV or SQLite, times to the minute, blanks removed from texts.

The year is guessed by the tool where the page left it out: the id settles it. The original of a repost is a
row of its own, joined by retweet_id.
"""

import polars as pl

from analytics.ingest.importer import Container, Hints, Importer, Probe
from analytics.ingest.values import cell, mids_of_bids, name_cell, native_ids, weibo_ids

# Header cell of the CSV -> column of the database.
_CELLS = {
    "id": "id",
    "bid": "bid",
    "user_id": "user_id",
    "用户昵称": "screen_name",
    "微博正文": "text",
    "转发数": "reposts_count",
    "评论数": "comments_count",
    "点赞数": "attitudes_count",
    "发布时间": "created_at",
    "发布工具": "source",
    "retweet_id": "retweet_id",
    "ip": "ip",
    "user_authentication": "user_authentication",
}


def fits(probe: Probe) -> bool:
    """The CSV's Chinese header, or a weibo table with user_authentication."""
    return probe.has("id", "bid", "user_id", "用户昵称", "微博正文", "发布时间", "retweet_id") or (
        probe.container == Container.DATABASE and probe.has("weibo.user_authentication", "weibo.retweet_id")
    )


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post or repost a row; a header repeated by a second run is no record of an act."""
    del hints
    raw = raw.with_columns(
        pl.coalesce(name, f"weibo.{column}").alias(name) for name, column in _CELLS.items()
    )
    root = weibo_ids(raw, "retweet_id")
    return raw.select(
        "source_row",
        "source_path",
        other=pl.when((pl.col("id") == "id") & (pl.col("bid") == "bid")).then(pl.lit("true")),
        native=weibo_ids(raw, "id"),
        native_beside=mids_of_bids(raw["bid"]),
        kind=pl.when(root.is_not_null()).then(pl.lit("repost")).otherwise(pl.lit("post")),
        root=root,
        account=native_ids(raw, "user_id"),
        account_name=name_cell("用户昵称"),
        at_text=cell("发布时间"),
        text=pl.col("微博正文"),
        client=cell("发布工具"),
        region=cell("ip"),
        n_reposts=cell("转发数"),
        n_comments=cell("评论数"),
        n_likes=cell("点赞数"),
        verified=pl.when(cell("user_authentication") == "普通用户")
        .then(pl.lit("false"))
        .when(cell("user_authentication").is_not_null())
        .then(pl.lit("true")),
        verified_type=cell("user_authentication"),
    )


IMPORTER = Importer(
    name="weibo-search",
    label="weibo-search CSV and SQLite",
    source="the tool's own output, read 2026",
    platform="weibo",
    containers=frozenset({Container.TABLE, Container.DATABASE}),
    fits=fits,
    draft=draft,
    fields=(*_CELLS, *(f"weibo.{column}" for column in _CELLS.values())),
)
