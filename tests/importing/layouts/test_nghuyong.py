"""WeiboSpider (nghuyong): tweets, reposts and comments since 2022-10, in every container; profiles."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.importing.layouts.made import SELF, Read, b, bj, document, lines, m, n, t, table, top, u, unix

SEEN = unix(0) + 86_400


def user(k: int, **more: Any) -> dict[str, Any]:
    shown = {"_id": u(k), "avatar_hd": "https://example.invalid/a.jpg", "nick_name": n(k), "verified": False}
    return {
        **shown,
        "followers_count": 120 + k,
        "friends_count": 7,
        "statuses_count": 40,
        "gender": "f",
        **more,
    }


def tweet(k: int, text: str, root: int | None = None, **more: Any) -> dict[str, Any]:
    """A tweet as written since 2024-01: a repost names its root."""
    row = {
        "_id": m(k),
        "mblogid": b(k),
        "created_at": bj(k),
        "geo": None,
        "ip_location": "发布于 浙江",
        "reposts_count": 10 + k,
        "comments_count": 20 + k,
        "attitudes_count": 30 + k,
        "source": "虚构手机",
        "content": text,
        "pic_urls": [],
        "pic_num": 0,
        "isLongText": False,
        "is_retweet": root is not None,
        "user": user(k),
        "url": f"https://weibo.com/{u(k)}/{b(k)}",
        "crawl_time": SEEN,
    }
    return row | ({"retweet_id": m(root)} if root is not None else {}) | more


ROWS = [
    tweet(0, "原帖", keyword="薄荷", reads_count=5_000),
    tweet(1, f"有理//@{n(7)}:转发微博", 0),
    tweet(2, "转发微博", 0),
]
WANTED: dict[str, dict[str, Any]] = {
    m(0): {
        "kind": "post",
        "root": SELF,
        "parent": None,
        "own": "原帖",
        "likes": 30,
        "comments": 20,
        "reposts": 10,
    },
    m(1): {
        "kind": "repost",
        "root": m(0),
        "parent": None,
        "text": f"有理//@{n(7)}:转发微博",
        "own": "有理",
        "likes": 31,
    },
    m(2): {"kind": "repost", "root": m(0), "parent": (None, m(0)), "own": None, "reposts": 12},
}


def check(done: Read) -> Read:
    for k, native in enumerate(WANTED):
        done.are({native: {**WANTED[native], "account": u(k), "name": n(k), "at": t(k), "prec": "s"}})
    return done.every(region="浙江", client="虚构手机")


def flat(row: dict[str, Any], above: str = "") -> dict[str, Any]:
    """A record with the keys that pandas makes of nested ones."""
    out: dict[str, Any] = {}
    for key, value in row.items():
        out |= flat(value, f"{above}{key}.") if isinstance(value, dict) else {above + key: value}
    return out


def csv_of(rows: list[dict[str, Any]], floats: tuple[str, ...] = ()) -> bytes:
    """The same rows as json_normalize and to_csv write them: a column with gaps becomes one of floats."""
    flattened = [flat(row) for row in rows]
    names = list(dict.fromkeys(key for row in flattened for key in row))
    cells = [[row.get(name, "") for name in names] for row in flattened]
    for place, name in enumerate(names):
        if name in floats:
            for line in cells:
                line[place] = f"{line[place]}.0" if line[place] else ""
    return table(names, [["" if cell is None else cell for cell in line] for line in cells], "utf-8", "\n")


def extended(row: dict[str, Any]) -> dict[str, Any]:
    """The same row as mongoexport writes it in its canonical mode."""
    out: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            out[key] = extended(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            out[key] = {"$numberInt" if value < 2**31 else "$numberLong": str(value)}
        else:
            out[key] = value
    return out


CONTAINERS = {
    "tweet_spider_by_keyword_20250521.jsonl": lines(ROWS),
    "a.json": document(ROWS),
    "b.json": "\n".join(json.dumps(row, ensure_ascii=False, indent=1) for row in ROWS).encode(),
    "flat.csv": csv_of(ROWS, floats=("retweet_id",)),
    "export.json": lines([extended(row) for row in ROWS]),
    "zoned.json": document([{**row, "created_at": bj(k) + "+08:00"} for k, row in enumerate(ROWS)]),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_tweets_are_the_same_in_every_container(tmp_path: Path, name: str) -> None:
    check(Read(tmp_path, {name: CONTAINERS[name]}).gave(3))


def test_counters_are_of_the_moment_of_the_crawl_and_reads_are_views(tmp_path: Path) -> None:
    done = Read(tmp_path, {"t.jsonl": lines(ROWS)})
    done.are({m(0): {"views": 5_000}, m(1): {"views": None}})
    assert {int(at.timestamp()) for at in done.counters["captured_at"]} == {SEEN}


def test_a_long_post_that_comes_twice_is_one_act(tmp_path: Path) -> None:
    whole = "很长的话" * 60
    rows = [tweet(0, whole[:140] + "...", isLongText=True), *ROWS[1:], tweet(0, whole, isLongText=True)]
    done = Read(tmp_path, {"t.jsonl": lines(rows)}).gave(3, duplicates=1)
    done.are({m(0): {"own": (whole, whole[:140] + "..."), "kind": "post"}})


def test_the_spider_by_user_drops_the_user_and_the_address_names_it(tmp_path: Path) -> None:
    rows = [tweet(k, f"话{k}", url=f"https://weibo.com/{u(1)}/{b(k)}") for k in (1, 2)]
    rows.append(tweet(3, "转发微博", 0, url=f"https://weibo.com/{u(1)}/{b(3)}"))
    for row in rows:
        del row["user"]
    done = Read(tmp_path, {"tweet_spider_by_user_id_20250521.jsonl": lines(rows)}).gave(3)
    done.every(account=u(1), name=None)
    done.are({m(1): {"kind": "post", "own": "话1"}, m(3): {"kind": "repost", "root": m(0), "own": None}})


def older(k: int, text: str) -> dict[str, Any]:
    """A tweet as written before 2024-01-03: nothing says whether it is a repost."""
    row = tweet(k, text)
    del row["is_retweet"]
    return row


def test_older_rows_are_reposts_where_the_spider_was_that_of_reposts(tmp_path: Path) -> None:
    rows = [older(k, text) for k, text in ((1, "转发微博"), (2, f"有理//@{n(1)}:转发微博"), (3, "同感"))]
    done = Read(tmp_path, {"repost_20231201.jsonl": lines(rows)}).gave(3)
    done.every(kind="repost", root=None, parent=None)
    done.are({m(1): {"own": None, "account": u(1)}, m(2): {"own": "有理"}, m(3): {"own": "同感", "at": t(3)}})
    stated = Read(tmp_path / "b", {"repost_20231201.jsonl": lines(rows)}, about=m(0)).gave(3)
    stated.every(kind="repost", root=m(0))


def test_older_rows_of_another_spider_are_no_reposts_of_anything(tmp_path: Path) -> None:
    rows = [older(k, f"话{k}") for k in (1, 2)]
    done = Read(tmp_path, {"tweet_spider_by_keyword_20231201.jsonl": lines(rows)})
    done.every(root=(SELF, None), parent=None)
    assert "repost" not in done.events["kind"].to_list()


# ---------------------------------------------------------------------------------- comments
def comment(k: int, text: str, answers: tuple[int, str] | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "created_at": bj(k),
        "_id": int(m(k)),
        "like_counts": k,
        "ip_location": "来自河南",
        "content": text,
        "comment_user": user(k),
        "crawl_time": SEEN,
    }
    if answers:
        below, words = answers
        row["reply_comment"] = {"_id": int(m(below)), "text": words, "user": user(below)}
    return row


COMMENTS = [
    comment(2, "第一层"),
    comment(3, "答", (2, "第一层")),
    comment(4, f"回复@{n(3)}:再答", (3, "答")),
    comment(5, "另一层"),
]
COMMENTED: dict[str, dict[str, Any]] = {
    m(2): {"parent": top(m(0)), "own": "第一层", "at": t(2), "likes": 2},
    m(3): {"parent": m(2), "own": "答", "at": t(3)},
    m(4): {"parent": m(3), "at": t(4), "likes": 4},
    m(5): {"parent": top(m(0)), "own": "另一层", "at": t(5)},
}


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "export"])
def test_an_answer_names_the_comment_it_answers(tmp_path: Path, form: str) -> None:
    content = {
        "jsonl": lines(COMMENTS),
        "json": document(COMMENTS),
        "csv": csv_of(COMMENTS, floats=("reply_comment._id", "reply_comment.user._id")),
        "export": lines([extended(row) for row in COMMENTS]),
    }[form]
    name = f"comment_{m(0)}.{form}".replace("export", "json")
    done = Read(tmp_path, {name: content}).gave(4, duplicates=None)
    done.are(COMMENTED, kind="comment", root=m(0), prec="s", region="河南")
    done.are({m(k): {"account": u(k), "name": n(k)} for k in range(2, 6)})


def test_a_file_of_comments_does_not_say_under_which_post(tmp_path: Path) -> None:
    done = Read(tmp_path, {"comment_20250521.jsonl": lines(COMMENTS)}).gave(4, duplicates=None)
    done.every(kind="comment", root=None)
    done.are({m(2): {"parent": None}, m(3): {"parent": m(2)}, m(4): {"parent": m(3)}})
    assert done.taken.unhinted
    stated = Read(tmp_path / "b", {"comment_20250521.jsonl": lines(COMMENTS)}, about=m(0))
    stated.are(COMMENTED, root=m(0))


# ---------------------------------------------------------------------------------- profiles
def test_users_fans_and_follows_are_accounts_and_no_acts(tmp_path: Path) -> None:
    shown = user(
        1, created_at="2020-01-01 08:00:00", ip_location="IP属地：北京", verified=True, verified_type=3
    )
    relation = {"_id": f"{u(1)}_{u(2)}", "crawl_time": SEEN}
    files = {
        "user_20250521.jsonl": lines([{**shown, "crawl_time": SEEN}]),
        "fan_20250521.jsonl": lines([{**relation, "follower_id": u(1), "fan_info": user(2)}]),
        "follower_20250521.jsonl": lines([{**relation, "fan_id": u(1), "follower_info": user(3)}]),
    }
    done = Read(tmp_path, files).gave(0, other=3)
    known = {row["account_id"].rpartition(":")[2]: row for row in done.accounts.to_dicts()}
    assert set(known) == {u(1), u(2), u(3)}
    one = known[u(1)]
    assert (one["name"], one["followers_n"], one["verified"], one["region"]) == (n(1), 121, True, "北京")


def test_the_profiles_of_weibo_crawler_are_no_acts(tmp_path: Path) -> None:
    head = (
        "用户id,昵称,性别,生日,所在地,IP属地,学习经历,公司,注册时间,阳光信用,微博数,粉丝数,关注数,简介,主页,头像,高清头像,"
        "微博等级,会员等级,是否认证,认证类型,认证信息,上次记录微博信息"
    )
    start = [
        u(1) + "\t",
        n(1),
        "f",
        "",
        "北京",
        "IP属地：北京",
        "",
        "",
        "2020-01-01",
        "",
        40,
        "105.9万",
        7,
        "简,介",
        "",
    ]
    done = Read(
        tmp_path,
        {"users.csv": table(head, [[*start, "", "", 1, 0, True, 3, "虚构认证", f"{m(1)} 2025-05-20"]])},
    )
    done.gave(0, other=1).never(ids=[u(1)])
    row = done.accounts.filter(pl.col("account_id").str.ends_with(u(1))).row(0, named=True)
    assert (row["name"], row["followers_n"], row["posts_n"], row["verified"]) == (n(1), 1_059_000, 40, True)
