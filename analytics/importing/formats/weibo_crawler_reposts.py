"""Reposts as weibo-crawler keeps them in its databases: the chain has been cut from the texts, so that no
repost is known to be a direct one."""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, mids_of_bids, name_cell, native_ids, weibo_ids


def fits(probe: Probe) -> bool:
    """The columns of its comments without the picture and the top of the thread."""
    columns = ("id", "bid", "weibo_id", "user_id", "created_at", "user_screen_name", "text", "like_count")
    return (
        probe.container != Container.DATABASE
        and probe.has(*columns)
        and not probe.has("pic_url")
        and not probe.has("root_id")
    )


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One repost a row, under the post it passes on."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("repost"),
        native=weibo_ids(raw, "id"),
        native_beside=mids_of_bids(raw["bid"]),
        parent_note=pl.lit("chain_deleted"),
        root=weibo_ids(raw, "weibo_id"),
        account=native_ids(raw, "user_id"),
        account_name=name_cell("user_screen_name"),
        at_text=cell("created_at"),
        text=pl.col("text"),
        n_likes=cell("like_count"),
    )


IMPORTER = Importer(
    name="weibo-crawler-reposts",
    label="weibo-crawler reposts: MySQL, MongoDB",
    source="the tool's own schema, read 2026",
    platform="weibo",
    never_shows=("comments", "parent", "chain", "region", "capture_time"),
    containers=frozenset({Container.TABLE, Container.DOCUMENT, Container.LINES}),
    fits=fits,
    draft=draft,
    fields=("id", "bid", "weibo_id", "user_id", "created_at", "user_screen_name", "text", "like_count"),
)
