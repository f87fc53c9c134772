"""Posts as weibo-crawler writes them: JSON with one account and its posts, or posts alone, as its MongoDB and
MySQL hand them out. Originals are nested in reposts (JSON, MongoDB) or rows of their own (MySQL)."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.importer import JSON, Container, Found, Hints, Importer, Probe
from analytics.importing.values import cell, mids_of_bids, name_cell, native_ids, weibo_ids

_POST = ("id", "bid", "user_id", "screen_name", "text", "created_at", "attitudes_count", "reposts_count")


def fits(probe: Probe) -> bool:
    """{"user": {...}, "weibo": [...]} with this tool's keys, or its posts alone: flat, with a place for the
    original and without what weibo-search adds."""
    if probe.has("user", "weibo", "user.id", "user.screen_name"):
        return probe.container in JSON
    is_flat = probe.has(*_POST) and (probe.has("retweet_id") or probe.has("retweet") or probe.has("at_users"))
    is_searched = probe.has("ip") or probe.has("user_authentication")
    return is_flat and not is_searched and probe.container != Container.DATABASE


def walk(value: Any) -> Iterator[Found]:
    """The account, each post, and the original inside each repost."""
    if not isinstance(value, dict):
        return
    if not isinstance(value.get("weibo"), list):
        yield from _posts("", value)
        return
    if isinstance(value.get("user"), dict):
        yield "/user", "account", value["user"]
    for k, post in enumerate(value["weibo"]):
        if isinstance(post, dict):
            yield from _posts(f"/weibo/{k}", post)


def _posts(pointer: str, post: dict[str, Any]) -> Iterator[Found]:
    inner = post.get("retweet")
    yield pointer, "repost" if isinstance(inner, dict) else "post", post
    if isinstance(inner, dict) and inner.get("id"):
        yield f"{pointer}/retweet", "post", inner


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """Posts and reposts; the profile is no act."""
    del hints
    is_account = pl.col("record") == "account"
    root = weibo_ids(raw, "retweet.id").fill_null(weibo_ids(raw, "retweet_id"))
    is_repost = pl.lit(root.is_not_null()) | (pl.col("record") == "repost")
    ids, accounts = weibo_ids(raw, "id"), native_ids(raw, "user_id")
    return raw.select(
        "source_row",
        "source_path",
        other=pl.when(is_account).then(pl.lit("true")),
        native=pl.when(~is_account).then(pl.lit(ids)),
        native_beside=pl.when(~is_account).then(pl.lit(mids_of_bids(raw["bid"]))),
        kind=pl.when(is_repost).then(pl.lit("repost")).otherwise(pl.lit("post")),
        root=root,
        account=pl.when(is_account).then(pl.lit(native_ids(raw, "id"))).otherwise(pl.lit(accounts)),
        account_name=name_cell("screen_name"),
        at_text=pl.coalesce(cell("full_created_at"), cell("created_at")),
        text=pl.col("text"),
        client=cell("source"),
        edited=cell("edited"),
        n_reposts=pl.col("reposts_count"),
        n_comments=pl.col("comments_count"),
        n_likes=pl.col("attitudes_count"),
        verified=pl.col("verified"),
        verified_type=pl.col("verified_type"),
        verified_reason=cell("verified_reason"),
        followers=pl.col("followers_count"),
        following=pl.col("follow_count"),
        posts=pl.col("statuses_count"),
        registered_text=cell("registration_time"),
        location=pl.when(is_account).then(cell("location")),
        account_region=cell("ip_location"),
    )


IMPORTER = Importer(
    name="weibo-crawler-json",
    label="weibo-crawler JSON, and its posts from MongoDB or MySQL",
    source="the tool's own output, read 2026",
    platform="weibo",
    never_shows=("comments", "parent", "capture_time"),
    containers=frozenset({Container.DOCUMENT, Container.LINES, Container.TABLE}),
    fits=fits,
    walk=walk,
    draft=draft,
    converts_counts=True,
    fields=(
        "id",
        "bid",
        "user_id",
        "screen_name",
        "text",
        "created_at",
        "full_created_at",
        "source",
        "edited",
        "reposts_count",
        "comments_count",
        "attitudes_count",
        "retweet.id",
        "retweet_id",
        "verified",
        "verified_type",
        "verified_reason",
        "followers_count",
        "follow_count",
        "statuses_count",
        "registration_time",
        "location",
        "ip_location",
    ),
)
