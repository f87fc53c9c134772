"""weibo-search: CSV of each width, generations appended to one file, SQLite and MySQL, and the guessed year."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.importing.layouts.made import (
    BEIJING,
    SELF,
    Read,
    b,
    bid_of,
    bj_min,
    database,
    m,
    mid_of,
    n,
    t,
    table,
    u,
)

START = ["id", "bid", "user_id", "用户昵称", "微博正文"]
ARTICLE = ["头条文章url"]
MIDDLE = ["发布位置", "艾特用户", "话题", "转发数", "评论数", "点赞数", "发布时间", "发布工具"]
MIDDLE += ["微博图片url", "微博视频url", "retweet_id"]
LATER = ["ip", "user_authentication", "会员类型", "会员等级"]
WIDTHS = {
    16: [*START, *MIDDLE],
    17: [*START, *ARTICLE, *MIDDLE],
    18: [*START, *ARTICLE, *MIDDLE, *LATER[:1]],
    19: [*START, *ARTICLE, *MIDDLE, *LATER[:2]],
    21: [*START, *ARTICLE, *MIDDLE, *LATER],
}


def row(k: int, width: int, text: str, root: str = "", **more: Any) -> list[Any]:
    """One record, written in the columns of a generation."""
    pictures = "https://example.invalid/1.jpg,https://example.invalid/2.jpg"
    known = {
        "id": m(k), "bid": b(k), "user_id": u(k), "用户昵称": n(k), "微博正文": text, "头条文章url": "", "发布位置": "某地",
        "艾特用户": "", "话题": "薄荷", "转发数": 10 + k, "评论数": 20 + k, "点赞数": 30 + k, "发布时间": bj_min(k),
        "发布工具": "虚构手机", "微博图片url": pictures if width > 18 else str(pictures.split(",")), "微博视频url": "",
        "retweet_id": root, "ip": "广东", "user_authentication": "蓝V", "会员类型": "超级会员", "会员等级": 5,
    } | more  # fmt: skip
    return [known[name] for name in WIDTHS[width]]


def post(k: int, **more: Any) -> dict[str, Any]:
    """What act k is, whichever generation wrote it."""
    shown = {"likes": 30 + k, "comments": 20 + k, "reposts": 10 + k, "client": "虚构手机"}
    return {
        "kind": "post",
        "account": u(k),
        "name": n(k),
        "root": SELF,
        "parent": None,
        "at": t(k),
        **shown,
        **more,
    }


@pytest.mark.parametrize("width", WIDTHS)
def test_every_generation_is_read(tmp_path: Path, width: int) -> None:
    root = row(0, width, "原帖", ip="", user_authentication="")
    if width == 18:
        root = root[:17]  # Before 2024-05-16 the row of a root lacks the cells that roots do not have.
    rows = [
        row(1, width, f"有理//@{n(7)}:转发微博", m(0)),
        root,
        row(2, width, "转发微博", m(0)),
        row(3, width, "一条"),
    ]
    done = Read(tmp_path, {"结果文件/薄荷/薄荷.csv": table(WIDTHS[width], rows)}).gave(4)
    done.are(
        {
            m(0): post(0, own="原帖", region=None),
            m(1): post(1, kind="repost", root=m(0), own="有理", parent=None),
            m(2): post(2, kind="repost", root=m(0), own=None, parent=(None, m(0))),
            m(3): post(3, own="一条", region="广东" if width > 17 else None),
        },
        prec=("s", "min"),
    )


@pytest.mark.parametrize("first", [16, 17, 18])
def test_rows_of_later_generations_are_right_by_position(tmp_path: Path, first: int) -> None:
    rows = [
        row(k, width, f"话{k}", "" if k % 2 else m(0)) for k, width in enumerate(WIDTHS, 1) if width >= first
    ]
    done = Read(tmp_path, {"薄荷.csv": table(WIDTHS[first], rows)}).gave(len(rows))
    for k, width in enumerate(WIDTHS, 1):
        if width >= first:
            kind = {"kind": "post"} if k % 2 else {"kind": "repost", "root": m(0)}
            done.are({m(k): post(k, own=f"话{k}", region="广东" if width > 17 else None, **kind)})


def test_shorter_rows_under_a_wide_header_are_padded(tmp_path: Path) -> None:
    rows = [row(1, 21, "新"), row(2, 18, "旧", m(0)), row(3, 17, "更旧")]
    done = Read(tmp_path, {"薄荷.csv": table(WIDTHS[21], rows)}).gave(3)
    done.are({m(1): post(1, own="新"), m(2): post(2, kind="repost", root=m(0)), m(3): post(3, region=None)})


def test_the_same_post_found_by_two_words_is_a_duplicate(tmp_path: Path) -> None:
    files = {f"{word}/{word}.csv": table(WIDTHS[21], [row(1, 21, "一条"), row(k, 21, "另一条")])
             for k, word in ((2, "薄荷"), (3, "阳台"))}  # fmt: skip
    Read(tmp_path, files).gave(3, duplicates=1)


def test_the_badge_is_kept_with_the_account(tmp_path: Path) -> None:
    rows = [row(1, 21, "甲"), row(2, 21, "乙", user_authentication="普通用户")]
    done = Read(tmp_path, {"薄荷.csv": table(WIDTHS[21], rows)})
    verified = {a["account_id"].rpartition(":")[2]: a["verified"] for a in done.accounts.to_dicts()}
    assert verified == {u(1): True, u(2): False}


def test_pictures_in_a_list_or_between_commas_are_whole_addresses(tmp_path: Path) -> None:
    both = ["https://example.invalid/1,2.jpg", "https://example.invalid/3.jpg"]
    rows = [row(1, 21, "甲", 微博图片url=",".join(both)), row(2, 18, "乙", 微博图片url=str(both))]
    done = Read(tmp_path, {"薄荷.csv": table(WIDTHS[21], rows)}).gave(2)
    listed = done.events.drop_nulls("urls")["urls"].to_list()
    for urls in listed:  # Pictures may be left out; cut in two they may not be.
        assert not set(urls) or set(urls) == set(both)


def test_a_guessed_year_yields_to_the_id(tmp_path: Path) -> None:
    before = datetime(2024, 12, 30, 15, 10, 20, tzinfo=UTC)
    late = mid_of(before, 5)
    wrong = before.astimezone(BEIJING).replace(year=2025).strftime("%Y-%m-%d %H:%M")
    odd = row(1, 21, "去年的", id=late, bid=bid_of(late), 发布时间=wrong)
    rows = [odd, *(row(k, 21, "今年的") for k in range(2, 14))]
    done = Read(tmp_path, {"薄荷.csv": table(WIDTHS[21], rows)}).gave(13)
    done.are({late: {"at_or_conflict": before}, m(2): {"at": t(2), "at_conflict": False}})


ENGLISH = (
    "id,bid,user_id,screen_name,text,article_url,topics,at_users,pics,video_url,location,created_at,source,"
    "attitudes_count,comments_count,reposts_count,retweet_id,ip,user_authentication,vip_type,vip_level"
)


def stored(k: int, text: str, root: str = "") -> list[Any]:
    head = [m(k), b(k), u(k), n(k), text, "", "薄荷", "", "https://example.invalid/1.jpg", "", ""]
    return [*head, bj_min(k), "虚构手机", 30 + k, 20 + k, 10 + k, root, "广东", "红V", "非会员", 0]


@pytest.mark.parametrize("container", ["db", "csv"])
def test_the_table_of_a_database_is_read(tmp_path: Path, container: str) -> None:
    rows = [stored(0, "原帖"), stored(1, "转发微博", m(0)), stored(2, "一条")]
    if container == "db":
        file = database(tmp_path / "weibo.db", {"weibo": (ENGLISH, rows)})
    else:
        file = tmp_path / "weibo.csv"
        file.write_bytes(table(ENGLISH, rows, "utf-8", "\n"))
    done = Read(tmp_path, file).gave(3)
    done.are(
        {
            m(0): post(0, own="原帖", region="广东"),
            m(1): post(1, kind="repost", root=m(0), own=None),
            m(2): post(2),
        }
    )
    assert done.events.filter(pl.col("account_id").is_null()).is_empty()
