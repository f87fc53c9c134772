"""Comments as weibo-crawler writes them: `<nick>_comments.csv`; accounts by name alone, no ids."""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, name_cell, weibo_ids


def fits(probe: Probe) -> bool:
    """Comment columns without an account id."""
    return probe.has(
        "id", "weibo_id", "created_at", "user_screen_name", "text", "like_count"
    ) and not probe.has("user_id")


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One comment a row; its account is unknown, its name is kept."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("comment"),
        native=weibo_ids(raw, "id"),
        root=weibo_ids(raw, "weibo_id"),
        account_name=name_cell("user_screen_name"),
        at_text=cell("created_at"),
        text=pl.col("text"),
        n_likes=cell("like_count"),
    )


IMPORTER = Importer(
    name="weibo-crawler-comments",
    label="weibo-crawler comments CSV",
    source="the tool's own output, read 2026",
    platform="weibo",
    never_shows=("reposts", "account_id", "parent", "region", "capture_time"),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    fields=("id", "weibo_id", "created_at", "user_screen_name", "text", "like_count"),
)
