"""Column maps that `inspect` proposes for foreign tables: what must be proposed, what must not, and the import by it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import analytics
from tests.importing.layouts.made import (
    SELF,
    Read,
    bj,
    bj_min,
    database,
    lines,
    m,
    n,
    refused,
    t,
    table,
    u,
    unix,
    workbook,
)
from tests.importing.layouts.proposed import WEIBO, as_proposed, column, inspected, is_open, proposal

OPEN = ("?", None)  # Left to the person: never wrong.
ROOT, KS = m(0), range(1, 7)


@dataclass(frozen=True)
class Foreign:
    """A table of six acts. must: our field -> the columns that are right; never: our field -> the ones that are wrong.

    fill: what a person states where the proposal is open; wanted: k -> what act k is, by the native id `own(k)`.
    """

    head: str
    rows: list[list[Any]]
    must: Mapping[str, Any]
    never: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: tuple[str, ...] = ("?",)
    platform: tuple[str, ...] = ("?",)
    fill: Mapping[str, str] = field(default_factory=dict)


def snow(k: int) -> str:
    """An id of X: invented, of the second of act k."""
    return str(((unix(k) * 1000 - 1_288_834_974_657) << 22) + k)


def zulu(k: int) -> str:
    return t(k).strftime("%Y-%m-%dT%H:%M:%S.000Z")


REPLY_HEAD = "rpid,oid,mid,uname,ctime,message,like,root,parent"
TABLES: dict[str, Foreign] = {
    "replies under a video, in which mid is the account": Foreign(
        REPLY_HEAD,
        [[f"26010000{k:03}", "114500001", u(k), n(k), unix(k), f"话{k}", k, 0 if k == 1 else "26010000001",
          0 if k == 1 else f"26010000{k - 1:03}"] for k in KS],
        {"id": "rpid", "at": ("ctime", *OPEN), "text": "message", "account_name": ("uname", *OPEN), "parent_id": ("parent", *OPEN)},
        {"id": ("mid", "oid"), "root_id": ("mid", "root"), "account_id": ("oid", "rpid")},
        ("comment", "?"),
        fill={"platform": "bilibili", "kind": "comment", "at": "ctime"},
    ),
    "comments of a short video with cid and reply_id": Foreign(
        "cid,aweme_id,uid,nickname,text,create_time,digg_count,reply_id,ip_label",
        [[f"75061110000000080{k:02}", "7506000000000007001", u(k), n(k), f"话{k}", unix(k), k, 0, "浙江"] for k in KS],
        {"id": "cid", "root_id": "aweme_id", "account_id": "uid", "account_name": ("nickname", *OPEN), "at": "create_time",
         "text": "text", "likes": ("digg_count",)},
        {"id": ("aweme_id",)},
        ("comment",),
        fill={"platform": "douyin"},
    ),
    "answers to a question": Foreign(
        "answer_id,question_id,author_token,author_name,created_time,voteup_count,content",
        [[f"19000000{k:02}", "7700001", f"fiction-{k}", n(k), unix(k), 30 + k, f"话{k}"] for k in KS],
        {"id": ("answer_id", *OPEN), "at": "created_time", "text": "content", "account_name": ("author_name", *OPEN)},
        {"id": ("question_id",), "account_id": ("author_name", "question_id")},
        fill={"platform": "zhihu", "kind": "post"},
    ),
    "an opinion system that counts rows": Foreign(
        "编号,平台,标题,内容,作者,发布时间,链接,转发数,评论数,点赞数",
        [[k, "微博", f"题{k}", f"话{k}", n(k), bj(k), f"https://weibo.com/{u(k)}/x", 10 + k, 20 + k, 30 + k] for k in KS],
        {"text": "内容", "at": "发布时间", "account_name": "作者", "likes": "点赞数", "reposts": "转发数", "comments": "评论数"},
        {"id": ("编号",), "account_id": ("作者", "编号"), "root_id": ("编号", "链接")},
        fill={**WEIBO, "kind": "post"},
    ),
    "reposts with a repost above": Foreign(
        "转发ID,原微博ID,上级ID,用户ID,用户昵称,转发时间,转发内容,IP属地,赞",
        [[m(k), ROOT, "" if k == 1 else m(k - 1), u(k), n(k), bj(k), f"话{k}", "浙江", k] for k in KS],
        {"id": "转发ID", "root_id": "原微博ID", "parent_id": "上级ID", "account_id": "用户ID", "account_name": "用户昵称",
         "at": "转发时间", "text": "转发内容", "region": "IP属地", "likes": "赞"},
        {"id": ("原微博ID", "上级ID")},
        ("repost",),
        ("weibo",),
        fill={"timezone": "Asia/Shanghai"},
    ),
    "posts of X that answer others": Foreign(
        "tweet_id,conversation_id,in_reply_to_status_id_str,user_id,screen_name,created_at,full_text,retweet_count,favorite_count",
        [[snow(k), snow(1), "" if k == 1 else snow(k - 1), u(k), f"fiction_{k}", t(k).strftime("%a %b %d %H:%M:%S +0000 %Y"),
          f"words {k}", 10 + k, 30 + k] for k in KS],
        {"id": "tweet_id", "parent_id": "in_reply_to_status_id_str", "account_id": "user_id", "at": "created_at",
         "account_name": "screen_name", "text": "full_text", "reposts": "retweet_count"},
        {"id": ("conversation_id",)},
        ("?", "rules"),
        ("x", "?"),
        fill={"platform": "x"},
    ),
    "comments on notes, in Chinese": Foreign(
        "笔记ID,评论ID,父评论ID,用户ID,用户昵称,评论时间,评论内容,点赞数,发布IP",
        [["682bcd900000000021030001", f"682bcd90000000001c00000{k}", "" if k == 1 else f"682bcd90000000001c00000{k - 1}",
          f"5f00c0ffee0000000000000{k}", n(k), bj(k), f"话{k}", k, "浙江"] for k in KS],
        {"id": "评论ID", "parent_id": "父评论ID", "account_id": "用户ID", "account_name": "用户昵称", "at": "评论时间",
         "text": "评论内容", "likes": "点赞数", "region": "发布IP", "root_id": ("笔记ID", *OPEN)},
        {"id": ("笔记ID",), "root_id": ("父评论ID",)},
        ("comment",),
        fill={"platform": "xhs", "timezone": "Asia/Shanghai"},
    ),
    "comments on videos, headers with blanks": Foreign(
        "Comment ID,Video ID,Author Channel ID,Author,Published At,Comment,Like Count,Parent ID",
        [[f"UgxFiction{k:04}AaABAg", "fIcTiOn0001", f"UCfiction{k:015}", f"fiction {k}", zulu(k), f"words {k}", k,
          "" if k < 3 else "UgxFiction0001AaABAg"] for k in KS],
        {"id": "Comment ID", "root_id": "Video ID", "at": "Published At", "text": ("Comment", *OPEN), "likes": "Like Count",
         "parent_id": ("Parent ID", *OPEN), "account_name": ("Author", *OPEN)},
        {"id": ("Video ID",), "account_id": ("Author", "Video ID")},
        ("comment",),
        fill={"platform": "youtube", "text": "Comment"},
    ),
    "a forum with threads": Foreign(
        "thread_id,post_id,parent_id,author_id,author,date,message,floor",
        [["880001", f"88100{k}", "" if k == 1 else f"88100{k - 1}", u(k), n(k), zulu(k), f"话{k}", k] for k in KS],
        {"id": ("post_id", *OPEN), "parent_id": "parent_id", "account_id": "author_id", "at": "date"},
        {"id": ("thread_id", "floor"), "account_id": ("thread_id",)},
        ("?", "rules"),
        fill={"platform": "forum", "kind": '[{ filled = "parent_id", kind = "comment" }, { kind = "post" }]', "id": "post_id",
              "root_id": "thread_id"},
    ),
    "posts of pages, with a zone of two meanings": Foreign(
        "Page Name,Facebook Id,Post Created,Message,URL,Likes,Comments,Shares",
        [[f"fiction page {k % 2}", f"1000{k % 2}", bj(k) + " CST", f"words {k}",
          f"https://www.facebook.com/fiction/posts/55000{k}", "1,234", k, k] for k in KS],
        {"at": "Post Created", "text": ("Message", *OPEN), "account_id": ("Facebook Id", *OPEN)},
        {"id": ("Facebook Id", "Page Name"), "account_id": ("Page Name",)},
        fill={"platform": "facebook", "kind": "post", "timezone": "Asia/Shanghai"},
    ),
    "an export whose rows and posts are both called id": Foreign(
        "id,weibo_id,user_id,user_name,publish_time,weibo_cont,praise_num,root_weibo_id",
        [[str(400 + k), m(k), u(k), n(k), bj_min(k), f"话{k}", k, ROOT if k > 3 else ""] for k in KS],
        {"id": "weibo_id", "root_id": "root_weibo_id", "account_id": "user_id", "at": "publish_time", "text": "weibo_cont"},
        {"id": ("id", "root_weibo_id")},
        ("rules", "?"),
        ("weibo", "?"),
        fill={**WEIBO, "kind": '[{ filled = "root_weibo_id", kind = "repost" }, { kind = "post" }]'},
    ),
    "comments whose ids open with a letter": Foreign(
        "_id,weibo_id,comment_user_id,content,created_at,like_num",
        [[f"C_{m(k)}", f"M_{ROOT}", u(k), f"话{k}", bj(k), k] for k in KS],
        {"id": "_id", "root_id": "weibo_id", "account_id": "comment_user_id", "at": "created_at", "text": "content"},
        {},
        ("comment", "?"),
        ("weibo", "?"),
        fill={**WEIBO, "kind": "comment"},
    ),
    "posts under hashed authors": Foreign(
        "content_id,creator_hash,creator,create_time,title,body",
        [[f"77{137 * k * k:05}", f"{k:016x}".replace("0", "a"), f"虚***{k}", unix(k), f"题{k}", f"话{k}"] for k in KS],
        {"id": "content_id", "at": "create_time", "text": "body", "account_id": ("creator_hash", *OPEN)},
        {"account_id": ("creator",), "id": ("creator_hash",)},
        fill={"platform": "forum", "kind": "post"},
    ),
    "tweets with reposts and answers": Foreign(
        "id_str,user_id,retweeted_id,in_reply_to_status_id_str,quoted_id,created_at,text",
        [[snow(k), u(k), snow(0) if k == 2 else "", snow(0) if k == 3 else "", "", zulu(k), f"words {k}"] for k in KS],
        {"id": "id_str", "root_id": "retweeted_id", "parent_id": "in_reply_to_status_id_str", "account_id": "user_id"},
        {},
        ("rules", "?"),
        ("x", "?"),
        fill={"platform": "x", "kind": '[{ filled = "retweeted_id", kind = "repost" }, '
              '{ filled = "in_reply_to_status_id_str", kind = "comment" }, { kind = "post" }]'},
    ),
}  # fmt: skip
IDS = {
    "id": ("account_id", "root_id", "parent_id"),
    "account_id": ("root_id", "parent_id"),
    "root_id": ("parent_id",),
}


def file_of(one: Foreign) -> dict[str, bytes]:
    return {"table.csv": table(one.head, one.rows)}


@pytest.mark.parametrize("name", TABLES)
def test_what_is_proposed_is_right_or_left_open(tmp_path: Path, name: str) -> None:
    one = TABLES[name]
    proposed = proposal(tmp_path, file_of(one))
    for ours, right in one.must.items():
        assert column(proposed, ours) in (right if isinstance(right, tuple) else (right,)), (ours, proposed)
    for ours, wrong in one.never.items():
        assert column(proposed, ours) not in wrong, (ours, proposed)
    kind = proposed.get("kind", "?")
    assert ("rules" if isinstance(kind, list) else kind) in one.kind, kind
    assert proposed.get("platform", "?") in one.platform
    for first, others in IDS.items():  # No column is taken for two ids.
        for second in others:
            taken = column(proposed, first)
            assert taken in OPEN or taken != column(proposed, second)


@pytest.mark.parametrize("name", TABLES)
def test_a_proposal_that_is_open_cannot_be_imported_by(tmp_path: Path, name: str) -> None:
    text = inspected(tmp_path, file_of(TABLES[name])).column_map("en") or ""
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    if not is_open(
        proposal(tmp_path, file_of(TABLES[name]))
    ):  # All of it is known: six acts, without a word.
        Read(tmp_path, file_of(TABLES[name]), format=str(tmp_path / "map.toml")).gave(6)
        return
    with pytest.raises(analytics.WakelineError) as caught:
        Read(tmp_path, file_of(TABLES[name]), format=str(tmp_path / "map.toml"))
    assert "\n" not in str(caught.value) and not (tmp_path / "case").exists()


@pytest.mark.parametrize("name", TABLES)
def test_with_what_a_person_adds_every_act_is_read(tmp_path: Path, name: str) -> None:
    one = TABLES[name]
    done = as_proposed(tmp_path, file_of(one), dict(one.fill)).gave(6)
    assert done.events["event_id"].n_unique() == 6
    texts = {k: ("话" if any("话" in str(cell) for cell in one.rows[0]) else "words ") + str(k) for k in KS}
    for k, text in texts.items():
        done.is_(done.by("text", text), {"at": t(k), "own": text, "prec": ("s", "min", "ms")})
    if "account_id" in one.must and column(proposal(tmp_path / "p", file_of(one)), "account_id") not in OPEN:
        assert done.events["account_id"].n_unique() == (2 if "Facebook Id" in one.head else 6)


def test_an_answer_and_a_repost_keep_both_ids(tmp_path: Path) -> None:
    one = TABLES["tweets with reposts and answers"]
    done = as_proposed(tmp_path, file_of(one), dict(one.fill)).gave(6)
    done.are({snow(1): {"kind": "post", "root": (SELF, None), "parent": None}})
    done.are({snow(2): {"kind": "repost", "root": snow(0), "parent": None}})
    done.are({snow(3): {"kind": "comment", "parent": snow(0), "root": (None, snow(0))}})


def test_openings_are_stripped_from_ids_and_roots(tmp_path: Path) -> None:
    one = TABLES["comments whose ids open with a letter"]
    done = as_proposed(tmp_path, file_of(one), dict(one.fill)).gave(6)
    done.every(root=ROOT).never(ids=[f"C_{m(1)}", f"M_{ROOT}"])
    done.are({m(k): {"account": u(k), "kind": "comment", "likes": k} for k in KS})


def test_an_account_that_a_hash_stands_for_is_in_a_space_of_its_own_if_so_stated(tmp_path: Path) -> None:
    text = (
        'platform = "forum"\nkind = "post"\n[columns]\nid = "content_id"\nat = "create_time"\ntext = "body"\n'
    )
    text += 'account_id = { column = "creator_hash", space = "study" }\n'
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    done = Read(
        tmp_path, file_of(TABLES["posts under hashed authors"]), format=str(tmp_path / "map.toml")
    ).gave(6)
    assert (
        done.events["account_id"].str.starts_with("forum~study:").all() and done.accounts["is_hashed"].all()
    )


# ---------------------------------------------------------------------------------- several inputs, kinds, times
def test_each_table_of_a_database_has_a_section_of_its_own(tmp_path: Path) -> None:
    tables = {
        "articles": ("rowno,帖子id,发布者id,发布者昵称,发布时间,正文", [[k, m(k), u(k), n(k), bj(k), f"文{k}"] for k in KS]),
        "replies": ("rowno,评论id,微博id,评论者id,评论时间,评论内容", [[k, m(k + 6), m(k), u(k), bj(k + 6), f"评{k}"] for k in KS]),
    }  # fmt: skip
    path = database(tmp_path / "study.db", tables)
    proposed = proposal(tmp_path, path)
    sections = [proposed, *proposed.get("input", [])]
    by = {one["table"]: one for one in sections if "table" in one}
    assert set(by) == {"articles", "replies"}
    assert column(by["articles"], "id") == "帖子id" and column(by["replies"], "id") == "评论id"
    assert column(by["replies"], "root_id") == "微博id" and column(by["articles"], "text") == "正文"
    text = inspected(tmp_path, path).column_map("en") or ""
    head, _, rest = text.partition('table = "replies"')
    head = head.replace('kind = "?"', 'kind = "post"')
    (tmp_path / "map.toml").write_text(
        (head + 'table = "replies"' + rest.replace('kind = "?"', 'kind = "comment"'))
        .replace('platform = "?"', 'platform = "weibo"')
        .replace('timezone = "?"', 'timezone = "Asia/Shanghai"'),
        encoding="utf-8",
    )
    done = Read(tmp_path, path, format=str(tmp_path / "map.toml")).gave(12)
    done.are({m(k): {"kind": "post", "own": f"文{k}", "account": u(k), "at": t(k)} for k in KS})
    done.are({m(k + 6): {"kind": "comment", "own": f"评{k}", "root": m(k), "at": t(k + 6)} for k in KS})


def test_files_of_one_folder_are_told_apart_by_a_pattern(tmp_path: Path) -> None:
    files = {
        "a_posts.csv": table("pid,uid,when,words", [[m(k), u(k), bj(k), f"文{k}"] for k in KS]),
        "a_said.csv": table(
            "cid,pid,uid,when,words", [[m(k + 6), m(k), u(k), bj(k + 6), f"评{k}"] for k in KS]
        ),
    }
    text = """
platform = "weibo"
timezone = "Asia/Shanghai"
[[input]]
files = "*_posts.csv"
kind = "post"
[input.columns]
id = "pid"
account_id = "uid"
at = "when"
text = "words"
[[input]]
files = "*_said.csv"
kind = "comment"
[input.columns]
id = "cid"
root_id = "pid"
account_id = "uid"
at = "when"
text = "words"
"""
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    done = Read(tmp_path, files, format=str(tmp_path / "map.toml")).gave(12)
    assert done.events["kind"].value_counts().sort("kind").rows() == [("comment", 6), ("post", 6)]
    done.are({m(k + 6): {"root": m(k), "own": f"评{k}", "account": u(k)} for k in KS})


KINDS = ["原创", "转发", "点赞", "", "原创 ", "RT"]


def test_a_value_of_kind_that_is_not_listed_rejects_its_record(tmp_path: Path) -> None:
    rows = [
        [m(k), u(k), bj(k), kind, ROOT if kind == "转发" else ""] for k, kind in zip(KS, KINDS, strict=True)
    ]
    files = {"t.csv": table("微博id,用户id,发布时间,类型,原微博id", rows)}
    proposed = proposal(tmp_path, files)
    assert column(proposed, "kind") in OPEN or "点赞" not in proposed.get("kinds", {})
    text = 'platform = "weibo"\ntimezone = "Asia/Shanghai"\n[columns]\nid = "微博id"\naccount_id = "用户id"\nat = "发布时间"\n'
    text += 'root_id = "原微博id"\nkind = "类型"\n[kinds]\n"原创" = "post"\n"转发" = "repost"\n'
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    done = Read(tmp_path, files, format=str(tmp_path / "map.toml"))
    kinds = {row["event_id"].rpartition(":")[2]: row["kind"] for row in done.events.to_dicts()}
    assert kinds.pop(m(5), "post") == "post"  # A blank behind the value: read, or rejected.
    assert kinds == {m(1): "post", m(2): "repost"} and done.sums()[2] in (3, 4)


DATES = {
    "day_first": (lambda k: t(k).strftime("%d/%m/%Y %H:%M:%S"), "day_first"),
    "month_first": (lambda k: t(k).strftime("%m/%d/%Y %H:%M:%S"), "month_first"),
    "either": (lambda k: f"0{k}/05/2025 10:00:00", None),
}


@pytest.mark.parametrize("name", DATES)
def test_the_order_of_day_and_month_is_told_by_the_column_or_by_a_person(tmp_path: Path, name: str) -> None:
    write, order = DATES[name]
    files = {
        "t.csv": table("message_id,from_id,time,desc", [[f"31{k}", u(k), write(k), f"话{k}"] for k in KS])
    }
    proposed = proposal(tmp_path, files)
    assert proposed.get("date_order", "?") == (order or "?")
    fill = {"platform": "forum", "kind": "post", "timezone": "UTC"}
    if order is None:
        with pytest.raises(analytics.WakelineError):
            as_proposed(tmp_path, files, fill)
        fill["date_order"] = "day_first"
    done = as_proposed(tmp_path, files, fill).gave(6)
    day = {k: t(k).day if order else k for k in KS}
    for k in KS:
        at = done.by("text", f"话{k}")["at"]
        assert (at.month, at.day) == (5, day[k])


def test_typed_dates_and_texts_of_a_sheet_are_read_in_the_stated_zone(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "导出.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, date = book.add_worksheet("数据"), book.add_format({"num_format": "yyyy/m/d hh:mm:ss"})
        for x, name in enumerate(["帖子ID", "作者ID", "作者", "发布时间", "正文"]):
            sheet.write_string(0, x, name)
        for k in KS:
            for x, cell in enumerate([m(k), u(k), n(k)]):
                sheet.write_string(k, x, cell)
            naive = t(k).replace(tzinfo=None)
            sheet.write_datetime(k, 3, naive, date)
            sheet.write_string(k, 4, f"话{k}")
    done = as_proposed(tmp_path, path, {"platform": "forum", "kind": "post", "timezone": "UTC"}).gave(6)
    done.are({m(k): {"at": t(k), "prec": "s", "name": n(k), "own": f"话{k}", "account": u(k)} for k in KS})


@pytest.mark.parametrize("form", ["tsv", "semicolons", "jsonl", "xlsx"])
def test_the_same_table_in_other_containers_is_proposed_alike(tmp_path: Path, form: str) -> None:
    one = TABLES["reposts with a repost above"]
    names = one.head.split(",")
    if form == "xlsx":
        files: dict[str, bytes] | Path = workbook(tmp_path / "t.xlsx", {"转发": [names, *one.rows]})
    elif form == "jsonl":
        files = {"t.jsonl": lines([dict(zip(names, row, strict=True)) for row in one.rows])}
    else:
        sign = "\t" if form == "tsv" else ";"
        body = "\n".join(sign.join(str(cell) for cell in row) for row in [names, *one.rows])
        files = {"t.csv": body.encode("gb18030")}
    proposed = proposal(tmp_path, files)
    for ours, right in one.must.items():
        assert column(proposed, ours) == right, ours
    done = as_proposed(tmp_path, files, dict(one.fill)).gave(6)
    for k in KS:
        wanted = {
            "kind": "repost",
            "root": ROOT,
            "parent": None if k == 1 else m(k - 1),
            "account": u(k),
            "at": t(k),
        }
        done.are({m(k): {**wanted, "region": "浙江", "name": n(k), "likes": k}})


def test_nested_keys_are_proposed_by_their_path(tmp_path: Path) -> None:
    rows = [
        {"uri": f"at/{k}", "author": {"account_id": u(k), "name": n(k)}, "created_at": zulu(k), "text": f"words {k}",
         "counts": {"like_count": k}} for k in KS
    ]  # fmt: skip
    files = {"t.jsonl": lines(rows)}
    proposed = proposal(tmp_path, files)
    assert column(proposed, "at") == "created_at" and column(proposed, "text") == "text"
    assert column(proposed, "account_id") in ("author.account_id", *OPEN)
    done = as_proposed(
        tmp_path, files, {"platform": "forum", "kind": "post", "id": "uri", "account_id": "author.account_id"}
    )
    done.gave(6)
    for k in KS:
        done.is_(done.by("text", f"words {k}"), {"at": t(k), "account": (u(k), None)})


# ---------------------------------------------------------------------------------- maps that must be refused
MAP = 'platform = "forum"\nkind = "post"\ntimezone = "UTC"\n[columns]\nid = "a"\naccount_id = "b"\nat = "c"\ntext = "d"\n'
WRONG = {
    "an open field": MAP.replace('"b"', '"?"'),
    "an open zone": MAP.replace('"UTC"', '"?"'),
    "an absent column": MAP.replace('"d"', '"e"'),
    "one column for two ids": MAP.replace('"b"', '"a"'),
    "nothing mapped": MAP.partition("id =")[0],
    "no zone for bare times": MAP.replace('timezone = "UTC"\n', ""),
    "an unknown zone": MAP.replace('"UTC"', '"Beijing"'),
    "an unknown kind": MAP.replace('"post"', '"share"'),
    "an unknown key": MAP.replace("text =", "txt ="),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_map_that_cannot_be_meant_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "map.toml").write_text(WRONG[name], encoding="utf-8")
    files = {"t.csv": table("a,b,c,d", [["1", "2", "2025-05-20 01:00:00", "words"]])}
    with pytest.raises(analytics.WakelineError) as caught:
        Read(tmp_path, files, format=str(tmp_path / "map.toml"))
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 1_000
    assert not (tmp_path / "case").exists()


def test_what_has_no_table_is_refused_and_not_proposed(tmp_path: Path) -> None:
    refused(tmp_path, {"t.json": json.dumps({"ok": 0, "msg": "登录后才能查看"}, ensure_ascii=False)})
    refused(tmp_path / "b", {"t.csv": b""})
