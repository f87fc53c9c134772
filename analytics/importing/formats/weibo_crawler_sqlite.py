"""weibo-crawler's database: tables user, weibo, comments, reposts. The chain has been cut from the texts of
reposts."""

import polars as pl

from analytics.importing.formats._weibo import thread_parent
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, name_cell, native_ids, weibo_ids

_COLUMNS = {
    "user": ("id", "nick_name", "follower_count", "follow_count", "location", "ip_location", "reg_date"),
    "weibo": (
        "id",
        "bid",
        "user_id",
        "screen_name",
        "text",
        "created_at",
        "source",
        "attitudes_count",
        "comments_count",
        "reposts_count",
        "retweet_id",
        "edited",
    ),
    "comments": (
        "id",
        "weibo_id",
        "root_id",
        "user_id",
        "created_at",
        "user_screen_name",
        "text",
        "like_count",
    ),
    "reposts": ("id", "bid", "weibo_id", "user_id", "created_at", "user_screen_name", "text", "like_count"),
}


def fits(probe: Probe) -> bool:
    """The tool's tables, whichever were filled."""
    return (
        probe.container == Container.DATABASE
        and probe.has("weibo.id", "weibo.bid", "weibo.user_id", "weibo.retweet_id")
        and not probe.has("weibo.user_authentication")
    )


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One block is one table of the database."""
    del hints
    table = raw["record"][0] if raw.height else "weibo"
    return {"user": _user, "weibo": _weibo, "comments": _comments, "reposts": _reposts}[table](raw)


def _user(raw: pl.DataFrame) -> pl.DataFrame:
    return raw.select(
        "source_row",
        "source_path",
        other=pl.lit("true"),
        account=native_ids(raw, "user.id"),
        account_name=name_cell("user.nick_name"),
        followers="user.follower_count",
        following="user.follow_count",
        location=cell("user.location"),
        account_region=ip_region(cell("user.ip_location")),
        registered_text=cell("user.reg_date"),
    )


def _weibo(raw: pl.DataFrame) -> pl.DataFrame:
    root = weibo_ids(raw, "weibo.retweet_id")
    return raw.select(
        "source_row",
        "source_path",
        native=weibo_ids(raw, "weibo.id").fill_null(weibo_ids(raw, "weibo.bid")),
        root=root,
        kind=pl.when(root.is_not_null()).then(pl.lit("repost")).otherwise(pl.lit("post")),
        account=native_ids(raw, "weibo.user_id"),
        account_name=name_cell("weibo.screen_name"),
        at_text=cell("weibo.created_at"),
        text=pl.col("weibo.text"),
        client=cell("weibo.source"),
        edited=cell("weibo.edited"),
        n_reposts="weibo.reposts_count",
        n_comments="weibo.comments_count",
        n_likes="weibo.attitudes_count",
    )


def _comments(raw: pl.DataFrame) -> pl.DataFrame:
    own, top, about = (weibo_ids(raw, f"comments.{c}") for c in ("id", "root_id", "weibo_id"))
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("comment"),
        native=own,
        root=about,
        parent=thread_parent(
            pl.lit(own), pl.lit(None, pl.String), pl.lit(top), pl.col("comments.text"), pl.lit(about)
        ),
        **_by("comments"),
        n_likes="comments.like_count",
    )


def _reposts(raw: pl.DataFrame) -> pl.DataFrame:
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("repost"),
        native=weibo_ids(raw, "reposts.id"),
        root=weibo_ids(raw, "reposts.weibo_id"),
        **_by("reposts"),
        n_likes="reposts.like_count",
    )


def _by(table: str) -> dict[str, pl.Expr]:
    return {
        "account": cell(f"{table}.user_id"),
        "account_name": cell(f"{table}.user_screen_name"),
        "at_text": cell(f"{table}.created_at"),
        "text": pl.col(f"{table}.text"),
    }


IMPORTER = Importer(
    name="weibo-crawler-sqlite",
    label="weibo-crawler database (weibodata.db)",
    source="the tool's own schema, read 2026",
    platform="weibo",
    never_shows=("chain", "parent", "region", "capture_time"),
    containers=frozenset({Container.DATABASE}),
    fits=fits,
    draft=draft,
    converts_counts=True,
    fields=tuple(f"{table}.{column}" for table, columns in _COLUMNS.items() for column in columns),
)
