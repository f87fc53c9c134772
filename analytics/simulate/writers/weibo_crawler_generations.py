"""dataabc/weibo-crawler CSV as its six generations wrote it: originals are shorter than reposts, and in three
of them no row has as many cells as the header.

The sample case keeps the even table of `weibo_crawler_csv`, so that its committed bytes stay as they are.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from analytics.simulate.write_files import write_rows
from analytics.simulate.writer import View, Writer
from analytics.simulate.writers.weibo_crawler_csv import table

_LIVE, _WHOLE_DATE, _EDITED = "Live Photo视频url", "完整日期", ("是否编辑过", "编辑次数")
_FIRST = (
    *("id", "bid", "正文", "头条文章url", "原始图片url", "视频url", "位置", "日期"),
    *("工具", "点赞数", "评论数", "转发数", "话题", "@用户"),
)
_KIND, _SOURCE = "是否原创", ("源用户id", "源用户昵称")


@dataclass(frozen=True)
class Generation:
    """What a version of the tool knows of: since when, which cells its header names and its rows hold."""

    since: str
    header_live: bool
    header_date: bool
    rows_live: bool
    rows_date: bool
    edited: bool = False


GENERATIONS = (
    Generation("2019_08", False, False, False, False),
    Generation("2022_04", False, False, False, True),
    Generation("2024_01", False, True, False, True),
    Generation("2025_04", False, True, True, True),
    Generation("2025_11", True, True, True, True),
    Generation("2025_12", True, True, True, True, edited=True),
)


def _own(live: bool, date: bool, edited: bool) -> tuple[str, ...]:
    """The cells of one status in the tool's order."""
    cells = [*_FIRST, *((_WHOLE_DATE,) if date else ()), *(_EDITED if edited else ())]
    if live:
        cells.insert(cells.index("位置"), _LIVE)
    return tuple(cells)


def header(generation: Generation, only_originals: bool = False) -> tuple[str, ...]:
    """The first line: the same for every row, whatever these hold."""
    own = _own(generation.header_live, generation.header_date, generation.edited)
    return own if only_originals else (*own, _KIND, *_SOURCE, *(f"源微博{name}" for name in own))


def _cells_of(generation: Generation, is_repost: bool, only_originals: bool) -> tuple[str, ...]:
    own = _own(generation.rows_live, generation.rows_date, generation.edited)
    if only_originals:
        return own
    root = _own(generation.rows_live, generation.rows_date, False)  # No version writes the root's edits.
    return (*own, _KIND, *(*_SOURCE, *(f"源微博{name}" for name in root))) if is_repost else (*own, _KIND)


def write(view: View, target: Path, generation: Generation, only_originals: bool = False) -> list[Path]:
    """One CSV file. Reposts whose original was not seen are as short as originals; `only_originals`: the
    tool's setting that leaves reposts out."""
    rows = [header(generation, only_originals)]
    for chunk in view.chunks:
        kept = chunk.filter(pl.col("kind") == "post") if only_originals else chunk
        for row in table(kept, view.roots).rows(named=True):
            is_repost = row[_SOURCE[0]] != ""
            rows.append(tuple(row[name] for name in _cells_of(generation, is_repost, only_originals)))
    return write_rows(target, rows)


WRITERS = tuple(
    Writer(
        f"weibo_crawler_csv_{generation.since}",
        f"dataabc/weibo-crawler, <uid>.csv, as written from {generation.since.replace('_', '-')}",
        frozenset({"post", "repost"}),
        partial(write, generation=generation),
    )
    for generation in GENERATIONS
) + tuple(
    Writer(
        f"weibo_crawler_csv_{generation.since}_originals",
        f"dataabc/weibo-crawler, <uid>.csv without reposts, from {generation.since.replace('_', '-')}",
        frozenset({"post"}),
        partial(write, generation=generation, only_originals=True),
    )
    for generation in GENERATIONS
)
