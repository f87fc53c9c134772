"""Data sets of 4CAT, each data source held against its sample by hand."""

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
# One post each: (importer, id, account, name, counters).
POSTS = [
    ("tiktok", "tiktok:7476888888888888801", None, "invented_a", (("comments", 2), ("plays", 50))),
    ("douyin", "douyin:7476888888888888701", "douyin:990000001", "虚构甲", (("likes", 7), ("plays", 50))),
    ("xiaohongshu", "xiaohongshu:65d4000000000000010000ff", None, "虚构甲", (("likes", 12_000),)),
    ("instagram", "instagram:CInvent_0-1", "instagram:990000001", "invented_a", (("likes", 7),)),
    ("threads", "threads:DInvent01", None, "invented_a", (("reposts", 1), ("quotes", 1))),
    ("truth", "truth:114000000000000001", "truth:109000000000000001", "invented_a", (("reposts", 1),)),
    ("gab", "gab:114000000000000002", "gab:990001", "invented_a", (("likes", 7), ("reposts", 1))),
    ("facebook", "facebook:990000000000001", None, "Invented Page", ()),
]


@pytest.mark.parametrize("source, key, account, name, counted", POSTS, ids=[row[0] for row in POSTS])
def test_one_post_of_a_source(
    source: str,
    key: str,
    account: str | None,
    name: str,
    counted: tuple[tuple[str, int], ...],
    tmp_path: Path,
) -> None:
    result = taken(f"fourcat-{source}", tmp_path)
    assert links_of(result) == {key: ("post", account, None, key, None)}
    event = events_of(result)[key]
    assert (event["at"], event["account_name"]) == (NOON, name)
    assert set(counted) <= set(counters_of(result, key).items())
    assert sums_of(result) == (1, 1, 0, 0, 0)


def test_names_of_x_are_no_links(tmp_path: Path) -> None:
    result = taken("fourcat-x", tmp_path)
    assert links_of(result) == {
        P: ("post", "x:990000001", None, P, None),
        R: ("repost", "x:990000002", None, None, "source_by_name"),
        Q: ("quote", "x:990000003", P, P, None),
        C: ("comment", "x:990000002", None, P, "in_thread"),
    }
    assert events_of(result)[P]["urls"] == ["https://news.example/7,75", "https://news.example/b"]
    assert events_of(result)[R]["own_text"] is None
    assert counters_of(result, R) == {"comments": 1, "likes": 7, "quotes": 1, "views": 50}
    assert sums_of(result) == (4, 4, 0, 0, 0)


def test_a_comment_of_tiktok_names_what_it_answers(tmp_path: Path) -> None:
    video, top, answer = (f"tiktok:74768888888888888{k}" for k in ("01", "11", "12"))
    result = taken("fourcat-tiktok-comments", tmp_path)
    assert links_of(result) == {
        top: ("comment", None, video, video, None),
        answer: ("comment", None, top, video, None),
    }
    assert events_of(result)[answer]["at"] == NOON.replace(minute=2)


def test_a_comment_of_rednote_names_its_note_alone(tmp_path: Path) -> None:
    result = taken("fourcat-xiaohongshu-comments", tmp_path)
    note, comment = (f"xiaohongshu:65d40000000000000100{k}" for k in ("00ff", "00a0"))
    assert links_of(result) == {comment: ("comment", None, None, note, "in_thread")}
    assert events_of(result)[comment]["region"] == "浙江"


def test_the_bare_number_of_a_telegram_answer_is_of_its_chat(tmp_path: Path) -> None:
    result = taken("fourcat-telegram", tmp_path)
    chat = "telegram:inventedchat-"
    assert links_of(result) == {
        f"{chat}2": ("post", "telegram:990000001", None, f"{chat}2", None),
        f"{chat}3": ("comment", "telegram:990000002", f"{chat}2", None, None),
        f"{chat}4": ("repost", "telegram:990000003", None, None, "source_by_name"),
    }
    assert events_of(result)[f"{chat}4"]["own_text"] is None


def test_a_handle_of_bluesky_is_resolved_where_the_file_shows_whose_it_is(tmp_path: Path) -> None:
    result = taken("fourcat-bluesky", tmp_path)
    ids = [f"bluesky:at://did:plc:inventedinvented{k:08}/app.bsky.feed.post/3linv00{k}" for k in range(1, 6)]
    who = [f"bluesky:did:plc:inventedinvented{k:08}" for k in range(1, 6)]
    assert links_of(result) == {
        ids[0]: ("post", who[0], None, ids[0], None),
        ids[1]: ("comment", who[1], ids[0], ids[0], None),
        ids[2]: ("quote", who[2], ids[0], ids[0], None),
        ids[3]: ("quote", who[3], None, None, "source_by_name"),
        ids[4]: ("comment", who[4], None, ids[0], "in_thread"),
    }
    assert events_of(result)[ids[1]]["at"] == NOON.replace(minute=1)


def test_ids_of_vk_are_of_their_wall(tmp_path: Path) -> None:
    result = taken("fourcat-vk", tmp_path)
    post, top, answer = (f"vk:-990001_{k}" for k in (101, 102, 103))
    assert links_of(result) == {
        post: ("post", "vk:99000101", None, post, None),
        top: ("comment", "vk:99000102", post, post, None),
        answer: ("comment", "vk:99000103", top, post, None),
    }


def test_the_wrong_unix_time_of_an_upload_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    key, account = "facebook:990000000000001", "facebook:100099000000001"
    result = taken("fourcat-crowdtangle", tmp_path / "a")
    assert links_of(result) == {key: ("post", account, None, key, None)}
    assert events_of(result)[key]["at"] is None
    assert events_of(result)[key]["urls"] == ["https://news.example/bread"]
    told = taken("fourcat-crowdtangle", tmp_path / "b", ImportOptions(timezone="America/New_York"))
    assert events_of(told)[key]["at"] == NOON


def test_a_server_s_local_time_waits_for_its_zone(tmp_path: Path) -> None:
    text = (FORMATS / "fourcat-douyin" / "d.csv").read_text(encoding="utf-8")
    bare = tmp_path / "bare.csv"
    bare.write_text(text.replace("unix_timestamp", "unread"), encoding="utf-8")
    for zone, at in ((None, None), ("Asia/Shanghai", NOON)):
        options = ImportOptions(timezone=zone)
        result = import_files(tmp_path / f"case{at}", [bare], options, Thresholds(), lambda n, d: None)
        assert [row["at"] for row in events_of(result).values()] == [at]
