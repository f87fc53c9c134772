"""The older WeiboSpider (2019-04 to 2022-10), as mongoexport hands out its collections."""

from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.made import (
    SELF,
    Hashed,
    Read,
    b,
    bj,
    bj_min,
    document,
    lines,
    m,
    n,
    read_or_refused,
    t,
    top,
    u,
    unix,
)


def tweet(k: int, text: str, root: int | None = None, **more: Any) -> dict[str, Any]:
    row = {
        "_id": f"{u(k)}_{b(k)}",
        "weibo_url": f"https://weibo.com/{u(k)}/{b(k)}",
        "created_at": bj_min(k),
        "like_num": 30 + k,
        "repost_num": 10 + k,
        "comment_num": 20 + k,
        "content": text,
        "user_id": u(k),
        "tool": "虚构手机",
        "crawl_time": unix(0) + 86_400,
    }
    if root is not None:
        row["origin_weibo"] = f"https://weibo.cn/comment/{b(root)}?rl=1#cmtfrm"
    return row | more


TWEETS = [
    tweet(1, "自己写的"),
    tweet(2, f"别人写的原帖 转发理由:有理//@{n(7)}:转发微博", 0),
    tweet(3, "别人写的原帖 转发理由:转发微博", 0, created_at=bj(3)),
]


@pytest.mark.parametrize("pack", [lines, document])
def test_own_words_stand_behind_the_reason_and_the_root_in_an_address(tmp_path: Path, pack: Any) -> None:
    done = Read(tmp_path, {"Tweets.json": pack(TWEETS)}).gave(3)
    done.are(
        {
            m(1): {"kind": "post", "root": SELF, "own": "自己写的", "account": u(1), "at": t(1), "likes": 31},
            m(2): {
                "kind": "repost",
                "root": m(0),
                "parent": None,
                "own": "有理",
                "account": u(2),
                "reposts": 12,
            },
            m(3): {"kind": "repost", "root": m(0), "own": None, "account": u(3), "at": t(3), "comments": 23},
        },
        prec=("s", "min"),
    )
    done.never(own=["别人写的原帖"], ids=[b(k) for k in range(4)])


def test_a_bid_alone_is_an_id_as_well(tmp_path: Path) -> None:
    rows = [{**tweet(1, "自己写的"), "_id": b(1)}, {**tweet(2, "原帖 转发理由:有理", 0), "_id": b(2)}]
    done = Read(tmp_path, {"Tweets.json": lines(rows)}).gave(2)
    done.are({m(1): {"kind": "post", "account": u(1)}, m(2): {"kind": "repost", "root": m(0), "own": "有理"}})


def comment(k: int, text: str, **more: Any) -> dict[str, Any]:
    row = {"_id": f"C_{m(k)}", "comment_user_id": u(k), "content": text, "created_at": bj_min(k)}
    return {**row, "crawl_time": unix(0) + 86_400, **more}


@pytest.mark.parametrize(
    "place", [{"weibo_id": b(0), "like_num": 3}, {"weibo_url": f"https://weibo.com/{u(5)}/{b(0)}"}]
)
def test_comments_are_stripped_of_their_opening_and_name_the_post(
    tmp_path: Path, place: dict[str, Any]
) -> None:
    rows = [comment(2, "说得对", **place), comment(3, f"回复@{n(2)}:不对", **place)]
    done = Read(tmp_path, {"Comments.json": lines(rows)}).gave(2)
    done.are({m(2): {"own": "说得对", "at": t(2), "parent": top(m(0))}, m(3): {"at": t(3), "parent": None}})
    done.are({m(k): {"account": u(k), "root": m(0), "kind": "comment", "name": None} for k in (2, 3)})


@pytest.mark.parametrize("written", [bj(2, "%m月%d日 %H:%M"), "今天 09:02"])
def test_a_time_without_a_year_yields_to_the_id(tmp_path: Path, written: str) -> None:
    done = Read(
        tmp_path, {"Comments.json": lines([comment(2, "说得对", weibo_id=b(0), created_at=written)])}
    ).gave(1)
    done.are({m(2): {"at": t(2)}})


def repost(k: int, author: str, text: str) -> dict[str, Any]:
    """A repost has no id of its own: that of the database is not the platform's."""
    row = {"_id": {"$oid": f"5fb5c0ffee{k:014x}"}, "weibo_id": b(0), "user_id": author, "content": text}
    return {**row, "created_at": bj_min(k), "crawl_time": {"$numberInt": str(unix(0) + 86_400)}}


def test_reposts_have_no_id_and_their_authors_are_written_three_ways(tmp_path: Path) -> None:
    rows = [
        repost(1, f"u/{u(1)}", "有理"),
        repost(2, u(2), f"同感//@{n(1)}:有理"),
        repost(3, "someones-page", "转发微博"),
        repost(4, f"u/{u(4)}", "转发了"),
        repost(4, f"u/{u(4)}", "转发了"),
    ]
    rows[4]["_id"] = {"$oid": f"5fb5c0ffee{99:014x}"}
    done = Read(tmp_path, {"Reposts.json": lines(rows)}).gave(5)
    done.every(kind="repost", root=m(0), parent=(None, m(0)), prec="min")
    done.rows_are(
        "own_text", {"有理": {"account": u(1), "at": t(1)}, "同感": {"account": u(2), "parent": None}}
    )
    page = done.by("text", "转发微博")
    done.is_(page, {"account": (None, Hashed("someones-page")), "own": None, "at": t(3)})
    done.never(ids=[f"5fb5c0ffee{1:014x}", u(1)], accounts=[f"u/{u(1)}"])
    assert done.events["event_id"].n_unique() == 5


def test_users_and_relations_are_no_acts(tmp_path: Path) -> None:
    shown = {
        "_id": u(1),
        "nick_name": n(1),
        "gender": "女",
        "province": "北京",
        "tweets_num": 40,
        "fans_num": 120,
    }
    relation = {"_id": f"{u(2)}-{u(1)}", "fan_id": u(2), "followed_id": u(1), "crawl_time": unix(0)}
    files = {
        "Users.json": lines([{**shown, "follows_num": 7, "crawl_time": unix(0)}]),
        "Relationships.json": lines([relation]),
    }
    for name, content in files.items():
        done = read_or_refused(tmp_path / name, {name: content})
        assert done is None or done.events.is_empty()
