"""weibo-crawler: CSV of each generation, JSON, comments, the database, and what MySQL and MongoDB hand out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.importing.layouts.made import (
    SELF,
    Read,
    api,
    b,
    bj,
    database,
    document,
    lines,
    m,
    n,
    t,
    table,
    top,
    u,
)

FIELDS = ["id", "bid", "正文", "头条文章url", "原始图片url", "视频url"]
REST = ["位置", "日期", "工具", "点赞数", "评论数", "转发数", "话题", "@用户"]
LIVE, FULL, EDITED = ["Live Photo视频url"], ["完整日期"], ["是否编辑过", "编辑次数"]
TEXT = '薄荷长高了，很香\n第二行,"带引号"'

# generation -> does the header name / do the rows hold: L (live photo), F (full date), E (edited)
GENERATIONS = {
    "2019-08": ("", "", (31, 14), (15, 31), 14),
    "2022-04": ("", "F", (31, 14), (16, 33), 15),
    "2024-01": ("F", "F", (33, 15), (16, 33), 15),
    "2025-04": ("F", "LF", (33, 15), (17, 35), 16),
    "2025-11": ("LF", "LF", (35, 16), (17, 35), 16),
    "2025-12": ("LFE", "LFE", (39, 18), (19, 37), 18),
}


def head(named: str, all_posts: bool) -> list[str]:
    """The header line that the tool writes."""
    own = FIELDS + LIVE * ("L" in named) + REST + FULL * ("F" in named) + EDITED * ("E" in named)
    if not all_posts:
        return own
    return [*own, "是否原创", "源用户id", "源用户昵称", *("源微博" + name for name in own)]


def part(k: int, text: str, held: str, likes: Any = None) -> list[Any]:
    """The cells of one post; its counters are 30 + k, 20 + k and 10 + k."""
    row: list[Any] = [
        m(k) + "\t",
        b(k),
        text,
        "",
        "https://example.invalid/a.jpg,https://example.invalid/b.jpg",
        "",
    ]
    row += [""] * ("L" in held) + ["", bj(k, "%Y-%m-%d"), "虚构手机", likes or 30 + k, 20 + k, 10 + k, "", ""]
    return row + [bj(k)] * ("F" in held) + [True, 2] * ("E" in held)


def post(k: int, text: str, held: str, all_posts: bool = True) -> list[Any]:
    return part(k, text, held) + [True] * all_posts


def repost(k: int, text: str, root: int, held: str, author: int | str = 5) -> list[Any]:
    root_part = part(root, TEXT, held.replace("E", ""))
    who = [u(author), n(author)] if isinstance(author, int) else ["", ""]
    return [*part(k, text, held), False, *who, *root_part]


def rows_of(held: str) -> list[list[Any]]:
    return [
        post(1, TEXT, held),
        repost(2, "转发微博", 0, held),
        repost(3, f"有理//@{n(7)}:转发微博", 0, held),
        post(4, "周末去江边", held),
    ]


def expected(precise: bool) -> dict[str, dict[str, Any]]:
    common: dict[str, Any] = {"prec": "s" if precise else ("s", "day"), "name": (None, n(1))}
    own = {"account": u(1), **common}
    return {
        m(0): {
            "kind": "post",
            "account": u(5),
            "name": n(5),
            "root": SELF,
            "at": t(0),
            "own": TEXT,
            "likes": 30,
        },
        m(1): {
            "kind": "post",
            "root": SELF,
            "at": t(1),
            "own": TEXT,
            "likes": 31,
            "comments": 21,
            "reposts": 11,
            **own,
        },
        m(2): {
            "kind": "repost",
            "root": m(0),
            "at": t(2),
            "own": None,
            "likes": 32,
            "comments": 22,
            "reposts": 12,
            **own,
        },
        m(3): {"kind": "repost", "root": m(0), "at": t(3), "own": "有理", "client": "虚构手机", **own},
        m(4): {
            "kind": "post",
            "at": t(4),
            "own": "周末去江边",
            "likes": 34,
            "comments": 24,
            "reposts": 14,
            **own,
        },
    }


@pytest.mark.parametrize("generation", GENERATIONS)
def test_rows_are_read_by_position_in_every_generation(tmp_path: Path, generation: str) -> None:
    named, held, (wide, narrow), (short, long), alone = GENERATIONS[generation]
    rows = rows_of(held)
    assert (len(head(named, True)), len(head(named, False))) == (wide, narrow)
    assert (len(rows[0]), len(rows[1]), len(post(1, "", held, False))) == (short, long, alone)
    done = Read(tmp_path, {f"{u(1)}.csv": table(head(named, True), rows)}).gave(5, duplicates=1)
    done.are(expected("F" in held))


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_file_of_originals_alone_has_no_flag_and_is_read(tmp_path: Path, generation: str) -> None:
    named, held, *_ = GENERATIONS[generation]
    rows = [post(k, f"第{k}条", held, False) for k in (1, 2)]
    done = Read(tmp_path, {f"{u(1)}.csv": table(head(named, False), rows)}).gave(2)
    for k in (1, 2):
        wanted = {"kind": "post", "account": u(1), "at": t(k), "own": f"第{k}条", "likes": 30 + k}
        done.are({m(k): {**wanted, "reposts": 10 + k, "comments": 20 + k}})


def test_a_file_to_which_all_generations_wrote_loses_nothing(tmp_path: Path) -> None:
    rows = []
    for place, (_, held, *_) in enumerate(GENERATIONS.values()):
        rows += [post(2 * place, f"原{place}", held), repost(2 * place + 1, f"转{place}", 12, held)]
    done = Read(tmp_path, {f"{u(1)}.csv": table(head("", True), rows)}).gave(13, duplicates=5)
    for place in range(6):
        k = 2 * place
        done.are({m(k): {"kind": "post", "own": f"原{place}", "at": t(k), "account": u(1), "likes": 30 + k}})
        done.are({m(k + 1): {"kind": "repost", "own": f"转{place}", "at": t(k + 1), "root": m(12)}})


def test_a_root_without_author_is_nobodys(tmp_path: Path) -> None:
    rows = [repost(2, "转发微博", 0, "F", author="gone")]
    done = Read(tmp_path, {f"{u(1)}.csv": table(head("F", True), rows)}).gave(2)
    done.are({m(0): {"account": None, "name": (None, "")}, m(2): {"account": u(1), "root": m(0)}})


def test_without_the_author_in_the_name_of_the_file_the_account_is_open(tmp_path: Path) -> None:
    done = Read(tmp_path, {"备份.csv": table(head("F", True), rows_of("F"))}).gave(5, duplicates=1)
    done.are({m(1): {"account": None}, m(0): {"account": u(5)}})
    assert done.taken.unhinted
    stated = Read(tmp_path / "b", {"备份.csv": table(head("F", True), rows_of("F"))}, author=u(9))
    stated.are({m(1): {"account": u(9)}, m(0): {"account": u(5)}})


def test_a_million_likes_is_at_least_a_million(tmp_path: Path) -> None:
    rows = [[*part(k, "话", "F", likes), True] for k, likes in ((1, 1_000_000), (2, 12_000), (3, 12_345))]
    done = Read(tmp_path, {f"{u(1)}.csv": table(head("F", True), rows)}).gave(3)
    shown = done.counters.filter(counter="likes").sort("value")
    assert shown["value"].to_list() == [12_000, 12_345, 1_000_000]
    assert shown["is_floor"].fill_null(False).to_list() == [False, False, True]
    assert shown["is_rounded"].fill_null(False).to_list()[:2] == [True, False]


# ---------------------------------------------------------------------------------- JSON
def weibo(k: int, text: str, author: int | None = 1, **more: Any) -> dict[str, Any]:
    """A post as the tool's JSON holds it: ids are numbers, `created_at` is a day."""
    return {
        "user_id": int(u(author)) if author is not None else "",
        "screen_name": n(author) if author is not None else "",
        "id": int(m(k)),
        "bid": b(k),
        "text": text,
        "article_url": "",
        "pics": "",
        "video_url": "",
        "live_photo_url": "",
        "links": [],
        "location": "",
        "created_at": bj(k, "%Y-%m-%d"),
        "source": "虚构手机",
        "attitudes_count": 30 + k,
        "comments_count": 20 + k,
        "reposts_count": 10 + k,
        "topics": "",
        "at_users": "",
        "full_created_at": bj(k),
    } | more


USER = {
    "id": u(1), "screen_name": n(1), "gender": "f", "birthday": "", "location": "北京", "education": "", "company": "",
    "registration_time": "2020-01-01", "sunshine": "", "statuses_count": 40, "followers_count": 120,
    "follow_count": 7, "description": "", "verified": False, "verified_type": -1, "verified_reason": "",
}  # fmt: skip
REPOST = weibo(2, f"有理//@{n(7)}:转发微博", retweet=weibo(0, TEXT, 5))


def test_json_of_one_account(tmp_path: Path) -> None:
    posts = [
        weibo(1, TEXT, edited=True, edit_count=2),
        REPOST,
        weibo(3, "转发微博", retweet=weibo(0, TEXT, 5)),
    ]
    done = Read(tmp_path, {"x.json": document({"user": USER, "weibo": posts})}).gave(4, duplicates=1)
    answers = expected(True)
    done.are({m(k): {**answers[m(k)], "name": n(5 if k == 0 else 1)} for k in range(2)})
    done.are(
        {m(2): {"kind": "repost", "root": m(0), "own": "有理", "account": u(1), "at": t(2), "prec": "s"}}
    )
    done.are({m(3): {"kind": "repost", "root": m(0), "own": None}, m(1): {"edited": True}})


def test_json_with_html_texts_and_keys_of_a_language_model(tmp_path: Path) -> None:
    html = f"同意//<a href='/n/{n(7)}'>@{n(7)}</a>:别人的话"
    posts = [weibo(2, html, retweet=weibo(0, "原<br />帖", 5), sentiment="积极", summary="短")]
    done = Read(tmp_path, {"x.json": document({"user": USER, "weibo": posts})}).gave(2)
    done.are({m(2): {"text": html, "own": "同意", "root": m(0)}, m(0): {"text": "原<br />帖"}})
    done.never(own=["别人的话", "<br"])


def test_a_day_that_the_clock_of_the_crawler_guessed_yields_to_the_id(tmp_path: Path) -> None:
    posts = [weibo(k, f"话{k}") for k in range(1, 9)]
    posts[4] |= {"full_created_at": "2025-05-21 09:05:35", "created_at": "2025-05-21"}
    done = Read(tmp_path, {"x.json": document({"user": USER, "weibo": posts})}).gave(8)
    done.are({m(5): {"at_or_conflict": t(5)}, m(4): {"at": t(4), "at_conflict": False}})


# ---------------------------------------------------------------------------------- comments
COMMENTS = "id,weibo_id,created_at,user_screen_name,text,pic_url,like_count"


@pytest.mark.parametrize("name", [f"{n(1)}_comments.csv", f"{n(1)}_{m(0)}_comments.csv"])
def test_a_csv_of_comments_knows_names_alone(tmp_path: Path, name: str) -> None:
    rows = [
        [m(2), m(0), api(2), n(2), "说得对", "", 3],
        [m(3), m(0), api(3), n(3), f"回复@{n(2)}:不对", "", 0],
        [m(4), m(0), api(4), n(2), '带,逗号"引号"', "https://example.invalid/1.jpg", ""],
    ]
    done = Read(tmp_path, {name: table(COMMENTS, rows)}).gave(3)
    done.every(kind="comment", root=m(0), parent=(None,), account=None, prec="s")
    done.are(
        {m(2): {"at": t(2), "name": n(2), "own": "说得对", "likes": 3}, m(3): {"at": t(3), "name": n(3)}}
    )
    done.are({m(4): {"own": '带,逗号"引号"', "name": n(2), "likes": None}})


def test_comments_with_tags_lose_them_in_their_own_words_alone(tmp_path: Path) -> None:
    text = f"回复<a href='/n/{n(2)}'>@{n(2)}</a>:不对<span class=\"url-icon\"><img alt=[怒] src='x' /></span>&lt;真的&gt;"
    done = Read(
        tmp_path, {"a_comments.csv": table(COMMENTS, [[m(3), m(0), api(3), n(3), text, "", 1]])}
    ).gave(1)
    done.are({m(3): {"text": text, "own": "不对[怒]<真的>", "root": m(0), "account": None}})


# ---------------------------------------------------------------------------------- databases
WEIBO = (
    "id,bid,user_id,screen_name,text,article_url,topics,at_users,pics,video_url,live_photo_url,location,created_at,"
    "source,attitudes_count,comments_count,reposts_count,retweet_id"
)
DB_COMMENTS = (
    "id,bid,weibo_id,root_id,user_id,created_at,user_screen_name,user_avatar_url,text,pic_url,like_count"
)
DB_REPOSTS = "id,bid,weibo_id,user_id,created_at,user_screen_name,user_avatar_url,text,like_count"


def db_weibo(k: int, author: int, text: str, root: str = "") -> list[Any]:
    row = [m(k), b(k), u(author), n(author), text, "", "", "", "", "", "", "", bj(k), "虚构手机"]
    return [*row, 30 + k, 20 + k, 10 + k, root]


POSTS = [db_weibo(0, 5, TEXT), db_weibo(1, 1, TEXT), db_weibo(2, 1, f"有理//@{n(7)}:转发微博", m(0))]
BELOW = [
    [m(6), "", m(0), m(6), u(6), api(6), n(6), "", "第一层", "", 2],
    [m(7), "", m(0), m(6), u(7), api(7), n(7), "", f"回复@{n(6)}:答", "", 0],
]
PASSED_ON = [
    [m(8), b(8), m(0), u(8), api(8), n(8), "", "转发微博", 0],
    [m(9), b(9), m(0), u(9), api(9), n(9), "", "我也觉得", 4],
]


def test_the_database_is_read_table_by_table(tmp_path: Path) -> None:
    profile = (
        "id,nick_name,gender,follower_count,follow_count,birthday,location,ip_location,edu,company,reg_date"
    )
    tables: dict[str, tuple[str, Sequence[Sequence[Any]]]] = {
        "user": (profile, [[u(1), n(1), "f", 120, 7, "", "北京", "IP属地：北京", "", "", "2020-01-01"]]),
        "weibo": (WEIBO + ",edited,edit_count", [[*row, 0, 0] for row in POSTS]),
        "bins": ("id integer primary key,ext,data blob,weibo_id,comment_id,path,url", [[1, "jpg", b"\xff\xd8", m(1), "", "", ""]]),
        "comments": (DB_COMMENTS, BELOW),
        "reposts": (DB_REPOSTS, PASSED_ON),
    }  # fmt: skip
    done = Read(tmp_path, database(tmp_path / "weibodata.db", tables)).gave(7)
    done.are({native: {**wanted, "name": n(5 if native == m(0) else 1)} for native, wanted in expected(True).items()
              if native in (m(0), m(1))})  # fmt: skip
    done.are(
        {m(2): {"kind": "repost", "root": m(0), "own": "有理", "account": u(1), "at": t(2), "prec": "s"}}
    )
    done.are({m(6): {"parent": top(m(0)), "account": u(6), "own": "第一层", "likes": 2, "at": t(6)},
              m(7): {"parent": None, "account": u(7), "at": t(7)}}, kind="comment", root=m(0))  # fmt: skip
    done.are({m(8): {"own": None, "account": u(8), "at": t(8)}, m(9): {"own": "我也觉得", "account": u(9), "likes": 4}},
             kind="repost", root=m(0), parent=None)  # fmt: skip
    assert done.accounts.filter(pl.col("account_id").str.ends_with(u(1)))["followers_n"].to_list() == [120]
    assert done.sums()[3] >= 1  # The profile, and the picture or its table.


def test_the_table_of_posts_that_mysql_hands_out(tmp_path: Path) -> None:
    rows = [[cell if cell != "" else "NULL" for cell in row] for row in POSTS]
    done = Read(tmp_path, {"weibo.csv": table(WEIBO, rows, "utf-8", "\n")}).gave(3)
    done.are({m(1): {"kind": "post", "account": u(1), "at": t(1), "own": TEXT, "likes": 31}})
    done.are({m(2): {"kind": "repost", "root": m(0), "account": u(1), "own": "有理"}})


def test_the_collection_that_mongodb_hands_out(tmp_path: Path) -> None:
    rows = []
    for k, row in enumerate([weibo(1, TEXT), REPOST]):
        extended = {
            **row,
            "id": {"$numberLong": str(row["id"])},
            "user_id": {"$numberLong": str(row["user_id"])},
        }
        rows.append({"_id": {"$oid": f"{k:024x}"}, **extended})
    done = Read(tmp_path, {"weibo.json": lines(rows)}).gave(3)
    done.are({m(1): {"kind": "post", "account": u(1), "at": t(1), "own": TEXT, "prec": "s"}})
    done.are(
        {m(2): {"kind": "repost", "root": m(0), "account": u(1)}, m(0): {"account": u(5), "kind": "post"}}
    )
