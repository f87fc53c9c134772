"""Items of Zeeschuimer, each module held against its sample by hand."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from tests.importing.platforms.taken import counters_of, events_of, links_of, sums_of, taken
from tests.importing.samples import FORMATS

NOON = datetime(2025, 3, 1, 4, 0, tzinfo=UTC)
P, R, Q, C = (
    "x:1895685424542646273",
    "x:1895685697172406274",
    "x:1895685969802166275",
    "x:1895686263403446276",
)
POSTS = [
    ("tiktok", "tiktok:7476888888888888801", "tiktok:990000001", "invented_a", ("plays", 50)),
    (
        *("xiaohongshu", "xiaohongshu:65d4000000000000010000ff"),
        *("xiaohongshu:5e00000000000000000000a1", "虚构甲", ("likes", 12_000)),
    ),
    ("instagram", "instagram:CInvent_0-1", "instagram:990000001", "invented_a", ("comments", 2)),
    ("threads", "threads:DInvent01", "threads:990000001", "invented_a", ("quotes", 1)),
    ("douyin", "douyin:7476888888888888701", "douyin:990000001", "虚构甲", ("shares", 1)),
]


@pytest.mark.parametrize("module, key, account, name, counted", POSTS, ids=[row[0] for row in POSTS])
def test_one_post_of_a_module(
    module: str, key: str, account: str, name: str, counted: tuple[str, int], tmp_path: Path
) -> None:
    result = taken(f"zeeschuimer-{module}", tmp_path)
    assert links_of(result) == {key: ("post", account, None, key, None)}
    event = events_of(result)[key]
    assert (event["at"], event["account_name"]) == (NOON, name)
    assert counted in counters_of(result, key).items()
    assert sums_of(result) == (1, 1, 0, 0, 0)


def test_a_rounded_item_id_of_x_is_not_read(tmp_path: Path) -> None:
    result = taken("zeeschuimer-x", tmp_path)
    assert links_of(result) == {
        P: ("post", "x:990000001", None, P, None),
        R: ("repost", "x:990000002", None, P, "root_only"),
        Q: ("quote", "x:990000003", P, P, None),
        C: ("comment", "x:990000002", P, P, None),
    }
    events = events_of(result)
    assert (events[R]["account_name"], events[C]["account_name"]) == ("invented_b", None)
    assert events[R]["own_text"] is None and events[P]["urls"] == ["https://news.example/bread"]
    assert events[P]["at"] == NOON and events[P]["client"] == "Invented Client"
    # Counts are of the moment at which the item was last seen, a minute after it was collected.
    seen = result.case.read("counters").filter(event_id=R)["captured_at"].unique().to_list()
    assert seen == [NOON.replace(day=2, minute=1)]
    assert result.notes[("x.ndjson", "advert")][1] == 1
    # A repost and a quote with the original inside, an answer; the original once more as 4CAT keeps it.
    assert sums_of(result) == (6, 4, 2, 0, 0)


def test_a_comment_of_tiktok_answers_a_comment_or_the_video(tmp_path: Path) -> None:
    result = taken("zeeschuimer-tiktok-comments", tmp_path)
    video, top, answer, deep = (f"tiktok:74768888888888888{k}" for k in ("01", "11", "12", "13"))
    assert links_of(result) == {
        top: ("comment", "tiktok:990000002", video, video, None),
        answer: ("comment", "tiktok:990000003", top, video, None),
        deep: ("comment", "tiktok:990000002", answer, video, None),
    }


def test_an_answer_inside_a_comment_of_rednote_is_a_record(tmp_path: Path) -> None:
    result = taken("zeeschuimer-xiaohongshu-comments", tmp_path)
    note, top, answer = (f"xiaohongshu:65d40000000000000100{k}" for k in ("00ff", "00a0", "00a1"))
    who = "xiaohongshu:5e00000000000000000000"
    assert links_of(result) == {
        top: ("comment", f"{who}a2", note, note, None),
        answer: ("comment", f"{who}a1", top, note, None),
    }
    assert events_of(result)[top]["region"] == "浙江"
    assert events_of(result)[answer]["at"] == NOON.replace(minute=2)


def test_an_item_without_its_post_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = (FORMATS / "zeeschuimer-x" / "x.ndjson").read_text(encoding="utf-8").splitlines()
    broken = json.loads(lines[2])
    del broken["data"]["legacy"]
    file = tmp_path / "broken.ndjson"
    file.write_text("\n".join([*lines[:2], json.dumps(broken)]) + "\n", encoding="utf-8")
    result = import_files(tmp_path / "case", [file], ImportOptions(), Thresholds(), lambda n, d: None)
    assert sums_of(result) == (5, 3, 1, 1, 0)
    assert result.case.read("rejected")["reason"].to_list() == ["no_record"]
