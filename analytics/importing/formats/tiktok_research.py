"""TikTok Research API: pages {data: {videos | comments, cursor, has_more}} as JSON.

Ids are numbers above 2^53 and are read digit by digit. A video names its account by the username only, a
comment names none. `parent_comment_id` is a comment, or at the top the video (recalled, not verified).
`region_code` is where the account was registered, not an IP place, and is not taken. Counts are of the
moment of the request, which the page does not tell.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.formats._nested import object_under, objects_of
from analytics.importing.importer import JSON, Found, Hints, Importer, Probe
from analytics.importing.values import cell, name_cell, native_ids

_LOOKED = 20  # Rows that decide what a file is.


def _kind(value: dict[str, Any]) -> str | None:
    if "id" not in value or "create_time" not in value:
        return None
    if "video_id" in value and "text" in value and "parent_comment_id" in value:
        return "comment"
    return "video" if "video_description" in value and "username" in value else None


def fits(probe: Probe) -> bool:
    """Videos or comments with the names of this API, in its pages or alone."""
    if not probe.container.value.startswith("json"):
        return False
    return any(kind != "page" for value in probe.sample[:_LOOKED] for _, kind, _ in walk(value))


def walk(value: Any) -> Iterator[Found]:
    """Every video and comment with its pointer; a page without any is no act."""
    if not isinstance(value, dict):
        return
    kind = _kind(value)
    if kind:
        yield "", kind, value
        return
    is_empty = True
    for steps in (("data", "videos"), ("data", "comments")):
        for pointer, one in objects_of(value, *steps):
            if kind := _kind(one):
                yield pointer, kind, one
                is_empty = False
    if is_empty and "has_more" in object_under(value, "data"):
        yield "", "page", {}


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """Videos are posts; an empty page is no act."""
    del hints
    is_video = pl.col("record") == "video"
    return raw.select(
        "source_row",
        "source_path",
        other=pl.when(pl.col("record") == "page").then(pl.lit("true")),
        kind=pl.when(is_video).then(pl.lit("post")).otherwise(pl.lit("comment")),
        native=native_ids(raw, "id"),
        account_name=name_cell("username"),
        root=pl.when(~is_video).then(pl.lit(native_ids(raw, "video_id"))),
        parent=pl.when(~is_video).then(pl.lit(native_ids(raw, "parent_comment_id"))),
        at_text=cell("create_time"),
        text=_filled(pl.when(is_video).then("video_description").otherwise("text")),
        n_views=cell("view_count"),
        n_likes=cell("like_count"),
        n_comments=pl.coalesce(cell("comment_count"), cell("reply_count")),
        n_shares=cell("share_count"),
    )


def _filled(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)


IMPORTER = Importer(
    name="tiktok-research",
    label="TikTok Research API JSON (videos, comments)",
    source="the platform's documentation of August 2026; not checked against a real file",
    platform="tiktok",
    never_shows=("reposts", "account_id", "region", "capture_time"),
    containers=JSON,
    fits=fits,
    walk=walk,
    draft=draft,
    timezone="UTC",
    fields=(
        *("id", "video_id", "parent_comment_id", "username", "create_time", "video_description", "text"),
        *("view_count", "like_count", "comment_count", "reply_count", "share_count"),
    ),
)
