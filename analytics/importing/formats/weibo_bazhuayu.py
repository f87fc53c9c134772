"""A list of search results as Bazhuayu (八爪鱼) saves it: columns named by the page's own classes.

`标题` is the author, whose uid stands in `标题链接`; `txt` is the text, `from1` the time, `from2` the client.
The page leaves out the current year: such a time is unknown, never guessed. A bare 转发 or 赞 is a button.
"""

import polars as pl

from analytics.importing.importer import Container, Hints, Importer, Probe
from analytics.importing.values import cell, ids_in_urls, name_cell

_LINKS = ("from1链接", "from链接", "from1_link", "from_link", "时间链接", "微博链接", "链接")
_CAPTURED = ("采集时间", "当前时间", "抓取时间")
_UID = r"^https?://[^/]+/{1,2}(?:u/)?(\d{5,12})(?:[/?#]|$)"


def fits(probe: Probe) -> bool:
    """The classes of Weibo's page of results, below a title with its link."""
    if not probe.has("标题", "标题链接", "txt", "from1"):
        return False
    links = [str(row.get("标题链接") or "") for row in probe.sample if isinstance(row, dict)]
    return all("weibo" in link for link in links if link)


def draft(raw: pl.DataFrame, hints: Hints) -> pl.DataFrame:
    """One post a row."""
    del hints
    ids = [ids_in_urls(raw, name, "weibo") for name in _LINKS]
    return raw.select(
        "source_row",
        "source_path",
        kind=pl.lit("post"),
        native=pl.coalesce(pl.lit(found) for found in ids),
        account=pl.col("标题链接").str.extract(_UID, 1),
        account_name=name_cell("标题"),
        at_text=cell("from1"),
        captured_text=pl.coalesce(cell(name) for name in _CAPTURED),
        text=pl.col("txt"),
        client=cell("from2").str.replace(r"^来自\s*", ""),
        n_reposts=cell("转发"),
        n_comments=cell("评论"),
        n_likes=cell("赞"),
    )


IMPORTER = Importer(
    name="weibo-bazhuayu",
    label="Bazhuayu (八爪鱼) list of Weibo search results",
    source="columns of real lists, read 2026",
    platform="weibo",
    never_shows=("reposts", "comments", "root", "exact_time", "region"),
    containers=frozenset({Container.TABLE}),
    fits=fits,
    draft=draft,
    fields=("标题", "标题链接", "txt", "from1", "from2", "转发", "评论", "赞", *_LINKS, *_CAPTURED),
)
