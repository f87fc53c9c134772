"""One campaign on Weibo, Douyin, X and Telegram: one case, nothing lost, one order of time.

The layouts are those of test_nghuyong, test_mediacrawler, test_x_api_v2 and test_telegram; what was
verified of each stands there. Acts alternate between the platforms, 67 seconds apart, while each tool
writes its own clock: Beijing without a zone, unix seconds, UTC, and unix seconds beside a local clock that
is two hours ahead.
"""

from pathlib import Path
from typing import Any

import polars as pl

from tests.importing.layouts.foreign.made import snow, x_day, zulu
from tests.importing.layouts.made import Read, b, bj, document, lines, m, n, t, u, unix
from tests.importing.layouts.media_rows import comment, comment_id, content, content_id

WORDS = "薄荷三天长高一米"
CHAT = 4_100_000_001
ORDER = ["weibo", "douyin", "x", "telegram"] * 3


def weibo(k: int, text: str, of: int | None = None) -> dict[str, Any]:
    row = {
        "_id": m(k), "mblogid": b(k), "created_at": bj(k), "ip_location": "发布于 浙江", "reposts_count": 10 + k,
        "comments_count": 20 + k, "attitudes_count": 30 + k, "source": "虚构手机", "content": text,
        "pic_urls": [],
        "isLongText": False, "user": {"_id": u(k), "nick_name": n(k), "verified": False},
        "crawl_time": unix(0) + 86_400,
        "is_retweet": of is not None,
    }  # fmt: skip
    return row | ({"retweet_id": m(of)} if of is not None else {})


def tweet(k: int, text: str, *refs: tuple[str, int]) -> dict[str, Any]:
    return {
        "id": snow(k), "author_id": u(k), "created_at": zulu(k), "conversation_id": snow(2), "text": text,
        "lang": "zh",
        "edit_history_tweet_ids": [snow(k)], "possibly_sensitive": False, "reply_settings": "everyone",
        "public_metrics": {"retweet_count": 1, "reply_count": 1, "like_count": 30 + k, "quote_count": 0},
        "referenced_tweets": [{"type": kind, "id": snow(at)} for kind, at in refs],
    }  # fmt: skip


def page() -> dict[str, Any]:
    """Three tweets: the second passes on the first, the third answers it."""
    first = tweet(2, WORDS)
    del first["referenced_tweets"]
    rows = [
        first,
        tweet(6, f"RT @fiction_2: {WORDS}", ("retweeted", 2)),
        tweet(10, "@fiction_2 真的", ("replied_to", 2)),
    ]
    users = [{"id": u(k), "username": f"fiction_{k}", "name": f"Fiction {k}"} for k in (2, 6, 10)]
    seen = {
        "url": "https://api.twitter.com/2/x",
        "version": "2.14.0",
        "retrieved_at": "2025-05-21T08:00:00+00:00",
    }
    return {"data": rows, "includes": {"users": users}, "meta": {"result_count": 3}, "__twarc": seen}


def message(k: int, text: str, **more: Any) -> dict[str, Any]:
    return {
        "id": k, "type": "message", "date": f"2025-05-20T{t(k).hour + 2:02}:{t(k):%M:%S}",
        "date_unixtime": str(unix(k)),
        "from": f"Fiction {k}", "from_id": f"user{7000 + k}", **more, "text": text,
        "text_entities": [{"type": "plain", "text": text}],
    }  # fmt: skip


def chat() -> dict[str, Any]:
    """Three messages, one of which answers, and a notice of the service."""
    notice = {"id": 1, "type": "service", "date": "2025-05-20T03:00:00", "date_unixtime": str(unix(0)),
              "actor": "Fiction 3", "actor_id": "user7003", "action": "create_group", "title": "x",
              "members": [],
              "text": "", "text_entities": []}  # fmt: skip
    rows = [
        notice,
        message(3, WORDS),
        message(7, "真的", reply_to_message_id=3),
        message(11, WORDS, forwarded_from="Somebody"),
    ]
    return {"name": "Invented herbs", "type": "private_supergroup", "id": CHAT, "messages": rows}


def campaign(folder: Path) -> Path:
    """Four folders with an export each."""
    files = {
        "weibo/tweet_20250520.jsonl": lines(
            [weibo(0, WORDS), weibo(4, "转发微博", 0), weibo(8, f"真的//@{n(4)}:转发微博", 0)]
        ),
        "douyin/search_contents_2025-05-21.jsonl": lines([content("douyin", 1, 1), content("douyin", 5, 5)]),
        "douyin/search_comments_2025-05-21.jsonl": lines([comment("douyin", 9)]),
        "x/search.jsonl": lines([page()]),
        "telegram/result.json": document(chat()),
    }
    for name, one in files.items():
        target = folder / "evidence" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(one)
    return folder / "evidence"


NATIVE = [
    m(0), content_id("douyin", 1), snow(2), f"{CHAT}/3", m(4), content_id("douyin", 5), snow(6), f"{CHAT}/7",
        m(8),
    comment_id("douyin", 9), snow(10), f"{CHAT}/11",
]  # fmt: skip


def check(done: Read) -> None:
    assert done.taken.unread == []
    counted = dict(done.events.group_by("platform").len().rows())
    assert counted == {"weibo": 3, "douyin": 3, "x": 3, "telegram": 3}
    for k, native in enumerate(NATIVE):
        done.are({native: {"at": t(k), "platform": ORDER[k], "prec": ("s", "ms")}})
    ordered = done.events.sort("at")["event_id"].to_list()
    assert [one.split(":", maxsplit=1)[0] for one in ordered] == ORDER
    assert [one.endswith(native) for one, native in zip(ordered, NATIVE, strict=True)] == [True] * 12


def test_four_platforms_become_one_case_in_one_order(tmp_path: Path) -> None:
    done = Read(tmp_path, campaign(tmp_path))
    check(done.gave(12, duplicates=0, rejected=0))
    by_file = {Path(row["name"]).name: row["records_n"] for row in done.sources.to_dicts()}
    assert by_file["tweet_20250520.jsonl"] == 3 and by_file["result.json"] == 4
    assert (
        by_file["search_contents_2025-05-21.jsonl"] == 2 and by_file["search_comments_2025-05-21.jsonl"] == 1
    )
    assert by_file["search.jsonl"] >= 3  # The users of the page may be counted as other records.


def test_links_stay_within_their_platform(tmp_path: Path) -> None:
    done = Read(tmp_path, campaign(tmp_path))
    done.are(
        {
            m(4): {"kind": "repost", "root": m(0), "own": None},
            m(8): {"kind": "repost", "root": m(0), "own": "真的"},
            comment_id("douyin", 9): {"kind": "comment", "root": content_id("douyin", 0)},
            snow(6): {"kind": "repost", "root": snow(2), "own": None},
            snow(10): {"kind": "comment", "parent": snow(2)},
            f"{CHAT}/7": {"kind": "comment", "parent": f"{CHAT}/3"},
            f"{CHAT}/11": {"parent": None, "own": None},
        }
    )
    linked = done.events.filter(
        pl.col("stated_root_id").is_not_null() | pl.col("stated_parent_id").is_not_null()
    )
    for event in linked.to_dicts():
        for place in ("stated_root_id", "stated_parent_id"):
            assert event[place] is None or event[place].startswith(f"{event['platform']}:")


def test_an_account_of_one_platform_is_none_of_another(tmp_path: Path) -> None:
    done = Read(tmp_path, campaign(tmp_path))
    known = done.events.drop_nulls("account_id")
    assert (known["account_id"].str.extract(r"^([a-z]+)[:~]") == known["platform"]).all()
    assert known["account_id"].n_unique() == 12


def test_the_order_of_import_changes_nothing(tmp_path: Path) -> None:
    folder = campaign(tmp_path)
    whole = Read(tmp_path / "a", folder)
    files = sorted((path for path in folder.rglob("*") if path.is_file()), reverse=True)
    for path in files:
        last = Read(tmp_path / "b", path)
    check(last)
    columns = ["event_id", "at", "kind", "account_id", "stated_root_id", "stated_parent_id"]
    assert last.events.select(columns).sort("event_id").equals(whole.events.select(columns).sort("event_id"))


def test_an_older_export_of_x_beside_it_adds_to_the_same_acts(tmp_path: Path) -> None:
    folder = campaign(tmp_path)
    old = {
        "created_at": x_day(2), "id": int(snow(2)), "id_str": snow(2), "full_text": WORDS,
        "truncated": False, "source": "",
        "in_reply_to_status_id_str": None, "user": {"id": int(u(2)), "id_str": u(2),
        "screen_name": "fiction_2", "name": "Fiction 2"},
        "is_quote_status": False, "retweet_count": 5, "favorite_count": 50, "lang": "zh", "entities": {},
    }  # fmt: skip
    (folder / "x" / "old.jsonl").write_bytes(
        lines([old, {**old, "id": int(snow(12)), "id_str": snow(12), "created_at": x_day(12)}])
    )
    done = Read(tmp_path, folder)
    assert done.event(snow(2))["at"] == t(2) and done.events.filter(platform="x").height == 4
