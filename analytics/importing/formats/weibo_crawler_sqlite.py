"""weibo-crawler's database: tables user, weibo, comments, reposts, each read as its export is. The chain has
been cut from the texts of reposts."""

import polars as pl

from analytics.importing.formats import weibo_crawler_comments, weibo_crawler_json, weibo_crawler_reposts
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, name_cell, native_ids

_TABLES = {
    "weibo": weibo_crawler_json.IMPORTER,
    "comments": weibo_crawler_comments.IMPORTER,
    "reposts": weibo_crawler_reposts.IMPORTER,
}
_USER = ("id", "nick_name", "follower_count", "follow_count", "location", "ip_location", "reg_date")


def fits(probe: Probe) -> bool:
    """The tool's tables, whichever were filled."""
    is_searched = probe.has("weibo.user_authentication") or probe.has("weibo.ip")
    return (
        probe.container == Container.DATABASE
        and probe.has("weibo.id", "weibo.bid", "weibo.user_id", "weibo.retweet_id")
        and not is_searched
    )


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One block is one table of the database."""
    table = raw["record"][0] if raw.height else "weibo"
    if table == "user":
        return _user(raw)
    importer = _TABLES[table]
    bare = (pl.col(f"{table}.{name}").alias(name) for name in importer.fields)
    return importer.draft(raw.select("source_row", "source_path", "record", *bare), hints)


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
    fields=(
        *(f"user.{name}" for name in _USER),
        *(f"{table}.{name}" for table, importer in _TABLES.items() for name in importer.fields),
    ),
)
