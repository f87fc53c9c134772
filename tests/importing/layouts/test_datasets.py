"""Research data sets: CED, CHECKED, and those whose layout is only recalled (Ma-Weibo, WeiboEvents)."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.made import (
    BEIJING,
    SELF,
    Hashed,
    Read,
    b,
    bj,
    bj_min,
    document,
    m,
    n,
    read_or_refused,
    t,
    table,
    u,
    unix,
)

NOBODY = "d41d8cd98f00b204e9800998ecf8427e"  # What md5 makes of nothing.


def code(k: int) -> str:
    """An account of CED: invented, in the form of a code."""
    return f"u{k:011x}"


def ced(k: int, parent: str, text: str, date: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "kids": [],
        "uid": code(k),
        "parent": parent,
        "text": text,
        "mid": b(k),
        "date": date or bj(k),
        **more,
    }


REPOSTS = [
    ced(1, "", "转发微博", kids=[b(2)]),
    ced(2, b(1), f"有理//@{n(1)}:转发微博", kids=[b(3)]),
    ced(3, b(2), "同感", date=bj(3, "%m月%d日 %H:%M")),  # No year: the id holds it.
    ced(4, "", "不信", date="2024-05-20 09:04:28"),  # An error of the data set.
]
ORIGINAL = {
    "multi_type": "none", "text": "原帖", "has_url": False, "comments": 20, "pics": 0, "source": "虚构网页", "likes": 30,
    "time": unix(0), "reposts": 10,
    "user": {"verified": True, "description": True, "gender": "m", "messages": 40, "followers": 120, "location": "北京",
             "time": 1_300_000_000, "friends": 7, "verified_type": 3},
}  # fmt: skip


def ced_files(*kinds: str) -> dict[str, bytes]:
    name = f"1_{b(0)}_{code(5)}.json"
    files = {"rumor-repost": document(REPOSTS), "original-microblog": document(ORIGINAL)}
    return {f"CED/{kind}/{name}": files[kind] for kind in kinds}


CED: dict[str, dict[str, Any]] = {
    m(1): {"parent": (None, m(0)), "own": None, "at": t(1)},
    m(2): {"parent": m(1), "own": "有理", "at": t(2)},
    m(3): {"parent": m(2), "own": "同感", "at": t(3)},
    m(4): {"parent": (None, m(0)), "own": "不信", "at_or_conflict": t(4)},
}


def test_ced_states_true_parents_and_the_root_in_the_name_of_the_file(tmp_path: Path) -> None:
    done = Read(tmp_path, ced_files("rumor-repost", "original-microblog")).gave(5)
    done.are(CED, kind="repost", root=m(0))
    done.are({m(0): {"kind": "post", "root": SELF, "own": "原帖", "at": t(0), "likes": 30, "reposts": 10}})
    for k in (1, 2, 3, 4):
        done.are({m(k): {"account": (Hashed(code(k)), code(k)), "name": None}})
    done.are({m(0): {"account": (Hashed(code(5)), code(5), None)}})


def test_ced_reposts_alone_name_a_root_that_is_not_there(tmp_path: Path) -> None:
    done = Read(tmp_path, ced_files("rumor-repost")).gave(4)
    done.are(CED, kind="repost", root=m(0)).authors(4)


def h(sign: str) -> str:
    """A hashed id."""
    return hashlib.md5(sign.encode(), usedforsecurity=False).hexdigest()


def checked(date: str, who: str, text: str, own: str) -> dict[str, Any]:
    return {"id": own, "date": date, "user_id": who, "text": text, "pic_url": []}


def test_checked_has_hashed_ids_and_the_hash_of_nothing_is_nobody(tmp_path: Path) -> None:
    post = {
        **checked(bj_min(0), h("b"), "原帖", h("a")), "label": "real", "video_url": "", "comment_num": "2", "repost_num": "1.2万",
        "like_num": "999+", "analysis": "",
        "comments": [checked(bj_min(1), NOBODY, "：说得对", h("1")), checked(bj_min(2), NOBODY, f"回复@{n(1)}:不对", h("2"))],
        "reposts": [
            checked(bj_min(3), h("e"), f"有理//@{n(7)}:转发微博", h("3")),
            checked(bj_min(4), NOBODY, "转发微博", h("4")),
        ],
    }  # fmt: skip
    done = Read(tmp_path, {"real-news/x.json": document(post)}).gave(5)
    done.are(
        {
            h("a"): {
                "kind": "post",
                "account": Hashed(h("b")),
                "own": "原帖",
                "root": SELF,
                "reposts": 12_000,
                "at": t(0),
            },
            h("1"): {
                "kind": "comment",
                "account": None,
                "own": "说得对",
                "text": "：说得对",
                "root": h("a"),
                "at": t(1),
            },
            h("2"): {"kind": "comment", "account": None, "parent": None, "root": h("a")},
            h("3"): {
                "kind": "repost",
                "account": Hashed(h("e")),
                "own": "有理",
                "root": h("a"),
                "parent": None,
            },
            h("4"): {"kind": "repost", "account": None, "own": None, "root": h("a"), "at": t(4)},
        },
        prec="min",
        name=None,
    )
    done.never(accounts=[NOBODY])
    shown = done.counters.filter(counter="likes")
    assert shown["value"].to_list() == [999] and shown["is_floor"].to_list() == [True]


def ma(k: int, parent: int | None, text: str) -> dict[str, Any]:
    row = {
        "uid": u(k),
        "mid": m(k),
        "parent": m(parent) if parent is not None else None,
        "t": unix(k),
        "text": text,
    }
    return {
        **row,
        "username": n(k),
        "original_text": text,
        "reposts_count": 10 + k,
        "attitudes_count": 30 + k,
    }


def test_ma_weibo_is_read_with_its_parents_or_refused(tmp_path: Path) -> None:
    rows = [ma(0, None, "原帖"), ma(1, 0, "转发微博"), ma(2, 1, f"有理//@{n(1)}:转发微博")]
    done = read_or_refused(tmp_path, {f"{m(0)}.json": document(rows)})
    if done is None:
        return
    done.gave(3).are(
        {
            m(0): {"kind": "post", "parent": None, "account": u(0), "at": t(0)},
            m(1): {"kind": "repost", "parent": m(0), "own": None, "account": u(1), "at": t(1)},
            m(2): {"kind": "repost", "parent": m(1), "own": "有理", "account": u(2), "at": t(2)},
        },
        prec="s",
    )


@pytest.mark.parametrize("count_rows", [True, False])
def test_weibo_events_are_read_by_mid_or_refused(tmp_path: Path, count_rows: bool) -> None:
    head = "id,mid,uid,screen_name,text,created_at,parent,source"
    rows = [
        [k + 1 if count_rows else m(k), m(k), u(k), n(k), "转发微博", bj(k), m(k - 1), "虚构网页"]
        for k in (1, 2, 3)
    ]
    done = read_or_refused(tmp_path, {"events.csv": table(head, rows)})
    if done is None:
        return
    done.never(ids=["2", "3", "4"])
    for k in (1, 2, 3):
        done.are({m(k): {"account": u(k), "at": t(k), "root": (None, m(0)), "parent": (None, m(k - 1))}})
    assert {at.astimezone(BEIJING).year for at in done.events["at"]} == {2025}
