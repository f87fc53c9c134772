"""Small collectors of Weibo: XWang20, findsons, githubzjm, weibo-repost-get, Bazhuayu, and tables of comments with foreign headers."""

from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.made import (
    SELF,
    Read,
    api,
    b,
    bj,
    document,
    lines,
    m,
    n,
    read_or_refused,
    refused,
    t,
    table,
    top,
    u,
    workbook,
)
from tests.importing.layouts.proposed import WEIBO, as_proposed

DAY = "%Y-%m-%d"


# ---------------------------------------------------------------------------------- XWang20
def test_xwang20_reposts_state_a_day_and_the_id_the_second(tmp_path: Path) -> None:
    texts = {1: f"有理//<a href='/n/{n(2)}'>@{n(2)}</a>:别人的话", 2: "转发微博", 3: "<i>同感</i>&amp;"}
    rows = [
        {"_id": int(m(k)), "repost_user_id": int(u(k)), "mblog_id": int(m(0)), "created_at": bj(k, DAY),
         "content": text, "source": "虚构手机"}
        for k, text in texts.items()
    ]  # fmt: skip
    done = Read(tmp_path, {"RepostItem.json": lines(rows)}).gave(3)
    done.are({m(1): {"own": "有理", "text": texts[1]}, m(2): {"own": None}, m(3): {"own": "同感&"}})
    for k in texts:
        row = {
            "kind": "repost",
            "root": m(0),
            "parent": (None,),
            "account": u(k),
            "name": None,
            "at": t(k),
            "prec": "s",
        }
        done.are({m(k): {**row, "parent": (None, m(0)) if k == 2 else None, "client": "虚构手机"}})
    done.never(own=["别人的话"])


def xwang_comment(k: int, text: str, above: int | None = None, answers: int | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {"_id": m(k) if above is None else int(m(k)), "comment_user_id": int(u(k))}
    row |= {"mblog_id": m(0), "created_at": bj(k, DAY), "like_num": k, "content": text, "img_url": []}
    return row | ({"root_comment_id": m(above), "reply_comment_id": m(answers)} if above and answers else {})


@pytest.mark.parametrize("pack", [lines, document])
def test_xwang20_answers_name_the_comment_they_answer(tmp_path: Path, pack: Any) -> None:
    rows = [
        xwang_comment(2, "第一层"),
        xwang_comment(3, f"回复@{n(2)}:答", 2, 2),
        xwang_comment(4, f"回复@{n(3)}:再答", 2, 3),
    ]
    done = Read(tmp_path, {"CommentItem.json": pack(rows)}).gave(3)
    for k, parent in ((2, top(m(0))), (3, m(2)), (4, m(3))):
        wanted = {"kind": "comment", "root": m(0), "parent": parent, "account": u(k), "at": t(k), "likes": k}
        done.are({m(k): {**wanted, "prec": "s", "name": None}})


def test_xwang20_posts(tmp_path: Path) -> None:
    rows = [
        {"_id": m(k), "bid": b(k), "user_id": int(u(k)), "like_num": 30 + k, "repost_num": 10 + k, "comment_num": 20 + k,
         "tool": "虚构手机", "created_at": bj(k, DAY), "weibo_url": f"https://m.weibo.cn/detail/{m(k)}", "content": f"话{k}"}
        for k in (1, 2)
    ]  # fmt: skip
    done = Read(tmp_path, {"MblogItem.json": document(rows)}).gave(2)
    for k in (1, 2):
        shown = {"likes": 30 + k, "reposts": 10 + k, "comments": 20 + k, "client": "虚构手机"}
        done.are({m(k): {"kind": "post", "account": u(k), "at": t(k), "prec": "s", "own": f"话{k}", **shown}})


# ---------------------------------------------------------------------------------- findsons
SONS = "mid,pid,userid,verified_type,text,created_at,reposts_count,comments_count,attitudes_count"
SON_ROWS = [
    (0, "0", "原帖"),
    (
        1,
        f"-{m(0)}",
        f"有理//@{n(7)}:转发微博",
    ),  # The root is known, the chain has a parent, the page had none.
    (2, f"+{m(0)}", "转发微博"),
    (3, f"+{m(2)}", "说得&quot;对&quot;"),
    (4, "-1", "另一个原帖"),
]
SON_WANTED: dict[str, dict[str, Any]] = {
    m(0): {"kind": "post", "root": SELF, "parent": None, "own": "原帖"},
    m(1): {"kind": "repost", "root": m(0), "parent": None, "own": "有理"},
    m(2): {"kind": "repost", "parent": m(0), "own": None, "root": (m(0), None)},
    m(3): {"kind": "repost", "parent": m(2), "own": '说得"对"', "root": (m(0), None)},
    m(4): {"kind": "post", "root": SELF, "parent": None},
}


def sons(form: str) -> list[list[Any]]:
    return [[m(k), pid, u(k), -1, text, bj(k, form), 10 + k, 20 + k, 30 + k] for k, pid, text in SON_ROWS]


@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S"])
def test_findsons_plus_is_the_parent_and_minus_the_root(tmp_path: Path, form: str) -> None:
    done = Read(tmp_path, {"findsons.csv": table(SONS, sons(form), "utf-8", "\n")}).gave(5)
    done.are(SON_WANTED, prec="s").never(ids=["0", "1", "-1", f"-{m(0)}", f"+{m(0)}"])
    for k in range(5):
        done.are({m(k): {"account": u(k), "name": None, "at": t(k), "likes": 30 + k, "reposts": 10 + k}})


def test_findsons_with_thirteen_cells_names_the_root(tmp_path: Path) -> None:
    more = [[120, 7, m(0) if k < 4 else m(4), depth] for k, depth in enumerate((0, 1, 1, 2, 0))]
    rows = [row + cells for row, cells in zip(sons("%Y-%m-%d %H:%M:%S"), more, strict=True)]
    named = Read(tmp_path, {"a.csv": table(SONS + ",followers,follow,rootknot,generation", rows)}).gave(5)
    named.are(SON_WANTED).are({m(k): {"root": m(0)} for k in (1, 2, 3)})
    bare = read_or_refused(tmp_path / "bare", {"b.csv": table(None, rows)})
    if bare is None:
        refused(tmp_path / "again", {"b.csv": table(None, rows)}, "header")
    else:
        bare.gave(5).are(SON_WANTED).are({m(k): {"root": m(0)} for k in (1, 2, 3)})


# ---------------------------------------------------------------------------------- githubzjm
WRITTEN = ["20分钟前", "1小时前", bj(3, "%m-%d"), "昨天 09:04", api(5)]


@pytest.mark.parametrize("kind", ["repost", "comment"])
def test_githubzjm_reposts_and_comments_take_the_moment_of_the_id(tmp_path: Path, kind: str) -> None:
    rows = [[m(0), at, m(k), u(k), n(k)] for k, at in enumerate(WRITTEN, 1)]
    head = f"mid,created_at,{kind}_id,uid,user_name"
    name = f"data/keyword_薄荷/uid_{u(9)}/blog_{kind}s_mid_{m(0)}.csv"
    done = Read(tmp_path, {name: table(head, rows, "utf-8", "\n")}).gave(5)
    for k in range(1, 6):
        wanted = {
            "kind": kind,
            "root": m(0),
            "parent": None,
            "account": u(k),
            "name": n(k),
            "at": t(k),
            "prec": "s",
        }
        done.are({m(k): {**wanted, "text": (None, ""), "own": None, "at_conflict": (False, None)}})
    done.never(accounts=[u(9)])
    assert not done.events["event_id"].str.contains(m(0)).any()


FOUND = (
    "mid,retweeted_mid,text,retweeted_text,scheme,retweeted_scheme,created_at,retweeted_created_at,source,"
    "retweeted_source,reposts_count,retweeted_reposts_count,comments_count,retweeted_comments_count,pid,screen_name,"
    "retweeted_screen_name,profile_url,retweeted_profile_url,verified_type,retweeted_verified_type,verified_reason,"
    "retweeted_verified_reason,description,retweeted_description,followers_count,retweeted_followers_count,gender,"
    "retweeted_gender,uid,retweeted_uid"
)


def found(k: int, text: str, root: int | None = None, by: int | None = None) -> list[Any]:
    row: dict[str, Any] = {
        "mid": m(k),
        "text": text,
        "created_at": api(k),
        "source": "虚构手机",
        "reposts_count": 10 + k,
    }
    row |= {"comments_count": 20 + k, "pid": k % 2, "screen_name": n(k), "verified_type": 0, "uid": u(k)}
    row |= {"profile_url": f"https://m.weibo.cn/u/{u(k)}?uid={u(k)}", "followers_count": 120, "gender": "m"}
    if root is not None:
        row |= {"retweeted_mid": m(root), "retweeted_text": "别人写的原帖", "retweeted_created_at": api(root)}
        row |= {"retweeted_source": "虚构网页", "retweeted_reposts_count": 40, "retweeted_comments_count": 62}
    if by is not None:
        row |= {"retweeted_uid": u(by), "retweeted_screen_name": n(by)}
    return [row.get(name, "") for name in FOUND.split(",")]


def test_githubzjm_search_holds_the_root_and_pid_is_a_flag(tmp_path: Path) -> None:
    html = f"有理<br />//<a href='/n/{n(7)}'>@{n(7)}</a>:更早的话"
    rows = [found(2, html, 0), found(3, "转发微博", 1, by=6), found(4, '<a href="x">#薄荷#</a>自己的话')]
    done = Read(tmp_path, {"薄荷_search_blog.csv": table(FOUND, rows, "utf-8", "\n")}).gave(5)
    done.are(
        {
            m(0): {"kind": "post", "account": None, "text": "别人写的原帖", "at": t(0), "reposts": 40},
            m(1): {"kind": "post", "account": u(6), "name": n(6), "at": t(1), "comments": 62},
            m(2): {
                "kind": "repost",
                "root": m(0),
                "parent": None,
                "account": u(2),
                "at": t(2),
                "reposts": 12,
            },
            m(3): {"kind": "repost", "root": m(1), "own": None, "account": u(3), "name": n(3)},
            m(4): {"kind": "post", "root": SELF, "parent": None, "own": "#薄荷#自己的话", "comments": 24},
        },
        prec="s",
    )
    assert (done.event(m(2))["own_text"] or "").strip() == "有理"
    done.never(ids=["0", "1"], own=["更早的话"])


@pytest.mark.parametrize(
    "head, row",
    [
        ("followed_uid,follower_uid,description,name,is_V,v_description,followers_count", [u(1), u(2), "", n(2), 1, "", 47]),
        ("昵称,注册时间,简介,性别,年龄,所在地,微信号,is_V,v_简介,标签,教育经历,uid,url,follow_count,followers_count,follower_dir",
         [n(1), "2020-01-01", "", "男", "", "其他", "", 1, "", "", "", u(1), f"https://m.weibo.cn/u/{u(1)}", 7, 120, "x"]),
    ],
)  # fmt: skip
def test_githubzjm_profiles_are_no_acts(tmp_path: Path, head: str, row: list[Any]) -> None:
    done = read_or_refused(tmp_path, {"followers.csv": table(head, [row], "utf-8", "\n")})
    assert done is None or done.gave(0, other=1)


# ---------------------------------------------------------------------------------- weibo-repost-get
GOT = ["发布时间", "微博ID", "文本内容", "发布终端", "转发数", "评论数", "点赞数", "用户ID", "昵称", "发布IP"]
PROFILE = ["微博数量", "关注数", "粉丝数", "个人简介", "性别", "认证原因"]


def got(k: int, text: str, day: str = "Tue") -> list[str]:
    written = f"2025-5-20 {bj(k, '%H:%M:%S')} {day}"
    return [written, m(k), text, "虚构手机", str(10 + k), str(20 + k), str(30 + k), u(k), n(k), "浙江"]


@pytest.mark.parametrize("profiled", [False, True])
def test_weibo_repost_get_takes_the_root_from_the_name_of_the_file(tmp_path: Path, profiled: bool) -> None:
    rows = [got(1, f"有理//@{n(7)}:转发微博"), got(2, "转发微博"), got(3, "同感")]
    head = GOT + PROFILE * profiled
    more = ["40", "7", "120", "", "女", ""] * profiled
    file = workbook(
        tmp_path / f"repo_{m(0)}.xlsx", {"Sheet1": [GOT], "转发信息": [head, *(row + more for row in rows)]}
    )
    done = Read(tmp_path, file).gave(3)
    for k, own in ((1, "有理"), (2, None), (3, "同感")):
        shown = {
            "likes": 30 + k,
            "comments": 20 + k,
            "reposts": 10 + k,
            "client": "虚构手机",
            "region": "浙江",
        }
        row = {"kind": "repost", "root": m(0), "account": u(k), "name": n(k), "at": t(k), "prec": "s"}
        done.are({m(k): {**row, "own": own, "parent": (None, m(0)) if own is None else None, **shown}})


def test_weibo_repost_get_without_the_mid_leaves_the_root_open(tmp_path: Path) -> None:
    done = Read(tmp_path, workbook(tmp_path / "转发.xlsx", {"转发信息": [GOT, got(1, "同感")]})).gave(1)
    done.are({m(1): {"kind": "repost", "root": None}})
    stated = Read(tmp_path / "b", tmp_path / "转发.xlsx", about=m(0))
    stated.are({m(1): {"kind": "repost", "root": m(0)}})


# ---------------------------------------------------------------------------------- foreign comment tables
def test_comments_of_an_opinion_system_have_no_ids_and_names_alone(tmp_path: Path) -> None:
    head = "articleId,created_at,likes_counts,region,content,authorName,level"
    rows = [
        [m(0) + "\t", bj(k, DAY), k, "广东", text, n(k), 1]
        for k, text in ((1, "说得对"), (2, "沙发"), (2, "沙发"))
    ]
    for encoding in ("gb18030", "utf-8-sig"):
        fill = {**WEIBO, "kind": "comment"}
        done = as_proposed(tmp_path / encoding, {"评论.csv": table(head, rows, encoding)}, fill).gave(3)
        done.every(kind="comment", root=m(0), parent=None, account=None, region="广东", prec="day")
        done.rows_are("own_text", {"说得对": {"name": n(1), "at": t(1), "likes": 1}})
        assert done.events["account_name"].to_list().count(n(2)) == 2


def test_comments_with_ids_between_tabs(tmp_path: Path) -> None:
    head = "评论ID,微博ID,用户ID,用户昵称,评论时间,评论内容,点赞数,IP属地"
    rows = [
        [f"\t{m(k)}\t", f"{m(0)}\t", f"{u(k)}\t", n(k), bj(k), f"说{k}", k, "河南"]
        for k in (1, 2, 3)
    ]  # fmt: skip
    done = as_proposed(
        tmp_path, {"评论.csv": table(head, rows, "gb18030")}, {**WEIBO, "kind": "comment"}
    ).gave(3)
    for k in (1, 2, 3):
        wanted = {
            "kind": "comment",
            "root": m(0),
            "account": u(k),
            "name": n(k),
            "at": t(k),
            "prec": "s",
            "own": f"说{k}",
        }
        done.are({m(k): {**wanted, "likes": k, "region": "河南", "parent": (None, m(0))}})


# ---------------------------------------------------------------------------------- Bazhuayu
def test_bazhuayu_calls_the_author_a_title(tmp_path: Path) -> None:
    head = "标题,标题链接,图片,txt,from1,from2,转发,评论,赞,采集时间"

    def row(k: int, at: str, reposts: str) -> list[Any]:
        link = f"https://weibo.com/{u(k)}?refer_flag=1001030103_"
        return [
            n(k),
            link,
            "",
            f"关于薄荷的话{k}",
            at,
            "虚构手机",
            reposts,
            "评论",
            str(30 + k),
            "2025-05-21 08:00:00",
        ]

    rows = [
        row(1, bj(1, "%Y年%m月%d日 %H:%M"), "11"),
        row(2, bj(2, "%m月%d日 %H:%M"), "转发"),
        row(3, bj(3, "%Y年%m月%d日 %H:%M") + " 转赞人数超过10", "1.2万"),
    ]
    done = as_proposed(tmp_path, {"导出.csv": table(head, rows)}, {**WEIBO, "kind": "post"}).gave(3)
    done.never(own=[n(k) for k in (1, 2, 3)]).every(kind="post", parent=None)
    done.rows_are(
        "account_name",
        {
            n(1): {
                "own": "关于薄荷的话1",
                "at": t(1),
                "prec": "min",
                "account": (u(1), None),
                "reposts": 11,
                "comments": None,
            },
            n(2): {
                "own": "关于薄荷的话2",
                "at": None,
                "reposts": None,
                "likes": 32,
            },  # A missing year is never guessed.
            n(3): {"account": (u(3), None), "reposts": 12_000},
        },
    )
