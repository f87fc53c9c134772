"""YouTube Data API: pages or items of comment threads, comments and videos as JSON.

Below a comment YouTube keeps one level of answers: `parentId` is the top of the thread, and whom an answer
addresses only an @ in its text may tell, so its parent is unknown. `replies` holds a part of the
totalReplyCount answers. textDisplay is HTML and is taken only where textOriginal is absent. A video is a
post.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.formats._nested import object_under, objects_of, under
from analytics.importing.importer import JSON, Found, Hints, Importer, Probe
from analytics.importing.values import cell, name_cell, native_ids

_LOOKED = 20  # Rows that decide what a file is.


def fits(probe: Probe) -> bool:
    """Items whose kind is one of YouTube's, or threads with a topLevelComment."""
    if not probe.container.value.startswith("json"):
        return False
    return any(walked for value in probe.sample[:_LOOKED] for walked in walk(value))


def walk(value: Any) -> Iterator[Found]:
    """Every comment and video with its pointer; an answer knows the video of its thread."""
    if not isinstance(value, dict):
        return
    found = list(_item(value, ""))
    for pointer, item in objects_of(value, "items"):
        found += _item(item, pointer)
    yield from found
    if not found and str(value.get("kind", "")).startswith("youtube#"):
        yield "", "page", {}


def _item(item: dict[str, Any], pointer: str) -> Iterator[Found]:
    snippet, kind = object_under(item, "snippet"), str(item.get("kind", ""))
    top = object_under(snippet, "topLevelComment")
    if top:
        video, counted = snippet.get("videoId"), snippet.get("totalReplyCount")
        seen = {"video": under(top, "snippet", "videoId") or video, "answers": counted}
        yield f"{pointer}/snippet/topLevelComment", "comment", {**top, "seen": seen}
        for place, answer in objects_of(item, "replies", "comments"):
            seen = {"video": under(answer, "snippet", "videoId") or video}
            yield pointer + place, "comment", {**answer, "seen": seen}
    elif kind == "youtube#comment" or ("authorChannelId" in snippet and "publishedAt" in snippet):
        yield pointer, "comment", {**item, "seen": {"video": snippet.get("videoId")}}
    elif kind == "youtube#video" and snippet:
        yield pointer, "video", item


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """Videos are posts, all else comments; an empty page is no act."""
    is_video, is_page = pl.col("record") == "video", pl.col("record") == "page"
    top = pl.lit(native_ids(raw, "snippet.parentId"))
    video = pl.coalesce(pl.lit(native_ids(raw, "seen.video")), pl.lit(hints.about, pl.String))
    words = pl.coalesce("snippet.textOriginal", "snippet.textDisplay")
    titled = pl.concat_str(
        cell("snippet.title"), cell("snippet.description"), separator="\n", ignore_nulls=True
    )
    said = pl.when(is_video).then(titled).otherwise(words)
    return raw.select(
        "source_row",
        "source_path",
        other=pl.when(is_page).then(pl.lit("true")),
        kind=pl.when(is_video).then(pl.lit("post")).otherwise(pl.lit("comment")),
        native=native_ids(raw, "id"),
        account=pl.when(is_video)
        .then(pl.lit(native_ids(raw, "snippet.channelId")))
        .otherwise(pl.lit(native_ids(raw, "snippet.authorChannelId.value"))),
        account_name=pl.when(is_video)
        .then(name_cell("snippet.channelTitle"))
        .otherwise(name_cell("snippet.authorDisplayName")),
        root=pl.when(~is_video).then(video),
        root_basis=pl.when(cell("seen.video").is_null()).then(pl.lit(hints.basis, pl.String)),
        parent=pl.when(~is_video & top.is_null()).then(video),
        parent_note=pl.when(top.is_not_null()).then(pl.lit("in_thread")),
        at_text=cell("snippet.publishedAt"),
        text=pl.when(said != "").then(said),
        edited=pl.when(cell("snippet.updatedAt") != cell("snippet.publishedAt")).then(pl.lit("true")),
        n_likes=pl.coalesce(cell("snippet.likeCount"), cell("statistics.likeCount")),
        n_comments=pl.coalesce(cell("seen.answers"), cell("statistics.commentCount")),
        n_views=cell("statistics.viewCount"),
    )


IMPORTER = Importer(
    name="youtube-api",
    label="YouTube Data API JSON (comment threads, comments, videos)",
    source="the platform's documentation; not checked against a real file",
    platform="youtube",
    never_shows=("reposts", "region", "capture_time"),
    containers=JSON,
    fits=fits,
    walk=walk,
    draft=draft,
    timezone="UTC",
    fields=(
        *("id", "seen.video", "seen.answers"),
        *(f"snippet.{name}" for name in ("parentId", "textOriginal", "textDisplay", "title", "description")),
        *(f"snippet.{name}" for name in ("authorChannelId.value", "authorDisplayName", "likeCount")),
        *(f"snippet.{name}" for name in ("channelId", "channelTitle", "publishedAt", "updatedAt")),
        *(f"statistics.{name}Count" for name in ("view", "like", "comment")),
    ),
)
