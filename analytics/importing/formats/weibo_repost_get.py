"""Reposts of one post as weibo-repost-get writes them: a workbook, the post in its name `repo_<mid>.xlsx`.

Times look like "2023-4-19 02:44:59 Wed", in Beijing time. The chain stands in the text.
"""

import polars as pl

from analytics.importing.formats._weibo import mid_in_name
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ip_region, name_cell, native_ids, weibo_ids

_CELLS = (
    *("发布时间", "微博ID", "文本内容", "发布终端", "转发数", "评论数", "点赞数"),
    *("用户ID", "昵称", "发布IP"),
)


def fits(probe: Probe) -> bool:
    """The tool's Chinese header."""
    return probe.has(*_CELLS)


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One repost a row."""
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("repost"),
        native=weibo_ids(raw, "微博ID"),
        root=pl.lit(hints.about, pl.String),
        root_basis=pl.lit(hints.basis, pl.String),
        account=native_ids(raw, "用户ID"),
        account_name=name_cell("昵称"),
        at_text=cell("发布时间"),
        text=pl.col("文本内容"),
        client=cell("发布终端"),
        region=ip_region(cell("发布IP")),
        n_reposts=cell("转发数"),
        n_comments=cell("评论数"),
        n_likes=cell("点赞数"),
    )


IMPORTER = Importer(
    name="weibo-repost-get",
    label="weibo-repost-get workbook",
    source="the tool's own code, read 2026",
    platform="weibo",
    never_shows=("comments", "about", "parent", "capture_time"),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    name_hints=mid_in_name,
    needs=("about",),
    fields=_CELLS,
)
