"""WeiboSuperSpider: tables of a topic with many authors, of one user, of comments with and without a header, of likes."""

from pathlib import Path
from typing import Any

import pytest

from tests.importing.layouts.made import Read, api, b, bj, bj_min, m, n, read_or_refused, refused, t, table, u

TOPIC = "微博id,发布者,微博正文,原始图片url,发布位置,发布时间,发布工具,点赞数,转发数,评论数"
RICH = (
    "微博id,发布者昵称,发布者性别,发布者地区,发布者关注数,发布者粉丝数,微博正文,原始图片url,发布时间,发布工具,点赞数,转发数,"
    "评论数,发布位置,被转发微博原始图片url,是否为原创微博"
)


def topic(k: int) -> list[Any]:
    return [
        b(k),
        n(k),
        f"{n(k)}:关于薄荷的话{k}  原图 ",
        "无",
        "无",
        bj_min(k),
        "虚构手机",
        30 + k,
        10 + k,
        20 + k,
    ]


def rich(k: int, original: Any = True) -> list[Any]:
    start = [
        b(k),
        n(k),
        "女",
        "某地",
        7,
        120,
        f"关于薄荷的话{k}",
        "无",
        bj_min(k) + " ",
        "虚构手机",
        30 + k,
        10 + k,
    ]
    return [*start, 20 + k, "无", "无", original]


def many(done: Read) -> None:
    for k in (1, 2, 3):
        done.are(
            {
                m(k): {
                    "kind": "post",
                    "name": n(k),
                    "account": None,
                    "at": t(k),
                    "likes": 30 + k,
                    "reposts": 10 + k,
                }
            }
        )
    done.every(prec=("s", "min"), parent=None).never(accounts=[n(k) for k in (1, 2, 3)])
    assert not done.taken.unhinted  # Nobody may be asked to name one author for all.


@pytest.mark.parametrize("name", ["薄荷.csv", f"{u(9)}.csv"])
def test_a_topic_has_many_authors_and_no_account(tmp_path: Path, name: str) -> None:
    done = Read(tmp_path, {name: table(TOPIC, [topic(k) for k in (1, 2, 3)])}).gave(3)
    many(done)
    done.never(accounts=[u(9)])
    for k in (1, 2, 3):
        words = done.event(m(k))["own_text"]
        assert words is not None and f"关于薄荷的话{k}" in words and not words.startswith(n(k))


def test_an_author_stated_for_a_topic_is_not_that_of_all_its_rows(tmp_path: Path) -> None:
    done = read_or_refused(tmp_path, {"薄荷.csv": table(TOPIC, [topic(k) for k in (1, 2, 3)])}, author=u(9))
    if done is not None:
        done.never(accounts=[u(9)])


def test_a_topic_with_the_authors_profile_is_no_file_of_one_account(tmp_path: Path) -> None:
    done = Read(tmp_path, {f"topic/{u(9)}.csv": table(RICH, [rich(k) for k in (1, 2, 3)])}).gave(3)
    many(done)
    done.never(accounts=[u(9)])
    done.are({m(2): {"own": "关于薄荷的话2", "comments": 22, "client": "虚构手机"}})


def test_a_flag_makes_a_repost_whose_root_is_unknown(tmp_path: Path) -> None:
    done = Read(tmp_path, {"薄荷.csv": table(RICH, [rich(1), rich(2, False)])}).gave(2)
    done.are({m(1): {"kind": "post"}, m(2): {"kind": "repost", "root": None, "parent": None}})


# ---------------------------------------------------------------------------------- one user
ONE = "wid,weibo_link,content,img_urls,origin_img_urls,is_origin,location,publish_time,publish_tool,like_num,forward_num,comment_num"


def one(k: int, origin: Any = True) -> list[Any]:
    link = f"https://weibo.com/{u(1)}/{b(k)}"
    return [b(k), link, f"话{k}", "无", "无", origin, "无", bj_min(k), "虚构手机", 30 + k, 10 + k, 20 + k]


def test_the_posts_of_one_user_take_the_account_from_name_or_link(tmp_path: Path) -> None:
    done = Read(tmp_path, {f"user/{u(1)}_{n(1)}.csv": table(ONE, [one(1), one(2), one(3, False)])}).gave(3)
    done.every(account=u(1), prec=("s", "min"))
    done.are({m(1): {"kind": "post", "own": "话1", "at": t(1), "likes": 31, "reposts": 11, "comments": 21}})
    done.are({m(3): {"kind": "repost", "root": None, "at": t(3)}})
    other = Read(tmp_path / "b", {"备份.csv": table(ONE, [one(1), one(2)])}).gave(2)
    other.every(account=(u(1), None))


# ---------------------------------------------------------------------------------- found by a word
FOUND = "wid,user_name,user_id,gender,publish_time,text,like_count,comment_count,forward_count"


def test_posts_found_by_a_word_name_their_accounts(tmp_path: Path) -> None:
    rows = [[m(k), n(k), u(k), "f", bj(k), f"话{k}", 30 + k, 20 + k, 10 + k] for k in (1, 2, 3)]
    done = Read(tmp_path, {"薄荷.csv": table(FOUND, rows)}).gave(3)
    for k in (1, 2, 3):
        shown = {"likes": 30 + k, "comments": 20 + k, "reposts": 10 + k}
        done.are(
            {
                m(k): {
                    "kind": "post",
                    "account": u(k),
                    "name": n(k),
                    "at": t(k),
                    "own": f"话{k}",
                    "prec": "s",
                    **shown,
                }
            }
        )


LINKED = (
    "typ,mid,publish_time,uid,screen_name,verified_type,weibo_link,text,image_urls,video_url,region_name,"
    "reposts_count,comments_count,attitudes_count"
)


def test_what_one_user_commented_on_is_the_post_of_others(tmp_path: Path) -> None:
    kinds = ["commented", "praised", f"reposted repost_url: https://weibo.com/{u(9)}/{b(8)}"]
    rows = []
    for k, kind in enumerate(kinds, 1):
        link = f"https://weibo.com/{u(k)}/{b(k)}"
        rows.append(
            [kind, m(k), bj(k), u(k), n(k), 0, link, f"话{k}", "", "", "发布于 浙江", 10 + k, 20 + k, 30 + k]
        )
    done = Read(tmp_path, {f"{u(9)}.csv": table(LINKED, rows)}).gave(3)
    for k in (1, 2, 3):  # The file is named after who commented, liked or reposted: nobody of its rows.
        done.are(
            {
                m(k): {
                    "kind": "post",
                    "account": u(k),
                    "name": n(k),
                    "at": t(k),
                    "likes": 30 + k,
                    "region": "浙江",
                }
            }
        )
    done.never(accounts=[u(9)])


# ---------------------------------------------------------------------------------- comments
PAGES = "评论者主页,评论者昵称,评论者性别,评论者所在地,评论者微博数,评论者关注数,评论者粉丝数,评论内容,评论获赞数,评论发布时间"


def page(k: int, text: str, place: str = "广东") -> list[Any]:
    return [f"https://weibo.cn//u/{u(k)}", n(k), "女", place, 40, 7, 120, text, k, bj_min(k) + " "]


def test_comments_without_ids_are_never_merged_and_take_the_post_from_the_name(tmp_path: Path) -> None:
    rows = [page(1, "说得对"), page(2, f"回复@{n(1)}:不对"), page(3, "沙发"), page(3, "沙发")]
    rows.append(["https://weibo.cn//someones-page", n(4), "男", "其他", 5, 6, 7, "路过", 0, bj_min(4)])
    content = table(PAGES, rows[:3]) + table(PAGES, rows[3:], "utf-8")
    done = Read(tmp_path, {f"comment/{b(0)}.csv": content}).gave(5, other=1)
    done.every(kind="comment", root=m(0), parent=None, prec="min", region=None)
    done.rows_are("own_text", {"说得对": {"account": u(1), "name": n(1), "at": t(1), "likes": 1}})
    done.rows_are("account_name", {n(2): {"account": u(2), "at": t(2)}, n(4): {"own": "路过"}})
    assert done.events.filter(own_text="沙发")["account_id"].to_list() == [f"weibo:{u(3)}"] * 2
    stranger = done.by("account_name", n(4))["account_id"]
    assert stranger is None or "someones-page" in stranger
    done.never(ids=[b(0)], accounts=[f"https://weibo.cn//u/{u(1)}"])


def test_without_the_post_in_the_name_of_the_file_the_root_is_open(tmp_path: Path) -> None:
    done = Read(tmp_path, {"评论.csv": table(PAGES, [page(1, "说得对")])}).gave(1)
    done.every(root=None, account=u(1))
    Read(tmp_path / "b", {"评论.csv": table(PAGES, [page(1, "说得对")])}, about=m(0)).every(root=m(0))


def flow(k: int, text: str, likes: Any) -> list[Any]:
    return [m(k), api(k), text, u(k), likes, n(k), 7, "1.2万", "f"]


FLOW = [
    flow(1, "<span>说得对</span>", 3),
    flow(2, f"回复<a href='/n/{n(1)}'>@{n(1)}</a>:不对", "数据缺失"),
    flow(3, "路过", 0),
]


@pytest.mark.parametrize("headed", [True, False])
def test_comments_with_ids_are_read_or_the_lack_of_a_header_is_told(tmp_path: Path, headed: bool) -> None:
    head = "wid,time,text,uid,like_count,username,following,followed,gender" if headed else None
    files = {f"comment/{b(0)}.csv": table(head, FLOW)}
    done = Read(tmp_path, files) if headed else read_or_refused(tmp_path, files)
    if done is None:
        refused(tmp_path / "again", files, "header")
        return
    done.gave(3).every(kind="comment", root=m(0), parent=None, prec="s")
    done.are({m(1): {"account": u(1), "name": n(1), "own": "说得对", "at": t(1), "likes": 3}})
    done.are({m(2): {"likes": None, "text": FLOW[1][2]}, m(3): {"likes": 0, "account": u(3)}})


def test_likes_are_no_acts(tmp_path: Path) -> None:
    rows = [[m(k), bj(k), n(k), f"https://weibo.com/u/{u(k)}", "虚构手机", -1] for k in (1, 2)]
    head = "lid,publish_time,user_name,user_link,source,user_verified_type"
    done = read_or_refused(tmp_path, {f"like/{b(0)}.csv": table(head, rows)})
    if done is not None:
        done.gave(0, other=2)


def test_the_older_file_of_one_user_is_read_or_refused(tmp_path: Path) -> None:
    head = "微博id,微博正文,原始图片url,发布位置,发布时间,发布工具,点赞数,转发数,评论数"
    rows = [[b(k), f"话{k}", "无", "无", bj_min(k) + " ", "虚构手机", 30 + k, 10 + k, 20 + k] for k in (1, 2)]
    done = read_or_refused(tmp_path, {f"user/{n(1)}/{u(1)}.csv": table(head, rows)})
    if done is not None:
        done.gave(2).every(kind="post", account=(u(1), None))
        done.are({m(k): {"at": t(k), "own": f"话{k}", "likes": 30 + k, "reposts": 10 + k} for k in (1, 2)})


def test_articles_of_one_user_are_read_or_refused(tmp_path: Path) -> None:
    head = "mid,title,url,created_at,reads_count,reposts_count,comments_count,attitudes_count,detail"
    rows = [
        [m(k), f"题{k}", "https://example.invalid/a", api(k), 5000, 10 + k, 20 + k, 30 + k, f"文{k}"]
        for k in (1, 2)
    ]
    done = read_or_refused(tmp_path, {f"{n(1)}.csv": table(head, rows)})
    if done is not None:
        done.gave(2).every(kind="post", account=None, prec="s", views=(5_000, None))
        done.are({m(k): {"at": t(k), "likes": 30 + k, "reposts": 10 + k} for k in (1, 2)})
