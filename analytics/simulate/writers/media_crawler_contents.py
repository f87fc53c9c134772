"""MediaCrawler Weibo contents, to 2026-06: accounts, names and places in clear; CSV or JSONL by suffix."""

from pathlib import Path

from analytics.simulate.media_crawler import contents, write_as_named
from analytics.simulate.writer import View, Writer


def write(view: View, target: Path) -> list[Path]:
    """One CSV or JSONL file."""
    return write_as_named(view, target, contents)


WRITER = Writer("media_crawler_contents", "MediaCrawler, <type>_contents_<day>", frozenset({"post"}), write)
