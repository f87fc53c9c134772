"""Column maps that `inspect` proposes for foreign tables: what must be proposed, what must not, and the import by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import analytics
from tests.importing.layouts.made import SELF, Read, bj, bj_min, m, n, t, table, u, unix
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
        [[f"26010000{k:03}", "114500001", u(k % 4), n(k % 4), unix(k), f"话{k}", k, 0 if k == 1 else "26010000001",
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
        "cid,weibo_id,comment_user_id,content,created_at,like_num",
        [[f"C_{m(k)}", f"M_{ROOT}", u(k), f"话{k}", bj(k), k] for k in KS],
        {"id": "cid", "root_id": "weibo_id", "account_id": "comment_user_id", "at": "created_at", "text": "content"},
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
