"""Search results as weibo-search writes them: CSV, SQLite, MySQL or MongoDB, times to the minute, blanks
removed from texts.

A file is appended to under the header of its first run: rows of 16 to 21 cells are right by position. The
year is guessed by the tool where the page left it out: the id settles it. The original of a repost is a row
of its own, joined by retweet_id.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, mids_of_bids, name_cell, native_ids, weibo_ids

# Header cell of the CSV -> column of the databases.
_CELLS = {
    "id": "id",
    "bid": "bid",
    "user_id": "user_id",
    "用户昵称": "screen_name",
    "微博正文": "text",
    "转发数": "reposts_count",
    "评论数": "comments_count",
    "点赞数": "attitudes_count",
    "发布时间": "created_at",
    "发布工具": "source",
    "retweet_id": "retweet_id",
    "ip": "ip",
    "user_authentication": "user_authentication",
}

# The cells in the order of the tool's versions; the first of them (2020-04) lacks 头条文章url.
_ORDER = (
    *("id", "bid", "user_id", "用户昵称", "微博正文", "头条文章url", "发布位置", "艾特用户", "话题"),
    *("转发数", "评论数", "点赞数", "发布时间", "发布工具", "微博图片url", "微博视频url", "retweet_id"),
    *("ip", "user_authentication", "会员类型", "会员等级"),
)
_FIRST_WIDTH = 16


def fits(probe: Probe) -> bool:
    """The CSV's Chinese header, or the databases' English columns with the place or the mark of the
    account."""
    if probe.has("id", "bid", "user_id", "用户昵称", "微博正文", "发布时间", "retweet_id"):
        return True
    if probe.container == Container.DATABASE:
        is_marked = probe.has("weibo.user_authentication") or probe.has("weibo.ip")
        return is_marked and probe.has("weibo.bid", "weibo.screen_name", "weibo.retweet_id")
    is_marked = probe.has("user_authentication") or probe.has("ip")
    columns = ("id", "bid", "user_id", "screen_name", "text", "created_at", "retweet_id", "reposts_count")
    return is_marked and probe.has(*columns)


def placed(cells: pl.DataFrame, header: tuple[str, ...]) -> pl.DataFrame:
    """Rows of one width: as the header says where it has that width, else by the version that wrote so many
    cells."""
    width = len(cells.columns) - 1
    if width == len(header):
        names = header
    elif width == _FIRST_WIDTH:
        names = tuple(name for name in _ORDER[:17] if name != "头条文章url")
    elif _FIRST_WIDTH < width <= len(_ORDER) and set(header) <= set(_ORDER):
        names = _ORDER[:width]
    else:
        return cells.select("source_row").clear()
    return cells.select("source_row", *(pl.col(str(k)).alias(name) for k, name in enumerate(names)))


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post or repost a row."""
    del hints
    raw = raw.with_columns(
        pl.coalesce(name, column, f"weibo.{column}").alias(name) for name, column in _CELLS.items()
    )
    root = weibo_ids(raw, "retweet_id")
    return raw.select(
        "source_row",
        "source_path",
        native=weibo_ids(raw, "id"),
        native_beside=mids_of_bids(raw["bid"]),
        kind=pl.when(root.is_not_null()).then(pl.lit("repost")).otherwise(pl.lit("post")),
        root=root,
        account=native_ids(raw, "user_id"),
        account_name=name_cell("用户昵称"),
        at_text=cell("发布时间"),
        text=pl.col("微博正文"),
        client=cell("发布工具"),
        region=cell("ip"),
        n_reposts=cell("转发数"),
        n_comments=cell("评论数"),
        n_likes=cell("点赞数"),
        verified=pl.when(cell("user_authentication") == "普通用户")
        .then(pl.lit("false"))
        .when(cell("user_authentication").is_not_null())
        .then(pl.lit("true")),
        verified_type=cell("user_authentication"),
    )


IMPORTER = Importer(
    name="weibo-search",
    label="weibo-search CSV, SQLite, MySQL, MongoDB",
    source="the tool's own output, read 2026",
    platform="weibo",
    never_shows=("comments", "parent", "exact_time", "capture_time"),
    containers=frozenset({Container.TABLE, Container.DATABASE, Container.DOCUMENT, Container.LINES}),
    fits=fits,
    draft=draft,
    placed=placed,
    fields=tuple(
        dict.fromkeys((*_CELLS, *_CELLS.values(), *(f"weibo.{column}" for column in _CELLS.values())))
    ),
)
