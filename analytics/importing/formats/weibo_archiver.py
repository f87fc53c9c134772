"""Posts of accounts as Weibo-archiver keeps them: JSON with the original nested in a repost and comments in a
post.

The tool drops `pid`. Whom a comment answers is not kept: its parent is unknown.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.importer import JSON, Container, Found, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, mids_of_bids, native_ids, plain_text, weibo_ids

_MARKS = ("mblogid", "createdAt", "repostsCount")
_DOORS = ("weibo", "posts", "favorites", "data")
_LOOKED = 20  # Rows that decide what a file is.


def fits(probe: Probe) -> bool:
    """Posts with mblogid and the tool's keys in camel case, alone or in an envelope."""
    if probe.container not in JSON:
        return False
    return any(kind == "post" for value in probe.sample[:_LOOKED] for _, kind, _ in walk(value))


def walk(value: Any) -> Iterator[Found]:
    """Each post with its original and its comments, and the account of the envelope."""
    if not isinstance(value, dict):
        return
    if all(mark in value for mark in _MARKS):
        yield from _post(value, "")
        return
    posts = [(name, value[name]) for name in _DOORS if isinstance(value.get(name), list)]
    found = [
        (f"/{name}/{k}", post)
        for name, listed in posts
        for k, post in enumerate(listed)
        if isinstance(post, dict) and all(mark in post for mark in _MARKS)
    ]
    if found and isinstance(value.get("user"), dict) and value["user"].get("uid"):
        yield "/user", "account", {"user": value["user"]}
    for pointer, post in found:
        yield from _post(post, pointer)


def _post(post: dict[str, Any], pointer: str) -> Iterator[Found]:
    yield pointer, "post", post
    original = post.get("retweet")
    if isinstance(original, dict) and original.get("id"):
        yield f"{pointer}/retweet", "post", original
    for k, comment in enumerate(post.get("comments") or []):
        if isinstance(comment, dict):
            yield f"{pointer}/comments/{k}", "comment", {**comment, "about": {"id": post.get("id")}}


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """Posts, reposts and comments; the profile is no act."""
    del hints
    is_account, is_comment = (pl.col("record") == kind for kind in ("account", "comment"))
    original = weibo_ids(raw, "retweet.id").fill_null(mids_of_bids(raw["retweet.mblogid"]))
    root = pl.when(is_comment).then(pl.lit(weibo_ids(raw, "about.id"))).otherwise(pl.lit(original))
    posted = pl.when(pl.lit(original.is_not_null())).then(pl.lit("repost")).otherwise(pl.lit("post"))
    uid = native_ids(raw, "userId").fill_null(native_ids(raw, "user.uid"))
    return raw.select(
        "source_row",
        "source_path",
        other=pl.when(is_account).then(pl.lit("true")),
        kind=pl.when(is_comment).then(pl.lit("comment")).otherwise(posted),
        native=weibo_ids(raw, "id"),
        native_beside=mids_of_bids(raw["mblogid"]),
        root=root,
        account=uid,
        account_name=pl.col("user.name"),
        at_text=cell("createdAt"),
        text=pl.col("text"),
        client=plain_text(cell("source")),
        region=ip_region(cell("regionName")),
        followers=cell("user.followers"),
        following=cell("user.followings"),
        n_reposts=cell("repostsCount"),
        n_comments=cell("commentsCount"),
        n_likes=cell("likesCount"),
    )


IMPORTER = Importer(
    name="weibo-archiver",
    label="Weibo-archiver JSON",
    source="the tool's own types, read 2026",
    platform="weibo",
    never_shows=("parent", "capture_time"),
    containers=frozenset({Container.DOCUMENT, Container.LINES}),
    fits=fits,
    walk=walk,
    draft=draft,
    fields=(
        *("id", "mblogid", "userId", "createdAt", "text", "source", "regionName"),
        *("repostsCount", "commentsCount", "likesCount", "retweet.id", "retweet.mblogid", "about.id"),
        *("user.uid", "user.name", "user.followers", "user.followings"),
    ),
)
