"""weiboSpider: CSV with headers that come again, JSON and SQLite; ids are bids, roots are texts alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.importing.layouts.made import SELF, Read, b, bj_min, database, document, m, n, t, table, u

HEAD = "微博id,微博正文,头条文章url,原始图片url,被转发微博原始图片url,是否为原创微博,微博视频url,发布位置,发布时间,发布工具,点赞数,转发数,评论数"
ORIGINALS = (
    "微博id,微博正文,头条文章url,原始图片url,微博视频url,发布位置,发布时间,发布工具,点赞数,转发数,评论数"
)
PASSED = f"有理//@{n(7)}:转发微博\n原始用户: {n(5)}\n转发内容: 别人写的原帖，很长"
BARE = f"转发微博\n原始用户: {n(5)}\n转发内容: 别人写的原帖，很长"
GONE = "说得对\n转发内容: 抱歉，此微博已被作者删除。"


def row(k: int, text: str, original: bool = True) -> list[Any]:
    return [b(k), text, "", "无", "无", original, "无", "无", bj_min(k), "无", 30 + k, 10 + k, 20 + k]


def narrow(k: int, text: str) -> list[Any]:
    return [b(k), text, "", "无", "无", "无", bj_min(k), "虚构手机", 30 + k, 10 + k, 20 + k]


ROWS = [row(1, "自己写的"), row(2, PASSED, False), row(3, BARE, False)]
WANTED: dict[str, dict[str, Any]] = {
    m(1): {
        "kind": "post",
        "root": SELF,
        "own": "自己写的",
        "at": t(1),
        "likes": 31,
        "reposts": 11,
        "comments": 21,
    },
    m(2): {"kind": "repost", "root": None, "parent": None, "text": PASSED, "own": "有理", "at": t(2)},
    m(3): {
        "kind": "repost",
        "root": None,
        "parent": None,
        "text": BARE,
        "own": None,
        "at": t(3),
        "likes": 33,
    },
}


def check(done: Read, account: str | None) -> None:
    done.are(WANTED, account=account, prec=("s", "min"), client=None)
    done.never(ids=[b(k) for k in range(1, 4)], own=["别人写的原帖", n(5)])


def test_ids_are_bids_and_the_roots_text_is_nobodys_own_words(tmp_path: Path) -> None:
    done = Read(tmp_path, {f"{n(1)}/{u(1)}.csv": table(HEAD, ROWS)}).gave(3, other=0)
    check(done, u(1))


def test_the_header_of_every_run_is_skipped_and_what_comes_again_is_a_duplicate(tmp_path: Path) -> None:
    content = table(HEAD, ROWS[:2]) + table(HEAD, ROWS[1:], "utf-8") + table(HEAD, [], "utf-8")
    check(Read(tmp_path, {f"{u(1)}.csv": content}).gave(3, duplicates=1, other=2), u(1))


@pytest.mark.parametrize("reason, own", [("说得对", "说得对"), ("转发微博", None)])
def test_where_the_roots_author_is_unknown_its_text_follows_at_once(
    tmp_path: Path, reason: str, own: str | None
) -> None:
    text = f"{reason}\n转发内容: 抱歉，此微博已被作者删除。"
    done = Read(tmp_path, {f"{u(1)}.csv": table(HEAD, [row(4, text, False)])}).gave(1)
    done.are({m(4): {"kind": "repost", "root": None, "text": text, "own": own}})


def test_a_file_of_originals_has_two_columns_less(tmp_path: Path) -> None:
    done = Read(
        tmp_path, {f"{u(1)}.csv": table(ORIGINALS, [narrow(1, "自己写的"), narrow(2, "又一条")])}
    ).gave(2)
    done.are(
        {
            m(2): {
                "kind": "post",
                "account": u(1),
                "own": "又一条",
                "at": t(2),
                "client": "虚构手机",
                "likes": 32,
            }
        }
    )


def test_without_the_author_in_the_name_of_the_file_the_account_is_open(tmp_path: Path) -> None:
    done = Read(tmp_path, {"备份.csv": table(HEAD, ROWS)}).gave(3)
    check(done, None)
    assert done.taken.unhinted
    check(Read(tmp_path / "b", {"备份.csv": table(HEAD, ROWS)}, author=u(3)), u(3))


def test_a_year_that_the_crawler_guessed_yields_to_the_id(tmp_path: Path) -> None:
    odd = row(1, "自己写的")
    odd[8] = "2026" + odd[8][4:]
    done = Read(tmp_path, {f"{u(1)}.csv": table(HEAD, [odd, *(row(k, "又") for k in range(2, 14))])}).gave(13)
    done.are({m(1): {"at_or_conflict": t(1)}, m(3): {"at": t(3), "at_conflict": False}})


USER = {
    "id": u(1), "nickname": n(1), "gender": "女", "location": "北京", "birthday": "", "description": "",
    "verified_reason": "", "talent": "", "education": "", "work": "", "weibo_num": 40, "following": 7, "followers": 120,
}  # fmt: skip
KEYS = (
    "id,user_id,content,article_url,original_pictures,retweet_pictures,original,video_url,publish_place,"
    "publish_time,publish_tool,up_num,retweet_num,comment_num"
)


def weibo(cells: Sequence[Any]) -> dict[str, Any]:
    """A record of the CSV under the keys of the JSON."""
    bid, text, article, pictures, theirs, original, video, place, at, tool, likes, reposts, comments = cells
    values = [
        bid,
        u(1),
        text,
        article,
        pictures,
        theirs,
        original,
        video,
        place,
        at,
        tool,
        likes,
        reposts,
        comments,
    ]
    return dict(zip(KEYS.split(","), values, strict=True))


@pytest.mark.parametrize("container", ["json", "db"])
def test_json_and_sqlite_name_the_account(tmp_path: Path, container: str) -> None:
    posts = [weibo(cells) for cells in ROWS]
    if container == "json":
        file = tmp_path / f"{u(8)}.json"
        file.write_bytes(document({"user": USER, "weibo": posts}))
    else:
        rows = [[int(v) if isinstance(v, bool) else v for v in one.values()] for one in posts]
        tables = {"user": (",".join(USER), [list(USER.values())]), "weibo": (KEYS, rows)}
        file = database(tmp_path / "weibo.db", tables)
    done = Read(tmp_path, file).gave(3)
    check(done, u(1))
    account = done.accounts.filter(pl.col("account_id").str.ends_with(u(1))).row(0, named=True)
    assert (account["name"], account["followers_n"], account["following_n"], account["posts_n"]) == (
        n(1),
        120,
        7,
        40,
    )
