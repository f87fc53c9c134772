"""What `inspect` says of a file of each layout is what its import gives: importer, records, acts, rejected, kinds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.importing.layouts.made import Files, Read, database, document, lines, m, table, u, workbook
from tests.importing.layouts.media_rows import NAMES, rows_of
from tests.importing.layouts.proposed import inspected
from tests.importing.layouts.test_datasets import ced_files
from tests.importing.layouts.test_kept_statuses import ARCHIVE
from tests.importing.layouts.test_mediacrawler import sheet
from tests.importing.layouts.test_nghuyong import COMMENTS, CONTAINERS
from tests.importing.layouts.test_older_weibo_spider import TWEETS
from tests.importing.layouts.test_small_tools import GOT, SONS, got, sons
from tests.importing.layouts.test_spiderclub import TABLES
from tests.importing.layouts.test_super_spider import PAGES, TOPIC, page, topic
from tests.importing.layouts.test_weibo_crawler import GENERATIONS, head
from tests.importing.layouts.test_weibo_crawler import rows_of as crawled
from tests.importing.layouts.test_weibo_pages import COMMENT_PAGES, DOORS
from tests.importing.layouts.test_weibo_search import WIDTHS, row
from tests.importing.layouts.test_weibo_spider import HEAD, ROWS

FILES: dict[str, Callable[[Path], Files]] = {
    "statuses": lambda _: {"p.json": document(DOORS["data.cards"])},
    "comments": lambda _: {f"hotflow_{m(0)}.json": document(COMMENT_PAGES["hotflow"])},
    "weibo-crawler": lambda _: {f"{u(1)}.csv": table(head("LFE", True), crawled(GENERATIONS["2025-12"][1]))},
    "weibo-search": lambda _: {"k.csv": table(WIDTHS[17], [row(k, w, "话") for k, w in enumerate(WIDTHS, 1) if w > 16])},
    "weiboSpider": lambda _: {f"{u(1)}.csv": table(HEAD, ROWS) + table(HEAD, ROWS, "utf-8")},
    "nghuyong": lambda _: {"t.json": CONTAINERS["export.json"]},
    "nghuyong comments": lambda _: {f"comment_{m(0)}.jsonl": lines(COMMENTS)},
    "older WeiboSpider": lambda _: {"Tweets.json": lines(TWEETS)},
    "topic": lambda _: {"薄荷.csv": table(TOPIC, [topic(k) for k in (1, 2, 3)])},
    "comments without ids": lambda _: {"评论.csv": table(PAGES, [page(1, "说得对"), page(2, "不对")])},
    "SpiderClub": lambda folder: database(folder / "weibo.db", TABLES),
    "findsons": lambda _: {"a.csv": table(SONS, sons("%Y-%m-%d %H:%M:%S"))},
    "weibo-repost-get": lambda folder: workbook(folder / f"repo_{m(0)}.xlsx", {"Sheet1": [GOT], "转发信息": [GOT, got(1, "同感")]}),
    "Weibo-archiver": lambda _: {"a.json": document(ARCHIVE)},
    "CED": lambda _: ced_files("rumor-repost"),
    **{
        f"MediaCrawler {name}": lambda folder, name=name: workbook(  # type: ignore[misc]
            folder / "x.xlsx", dict(zip(("Contents", "Comments"), map(sheet, rows_of(name, True)), strict=True))
        )
        for name in NAMES
    },
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_inspect_tells_what_the_import_gives(tmp_path: Path, name: str) -> None:
    files = FILES[name](tmp_path)
    seen = inspected(tmp_path, files)
    assert seen.fault is None, str(seen.fault)
    done = Read(tmp_path, files)
    source = done.sources.row(0, named=True)
    assert (seen.importer, seen.records_n) == (source["importer"], source["records_n"])
    assert (seen.acts_n, seen.rejected_n) == (
        source["events_n"] + source["duplicates_n"],
        source["rejected_n"],
    )
    assert seen.other_n == source["other_n"] and sum(seen.kinds.values()) == seen.acts_n
    assert set(seen.kinds) == set(done.events["kind"])
