"""Posts of one account as weibo-crawler writes them: JSON with the account and its posts, originals nested in
reposts."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.importing.importer import JSON, Container, Found, Hints, Importer, Probe
from analytics.importing.values import cell, mids_of_bids, name_cell, native_ids, weibo_ids


def fits(probe: Probe) -> bool:
    """{"user": {...}, "weibo": [...]} with this tool's keys."""
    return probe.has("user", "weibo") and probe.has("user.id", "user.screen_name") and probe.container in JSON


def walk(value: Any) -> Iterator[Found]:
    """The account, each post, and the original inside each repost."""
    if not isinstance(value, dict):
        return
    if isinstance(value.get("user"), dict):
        yield "/user", "account", value["user"]
    for k, post in enumerate(value.get("weibo") or []):
        if isinstance(post, dict):
            yield f"/weibo/{k}", "post", post
            if isinstance(post.get("retweet"), dict) and post["retweet"].get("id"):
                yield f"/weibo/{k}/retweet", "post", post["retweet"]


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """Posts and reposts; the profile is no act."""
    del hints
    is_account = pl.col("record") == "account"
    root = weibo_ids(raw, "retweet.id")
    ids, accounts = weibo_ids(raw, "id"), native_ids(raw, "user_id")
    return raw.select(
        "source_row",
        "source_path",
        other=pl.when(is_account).then(pl.lit("true")),
        native=pl.when(~is_account).then(pl.lit(ids)),
        native_beside=pl.when(~is_account).then(pl.lit(mids_of_bids(raw["bid"]))),
        kind=pl.when(root.is_not_null()).then(pl.lit("repost")).otherwise(pl.lit("post")),
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
    label="weibo-crawler JSON",
    source="the tool's own output, read 2026",
    platform="weibo",
    never_shows=("comments", "parent", "capture_time"),
    containers=frozenset({Container.DOCUMENT}),
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
