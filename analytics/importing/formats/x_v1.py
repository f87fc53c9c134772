"""X API version 1.1: statuses as JSON Lines, an array, or a search page {statuses}.

`id` may have been rounded by JavaScript: id_str is read, never id. The original inside a repost and the post
inside a quote are records of their own. X names the original of a repost, never the repost it was taken
from; the thread of an answer is not named. The count of reposts of a repost is the original's (recalled, not
verified) and not taken. Lines of a stream that tell of a deletion, a limit or a withheld post are no acts.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.formats._nested import object_under, objects_of, texts_of, under
from analytics.importing.formats._x import Links, linked, own_text
from analytics.importing.importer import JSON, Found, Hints, Importer, Probe
from analytics.importing.values import cell, links, name_cell, native_ids, plain_text

_LOOKED = 20  # Rows that decide what a file is.
_INNER = ("retweeted_status", "quoted_status")
_NOTICES = (
    *("delete", "limit", "scrub_geo", "status_withheld", "user_withheld", "disconnect", "warning"),
    *("friends", "friends_str", "event"),
)
_WEIBO = ("mid", "bid", "mblogid", "idstr")


def _is_status(value: dict[str, Any]) -> bool:
    is_built = "id_str" in value and "created_at" in value and isinstance(value.get("user"), dict)
    has_text = any(name in value for name in ("text", "full_text", "extended_tweet"))
    is_weibo = any(value.get(name) for name in _WEIBO) or "+0800" in str(value.get("created_at"))
    return is_built and has_text and not is_weibo


def fits(probe: Probe) -> bool:
    """Statuses with id_str and an account of their own, without a mark of Weibo."""
    if not probe.container.value.startswith("json"):
        return False
    return any(kind == "status" for value in probe.sample[:_LOOKED] for _, kind, _ in walk(value))


def walk(value: Any) -> Iterator[Found]:
    """Every status with its pointer, those inside others too; notices of a stream."""
    if not isinstance(value, dict):
        return
    if _is_status(value):
        yield from _statuses(value, "")
    elif len(value) <= 2 and any(name in value for name in _NOTICES):
        yield "", "notice", {}
    else:
        for pointer, status in objects_of(value, "statuses"):
            if _is_status(status):
                yield from _statuses(status, pointer)


def _statuses(status: dict[str, Any], pointer: str) -> Iterator[Found]:
    long = object_under(status, "extended_tweet")
    seen = {
        "urls": texts_of(long, "expanded_url", "entities", "urls")
        or texts_of(status, "expanded_url", "entities", "urls"),
        "quoted": status.get("quoted_status_id_str") or under(status, "quoted_status", "id_str"),
    }
    yield pointer, "status", {**status, "seen": seen}
    for name in _INNER:
        inner = status.get(name)
        if isinstance(inner, dict) and _is_status(inner):
            yield from _statuses(inner, f"{pointer}/{name}")


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act a status; notices are no acts."""
    del hints
    own, reposted, quoted, answered = (
        native_ids(raw, name)
        for name in ("id_str", "retweeted_status.id_str", "seen.quoted", "in_reply_to_status_id_str")
    )
    text = raw.select(text=pl.coalesce("extended_tweet.full_text", "full_text", "text"))["text"]
    return raw.select(
        "source_row",
        "source_path",
        other=pl.when(pl.col("record") == "notice").then(pl.lit("true")),
        native=own,
        account=native_ids(raw, "user.id_str"),
        account_name=name_cell("user.screen_name"),
        **linked(Links(own, reposted, quoted, answered)),
        at_text=cell("created_at"),
        text=text,
        own_text=own_text(reposted, text),
        client=plain_text(cell("source")),
        urls=links(raw["seen.urls"]),
        n_reposts=pl.when(pl.lit(reposted.is_null())).then(cell("retweet_count")),
        n_comments=cell("reply_count"),
        n_likes=cell("favorite_count"),
        n_quotes=cell("quote_count"),
        followers=cell("user.followers_count"),
        following=cell("user.friends_count"),
        posts=cell("user.statuses_count"),
        registered_text=cell("user.created_at"),
        verified=cell("user.verified"),
        location=cell("user.location"),
    )


IMPORTER = Importer(
    name="x-v1",
    label="X API v1.1 JSON (statuses)",
    source="the platform's documentation of version 1.1; not checked against a real file",
    platform="x",
    never_shows=("repost_parent", "region", "capture_time"),
    containers=JSON,
    fits=fits,
    walk=walk,
    draft=draft,
    timezone="UTC",
    fields=(
        *("id_str", "created_at", "text", "full_text", "extended_tweet.full_text", "source"),
        *("retweeted_status.id_str", "seen.quoted", "in_reply_to_status_id_str", "seen.urls"),
        *("retweet_count", "reply_count", "favorite_count", "quote_count"),
        *(f"user.{name}" for name in ("id_str", "screen_name", "created_at", "verified", "location")),
        *(f"user.{name}_count" for name in ("followers", "friends", "statuses")),
    ),
)
