"""Comments as MediaCrawler writes them for Weibo, both generations; parent_comment_id is the top of the
thread."""

import polars as pl

from analytics.importing.formats._mediacrawler import account_of
from analytics.importing.formats._weibo import thread_parent
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, name_cell, weibo_ids


def fits(probe: Probe) -> bool:
    """comment_id, note_id, a Weibo like counter, and an account in either form."""
    return probe.has(
        "comment_id", "note_id", "content", "create_date_time", "comment_like_count", "parent_comment_id"
    ) and (probe.has("user_id") or probe.has("creator_hash"))


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One comment a row, under its post."""
    del hints
    own, top, about = (weibo_ids(raw, name) for name in ("comment_id", "parent_comment_id", "note_id"))
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("comment"),
        native=own,
        root=about,
        **account_of(raw),
        parent=thread_parent(
            pl.lit(own), pl.lit(None, pl.String), pl.lit(top), pl.col("content"), pl.lit(about)
        ),
        account_name=name_cell("nickname"),
        at_text=pl.coalesce(cell("create_date_time"), cell("create_time")),
        captured_text=cell("last_modify_ts"),
        text=pl.col("content"),
        region=ip_region(cell("ip_location")),
        n_likes="comment_like_count",
        n_comments="sub_comment_count",
    )


IMPORTER = Importer(
    name="weibo-mediacrawler-comments",
    label="MediaCrawler Weibo comments",
    source="the tool's own output, both generations, read 2026",
    platform="weibo",
    never_shows=("reposts", "parent"),
    containers=frozenset({Container.TABLE, Container.LINES, Container.DOCUMENT}),
    fits=fits,
    draft=draft,
    fields=(
        "comment_id",
        "create_time",
        "create_date_time",
        "note_id",
        "content",
        "sub_comment_count",
        "comment_like_count",
        "last_modify_ts",
        "ip_location",
        "parent_comment_id",
        "user_id",
        "creator_hash",
        "nickname",
    ),
)
