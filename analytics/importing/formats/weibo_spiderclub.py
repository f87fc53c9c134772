"""Tables of SpiderClub's weibospider: posts, reposts, comments and accounts; as CSV, JSON or a database.

`id` counts rows in every table and is not read. Times are to the minute; some bear the year of the crawl
before their own ("20202020-03-05"). The text of a repost is cut at its chain; of its direct parent only a
name is left, which is no id.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, name_cell, native_ids, weibo_ids


def fits_posts(probe: Probe) -> bool:
    """The table weibo_data."""
    return probe.has("weibo_id", "weibo_cont", "uid", "is_origin", "device", "create_time")


def draft_posts(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post or repost a row; the root of a repost is not in the table."""
    del hints
    is_repost = (cell("is_origin").str.to_lowercase().is_in(["0", "0.0", "false"])).fill_null(False)
    return raw.select(
        "source_row",
        "source_path",
        native=weibo_ids(raw, "weibo_id"),
        kind=pl.when(is_repost).then(pl.lit("repost")).otherwise(pl.lit("post")),
        account=native_ids(raw, "uid"),
        at_text=cell("create_time"),
        text=pl.col("weibo_cont"),
        client=cell("device"),
        n_reposts=cell("repost_num"),
        n_comments=cell("comment_num"),
        n_likes=cell("praise_num"),
    )


def fits_reposts(probe: Probe) -> bool:
    """The table weibo_repost."""
    return probe.has("weibo_id", "user_id", "repost_time", "repost_cont", "root_weibo_id")


def draft_reposts(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One repost a row, under its root."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("repost"),
        native=weibo_ids(raw, "weibo_id"),
        parent_note=pl.lit("chain_deleted"),
        root=weibo_ids(raw, "root_weibo_id"),
        account=native_ids(raw, "user_id"),
        account_name=name_cell("user_name"),
        at_text=cell("repost_time"),
        text=pl.col("repost_cont"),
    )


def fits_comments(probe: Probe) -> bool:
    """The table weibo_comment."""
    return probe.has("comment_id", "comment_cont", "weibo_id", "user_id", "create_time")


def draft_comments(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One comment a row, under its post."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("comment"),
        native=weibo_ids(raw, "comment_id"),
        root=weibo_ids(raw, "weibo_id"),
        account=native_ids(raw, "user_id"),
        account_name=name_cell("comment_screen_name"),
        at_text=cell("create_time"),
        text=pl.col("comment_cont"),
    )


def fits_accounts(probe: Probe) -> bool:
    """The table wbuser."""
    return probe.has("uid", "name", "verify_type", "follows_num", "fans_num", "wb_num")


def draft_accounts(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One account a row, never an act."""
    del hints
    return raw.select(
        "source_row",
        "source_path",
        other=pl.lit("true"),
        account=native_ids(raw, "uid"),
        account_name=name_cell("name"),
        verified_type=cell("verify_type"),
        verified_reason=cell("verify_info"),
        following=cell("follows_num"),
        followers=cell("fans_num"),
        posts=cell("wb_num"),
        registered_text=cell("register_time"),
        location=cell("location"),
    )


_ANY = frozenset({Container.TABLE, Container.LINES, Container.DOCUMENT})
_SOURCE = "the tool's own schema, read 2026"
IMPORTERS = (
    Importer(
        name="weibo-spiderclub-posts",
        label="SpiderClub weibospider posts (weibo_data)",
        source=_SOURCE,
        platform="weibo",
        never_shows=("comments", "account_name", "root", "parent", "exact_time", "region", "capture_time"),
        containers=_ANY,
        fits=fits_posts,
        draft=draft_posts,
        fields=(
            *("weibo_id", "weibo_cont", "uid", "is_origin", "device", "create_time"),
            *("repost_num", "comment_num", "praise_num"),
        ),
    ),
    Importer(
        name="weibo-spiderclub-reposts",
        label="SpiderClub weibospider reposts (weibo_repost)",
        source=_SOURCE,
        platform="weibo",
        never_shows=("comments", "parent", "chain", "exact_time", "region", "counters", "capture_time"),
        containers=_ANY,
        fits=fits_reposts,
        draft=draft_reposts,
        fields=("weibo_id", "root_weibo_id", "user_id", "user_name", "repost_time", "repost_cont"),
    ),
    Importer(
        name="weibo-spiderclub-comments",
        label="SpiderClub weibospider comments (weibo_comment)",
        source=_SOURCE,
        platform="weibo",
        never_shows=("reposts", "parent", "exact_time", "region", "counters", "capture_time"),
        containers=_ANY,
        fits=fits_comments,
        draft=draft_comments,
        fields=("comment_id", "comment_cont", "comment_screen_name", "weibo_id", "user_id", "create_time"),
    ),
    Importer(
        name="weibo-spiderclub-accounts",
        label="SpiderClub weibospider accounts (wbuser)",
        source=_SOURCE,
        platform="weibo",
        never_shows=("acts", "capture_time"),
        containers=_ANY,
        fits=fits_accounts,
        draft=draft_accounts,
        fields=(
            *("uid", "name", "verify_type", "verify_info", "follows_num", "fans_num", "wb_num"),
            *("register_time", "location"),
        ),
    ),
)
