"""X API version 2 as twarc2 keeps it: JSON Lines of pages {data, includes, meta, __twarc}, or of flattened
posts; both may stand in one file.

Posts in `includes` and inside `referenced_tweets` are records of their own, and recur on every page. X names
the original of a repost, never the repost it was taken from. The text of a repost is the platform's, cut at
140 signs; its count of reposts is the original's (recalled, not verified) and not taken. An edited post has
a new id for each version (`edit_history_tweet_ids`): all are one act, under the id of the first and at the
moment that this id holds.
impression_count was not counted before December 2022 and is then absent (recalled, not verified).
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.formats._nested import object_under, objects_of, texts_of, under
from analytics.importing.formats._x import Links, as_one_act, linked, own_text
from analytics.importing.importer import JSON, Found, Hints, Importer, Probe
from analytics.importing.values import cell, links, name_cell, native_ids, plain_text

_LOOKED = 20  # Rows that decide what a file is.
_MARKS = ("created_at", "conversation_id", "public_metrics", "referenced_tweets")
_KINDS = {"retweeted": "reposted", "quoted": "quoted", "replied_to": "answered"}


def _is_post(value: dict[str, Any]) -> bool:
    if "id" not in value or "text" not in value or "id_str" in value or "mid" in value:
        return False
    return "edit_history_tweet_ids" in value or (
        "author_id" in value and any(mark in value for mark in _MARKS)
    )


def _is_account(value: dict[str, Any]) -> bool:
    return "id" in value and "username" in value and "text" not in value


def fits(probe: Probe) -> bool:
    """Pages or posts with author_id and the keys of version 2, not in the envelope of another tool."""
    if probe.container not in JSON or probe.has("source_platform") or probe.has("__import_meta"):
        return False
    return any(kind == "post" for value in probe.sample[:_LOOKED] for _, kind, _ in walk(value))


def walk(value: Any) -> Iterator[Found]:
    """Every post with its pointer, those included in a page too, and the accounts of a page."""
    if not isinstance(value, dict):
        return
    retrieved = under(value, "__twarc", "retrieved_at")
    if _is_post(value):
        yield from _posts(value, "", {}, retrieved)
        return
    if _is_account(value):
        yield "", "account", {"author": value, "seen": {"retrieved": retrieved}}
        return
    users = {str(user.get("id")): user for _, user in objects_of(value, "includes", "users")}
    is_empty = True
    for steps in (("data",), ("includes", "tweets"), ("includes", "users")):
        for pointer, one in objects_of(value, *steps):
            if _is_post(one):
                yield from _posts(one, pointer, users, retrieved)
            elif _is_account(one):
                yield pointer, "account", {"author": one, "seen": {"retrieved": retrieved}}
            else:
                continue
            is_empty = False
    if is_empty and "meta" in value:
        yield "", "page", {}


def _posts(
    post: dict[str, Any], pointer: str, users: dict[str, dict[str, Any]], retrieved: Any
) -> Iterator[Found]:
    """A post and those that were flattened into it."""
    seen: dict[str, Any] = {
        "retrieved": retrieved,
        "urls": texts_of(post, "expanded_url", "entities", "urls"),
    }
    for place, named in objects_of(post, "referenced_tweets"):
        kind = _KINDS.get(str(named.get("type")))
        if kind:
            seen.setdefault(kind, named.get("id"))
        if _is_post(named):
            yield from _posts(named, pointer + place, users, retrieved)
    author = object_under(post, "author") or object_under(post, "author_user")  # 4CAT's word for it
    author = author or users.get(str(post.get("author_id")), {})
    yield pointer, "post", {**post, "author": author, "seen": seen}


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One act a post; accounts and empty pages are no acts."""
    del hints
    is_post = pl.col("record") == "post"
    own, reposted, quoted, answered, thread = (
        native_ids(raw, name)
        for name in ("id", "seen.reposted", "seen.quoted", "seen.answered", "conversation_id")
    )
    links_of = Links(own, reposted, quoted, answered, thread)
    posts, later, is_edited = as_one_act(links_of, raw["edit_history_tweet_ids"])
    account = native_ids(raw, "author_id").fill_null(native_ids(raw, "author.id"))
    return raw.select(
        "source_row",
        "source_path",
        other=pl.when(~is_post).then(pl.lit("true")),
        native=posts.native,
        account=account,
        account_name=name_cell("author.username"),
        **linked(posts),
        at_text=pl.when(pl.lit(later.is_null())).then(cell("created_at")),
        captured_text=cell("seen.retrieved"),
        text="text",
        own_text=own_text(reposted, raw["text"]),
        client=cell("source"),
        edited=pl.when(is_edited).then(pl.lit("true")),
        urls=links(raw["seen.urls"]),
        n_views=cell("public_metrics.impression_count"),
        n_reposts=pl.when(pl.lit(reposted.is_null())).then(cell("public_metrics.retweet_count")),
        n_comments=cell("public_metrics.reply_count"),
        n_likes=cell("public_metrics.like_count"),
        n_quotes=cell("public_metrics.quote_count"),
        followers=cell("author.public_metrics.followers_count"),
        following=cell("author.public_metrics.following_count"),
        posts=cell("author.public_metrics.tweet_count"),
        registered_text=cell("author.created_at"),
        verified=cell("author.verified"),
        verified_type=cell("author.verified_type"),
        location=plain_text(cell("author.location")),
    )


IMPORTER = Importer(
    name="x-v2",
    label="X API v2 JSON (twarc2 pages, flattened posts)",
    source="twarc at 12104e0 and its output, read 2026",
    platform="x",
    never_shows=("repost_parent", "region"),
    containers=JSON,
    fits=fits,
    walk=walk,
    draft=draft,
    timezone="UTC",
    fields=(
        *("id", "author_id", "conversation_id", "created_at", "text", "source"),
        *(
            "seen.reposted",
            "seen.quoted",
            "seen.answered",
            "seen.retrieved",
            "seen.urls",
            "edit_history_tweet_ids",
        ),
        *(f"public_metrics.{n}_count" for n in ("impression", "retweet", "reply", "like", "quote")),
        *(f"author.{name}" for name in ("id", "username", "created_at", "location")),
        *(f"author.{name}" for name in ("verified", "verified_type")),
        *(f"author.public_metrics.{name}_count" for name in ("followers", "following", "tweet")),
    ),
)
