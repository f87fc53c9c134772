"""Posts as MediaCrawler writes them for Weibo, both generations: CSV, JSON or JSON Lines; shared_count counts
reposts."""

import polars as pl

from analytics.importing.formats._mediacrawler import account_of
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, name_cell, weibo_ids


def fits(probe: Probe) -> bool:
    """note_id and the counters, a Weibo link, and an account in either form."""
    return (
        probe.has("note_id", "content", "create_time", "create_date_time", "shared_count", "comments_count")
        and (probe.has("user_id") or probe.has("creator_hash"))
        and not probe.has("comment_id")
    )


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post a row."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("post"),
        native=weibo_ids(raw, "note_id"),
        **account_of(raw),
        account_name=name_cell("nickname"),
        at_text=pl.coalesce(cell("create_date_time"), cell("create_time")),
        captured_text=cell("last_modify_ts"),
        text=pl.col("content"),
        region=ip_region(cell("ip_location")),
        n_likes="liked_count",
        n_comments="comments_count",
        n_reposts="shared_count",
    )


IMPORTER = Importer(
    name="weibo-mediacrawler-contents",
    label="MediaCrawler Weibo contents",
    source="the tool's own output, both generations, read 2026",
    platform="weibo",
    never_shows=("reposts", "root", "parent"),
    containers=frozenset({Container.TABLE, Container.LINES, Container.DOCUMENT}),
    fits=fits,
    draft=draft,
    fields=(
        "note_id",
        "content",
        "create_time",
        "create_date_time",
        "liked_count",
        "comments_count",
        "shared_count",
        "last_modify_ts",
        "ip_location",
        "user_id",
        "creator_hash",
        "nickname",
    ),
)
