"""Collectors that keep the platform's own statuses: Wenzhi-Ding (a database) and Weibo-archiver (JSON)."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.made import (
    SELF,
    Read,
    api,
    b,
    bj_min,
    database,
    document,
    lines,
    m,
    n,
    read_or_refused,
    t,
    table,
    u,
)

# ---------------------------------------------------------------------------------- Wenzhi-Ding
POSTS = (
    "mid integer primary key,uid integer,data json,nick_name text,created_at timestamp,content text,repost_count integer,"
    "comment_count integer,attitude_count integer,address_name text,abstract_at timestamp,data_at timestamp"
)


def raw(k: int, text: str, root: int | None = None) -> dict[str, Any]:
    status: dict[str, Any] = {
        "created_at": api(k),
        "id": int(m(k)),
        "idstr": m(k),
        "mid": m(k),
        "mblogid": b(k),
    }
    status |= {
        "user": {"id": int(u(k)), "idstr": u(k), "screen_name": n(k), "verified": False},
        "text_raw": text,
    }
    status |= {"text": text, "source": "虚构手机", "reposts_count": 10 + k, "comments_count": 20 + k}
    status |= {"attitudes_count": 30 + k, "region_name": "发布于 浙江", "pic_num": 0}
    return status | ({"retweeted_status": raw(root, "原帖")} if root is not None else {})


def ding(k: int, data: dict[str, Any] | None, at: str | None = None) -> list[Any]:
    text = json.dumps(data, ensure_ascii=False) if data else None
    start = [int(m(k)), int(u(k)), text, n(k), at or bj_min(k) + ":00", f"话{k}", 5, 6, 7, None]
    return [*start, "2025-05-21 01:00:00", "2025-05-22 01:00:00" if data else None]


def test_wenzhi_ding_reads_the_kept_status_first(tmp_path: Path) -> None:
    rows = [ding(1, raw(1, f"有理//@{n(7)}:转发微博", 0)), ding(2, raw(2, "自己的话")), ding(3, None)]
    tables = {
        "posts": (POSTS, rows),
        "search_results": (
            "keyword text,mid integer,update_at timestamp",
            [["薄荷", int(m(1)), "2025-05-21"]],
        ),
        "keyword_queries": (
            "query_id integer primary key,keyword text,start_time timestamp",
            [[1, "薄荷", None]],
        ),
    }
    done = Read(tmp_path, database(tmp_path / "posts.db", tables))
    done.are(
        {
            m(1): {
                "kind": "repost",
                "root": m(0),
                "parent": None,
                "own": "有理",
                "region": "浙江",
                "prec": "s",
            },
            m(2): {"kind": "post", "root": SELF, "own": "自己的话", "client": "虚构手机", "prec": "s"},
        }
    )
    for k in (1, 2):
        done.are({m(k): {"account": u(k), "name": n(k), "at": t(k)}})
    if m(3) in "".join(done.events["event_id"]):  # Its kind is unknown: a post, or nothing at all.
        done.are({m(3): {"kind": "post", "account": u(3), "at": t(3), "likes": 7}})
    done.never(ids=["1"])


def test_wenzhi_ding_csv_knows_no_kind_and_its_seconds_are_none(tmp_path: Path) -> None:
    head = "mid,uid,nick_name,created_at,content,repost_count,comment_count,attitude_count,abstract_at"
    rows = [
        [m(k), u(k), n(k), bj_min(k) + ":00", f"话{k}", 5, 6, 7, "2025-05-21 01:00:00"] for k in (1, 2, 3)
    ]
    done = read_or_refused(tmp_path, {"posts.csv": table(head, rows)})
    if done is not None:
        done.every(kind="post", parent=None)
        for k in (1, 2, 3):
            done.are(
                {m(k): {"account": u(k), "name": n(k), "at": t(k), "reposts": 5, "comments": 6, "likes": 7}}
            )


# ---------------------------------------------------------------------------------- Weibo-archiver
def archived(k: int, text: str, **more: Any) -> dict[str, Any]:
    row = {
        "id": m(k),
        "mblogid": b(k),
        "createdAt": api(k),
        "source": "虚构手机",
        "regionName": "发布于 浙江",
    }
    counts = {"repostsCount": 10 + k, "commentsCount": 20 + k, "likesCount": 30 + k}
    return {**row, "text": text, "imgs": [], **counts, **more}


def archived_comment(k: int, text: str) -> dict[str, Any]:
    row = {"id": m(k), "text": text, "img": "", "createdAt": api(k), "regionName": "来自河南", "floor": 0}
    return {**row, "commentsCount": 0, "likesCount": k, "user": {"uid": u(k), "name": n(k), "avatar": ""}}


ARCHIVE = [
    archived(2, f"有理//@{n(7)}:转发微博", userId=u(1), comments=[],
             retweet=archived(0, "原帖", user={"uid": u(5), "name": n(5), "avatar": ""})),
    archived(1, "自己的话", userId=u(1), isShowBulletIn="2",
             comments=[archived_comment(3, "说得对"), archived_comment(4, f"回复@{n(3)}:不对")]),
    archived(6, "转发微博", userId=u(1), comments=[], retweet=archived(8, "抱歉，此微博已被作者删除。")),
]  # fmt: skip


@pytest.mark.parametrize("form", ["merged", "list", "lines"])
def test_weibo_archiver_keeps_root_and_comments_beside_the_post(tmp_path: Path, form: str) -> None:
    user = {
        "uid": u(1),
        "name": n(1),
        "avatar": "",
        "bio": "",
        "followers": 120,
        "followings": 7,
        "followingIds": [],
    }
    content = {
        "merged": document({"weibo": ARCHIVE, "followings": [], "favorites": [], "user": user}),
        "list": document(ARCHIVE),
        "lines": lines(ARCHIVE),
    }[form]
    done = Read(tmp_path, {"weibo-data-1.json": content}).gave(7)
    done.are(
        {
            m(0): {"kind": "post", "account": u(5), "name": n(5), "own": "原帖", "at": t(0), "likes": 30},
            m(1): {
                "kind": "post",
                "account": u(1),
                "own": "自己的话",
                "at": t(1),
                "likes": 31,
                "region": "浙江",
            },
            m(2): {"kind": "repost", "root": m(0), "own": "有理", "account": u(1), "at": t(2), "reposts": 12},
            m(3): {
                "kind": "comment",
                "root": m(1),
                "parent": None,
                "account": u(3),
                "name": n(3),
                "region": "河南",
            },
            m(4): {"kind": "comment", "root": m(1), "parent": None, "account": u(4), "at": t(4), "likes": 4},
            m(6): {"kind": "repost", "root": m(8), "own": None},
            m(8): {"account": None, "own": None},
        },
        prec="s",
    )
