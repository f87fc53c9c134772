"""dataabc/weibo-search CSV: keyword search, minute precision, counters as displayed, all blanks removed from
texts."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from analytics.simulate.displayed_values import clock, counter
from analytics.simulate.write_files import texts, write_table
from analytics.simulate.writer import View, Writer

COLUMNS = (
    "id",
    "bid",
    "user_id",
    "用户昵称",
    "微博正文",
    "头条文章url",
    "发布位置",
    "艾特用户",
    "话题",
    "转发数",
    "评论数",
    "点赞数",
    "发布时间",
    "发布工具",
    "微博图片url",
    "微博视频url",
    "retweet_id",
    "ip",
    "user_authentication",
    "会员类型",
    "会员等级",
)
_BADGES = {-1: "普通用户", 0: "黄V", 1: "蓝V", 2: "蓝V", 3: "蓝V", 4: "蓝V", 7: "蓝V"}


def table(shown: pl.DataFrame) -> pl.DataFrame:
    """Rows of SHOWN as text cells."""
    text = pl.col("text").str.replace_all(r"[ \u{a0}\u{3000}]", "")
    cells = {
        "id": pl.col("mid"),
        "bid": pl.col("bid"),
        "user_id": pl.col("uid"),
        "用户昵称": pl.col("name"),
        "微博正文": text,
        "艾特用户": pl.col("text").str.extract_all(r"@[^\s:：@/]+").list.join(",").str.replace_all("@", ""),
        "话题": pl.col("text").str.extract_all(r"#[^#]+#").list.join(",").str.replace_all("#", ""),
        **{
            name: pl.col(column).map_elements(lambda n: str(counter(n)), pl.String)
            for name, column in (("转发数", "reposts_n"), ("评论数", "comments_n"), ("点赞数", "likes_n"))
        },
        "发布时间": clock(pl.col("at_s"), "%Y-%m-%d %H:%M"),
        "发布工具": pl.col("client"),
        "retweet_id": pl.col("root_mid"),
        "ip": pl.col("region"),
        "user_authentication": pl.col("verified_type").replace_strict(
            _BADGES, default="普通用户", return_dtype=pl.String
        ),
        "会员类型": pl.lit("非会员"),
        "会员等级": pl.lit("0"),
    }
    return shown.select(
        cells.get(name, pl.lit("")).cast(pl.String).alias(name) for name in COLUMNS
    ).fill_null("")


def write(view: View, target: Path) -> list[Path]:
    """One CSV file. The original of each repost follows as a row of its own, once."""

    def rows() -> Iterator[pl.DataFrame]:
        written: set[int] = set()
        for chunk in view.chunks:
            written |= set(chunk["mid"])
            yield table(chunk)
            missing = chunk.filter(pl.col("root_mid").is_not_null())["root_mid"].unique(maintain_order=True)
            found = view.roots.filter(
                pl.col("mid").is_in(missing.to_list()) & ~pl.col("mid").is_in(sorted(written))
            )
            written |= set(found["mid"])
            yield table(found)

    return write_table(target, rows(), texts(COLUMNS))


WRITER = Writer("weibo_search", "dataabc/weibo-search, <keyword>.csv", frozenset({"post", "repost"}), write)
