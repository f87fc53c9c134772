"""Raw JSON of m.weibo.cn and weibo.com/ajax: status pages, repost timelines, comment pages with nested
children.

pid is the direct parent of a repost of a repost; retweeted_status is always the root. `pics[].pid` is a
picture, no parent. `rootid` of a top-level comment is its own id. In comments `source` is the place
(before 28 April 2022 it may be the client, and "罗伯特" is the platform's robot), in statuses the client. A
comment page does not say which post it is about: its name or the user must.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.formats._weibo import ACCOUNT_FIELDS, account_columns, mid_in_name, thread_parent
from analytics.importing.importer import JSON, Container, Found, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, mids_of_bids, native_ids, plain_text, weibo_ids
from analytics.importing.values import own_words as words_of

# Where records lie inside records and pages; nothing else is searched ("pics", "page_info" hold ids that are
# no acts).
_DOORS = (
    "data",
    "hot_data",
    "list",
    "statuses",
    "reposts",
    "root_comments",
    "status",
    "mblog",
    "cards",
    "card_group",
    "retweeted_status",
    "comments",
    "reply_comment",
    "root_comment",
    "rootComment",
)
_COMMENT_DOORS = ("comments", "root_comments", "reply_comment", "root_comment", "rootComment")
_LOOKED = 20  # Rows that decide what a file is.
_COMMENT_MARKS = ("rootid", "rootidstr", "floor_number", "disable_reply", "reply_comment")
_CLIENT = r"[A-Za-z]|客户端|网页|微博|手机|罗伯特"  # What a comment's source holds where it is no place.


def _kind(value: dict[str, Any], door: str) -> str | None:
    is_marked = any(mark in value for mark in _COMMENT_MARKS)
    is_liked = "like_counts" in value and "reposts_count" not in value
    if door in _COMMENT_DOORS or is_marked or is_liked:
        return (
            "comment"
            if ("id" in value or "mid" in value) and ("user" in value or "created_at" in value)
            else None
        )
    is_status = (
        "id" in value
        and "text" in value
        and ("reposts_count" in value or "mblogid" in value or "bid" in value)
    )
    return "status" if is_status or (door == "retweeted_status" and "id" in value) else None


def walk(value: Any) -> Iterator[Found]:
    """Every status and comment, with its pointer. A comment that lies beside the status it is about knows it
    (`about.id`)."""
    yield from _walk(value, "", "", None)


def _walk(value: Any, pointer: str, door: str, about: Any) -> Iterator[Found]:
    if isinstance(value, list):
        for k, inner in enumerate(value):
            yield from _walk(inner, f"{pointer}/{k}", door, about)
    elif isinstance(value, dict):
        kind = _kind(value, door)
        if isinstance(value.get("status"), dict):
            about = _id_of(value["status"]) or about
        if kind:
            yield pointer, kind, ({**value, "about": {"id": about}} if kind == "comment" and about else value)
        for name in _DOORS:
            if name in value:
                yield from _walk(value[name], f"{pointer}/{name}", name, about)


def _id_of(status: dict[str, Any]) -> Any:
    return next((status[key] for key in ("mid", "idstr", "id") if status.get(key)), None)


def fits(probe: Probe) -> bool:
    """A page or record in which statuses or comments of these sites are found; other layouts' keys, and
    records of which none bears a mark of Weibo (X has statuses of the same build), rule it out."""
    is_of_tool = probe.has("weibo") or (probe.has("_id") and not probe.has("id")) or probe.has("createdAt")
    if is_of_tool or probe.container not in JSON:
        return False
    found = [record for value in probe.sample[:_LOOKED] for _, _, record in walk(value)]
    return any(_is_weibo(record) for record in found)


def _is_weibo(record: dict[str, Any]) -> bool:
    marks = ("mid", "bid", "mblogid", "rootid", "rootidstr", "floor_number", "like_counts")
    if "user" not in record and ("user_id" in record or "screen_name" in record):
        return False  # A tool's own flat record: these sites write the account as an object.
    return "id_str" not in record and (
        any(record.get(mark) for mark in marks) or "+0800" in str(record.get("created_at"))
    )


def _platform_kind(is_comment: pl.Expr) -> pl.Expr:
    """A status is a repost if it names a root or a parent, or says that it is one."""
    is_named = pl.col("root").is_not_null() | pl.col("pid").is_not_null()
    is_repost = is_named | (pl.col("repost_type") == "1").fill_null(False)
    of_status = pl.when(is_repost).then(pl.lit("repost")).otherwise(pl.lit("post"))
    return pl.when(is_comment).then(pl.lit("comment")).otherwise(of_status)


def _edited() -> pl.Expr:
    is_told = (pl.col("edit_count").cast(pl.Int64, strict=False) > 0) | cell("edit_at").is_not_null()
    return pl.coalesce("edit_config.edited", pl.when(is_told).then(pl.lit("true")))


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """Read statuses and comments, each record one event."""
    is_comment = pl.col("record") == "comment"
    beside = _first(raw, ("about.id",))
    about = pl.coalesce(pl.lit(beside), pl.lit(hints.about, pl.String))
    status_id, comment_id = _first(raw, ("mid", "idstr", "id")), _first(raw, ("idstr", "id", "mid"))
    own = raw.select(pl.when(is_comment).then(comment_id).otherwise(status_id)).to_series()
    pid = _first(raw, ("pidstr", "pid"))
    root = _first(raw, ("retweeted_status.mid", "retweeted_status.idstr", "retweeted_status.id"))
    top, answered = (
        _first(raw, ("rootidstr", "rootid")),
        _first(raw, ("reply_comment.idstr", "reply_comment.id", "reply_comment.mid")),
    )
    html = (
        pl.when(pl.col("text").str.contains("<", literal=True))
        .then(plain_text(pl.col("text")))
        .otherwise("text")
    )
    text = pl.coalesce("raw_text", "text_raw", "text")
    plain = raw.select(pl.coalesce("raw_text", "text_raw", html)).to_series()
    place = pl.when(~cell("source").str.contains(_CLIENT)).then("source")
    table = raw.with_columns(own=own, pid=pid, root=root, top=top, answered=answered)
    return table.select(
        "source_row",
        "source_path",
        kind=_platform_kind(is_comment),
        native="own",
        native_beside=pl.when(~is_comment).then(
            pl.lit(mids_of_bids(raw.select(pl.coalesce(cell("mblogid"), cell("bid"))).to_series()))
        ),
        account=pl.lit(_first(raw, ("user.idstr", "user.id"))),
        parent=pl.when(is_comment)
        .then(thread_parent(pl.col("own"), pl.col("answered"), pl.col("top"), pl.lit(plain), about))
        .otherwise("pid"),
        root=pl.when(is_comment).then(about).otherwise("root"),
        root_basis=pl.when(is_comment).then(
            pl.when(pl.lit(beside).is_not_null())
            .then(pl.lit("export"))
            .otherwise(pl.lit(hints.basis, pl.String))
        ),
        at_text=cell("created_at"),
        text=text,
        own_text=pl.lit(words_of(plain)),
        client=pl.when(~is_comment).then(plain_text(cell("source"))),
        region=ip_region(pl.when(is_comment).then(place).otherwise("region_name")),
        edited=_edited(),
        n_reposts=pl.when(~is_comment).then("reposts_count"),
        n_comments=pl.when(~is_comment).then("comments_count"),
        n_likes=pl.coalesce("attitudes_count", "like_count", "like_counts"),
        n_views="reads_count",
        n_plays="page_info.play_count",
        **account_columns("user."),
    )


def _first(raw: pl.DataFrame, names: tuple[str, ...]) -> pl.Series:
    """The first of several id columns that is known."""
    found = weibo_ids(raw, names[0]) if not names[0].startswith("user.") else native_ids(raw, names[0])
    for name in names[1:]:
        if not found.null_count():
            break
        found = found.fill_null(
            weibo_ids(raw, name) if not name.startswith("user.") else native_ids(raw, name)
        )
    return found


IMPORTER = Importer(
    name="weibo-raw",
    label="m.weibo.cn and weibo.com/ajax JSON (statuses, reposts, comments)",
    source="real responses of both sites, read 2026",
    platform="weibo",
    never_shows=("capture_time",),
    containers=frozenset({Container.DOCUMENT, Container.LINES}),
    fits=fits,
    walk=walk,
    draft=draft,
    name_hints=mid_in_name,
    fields=(
        "id",
        "idstr",
        "mid",
        "bid",
        "mblogid",
        "pid",
        "pidstr",
        "repost_type",
        "retweeted_status.id",
        "retweeted_status.idstr",
        "retweeted_status.mid",
        "rootid",
        "rootidstr",
        "reply_comment.id",
        "reply_comment.idstr",
        "reply_comment.mid",
        "about.id",
        "created_at",
        "text",
        "raw_text",
        "text_raw",
        "source",
        "region_name",
        "edit_at",
        "edit_count",
        "edit_config.edited",
        "reposts_count",
        "comments_count",
        "attitudes_count",
        "like_count",
        "like_counts",
        "reads_count",
        "page_info.play_count",
        "user.id",
        "user.idstr",
        *(f"user.{name}" for name in ACCOUNT_FIELDS),
    ),
)
