"""Accounts as weibo-crawler writes them: users.csv; profiles, no acts."""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, name_cell, native_ids


def fits(probe: Probe) -> bool:
    """The tool's header of accounts."""
    return probe.has("用户id", "昵称", "微博数", "粉丝数", "关注数", "主页")


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One account a row."""
    del hints
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
    label="weibo-crawler users CSV",
    source="the tool's own output, read 2026",
    platform="weibo",
    never_shows=("acts", "capture_time"),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    fields=(
        "用户id",
        "昵称",
        "所在地",
        "IP属地",
        "注册时间",
        "微博数",
        "粉丝数",
        "关注数",
        "是否认证",
        "认证类型",
        "认证信息",
        "主页",
    ),
)
