"""Tables of Weibo comments with headers of nobody in particular: an opinion watch's, and Chinese ones.

The first has no ids of its own and days for times: its records are never merged. Where the ids of the posts
are none of Weibo's, the table is another platform's and is left to a column map.
"""

import re
from collections.abc import Iterable

import polars as pl

from analytics.importing.formats._weibo import thread_parent
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, name_cell, native_ids, weibo_ids

_POST_ID = re.compile(r"[\s'=\"]*(?:[3-6]\d{15}|[0-9A-Za-z]{9})[\"\s]*$")


def _are_posts(values: Iterable[object]) -> bool:
    """Whether what was seen of a column looks like ids of Weibo posts."""
    seen = [str(value) for value in values if value]
    return bool(seen) and all(_POST_ID.match(value) for value in seen)


def fits_articles(probe: Probe) -> bool:
    """The system's header, and posts of Weibo."""
    if not probe.has("articleId", "created_at", "content", "authorName", "likes_counts"):
        return False
    return _are_posts(row.get("articleId") for row in probe.sample if isinstance(row, dict))


def draft_articles(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One comment a row, its account known by name alone."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("comment"),
        root=weibo_ids(raw, "articleId"),
        account_name=name_cell("authorName"),
        at_text=cell("created_at"),
        text=pl.col("content"),
        region=ip_region(cell("region")),
        location=cell("authorAddress"),
        n_likes=cell("likes_counts"),
    )


_NAMES = {  # ours -> header cells, the best first
    "native": ("评论ID",),
    "root": ("微博ID",),
    "account": ("用户ID",),
    "name": ("用户昵称", "昵称"),
    "at": ("评论时间",),
    "text": ("评论内容",),
    "likes": ("点赞数", "评论获赞数"),
    "answers": ("回复数", "子评论数"),
    "answered": ("回复评论ID", "被回复评论ID"),
    "top": ("父评论ID", "根评论ID"),
    "region": ("IP属地", "评论IP"),
}


def fits_chinese(probe: Probe) -> bool:
    """The ids of comment, post and account; tables with other names for them are left to a column map."""
    return probe.has("评论ID", "微博ID", "用户ID", "评论时间", "评论内容")


def draft_chinese(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One comment a row; its parent where a column names it, or its thread's top if it answers no name."""
    del hints
    first = {ours: pl.coalesce(names) for ours, names in _NAMES.items()}
    table = raw.select("source_row", "source_path", **first)
    own, root, answered, top = (weibo_ids(table, c) for c in ("native", "root", "answered", "top"))
    return table.select(
        "source_row",
        "source_path",
        kind=pl.lit("comment"),
        native=own,
        root=root,
        parent=thread_parent(pl.lit(own), pl.lit(answered), pl.lit(top), pl.col("text"), pl.lit(root)),
        account=native_ids(table, "account"),
        account_name=name_cell("name"),
        at_text=cell("at"),
        text=pl.col("text"),
        region=ip_region(cell("region")),
        n_likes=cell("likes"),
        n_comments=cell("answers"),
    )


_TABLE = frozenset({Container.TABLE})
IMPORTERS = (
    Importer(
        name="weibo-article-comments",
        label="Weibo comments with articleId and authorName, CSV",
        source="header of a real table, read 2026",
        platform="weibo",
        never_shows=("reposts", "own_id", "account_id", "parent", "exact_time", "capture_time"),
        containers=_TABLE,
        fits=fits_articles,
        draft=draft_articles,
        fields=(
            *("articleId", "created_at", "likes_counts", "region", "content"),
            *("authorName", "authorAddress"),
        ),
    ),
    Importer(
        name="weibo-chinese-comments",
        label="Weibo comments with 评论ID and 微博ID, CSV and workbook",
        source="headers in use, read 2026",
        platform="weibo",
        never_shows=("reposts", "capture_time"),
        containers=_TABLE,
        fits=fits_chinese,
        draft=draft_chinese,
        fields=tuple(dict.fromkeys(name for names in _NAMES.values() for name in names)),
    ),
)
