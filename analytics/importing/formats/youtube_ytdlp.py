"""YouTube videos with their comments as yt-dlp writes them: *.info.json.

`timestamp` of a comment is computed by the tool from "2 weeks ago" (`_time_text`): it is not taken. Beside
`epoch`, when the tool ran, the words give the interval of their unit; weeks, months and years are coarser
than any precision stated here, and such comments have no time. `parent` is "root" or the top of the thread:
whom an answer addresses only an @ in its text may tell. The comments may be a part of all. The video is a
post; `author` is a handle.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.formats._nested import objects_of
from analytics.importing.importer import JSON, Found, Hints, Importer, Probe
from analytics.importing.values import cell, name_cell, native_ids

_LOOKED = 20  # Rows that decide what a file is.
_EDITED = r"\s*\(edited\)\s*$"


def _is_video(value: Any) -> bool:
    if not isinstance(value, dict) or "id" not in value or "title" not in value:
        return False
    has_comments = any("parent" in one and "author_id" in one for _, one in objects_of(value, "comments"))
    return has_comments or str(value.get("extractor", "")).startswith("youtube")


def fits(probe: Probe) -> bool:
    """A video of the tool's, with comments that have a parent, or of its YouTube extractor."""
    return probe.container.value.startswith("json") and any(map(_is_video, probe.sample[:_LOOKED]))


def walk(value: Any) -> Iterator[Found]:
    """The video and each comment, which knows the video and when the tool ran."""
    if not _is_video(value):
        return
    yield "", "video", value
    seen = {"video": value.get("id"), "epoch": value.get("epoch")}
    for pointer, comment in objects_of(value, "comments"):
        yield pointer, "comment", {**comment, "seen": seen}


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post for the video; its comments."""
    del hints
    is_video = pl.col("record") == "video"
    shown = pl.col("_time_text").str.replace(_EDITED, "")
    is_top = (cell("parent") == "root").fill_null(False)
    titled = pl.concat_str(cell("title"), cell("description"), separator="\n", ignore_nulls=True)
    said = pl.when(is_video).then(titled).otherwise("text")
    video = pl.lit(native_ids(raw, "seen.video"))
    return raw.select(
        "source_row",
        "source_path",
        doubt=pl.when(~is_video & shown.is_not_null()).then(pl.lit("time_estimated")),
        kind=pl.when(is_video).then(pl.lit("post")).otherwise(pl.lit("comment")),
        native=native_ids(raw, "id"),
        account=pl.when(is_video)
        .then(pl.lit(native_ids(raw, "channel_id")))
        .otherwise(pl.lit(native_ids(raw, "author_id"))),
        account_name=pl.when(is_video).then(name_cell("uploader")).otherwise(name_cell("author")),
        root=pl.when(~is_video).then(video),
        parent=pl.when(~is_video & is_top).then(video),
        parent_note=pl.when(~is_video & ~is_top).then(pl.lit("in_thread")),
        at_text=pl.when(is_video).then(pl.coalesce(cell("timestamp"), cell("upload_date"))).otherwise(shown),
        captured_text=pl.coalesce(cell("epoch"), cell("seen.epoch")),
        text=pl.when(said != "").then(said),
        edited=pl.when(pl.col("_time_text").str.contains(_EDITED)).then(pl.lit("true")),
        n_likes=cell("like_count"),
        n_views=cell("view_count"),
        n_comments=pl.when(is_video).then(cell("comment_count")),
    )


IMPORTER = Importer(
    name="youtube-ytdlp",
    label="YouTube info.json with comments by yt-dlp",
    source="yt-dlp at 81ecd58, read 2026",
    platform="youtube",
    never_shows=("reposts", "exact_time", "region"),
    containers=JSON,
    fits=fits,
    walk=walk,
    draft=draft,
    timezone="UTC",
    fields=(
        *("id", "title", "description", "channel_id", "uploader", "timestamp", "upload_date", "epoch"),
        *("parent", "text", "author", "author_id", "_time_text", "seen.video", "seen.epoch"),
        *("like_count", "view_count", "comment_count"),
    ),
)
