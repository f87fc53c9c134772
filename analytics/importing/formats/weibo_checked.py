"""Posts with comments and reposts as the CHECKED set lays them out: one JSON object a post, ids hashed,
minute times.

Comments begin with a full-width colon left over from the page. `label` and `analysis` are other people's
judgments and are not read. An id that was missing before it was hashed is the hash of nothing, and unknown
here.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.importer import Container, Found, Hints, Importer, Probe
from analytics.importing.values import native_id, own_words


def fits(probe: Probe) -> bool:
    """One object with reposts[], comments[], label and analysis."""
    return probe.has("reposts", "comments", "label", "analysis", "user_id", "repost_num")


def walk(value: Any) -> Iterator[Found]:
    """The post, its reposts and its comments."""
    if not isinstance(value, dict):
        return
    yield "", "post", value
    for name, kind in (("reposts", "repost"), ("comments", "comment")):
        for k, record in enumerate(value.get(name) or []):
            if isinstance(record, dict):
                yield f"/{name}/{k}", kind, {**record, "post": {"id": value.get("id")}}


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """Reposts and comments under the post of their file."""
    del hints
    stripped = raw.select(
        pl.when(pl.col("record") == "comment").then(pl.col("text").str.replace("^：", "")).otherwise("text")
    )
    return raw.select(
        "source_row",
        "source_path",
        kind="record",
        space=pl.lit("weibo~checked"),
        native=native_id("id"),
        account=native_id("user_id"),
        root=native_id("post.id"),
        at_text="date",
        text="text",
        own_text=own_words(stripped.to_series()),
        n_reposts="repost_num",
        n_comments="comment_num",
        n_likes="like_num",
    )


IMPORTER = Importer(
    name="weibo-checked",
    label="CHECKED, JSON",
    source="layout of the published set, arXiv:2010.09029",
    platform="weibo",
    never_shows=("plain_id", "account_name", "parent", "region", "capture_time", "exact_time"),
    containers=frozenset({Container.DOCUMENT}),
    fits=fits,
    walk=walk,
    draft=draft,
    fields=("id", "user_id", "text", "date", "post.id", "repost_num", "comment_num", "like_num"),
)
