"""Posts of one account as weibo-crawler writes them: CSV `<uid>.csv`; the account stands only in the file's
name.

Ids end in a TAB. The original of a repost fills the 源… columns: a record of its own. The header is a fixed
list and each row holds what its post has, so that in most generations of the tool no row has the width of its
header, and in some the header lacks a cell that the rows hold. Rows are therefore read by position: the date
and the True / False cell fix the places. A file may hold several generations.
"""

import re
from collections.abc import Iterator
from itertools import product

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, mids_of_bids, name_cell, native_ids, weibo_ids

_UID = re.compile(r"^(\d{5,12})\.csv$")
_ACT = ("id", "bid", "正文", "工具", "点赞数", "评论数", "转发数", "日期", "完整日期", "是否编辑过")
_FORMS = {  # What fixes the places: the cell -> what it looks like.
    "日期": r"^\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}(\s.*)?$",
    "完整日期": r"^\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T]\d{1,2}:\d{2}",
    "是否编辑过": r"(?i)^\s*(true|false)\s*$",
    "编辑次数": r"^\s*\d{0,5}\s*$",
    "是否原创": r"(?i)^\s*(true|false)\s*$",
}
# The cells of a generation, the latest first: with the Live Photo address (from 2025-04), the whole date
# (2022-04), the edit mark and count (2025-12): a row of theirs could pass for one without, never the reverse.
_GENERATIONS = ((True, True, True), (True, True, False), (False, True, False), (False, False, False))


def fits(probe: Probe) -> bool:
    """The tool's Chinese header."""
    return probe.has("id", "bid", "正文", "工具", "点赞数", "评论数", "转发数", "话题", "@用户")


def placed(cells: pl.DataFrame, header: tuple[str, ...]) -> pl.DataFrame:
    """Rows of one width under the names of their cells; rows of no known generation are left out."""
    del header
    width = len(cells.columns) - 1
    left = cells
    found = []
    for names, tests in _layouts():
        if left.is_empty():
            break
        needed = [name for name in names if name]
        if len(_own(names)) > width:
            continue
        here = names[:width]
        empty = [pl.col(str(k)).fill_null("").str.strip_chars() == "" for k in range(len(here), width)]
        fits = pl.all_horizontal(*(test for at, test in tests if at < width), *empty).fill_null(False)
        chosen = left.filter(fits)
        left = left.filter(~fits)
        found.append(
            chosen.select(
                "source_row",
                *(pl.col(str(k)).alias(name) for k, name in enumerate(here)),
                *(pl.lit(None, pl.String).alias(name) for name in needed if name not in here),
            )
        )
    return pl.concat(found, how="diagonal") if found else cells.select("source_row").clear()


def _own(names: list[str]) -> list[str]:
    return [name for name in names if not name.startswith("源")]


def _layouts() -> Iterator[tuple[list[str], list[tuple[int, pl.Expr]]]]:
    """The names of a row's cells by generation, and what its cells must look like: [(position, test)].

    Rows of a file of originals only end before 是否原创.
    """
    for (live, whole, edits), is_mixed in product(_GENERATIONS, (True, False)):
        act = ["id", "bid", "正文", "头条文章url", "原始图片url", "视频url", *(["Live Photo视频url"] * live)]
        act += [
            "位置",
            "日期",
            "工具",
            "点赞数",
            "评论数",
            "转发数",
            "话题",
            "@用户",
            *(["完整日期"] * whole),
        ]
        marks = ["是否编辑过", "编辑次数"] * edits
        own = [*act, *marks, *(["是否原创"] * is_mixed)]
        source = ["源用户id", "源用户昵称", *(f"源微博{name}" for name in [*act, *marks])] if is_mixed else []
        tests = [(own.index(name), form) for name, form in _FORMS.items() if name in own]
        yield [*own, *source], [(at, pl.col(str(at)).str.contains(form)) for at, form in tests]


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
        source_path=pl.col("source_path") + "/源微博",
        native=source.drop_nulls(),
        kind=pl.lit("post"),
        account=native_ids(held, "源用户id"),
        account_name=name_cell("源用户昵称"),
        **_act("源微博"),
    )
    return pl.concat([own, inner], how="diagonal").sort("source_row", "source_path", maintain_order=True)


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
    never_shows=("author", "comments", "parent", "capture_time"),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    placed=placed,
    converts_counts=True,
    name_hints=name_hints,
    needs=("author",),
    fields=(*_ACT, "源用户id", "源用户昵称", "源微博id", *(f"源微博{name}" for name in _ACT[2:])),
)
