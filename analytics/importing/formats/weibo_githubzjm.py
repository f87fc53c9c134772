"""What githubzjm's weibo_code writes: CSV of posts found by a word, and of a post's reposts and comments.

Reposts and comments hold no text and a time without a date or a year: the id tells the moment. In the table
of posts `pid` says whether a picture is there and is no parent; a repost's original is a record of its own.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, name_cell, native_ids, plain_text, weibo_ids

_POST = (
    *("mid", "text", "created_at", "source", "reposts_count", "comments_count"),
    *("uid", "screen_name", "verified_type", "verified_reason", "followers_count"),
)


def fits_posts(probe: Probe) -> bool:
    """A post beside the original that it passes on."""
    return probe.has("mid", "retweeted_mid", "text", "retweeted_text", "pid", "uid", "retweeted_uid")


def draft_posts(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post or repost a row, and its original."""
    del hints
    root = weibo_ids(raw, "retweeted_mid")
    is_repost = pl.lit(root.is_not_null())
    own = _post(raw, "").with_columns(
        kind=pl.when(is_repost).then(pl.lit("repost")).otherwise(pl.lit("post")), root=root
    )
    nested = _post(raw.filter(is_repost), "retweeted_").with_columns(
        kind=pl.lit("post"), source_path=pl.col("source_path") + "/retweeted"
    )
    return pl.concat([own, nested], how="diagonal").sort("source_row", "source_path", maintain_order=True)


def _post(raw: pl.DataFrame, prefix: str) -> pl.DataFrame:
    return raw.select(
        "source_row",
        "source_path",
        native=weibo_ids(raw, f"{prefix}mid"),
        account=native_ids(raw, f"{prefix}uid"),
        account_name=name_cell(f"{prefix}screen_name"),
        at_text=cell(f"{prefix}created_at"),
        text=pl.col(f"{prefix}text"),
        client=plain_text(cell(f"{prefix}source")),
        verified_type=cell(f"{prefix}verified_type"),
        verified_reason=cell(f"{prefix}verified_reason"),
        followers=cell(f"{prefix}followers_count"),
        n_reposts=cell(f"{prefix}reposts_count"),
        n_comments=cell(f"{prefix}comments_count"),
    )


def fits_reposts(probe: Probe) -> bool:
    """The ids of reposts beside that of their root."""
    return probe.has("mid", "created_at", "repost_id", "uid", "user_name") and not probe.has("text")


def draft_reposts(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One repost a row."""
    del hints
    return _below(raw, "repost", "repost_id")


def fits_comments(probe: Probe) -> bool:
    """The ids of comments beside that of their post."""
    return probe.has("mid", "created_at", "comment_id", "uid", "user_name") and not probe.has("note_id")


def draft_comments(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One comment a row."""
    del hints
    return _below(raw, "comment", "comment_id")


def _below(raw: pl.DataFrame, kind: str, own: str) -> pl.DataFrame:
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit(kind),
        native=weibo_ids(raw, own),
        root=weibo_ids(raw, "mid"),
        account=native_ids(raw, "uid"),
        account_name=name_cell("user_name"),
        at_text=cell("created_at"),
        text=pl.col("text"),
    )


_SOURCE = "the tool's own code and real files of it, read 2026"
_TABLE = frozenset({Container.TABLE})
IMPORTERS = (
    Importer(
        name="weibo-githubzjm-posts",
        label="weibo_code (githubzjm) posts found by a word, CSV",
        source=_SOURCE,
        platform="weibo",
        never_shows=("comments", "parent", "region", "capture_time"),
        containers=_TABLE,
        fits=fits_posts,
        draft=draft_posts,
        fields=(*_POST, *(f"retweeted_{name}" for name in _POST)),
    ),
    Importer(
        name="weibo-githubzjm-reposts",
        label="weibo_code (githubzjm) reposts of a post, CSV",
        source=_SOURCE,
        platform="weibo",
        never_shows=("comments", "parent", "text", "time", "region", "counters", "capture_time"),
        containers=_TABLE,
        fits=fits_reposts,
        draft=draft_reposts,
        fields=("mid", "created_at", "repost_id", "uid", "user_name", "text"),
    ),
    Importer(
        name="weibo-githubzjm-comments",
        label="weibo_code (githubzjm) comments on a post, CSV",
        source=_SOURCE,
        platform="weibo",
        never_shows=("reposts", "parent", "time", "region", "counters", "capture_time"),
        containers=_TABLE,
        fits=fits_comments,
        draft=draft_comments,
        fields=("mid", "created_at", "comment_id", "uid", "user_name", "text"),
    ),
)
