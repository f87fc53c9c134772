"""The coordination-network-toolkit's input: one CSV of messages with the message each reposts or answers,
moments in UTC seconds."""

from pathlib import Path

import polars as pl

from analytics.simulate.write_files import texts, write_table
from analytics.simulate.writer import View, Writer

COLUMNS = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls")


def write(view: View, target: Path) -> list[Path]:
    """One CSV file. The words of those passed on (from //@ on) are left out, as such sets do."""
    root, repost = pl.col("root_mid").cast(pl.String), pl.col("kind") == "repost"
    cells = {
        "message_id": pl.col("mid").cast(pl.String),
        "user_id": pl.col("uid").cast(pl.String),
        "username": pl.col("name"),
        "repost_id": pl.when(repost).then(root),
        "reply_id": pl.when(pl.col("kind") == "comment").then(
            pl.coalesce(pl.col("parent_mid").cast(pl.String), root)
        ),
        "message": pl.when(repost).then(pl.col("text").str.split("//@").list.first()).otherwise("text"),
        "timestamp": pl.col("at_s").cast(pl.String),
        "urls": pl.lit(None, pl.String),
    }
    return write_table(
        target,
        (chunk.select(value.alias(name) for name, value in cells.items()) for chunk in view.chunks),
        texts(COLUMNS),
    )


WRITER = Writer(
    "coordination_toolkit",
    "the toolkit's README, version 1.5.2",
    frozenset({"post", "repost", "comment"}),
    write,
)
