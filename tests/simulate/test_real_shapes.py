"""What tools truly write, as read in their code and in real files: header and row widths, marks of the file, faults.

Numbers and names stand here by hand; the writers know nothing of this table."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from analytics.importing.import_files import ImportOptions, ImportResult, import_files
from analytics.model.thresholds import Thresholds
from analytics.simulate.faults import run_again
from analytics.simulate.sample.story import Story
from tests.simulate.test_writers import WRITERS, view_of

# weibo-crawler: header, original, repost; header and row of the setting without reposts.
CRAWLER = {
    "2019_08": (31, 15, 31, 14, 14),
    "2022_04": (31, 16, 33, 14, 15),
    "2024_01": (33, 16, 33, 15, 15),
    "2025_04": (33, 17, 35, 15, 16),
    "2025_11": (35, 17, 35, 16, 16),
    "2025_12": (39, 19, 37, 18, 18),
}
# weibo-search: cells of header and row, and of an original's row.
SEARCH = {16: 16, 17: 17, 18: 17, 19: 19, 21: 21}
HEADERS = {
    "weibo_spider": "微博id,微博正文,头条文章url,原始图片url,被转发微博原始图片url,是否为原创微博,微博视频url,发布位置,"
    "发布时间,发布工具,点赞数,转发数,评论数",
    "weibo_search_16": "id,bid,user_id,用户昵称,微博正文,发布位置,艾特用户,话题,转发数,评论数,点赞数,发布时间,发布工具,"
    "微博图片url,微博视频url,retweet_id",
    "coordination_toolkit": "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls",
}
CRLF, BOM = b"\r\n", b"\xef\xbb\xbf"


def written(name: str, story: Story, target: Path) -> tuple[Path, pl.DataFrame]:
    view, shown = view_of(story, WRITERS[name].kinds)
    return WRITERS[name].write(view, target)[0], shown


def rows_of(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text, strict=True))


def taken(file: Path, case: Path) -> ImportResult:
    return import_files(case, [file], ImportOptions(), Thresholds(), lambda n, d: None)


@pytest.mark.parametrize("since", CRAWLER)
def test_rows_of_weibo_crawler_do_not_follow_their_header(since: str, story: Story, tmp_path: Path) -> None:
    header, original, repost, header_alone, row_alone = CRAWLER[since]
    file, shown = written(f"weibo_crawler_csv_{since}", story, tmp_path / "9100000001.csv")
    rows = rows_of(file)
    assert len(rows[0]) == header
    assert {(row[original - 1], len(row)) for row in rows[1:]} == {("True", original), ("False", repost)}
    assert all(row[0].endswith("\t") and row[0].strip().isdigit() for row in rows[1:])
    assert file.read_bytes().startswith(BOM + b"id,bid,") and CRLF in file.read_bytes()
    alone, _ = written(f"weibo_crawler_csv_{since}_originals", story, tmp_path / "9100000002.csv")
    assert {len(row) for row in rows_of(alone)[1:]} == {row_alone}
    assert len(rows_of(alone)[0]) == header_alone
    assert ("完整日期" in rows[0]) == (since >= "2024_01") and ("Live Photo视频url" in rows[0]) == (
        since >= "2025_11"
    )
    events = taken(file, tmp_path / "case").case.read("events")
    assert set(shown["mid"].cast(pl.String)) <= set(events["event_id"].str.slice(len("weibo:")))
    reposts = shown.filter(pl.col("kind") == "repost")
    known = dict(events.select("event_id", "stated_root_id").iter_rows())
    for mid, root in reposts.select("mid", "root_mid").iter_rows():
        assert known[f"weibo:{mid}"] == f"weibo:{root}"


@pytest.mark.parametrize("width", SEARCH)
def test_rows_of_weibo_search_by_generation(width: int, story: Story, tmp_path: Path) -> None:
    file, shown = written(f"weibo_search_{width}", story, tmp_path / "k.csv")
    rows = rows_of(file)
    assert len(rows[0]) == width and ("头条文章url" in rows[0]) == (width > 16)
    own = {str(mid) for mid in shown["mid"]}
    assert {len(row) for row in rows[1:] if row[0] in own} == {width}
    assert {len(row) for row in rows[1:] if row[0] not in own} <= {SEARCH[width]}
    assert taken(file, tmp_path / "case").new["rejected_n"].sum() == 0


def test_generations_of_weibo_search_lie_in_one_file(story: Story, tmp_path: Path) -> None:
    file, shown = written("weibo_search_appended", story, tmp_path / "k.csv")
    rows = rows_of(file)
    assert len(rows[0]) == 16 and {len(row) for row in rows[1:]} >= {16, 17, 18, 19, 21}
    result = taken(file, tmp_path / "case")
    assert result.new["rejected_n"].sum() == 0
    events = result.case.read("events")
    assert set(shown["mid"].cast(pl.String)) <= set(events["event_id"].str.slice(len("weibo:")))


@pytest.mark.parametrize("name", HEADERS)
def test_headers_word_for_word(name: str, story: Story, tmp_path: Path) -> None:
    file, _ = written(name, story, tmp_path / "9100000001.csv")
    rows = rows_of(file)
    assert ",".join(rows[0]) == HEADERS[name] and {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("hashed", ["", "_hashed"])
@pytest.mark.parametrize("kind", ["contents", "comments"])
def test_the_clock_of_media_crawler_was_eight_hours_late(
    kind: str, hashed: str, story: Story, tmp_path: Path
) -> None:
    file, shown = written(f"media_crawler_{kind}_late{hashed}", story, tmp_path / "x.jsonl")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [row["create_time"] - at_s for row, at_s in zip(rows, shown["at_s"], strict=True)] == [
        28_800
    ] * len(rows)
    assert all(row["create_date_time"].endswith("+08:00") for row in rows)
    assert ("user_id" in rows[0], "ip_location" in rows[0]) == (not hashed, not hashed)
    assert ("creator_hash" in rows[0]) == bool(hashed)
    events = taken(file, tmp_path / "case").case.read("events")
    moments = dict(zip(shown["mid"].cast(pl.String), shown["at_s"], strict=True))
    for event, at in events.select("event_id", pl.col("at").dt.epoch("s")).iter_rows():
        assert at == moments[event.removeprefix("weibo:")]


RUNS: dict[str, tuple[str, bool, Callable[[int], int]]] = {
    "weibo_spider": ("9100000001.csv", True, lambda n: 2 * n + 1),
    "media_crawler_comments": ("c.csv", False, lambda n: 2 * n),
    "media_crawler_comments_late": ("c.jsonl", False, lambda n: 2 * n),
    "nghuyong_statuses": ("repost_1.jsonl", False, lambda n: 2 * n),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_second_run_is_appended_and_gives_duplicates_only(name: str, story: Story, tmp_path: Path) -> None:
    target, header_again, records_n = RUNS[name]
    file, shown = written(name, story, tmp_path / target)
    once = taken(file, tmp_path / "once").new.row(0, named=True)
    run_again(file, header_again)
    if header_again:
        assert sum(row[0] == "微博id" for row in rows_of(file)) == 2
    assert file.read_bytes().count(BOM) == (target.endswith(".csv"))
    twice = taken(file, tmp_path / "twice").new.row(0, named=True)
    assert twice["records_n"] == records_n(len(shown))
    assert twice["events_n"] == once["events_n"] and twice["rejected_n"] == 0
    assert twice["other_n"] == once["other_n"] + header_again
