"""Accounts as weibo-crawler writes them: users.csv, or the user table of MySQL and MongoDB; profiles, no
acts."""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, name_cell, native_ids

# Header cell of the CSV -> column of the databases.
_CELLS = {
    "用户id": "id",
    "昵称": "screen_name",
    "所在地": "location",
    "IP属地": "ip_location",
    "注册时间": "registration_time",
    "微博数": "statuses_count",
    "粉丝数": "followers_count",
    "关注数": "follow_count",
    "是否认证": "verified",
    "认证类型": "verified_type",
    "认证信息": "verified_reason",
}


def fits(probe: Probe) -> bool:
    """The tool's header of accounts, or a profile of the same fields without any words of the account."""
    if probe.has("用户id", "昵称", "微博数", "粉丝数", "关注数", "主页"):
        return True
    columns = ("id", "screen_name", "statuses_count", "followers_count", "follow_count", "verified_type")
    is_act = any(probe.has(name) for name in ("text", "user", "mid", "weibo", "status"))
    return probe.container != Container.DATABASE and probe.has(*columns) and not is_act


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One account a row."""
    del hints
    raw = raw.with_columns(pl.coalesce(name, column).alias(name) for name, column in _CELLS.items())

    return raw.select(
        "source_row",
        "source_path",
        other=pl.lit("true"),
        account=native_ids(raw, "用户id"),
        account_name=name_cell("昵称"),
        verified=cell("是否认证"),
        verified_type=cell("认证类型"),
        verified_reason=cell("认证信息"),
        followers=cell("粉丝数"),
        following=cell("关注数"),
        posts=cell("微博数"),
        registered_text=cell("注册时间"),
        location=cell("所在地"),
        account_region=ip_region(cell("IP属地")),
    )


IMPORTER = Importer(
    name="weibo-crawler-users",
    label="weibo-crawler users: CSV, MySQL, MongoDB",
    source="the tool's own output, read 2026",
    platform="weibo",
    never_shows=("acts", "capture_time"),
    containers=frozenset({Container.TABLE, Container.DOCUMENT, Container.LINES}),
    fits=fits,
    draft=draft,
    fields=(*_CELLS, *_CELLS.values()),
)
