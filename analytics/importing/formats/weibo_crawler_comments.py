"""Comments as weibo-crawler writes them: `<nick>_comments.csv`, by name alone and without threads, or the
table of its databases, with account ids and the top of each thread (root_id)."""

import polars as pl

from analytics.importing.formats._weibo import thread_parent
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, name_cell, native_ids, weibo_ids


def fits(probe: Probe) -> bool:
    """Comment columns with the picture's address, which the tool's reposts lack."""
    return probe.container != Container.DATABASE and probe.has(
        "id", "weibo_id", "created_at", "user_screen_name", "text", "pic_url", "like_count"
    )


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One comment a row; where its account or thread is not written, they are unknown."""
    del hints
    own, top, about = (weibo_ids(raw, name) for name in ("id", "root_id", "weibo_id"))
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("comment"),
        native=own,
        root=about,
        parent=thread_parent(
            pl.lit(own), pl.lit(None, pl.String), pl.lit(top), pl.col("text"), pl.lit(about)
        ),
        account=native_ids(raw, "user_id"),
        account_name=name_cell("user_screen_name"),
        at_text=cell("created_at"),
        text=pl.col("text"),
        n_likes=cell("like_count"),
    )


IMPORTER = Importer(
    name="weibo-crawler-comments",
    label="weibo-crawler comments: CSV, MySQL, MongoDB",
    source="the tool's own output, read 2026",
    platform="weibo",
    never_shows=("reposts", "account_id", "parent", "region", "capture_time"),
    containers=frozenset({Container.TABLE, Container.DOCUMENT, Container.LINES}),
    fits=fits,
    draft=draft,
    fields=("id", "weibo_id", "root_id", "user_id", "created_at", "user_screen_name", "text", "like_count"),
)
