"""Accounts, fans and follows as WeiboSpider (nghuyong) writes them: JSON Lines of profiles, no acts."""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, native_ids

_PROFILE = (
    "nick_name",
    "verified",
    "verified_type",
    "verified_reason",
    "followers_count",
    "friends_count",
    "statuses_count",
    "created_at",
    "location",
    "ip_location",
)
_WHERE = ("", "fan_info.", "follower_info.")


def fits(probe: Probe) -> bool:
    """A profile (_id, nick_name, avatar_hd), or a pair of accounts with the profile of one."""
    return (
        probe.has("_id", "nick_name", "avatar_hd")
        or probe.has("_id", "fan_info")
        or probe.has("_id", "follower_info")
    )


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One account a row, never an act."""
    del hints
    own = pl.lit(native_ids(raw, "_id"))
    is_profile = pl.col("nick_name").is_not_null()

    def first(name: str) -> pl.Expr:
        return pl.coalesce(f"{where}{name}" for where in _WHERE)

    return raw.select(
        "source_row",
        "source_path",
        other=pl.lit("true"),
        account=pl.when(is_profile)
        .then(own)
        .otherwise(pl.coalesce(cell("fan_info._id"), cell("follower_info._id"))),
        account_name=first("nick_name"),
        verified=first("verified"),
        verified_type=first("verified_type"),
        verified_reason=first("verified_reason"),
        followers=first("followers_count"),
        following=first("friends_count"),
        posts=first("statuses_count"),
        registered_text=first("created_at"),
        location=first("location"),
        account_region=ip_region(first("ip_location")),
        captured_text=pl.col("crawl_time"),
    )


IMPORTER = Importer(
    name="weibo-nghuyong-user",
    label="WeiboSpider (nghuyong) users, fans and follows, JSONL",
    source="layout of the spider's own output, read 2026",
    platform="weibo",
    never_shows=("acts",),
    containers=frozenset({Container.LINES, Container.TABLE}),
    fits=fits,
    draft=draft,
    fields=(
        "_id",
        "avatar_hd",
        "crawl_time",
        "fan_info._id",
        "follower_info._id",
        *(f"{where}{name}" for where in _WHERE for name in _PROFILE),
    ),
)
