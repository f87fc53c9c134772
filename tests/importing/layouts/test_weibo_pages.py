"""Raw JSON of m.weibo.cn, weibo.com/ajax and api.weibo.cn: statuses, comments, and the doors of pages."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.made import SELF, Read, api, b, document, lines, m, n, refused, t, top, u

GONE = "抱歉，此微博已被作者删除。查看帮助：<a href='http://t.cn/A0'>网页链接</a>"


def user(k: int, **more: Any) -> dict[str, Any]:
    shown = {"id": int(u(k)), "screen_name": n(k), "verified": False, "verified_type": -1}
    return {**shown, "followers_count": "105.9万", "follow_count": 7, "statuses_count": 40, **more}


def mobile(k: int, text: str, **more: Any) -> dict[str, Any]:
    """A status as m.weibo.cn shows it: ids are text, the text is HTML, pictures have a pid."""
    return {
        "visible": {"type": 0, "list_id": 0},
        "created_at": api(k),
        "id": m(k),
        "mid": m(k),
        "can_edit": False,
        "text": text,
        "textLength": len(text),
        "source": "虚构手机客户端",
        "favorited": False,
        "pic_ids": ["000aaaaagy1h0000000001"],
        "pics": [{"pid": "000aaaaagy1h0000000001", "url": "https://example.invalid/1.jpg"}],
        "is_paid": False,
        "user": user(k),
        "reposts_count": 10 + k,
        "comments_count": 20 + k,
        "attitudes_count": 30 + k,
        "isLongText": False,
        "region_name": "发布于 浙江",
        "bid": b(k),
    } | more


def ajax(k: int, text: str, **more: Any) -> dict[str, Any]:
    """A status as weibo.com/ajax shows it: the id is a number, the plain text is text_raw."""
    return {
        "created_at": api(k),
        "id": int(m(k)),
        "idstr": m(k),
        "mid": m(k),
        "mblogid": b(k),
        "user": user(k, idstr=u(k), followers_count=1_059_000, followers_count_str="105.9万"),
        "can_edit": False,
        "text_raw": text,
        "text": f"<span>{text}</span>",
        "source": '<a href="http://app.example.invalid" rel="nofollow">iPhone客户端</a>',
        "pic_ids": [],
        "pic_num": 0,
        "reposts_count": 10 + k,
        "comments_count": 20 + k,
        "attitudes_count": 30 + k,
        "isLongText": False,
        "mblogtype": 0,
        "region_name": "发布于 河南",
    } | more


def root_of(door: Any) -> dict[str, Any]:
    found: dict[str, Any] = door(0, "薄荷长高了")
    return found


ROOT = {
    "kind": "post",
    "account": u(0),
    "name": n(0),
    "root": SELF,
    "parent": None,
    "at": t(0),
    "prec": "s",
    "own": "薄荷长高了",
    "reposts": 10,
    "comments": 20,
    "likes": 30,
}


@pytest.mark.parametrize("door, place", [(mobile, "浙江"), (ajax, "河南")])
def test_a_repost_of_a_repost_names_root_and_direct_parent(tmp_path: Path, door: Any, place: str) -> None:
    rows = [
        door(1, "转发微博", retweeted_status=root_of(door)),
        door(2, f"有理//@{n(1)}:转发微博", retweeted_status=root_of(door), pid=int(m(1)), pidstr=m(1)),
        door(3, "转发微博", retweeted_status=root_of(door), pidstr=m(2)),
    ]
    done = Read(tmp_path, {"timeline.json": document({"ok": 1, "data": rows})}).gave(4, duplicates=2)
    common = {"kind": "repost", "root": m(0), "prec": "s", "region": place}
    done.are(
        {
            m(0): ROOT,
            m(1): {"parent": (None, m(0)), "own": None, "account": u(1), "at": t(1), "likes": 31, **common},
            m(2): {"parent": m(1), "own": "有理", "account": u(2), "at": t(2), "name": n(2), **common},
            m(3): {"parent": m(2), "own": None, "account": u(3), "at": t(3), "reposts": 13, **common},
        }
    ).never(ids=["000aaaaagy1h0000000001"], own=["薄荷长高了//"])


def test_html_is_kept_in_the_text_and_goes_before_the_chain_is_cut(tmp_path: Path) -> None:
    text = (
        "同意<span class=\"url-icon\"><img alt=[怒] src='https://example.invalid/e.png' /></span>"
        f"//<a href='/n/{n(1)}'>@{n(1)}</a>:别人的话&amp;更多"
    )
    row = mobile(2, text, retweeted_status=root_of(mobile))
    done = Read(tmp_path, {"x.json": document({"ok": 1, "data": {"statuses": [row]}})}).gave(2)
    done.are({m(2): {"text": text, "own": "同意[怒]", "root": m(0), "client": "虚构手机客户端"}})
    done.never(own=["别人的话"])


def test_an_app_around_the_client_is_stripped_and_the_long_text_is_read(tmp_path: Path) -> None:
    long = "很长的话" * 60
    row = mobile(1, long[:140] + '...<a href="/status/1">全文</a>', isLongText=True, raw_text=long)
    done = Read(tmp_path, {"x.jsonl": lines([row, ajax(2, "另一条")])}).gave(2)
    done.are({m(1): {"own": long}, m(2): {"client": "iPhone客户端", "kind": "post"}})


def test_the_root_of_a_deleted_post_is_nobodys(tmp_path: Path) -> None:
    gone = {**mobile(0, GONE), "user": None}
    rows = [mobile(1, "转发微博", retweeted_status=gone), mobile(2, "早说了", retweeted_status=gone)]
    done = Read(tmp_path, {"x.json": document({"ok": 1, "data": {"statuses": rows}})}).gave(3, duplicates=1)
    done.are(
        {
            m(0): {"account": None, "own": None, "text": GONE},
            m(1): {"root": m(0), "account": u(1), "own": None},
            m(2): {"root": m(0), "own": "早说了"},
        }
    ).never(accounts=["None", "null", "0"])


@pytest.mark.parametrize("door, followers", [(mobile, 1_059_000), (ajax, 1_059_000)])
def test_the_profile_beside_a_status_is_kept(tmp_path: Path, door: Any, followers: int) -> None:
    row = door(
        1,
        "话",
        user=user(1, verified=True, verified_type=3, verified_reason="虚构报社", followers_count="105.9万"),
    )
    done = Read(tmp_path, {"x.json": document({"ok": 1, "data": [row]})}).gave(1)
    account = done.accounts.row(0, named=True)
    assert (account["name"], account["followers_n"], account["posts_n"]) == (n(1), followers, 40)
    assert account["verified"] is True and account["verified_type"] == "3"


def test_an_edited_post_is_marked_and_a_second_capture_is_no_second_act(tmp_path: Path) -> None:
    row = mobile(1, "改过的话", edit_count=1, edit_at=api(5))
    early = mobile(1, "原先的话", reposts_count=3)
    files = {
        "late.json": document({"ok": 1, "data": [row]}),
        "early.json": document({"ok": 1, "data": [early]}),
    }
    done = Read(tmp_path, files).gave(1, duplicates=1)
    done.are({m(1): {"edited": True, "at": t(1), "own": ("改过的话", "原先的话")}})
    shown = done.counters.filter(event_id=done.event(m(1))["event_id"], counter="reposts")
    assert sorted(shown["value"]) == [3, 11]  # Both captures are kept.


STATUSES = [mobile(1, "转发微博", retweeted_status=root_of(mobile)), mobile(2, "自己的话")]
CARDS = [
    {"card_type": 9, "itemid": "i1", "mblog": STATUSES[0]},
    {"card_type": 11, "card_group": [{"card_type": 9, "mblog": STATUSES[1]}]},
]
DOORS = {
    "data": {"ok": 1, "data": STATUSES, "total_number": 2, "max_page": 1},
    "data.data": {"ok": 1, "data": {"data": STATUSES, "total_number": 2, "max": 1}},
    "data.statuses": {"ok": 1, "data": {"statuses": STATUSES, "total_number": 2}},
    "data.list": {"ok": 1, "data": {"since_id": "x", "list": STATUSES, "status_visible": 0}},
    "data.cards": {"ok": 1, "data": {"cardlistInfo": {"total": 2, "page": 2}, "cards": [
        CARDS[0], {"card_type": 9, "mblog": STATUSES[1]}, {"card_type": 4, "desc": "没有微博的卡片"}]}},
    "data.cards.card_group": {"ok": 1, "data": {"cardlistInfo": {"total": 2}, "cards": CARDS}},
    "statuses": {"statuses": STATUSES, "total_number": 2, "next_cursor": 0},
    "reposts": {"reposts": STATUSES, "total_number": 2, "next_cursor": 0, "previous_cursor": 0},
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_every_door_of_a_page_is_opened(tmp_path: Path, door: str) -> None:
    done = Read(tmp_path, {"page.json": document(DOORS[door])}).gave(3)
    done.are({m(0): ROOT, m(1): {"kind": "repost", "root": m(0)}, m(2): {"kind": "post", "own": "自己的话"}})


def test_pages_line_by_line_are_one_file(tmp_path: Path) -> None:
    pages = [DOORS["data"], DOORS["reposts"], {"ok": 1, "data": [mobile(4, "第三页")]}]
    done = Read(tmp_path, {"pages.jsonl": lines(pages)}).gave(4, duplicates=3)
    done.are({m(4): {"kind": "post", "account": u(4)}})


def test_a_page_without_a_known_list_says_so(tmp_path: Path) -> None:
    page = {"ok": 1, "data": {"wanted": [mobile(1, "一条")], "next": 2}}
    refused(tmp_path, {"page.json": json.dumps(page, ensure_ascii=False)})


# ---------------------------------------------------------------------------------- comments
def comment(k: int, text: str, above: int | None = None, **more: Any) -> dict[str, Any]:
    """A comment as m.weibo.cn shows it; its rootid is the top of its thread, its own id at the top."""
    own = m(k if above is None else above)
    return {
        "created_at": api(k),
        "id": m(k),
        "rootid": own,
        "rootidstr": own,
        "floor_number": k,
        "text": text,
        "disable_reply": 0,
        "user": user(k),
        "mid": m(k),
        "comments": False,
        "max_id": 0,
        "total_number": 0,
        "isLikedByMblogAuthor": False,
        "bid": "",
        "source": "来自河南",
        "like_count": k,
        "liked": False,
    } | more


def web_comment(k: int, text: str, above: int | None = None, **more: Any) -> dict[str, Any]:
    """A comment as weibo.com/ajax shows it: ids are numbers, likes are like_counts."""
    row = comment(k, f"<span>{text}</span>", above, text_raw=text, like_counts=k, **more)
    del row["like_count"], row["disable_reply"], row["bid"]
    row |= {"id": int(row["id"]), "idstr": m(k), "rootid": int(row["rootid"])}
    return row


def answer_to(k: int, text: str, source: Any = comment) -> dict[str, Any]:
    """What a comment carries of the one it answers."""
    answered = source(k, text, 2)
    return {"reply_comment": {key: answered[key] for key in ("id", "rootid", "text", "user", "created_at")}}


ANSWERS = {
    m(2): {"parent": top(m(0)), "own": "第一层", "account": u(2), "at": t(2), "likes": 2, "region": "河南"},
    m(3): {"parent": m(2), "own": "答第一层", "account": u(3), "at": t(3), "likes": 3},
    m(4): {"parent": m(3), "account": u(4), "at": t(4), "own": "再答"},
    m(5): {"parent": None, "account": u(5), "name": n(5), "own": "不知答谁"},
    m(6): {"parent": top(m(0)), "own": "另一层", "account": u(6)},
}


def thread(source: Any) -> list[dict[str, Any]]:
    below = [
        source(3, "答第一层", 2, **answer_to(2, "第一层", source)),
        source(4, f"回复@{n(3)}:再答", 2, **answer_to(3, "答第一层", source)),
        source(5, f"回复@{n(4)}:不知答谁", 2),  # Only its thread is known.
    ]
    return [
        source(2, "第一层", comments=below, total_number=3, max_id=0),
        source(6, "另一层", comments=[] if source is web_comment else False),
    ]


COMMENT_PAGES = {
    "hotflow": {"ok": 1, "data": {"data": thread(comment), "total_number": 5, "max_id": 0, "max_id_type": 0}},
    "buildComments": {"ok": 1, "filter_group": [], "data": thread(web_comment), "total_number": 5, "max_id": 0},
}  # fmt: skip


@pytest.mark.parametrize("door", COMMENT_PAGES)
def test_the_top_of_a_thread_is_no_parent_of_an_answer_within_it(tmp_path: Path, door: str) -> None:
    done = Read(tmp_path, {f"{door}_{m(0)}.json": document(COMMENT_PAGES[door])}).gave(5, duplicates=None)
    done.are(ANSWERS, kind="comment", root=m(0), prec="s")


@pytest.mark.parametrize("door", COMMENT_PAGES)
def test_the_post_asked_for_may_be_stated(tmp_path: Path, door: str) -> None:
    done = Read(tmp_path, {"c.json": document(COMMENT_PAGES[door])}, about=m(0)).gave(5, duplicates=None)
    done.are(ANSWERS, kind="comment", root=m(0))


def test_without_the_post_the_root_is_open(tmp_path: Path) -> None:
    done = Read(tmp_path, {"c.json": document(COMMENT_PAGES["hotflow"])}).gave(5, duplicates=None)
    done.every(kind="comment", root=None)
    done.are({m(4): {"parent": m(3)}, m(5): {"parent": None}})


def test_comments_beside_their_post_are_both_read(tmp_path: Path) -> None:
    page = {
        "root_comments": thread(comment),
        "status": mobile(0, "薄荷长高了"),
        "max_id": 0,
        "total_number": 5,
    }
    done = Read(tmp_path, {"build.json": document(page)}).gave(6, duplicates=None)
    done.are(ANSWERS, kind="comment", root=m(0))
    done.are({m(0): ROOT})


def test_likes_as_text_and_the_robot_are_read(tmp_path: Path) -> None:
    rows = [comment(1, "一", like_count="1.2万"), comment(2, "二", source="来自罗伯特", like_count="3")]
    page = {"ok": 1, "data": {"data": rows, "max_id": 0}}
    done = Read(tmp_path, {f"x_{m(0)}.json": document(page)}).gave(2)
    done.are({m(1): {"likes": 12_000}, m(2): {"likes": 3}})
