"""MediaCrawler Weibo comments, from 2026-07: accounts hashed, names masked, no place; CSV or JSONL by
suffix."""

from functools import partial
from pathlib import Path

from analytics.simulate.media_crawler import comments, write_as_named
from analytics.simulate.writer import View, Writer


def write(view: View, target: Path) -> list[Path]:
    """One CSV or JSONL file."""
    return write_as_named(view, target, partial(comments, new=True))


WRITER = Writer(
    "media_crawler_comments_hashed", "MediaCrawler, <type>_comments_<day>", frozenset({"comment"}), write
)
