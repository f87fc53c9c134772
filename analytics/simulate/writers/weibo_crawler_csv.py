"""dataabc/weibo-crawler CSV, one account a file `<uid>.csv`: the author is in the file name alone, ids end in
TAB."""

from pathlib import Path

import polars as pl

from analytics.simulate.displayed_values import clock
from analytics.simulate.write_files import texts, write_table
from analytics.simulate.writer import View, Writer

_OWN = (
    "id",
    "bid",
    "正文",
    "头条文章url",
    "原始图片url",
    "视频url",
    "Live Photo视频url",
    "位置",
    "日期",
    "工具",
    "点赞数",
    "评论数",
    "转发数",
    "话题",
    "@用户",
    "完整日期",
    "是否编辑过",
    "编辑次数",
)
_SOURCE = ("源用户id", "源用户昵称", *(f"源微博{name}" for name in _OWN))
COLUMNS = (*_OWN, "是否原创", *_SOURCE)


def _cells(prefix: str = "") -> dict[str, pl.Expr]:
    """The cells of one status; `prefix` picks the columns of SHOWN (or of the joined root)."""

    def col(name: str) -> pl.Expr:
        return pl.col(prefix + name)

    text = {
        "id": col("mid").cast(pl.String) + "\t",
        "bid": col("bid"),
        "正文": col("text"),
        "日期": clock(col("at_s"), "%Y-%m-%d"),
        "工具": col("client"),
        "点赞数": col("likes_n"),
        "评论数": col("comments_n"),
        "转发数": col("reposts_n"),
        "话题": col("text").str.extract_all(r"#[^#]+#").list.join(","),
        "@用户": col("text").str.extract_all(r"@[^\s:：@/]+").list.join(","),
        "完整日期": clock(col("at_s")),
        "是否编辑过": col("edited").replace_strict({True: "True", False: "False"}, return_dtype=pl.String),
        "编辑次数": col("edited").cast(pl.Int64),
    }
    return {name: text.get(name, pl.lit("")) for name in _OWN}


def with_roots(shown: pl.DataFrame, roots: pl.DataFrame) -> pl.DataFrame:
    """Rows of SHOWN with the columns of their root beside them as root_*; null for a post and an unseen
    root."""
    source = roots.drop("root_mid").rename(lambda name: f"root_{name}")
    return shown.join(source, on="root_mid", how="left", maintain_order="left")


def table(shown: pl.DataFrame, roots: pl.DataFrame) -> pl.DataFrame:
    """Rows of SHOWN with the original beside each repost, as text cells."""
    joined = with_roots(shown, roots)
    return joined.select(
        **{name: value.cast(pl.String) for name, value in _cells().items()},
        **{
            "是否原创": pl.when(pl.col("kind") == "post").then(pl.lit("True")).otherwise(pl.lit("False")),
            "源用户id": pl.col("root_uid").cast(pl.String) + "\t",
            "源用户昵称": pl.col("root_name"),
        },
        **{f"源微博{name}": value.cast(pl.String) for name, value in _cells("root_").items()},
    ).fill_null("")


def write(view: View, target: Path) -> list[Path]:
    """One CSV file."""
    return write_table(target, (table(chunk, view.roots) for chunk in view.chunks), texts(COLUMNS))


WRITER = Writer("weibo_crawler_csv", "dataabc/weibo-crawler, <uid>.csv", frozenset({"post", "repost"}), write)
