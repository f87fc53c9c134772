"""What the layouts of lesser tools share: whose a table is, which post it is about, which clock is believed."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analytics.importing.formats._weibo import post_in_name, uid_in_name
from analytics.importing.import_files import ImportOptions, ImportResult, import_files
from analytics.model.thresholds import Thresholds
from tests.importing.invented import START, beijing, bid_of, lines, mid_at

M = [mid_at(START + timedelta(minutes=k), k) for k in range(9)]
UNIX = int(START.timestamp())


def run(folder: Path, name: str, text: str, **options: Any) -> ImportResult:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return import_files(folder / "case", [file], ImportOptions(**options), Thresholds(), lambda n, d: None)


def events(taken: ImportResult) -> dict[str, dict[str, Any]]:
    return {row["event_id"]: row for row in taken.case.read("events").to_dicts()}


def weibo_comment(k: int, late_h: int, above: str = "") -> dict[str, Any]:
    moment = START + timedelta(minutes=k)
    return {
        "comment_id": M[k],
        "create_time": int(moment.timestamp()) + late_h * 3_600,
        "create_date_time": beijing(moment) + "+08:00",
        "note_id": M[0],
        "content": f"话{k}",
        "sub_comment_count": "0",
        "comment_like_count": "1",
        "parent_comment_id": above,
        "last_modify_ts": (UNIX + 86_400) * 1000,
        "user_id": str(9_100_000_000 + k),
        "nickname": f"虚构{k}",
    }


def test_a_second_time_that_is_eight_hours_late_is_told_once_and_not_taken(tmp_path: Path) -> None:
    taken = run(tmp_path, "c.jsonl", lines(*(weibo_comment(k, 8) for k in range(1, 6))))
    assert {code: n for (_, code), (_, n) in taken.notes.items()} == {"time_beside": 5}
    assert taken.notes["c.jsonl", "time_beside"][0] == "+8"
    assert all(row["at"] == START + timedelta(minutes=k) for k, row in enumerate(events(taken).values(), 1))


def test_a_second_time_that_agrees_is_not_told(tmp_path: Path) -> None:
    assert not run(tmp_path, "c.jsonl", lines(*(weibo_comment(k, 0) for k in range(1, 6)))).notes


def test_the_top_of_a_thread_is_no_parent_of_its_answers(tmp_path: Path) -> None:
    rows = [weibo_comment(1, 0, M[1]), weibo_comment(2, 0, M[1]), weibo_comment(3, 0, "0")]
    found = events(run(tmp_path, "c.jsonl", lines(*rows)))
    root = f"weibo:{M[0]}"
    assert [row["stated_parent_id"] for row in found.values()] == [root, None, root]


def test_an_account_that_is_hashed_stands_in_a_space_of_its_own(tmp_path: Path) -> None:
    row = weibo_comment(1, 0) | {"creator_hash": "00000000000000a1", "nickname": "虚***一"}
    del row["user_id"]
    (found,) = events(run(tmp_path, "c.jsonl", lines(row))).values()
    assert found["account_id"] == "weibo~mediacrawler:00000000000000a1"


@pytest.mark.parametrize(("at", "platform"), [(UNIX * 1000, "kuaishou"), (UNIX, None)])
def test_comments_without_a_parent_column_are_kuaishous_if_times_are_milliseconds(
    tmp_path: Path, at: int, platform: str | None
) -> None:
    row = {"comment_id": "7", "video_id": "3x", "content": "话", "sub_comment_count": "0", "create_time": at}
    file = tmp_path / "c.jsonl"
    file.write_text(lines(row | {"user_id": "9100000001", "nickname": "甲"}), encoding="utf-8")
    from analytics.importing.inspection import inspect_file

    seen = inspect_file(file, None, Thresholds().reading)[0].importer
    assert seen == (f"{platform}-mediacrawler-comments" if platform else None)


def test_a_time_whose_zone_nobody_tells_is_unknown_until_somebody_does(tmp_path: Path) -> None:
    row = {
        "note_id": "900001",
        "title": "题",
        "desc": "文",
        "publish_time": "2025-03-01 12:00",
        "tieba_name": "虚构吧",
        "total_replay_num": 4,
        "user_link": "https://tieba.example.invalid/home/main?id=tb.1.aa.bb&un=x",
        "user_nickname": "虚构甲",
    }
    (open_,) = events(run(tmp_path, "a.jsonl", lines(row))).values()
    assert open_["at"] is None and open_["at_text"] == "2025-03-01 12:00" and open_["text"] == "题\n文"
    assert open_["account_id"] == "tieba:tb.1.aa.bb"
    (tmp_path / "b").mkdir()
    stated = run(tmp_path / "b", "a.jsonl", lines(row), timezone="Asia/Shanghai")
    assert next(iter(events(stated).values()))["at"] == START


@pytest.mark.parametrize(
    ("name", "about"),
    [
        (f"{bid_of(M[0])}.csv", M[0]),
        (f"repo_{M[0]}.xlsx", M[0]),
        (f"{M[0]}_{bid_of(M[0])}.csv", M[0]),
        (f"{M[0]}_{M[1]}.csv", None),
        ("comments_.csv", None),
        ("Microblog.csv", None),
        ("weibodata.csv", None),
        ("123456789.csv", None),
    ],
)
def test_the_post_in_a_name_is_a_mid_or_a_bid_and_no_word(name: str, about: str | None) -> None:
    assert post_in_name(name).get("about") == about


def test_the_account_in_a_name_stands_at_its_beginning() -> None:
    assert uid_in_name("9100000001_甲.csv") == {"author": "9100000001"}
    assert (
        uid_in_name(f"{M[0]}.csv") == uid_in_name("2025-03-01.csv") == uid_in_name("a_9100000001.csv") == {}
    )


def test_an_answer_that_names_somebody_has_no_parent_but_one_that_is_named(tmp_path: Path) -> None:
    head = "评论ID,微博ID,用户ID,用户昵称,评论时间,评论内容,父评论ID,回复评论ID\n"
    at = beijing(START)
    text = (
        f"{M[1]},{M[0]},9100000001,甲,{at},话,,\n"
        f"{M[2]},{M[0]},9100000002,乙,{at},答,{M[1]},\n"
        f"{M[3]},{M[0]},9100000003,丙,{at},回复@乙:答,{M[1]},\n"
        f"{M[4]},{M[0]},9100000004,丁,{at},回复@丙:答,{M[1]},{M[3]}\n"
    )
    found = events(run(tmp_path, "评论.csv", head + text))
    parents = [row["stated_parent_id"] for row in found.values()]
    assert parents == [None, f"weibo:{M[1]}", None, f"weibo:{M[3]}"]


def test_articles_of_another_platform_are_left_to_a_column_map(tmp_path: Path) -> None:
    from analytics.importing.inspection import inspect_file

    file = tmp_path / "a.csv"
    file.write_text(
        "articleId,created_at,likes_counts,region,content,authorName\n12345,2025-03-01,1,天津,话,甲\n"
    )
    assert inspect_file(file, None, Thresholds().reading)[0].importer is None


def test_seconds_that_a_tool_made_up_yield_to_those_of_the_id(tmp_path: Path) -> None:
    head = "mid,uid,nick_name,created_at,content,repost_count,comment_count,attitude_count,abstract_at\n"
    mid = mid_at(START + timedelta(seconds=43))
    row = f"{mid},9100000001,甲,{beijing(START)},有理//@乙:话,1,2,3,2025-03-02 00:00:00\n"
    (found,) = events(run(tmp_path, "posts.csv", head + row)).values()
    assert (found["at"], found["at_basis"]) == (START + timedelta(seconds=43), "id")
    assert found["kind"] == "repost" and found["stated_root_id"] is None and found["own_text"] == "有理"


def test_the_original_within_a_raw_status_is_a_record_of_its_own(tmp_path: Path) -> None:
    status = {
        "mid": M[2],
        "created_at": "Sat Mar 01 12:02:00 +0800 2025",
        "text": "<b>有理</b>",
        "pidstr": M[1],
    }
    status |= {"user": {"idstr": "9100000001"}, "retweeted_status": {"idstr": M[0], "text": "原帖"}}
    cell = json.dumps(status, ensure_ascii=False).replace('"', '""')
    taken = run(
        tmp_path, "posts.csv", f'mid,uid,data,update_at\n{M[2]},9100000001,"{cell}",2025-03-02 00:00:00\n'
    )
    found = events(taken)
    repost, original = found[f"weibo:{M[2]}"], found[f"weibo:{M[0]}"]
    assert (repost["stated_parent_id"], repost["stated_root_id"]) == (f"weibo:{M[1]}", f"weibo:{M[0]}")
    assert repost["own_text"] == "有理" and original["account_id"] is None and original["kind"] == "post"
    assert taken.new.select(pl.col("records_n") - pl.col("events_n")).item() == 0
