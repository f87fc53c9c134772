"""Posts of one account as weibo-crawler writes them: CSV `<uid>.csv`; the account stands only in the file's
name.

Ids end in a TAB. The original of a repost fills the 源… columns: a record of its own.
"""

import re

import polars as pl

from analytics.ingest.importer import Container, Hints, Importer, Probe
from analytics.ingest.values import cell, mids_of_bids, name_cell, native_ids, weibo_ids

_UID = re.compile(r"^(\d{5,12})\.csv$")
_ACT = ("id", "bid", "正文", "工具", "点赞数", "评论数", "转发数", "日期", "完整日期", "是否编辑过")


def fits(probe: Probe) -> bool:
    """The tool's Chinese header."""
    return probe.has("id", "bid", "正文", "工具", "点赞数", "评论数", "转发数", "话题", "@用户")


def name_hints(name: str) -> dict[str, str]:
    """The account whose posts these are.

    >>> name_hints("9101340552.csv")
    {'author': '9101340552'}
    """
    found = _UID.match(name)
    return {"author": found.group(1)} if found else {}


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post or repost a row, and the original of each repost."""
    source = weibo_ids(raw, "源微博id")
    own = raw.select(
        "source_row",
        "source_path",
        other=_repeated(),
        native=weibo_ids(raw, "id"),
        native_beside=mids_of_bids(raw["bid"]),
        kind=pl.when(source.is_not_null()).then(pl.lit("repost")).otherwise(pl.lit("post")),
        root=source,
        account=pl.lit(hints.author, pl.String),
        **_act(""),
    )
    if source.null_count() == raw.height:
        return own
    held = raw.filter(source.is_not_null())
    inner = held.select(
        "source_row",
        source_path=pl.lit("/源微博"),
        native=source.drop_nulls(),
        kind=pl.lit("post"),
        account=native_ids(held, "源用户id"),
        account_name=name_cell("源用户昵称"),
        **_act("源微博"),
    )
    return pl.concat([own, inner], how="diagonal").sort("source_row", "source_path", maintain_order=True)


def _repeated() -> pl.Expr:
    return pl.when(pl.col("id") == "id").then(pl.lit("true"))


def _act(prefix: str) -> dict[str, pl.Expr]:
    return {
        "at_text": pl.coalesce(cell(f"{prefix}完整日期"), cell(f"{prefix}日期")),
        "text": pl.col(f"{prefix}正文"),
        "client": cell(f"{prefix}工具"),
        "edited": cell(f"{prefix}是否编辑过"),
        "n_reposts": cell(f"{prefix}转发数"),
        "n_comments": cell(f"{prefix}评论数"),
        "n_likes": cell(f"{prefix}点赞数"),
    }


IMPORTER = Importer(
    name="weibo-crawler-csv",
    label="weibo-crawler CSV of one account",
    source="the tool's own output, read 2026",
    platform="weibo",
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    converts_counts=True,
    name_hints=name_hints,
    needs=("author",),
    fields=(*_ACT, "源用户id", "源用户昵称", "源微博id", *(f"源微博{name}" for name in _ACT[2:])),
)
