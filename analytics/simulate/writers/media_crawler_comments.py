"""MediaCrawler Weibo comments, to 2026-06: accounts, names and places in clear; CSV or JSONL by suffix."""

from pathlib import Path

from analytics.simulate.media_crawler import comments, write_as_named
from analytics.simulate.writer import View, Writer


def write(view: View, target: Path) -> list[Path]:
    """One CSV or JSONL file."""
    return write_as_named(view, target, comments)


WRITER = Writer(
    "media_crawler_comments", "MediaCrawler, <type>_comments_<day>", frozenset({"comment"}), write
)
