"""Posts of one account as weiboSpider writes them: CSV; "微博id" is a bid, "无" means nothing, the header
comes again.

A repost's cell holds the account's own words, then "原始用户: <name>" and "转发内容: <text>" (the second
alone where the original is gone): a name and a text, no ids. A file of originals alone has no column that
tells the two apart.
"""

import re

import polars as pl

from analytics.importing.formats._weibo_spider import before_original, is_repost
from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, own_words, weibo_ids

_UID = re.compile(r"^(\d{5,12})\.csv$")


_AUTHORS = (
    "发布者",
    "发布者昵称",
    "发布者id",
    "用户昵称",
    "用户名",
    "昵称",
    "博主",
    "作者",
    "用户id",
    "user_id",
)


def fits(probe: Probe) -> bool:
    """The tool's Chinese header; with a column of authors the table is another's, of many accounts."""
    own = ("微博id", "微博正文", "发布时间", "发布工具", "点赞数", "转发数", "评论数")
    return probe.has(*own) and not any(probe.has(name) for name in _AUTHORS)


def name_hints(name: str) -> dict[str, str]:
    """The account whose posts these are."""
    found = _UID.match(name)
    return {"author": found.group(1)} if found else {}


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post or repost a row; a repost's root is not in the file."""
    text = pl.col("微博正文")
    passed_on = is_repost(cell("是否为原创微博"), text)
    own = raw.select(before_original(text, passed_on)).to_series()
    return raw.select(
        "source_row",
        "source_path",
        native=weibo_ids(raw, "微博id"),
        kind=pl.when(passed_on).then(pl.lit("repost")).otherwise(pl.lit("post")),
        account=pl.lit(hints.author, pl.String),
        at_text=cell("发布时间"),
        text=text,
        own_text=own_words(own),
        client=cell("发布工具"),
        n_reposts=cell("转发数"),
        n_comments=cell("评论数"),
        n_likes=cell("点赞数"),
    )


IMPORTER = Importer(
    name="weibo-spider-csv",
    label="weiboSpider CSV of one account",
    source="the tool's own output, read 2026",
    platform="weibo",
    never_shows=("author", "comments", "root", "parent", "exact_time", "region", "capture_time"),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    name_hints=name_hints,
    needs=("author",),
    fields=("微博id", "微博正文", "发布时间", "发布工具", "点赞数", "转发数", "评论数", "是否为原创微博"),
)
