"""Proposals of column maps: which column means what, by names and values; expected by hand from FORMATS."""

from datetime import timedelta

import polars as pl
import pytest

from analytics.ingest.column_map import Rule, Source
from analytics.ingest.map_choice import Proposal
from analytics.ingest.map_proposal import propose
from analytics.ingest.map_text import map_text
from tests.ingest.invented import START, beijing, mid_at

MOMENTS = [START + timedelta(minutes=k) for k in range(6)]
MIDS = [mid_at(moment, 7) for moment in MOMENTS]
ROOT = mid_at(START - timedelta(hours=1))
UIDS = [str(9_100_000_000 + k) for k in range(6)]
WORDS = [f"虚构{k}" for k in range(6)]
TIMES = [beijing(moment) for moment in MOMENTS]
COUNT = [str(k) for k in range(6)]
ROWS = [str(k + 1) for k in range(6)]

# what it is; columns of six records; fields that must be proposed
TABLES = [
    ("a comment id stands before the post's", {"mid": [ROOT] * 6, "comment_id": MIDS, "uid": UIDS},
     {"id": "comment_id", "root_id": "mid", "account_id": "uid"}),
    ("Chinese names alike", {"微博ID": [ROOT] * 6, "评论ID": MIDS, "用户ID": UIDS},
     {"id": "评论ID", "root_id": "微博ID", "account_id": "用户ID"}),
    ("a repost id that repeats is a root", {"message_id": ROWS[::-1], "user_id": UIDS, "repost_id": [ROOT] * 6},
     {"id": "message_id", "root_id": "repost_id"}),
    ("a row number beside another id is none", {"id": ROWS, "user_id": UIDS, "weibo_id": MIDS, "root_weibo_id": [ROOT] * 6},
     {"id": "weibo_id", "root_id": "root_weibo_id"}),
    ("row numbers alone, that nothing names, are no ids", {"id": ROWS, "uid": UIDS, "text": WORDS}, {"id": None}),
    ("consecutive ids that parents name are ids", {"id": ROWS, "uid": UIDS, "parent_id": ["", "1", "1", "2", "4", ""]},
     {"id": "id", "parent_id": "parent_id"}),
    ("a post's id that several authors share is the root", {"mid": [ROOT] * 6, "uid": UIDS, "content": WORDS},
     {"id": None, "root_id": "mid"}),
    ("the second of two columns called id", {"id": ["1"] * 6, "id#2": MIDS, "user_id": UIDS}, {"id": "id#2"}),
    ("a time with its zone before one without", {"id": MIDS, "timestamp": TIMES, "unix_timestamp": ["1741348800"] * 6},
     {"at": "unix_timestamp"}),
    ("a pid that is a flag is no parent", {"mid": MIDS, "uid": UIDS, "pid": ["0", "1", "0", "0", "1", "1"]},
     {"parent_id": None}),
    ("a column 评论 of counts is no text", {"mid": MIDS, "评论": COUNT, "txt": WORDS}, {"text": "txt", "comments": "评论"}),
    ("a column 评论 of words is no count", {"mid": MIDS, "评论": WORDS}, {"text": "评论", "comments": None}),
    ("a title is the text only where nothing else is", {"mid": MIDS, "标题": WORDS}, {"text": "标题"}),
    ("source that says places is the region", {"comment_id": MIDS, "source": ["来自河南"] * 6}, {"region": "source", "client": None}),
    ("the top of a thread is no post", {"comment_id": MIDS, "rootid": [MIDS[0]] * 6, "uid": UIDS},
     {"root_id": None, "parent_id": "rootid"}),
    ("a thread is the post of a comment", {"comment_id": MIDS, "conversation_id": [ROOT] * 6, "uid": UIDS},
     {"root_id": "conversation_id"}),
    ("a thread is not what a repost passes on", {"id": MIDS, "conversation_id": [ROOT] * 6, "uid": UIDS}, {"root_id": None}),
    ("names of users are no ids", {"id": MIDS, "author": WORDS}, {"account_name": "author", "account_id": None}),
]  # fmt: skip


def proposed(columns: dict[str, list[str]]) -> Proposal:
    return propose(pl.DataFrame(columns))


@pytest.mark.parametrize(("told", "columns", "expected"), TABLES, ids=[told for told, _, _ in TABLES])
def test_values_and_names_choose_the_column(
    told: str, columns: dict[str, list[str]], expected: dict[str, str | None]
) -> None:
    found = proposed(columns).columns
    assert {ours: found[ours].column if ours in found else None for ours in expected} == expected


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"comment_id": MIDS, "mid": [ROOT] * 6, "uid": UIDS}, "comment"),
        ({"repost_id": MIDS, "mid": [ROOT] * 6, "uid": UIDS}, "repost"),
        (
            {"id": MIDS, "user_id": UIDS, "retweet_id": ["", ROOT] * 3},
            [Rule(filled="retweet_id", kind="repost"), Rule(kind="post")],
        ),
        (
            {"id": MIDS, "user_id": UIDS, "in_reply_to_id": ["", ROOT] * 3},
            [Rule(filled="in_reply_to_id", kind="comment"), Rule(kind="post")],
        ),
        ({"mid": MIDS, "uid": UIDS, "content": WORDS}, "?"),
        ({"id": MIDS, "author": WORDS, "link_id": [ROOT] * 6, "parent_id": [ROOT] * 6}, "?"),
    ],
)
def test_a_kind_is_proposed_only_where_an_id_or_what_is_filled_tells_it(
    columns: dict[str, list[str]], kind: str | list[Rule]
) -> None:
    assert proposed(columns).kind == kind


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        (["原创", "转发"] * 3, {"原创": "post", "转发": "repost"}),
        (["original", "replied_to"] * 3, {"original": "post", "replied_to": "comment"}),
        (["original", "like"] * 3, {}),
    ],
)
def test_a_column_of_kinds_is_taken_only_if_every_value_is_known(
    values: list[str], kinds: dict[str, str]
) -> None:
    found = proposed({"id": MIDS, "uid": UIDS, "type": values})
    assert found.kinds == kinds and ("kind" in found.columns) == bool(kinds)


def test_a_flag_of_original_posts_tells_the_kind_where_no_root_does() -> None:
    found = proposed({"wid": MIDS, "uid": UIDS, "is_origin": ["True", "False"] * 3})
    assert {found.kinds["True"], found.kinds["False"]} == {"post", "repost"} and found.kinds["True"] == "post"


def test_ids_of_the_platform_prove_platform_and_zone_and_nothing_else_does() -> None:
    weibo = proposed({"mid": MIDS, "uid": UIDS, "created_at": TIMES})
    assert (weibo.platform, weibo.timezone) == ("weibo", "Asia/Shanghai")
    late = proposed(
        {"mid": MIDS, "uid": UIDS, "created_at": [beijing(moment + timedelta(hours=1)) for moment in MOMENTS]}
    )
    assert (late.platform, late.timezone) == ("?", "?")
    other = proposed({"id": ROWS, "user_id": UIDS, "created_at": TIMES})
    assert (other.platform, other.timezone) == ("?", "?")
    zoned = proposed({"id": ROWS, "user_id": UIDS, "created_at": ["2025-03-07T12:00:00Z"] * 6})
    assert (zoned.platform, zoned.timezone) == ("?", None)


def test_ids_that_count_within_a_chat_are_joined_with_it_and_their_parents_too() -> None:
    found = proposed(
        {
            "chat": ["-1001"] * 3 + ["-1002"] * 3,
            "id": ["1", "2", "3"] * 2,
            "from_id": UIDS,
            "reply_to_message_id": ["", "1", "2"] * 2,
        }
    )
    assert found.columns["id"] == Source(join=["chat", "id"])
    assert found.columns["parent_id"] == Source(join=["chat", "reply_to_message_id"])


def test_ids_that_several_authors_share_are_left_open() -> None:
    found = proposed({"id": ["1", "2", "3"] * 2, "from_id": UIDS, "text": WORDS})
    assert "id" not in found.columns and found.unsure == {"id": "id"}
    assert 'id = "?"' in map_text([found], "en")


def test_openings_that_tell_the_kind_of_thing_are_stripped() -> None:
    found = proposed(
        {
            "id": [f"kabc{k}" for k in range(6)],
            "author": WORDS,
            "link_id": ["t3_1avxyz1"] * 6,
            "parent_id": ["t3_1avxyz1", *[f"t1_kabc{k}" for k in range(5)]],
        }
    )
    assert found.columns["parent_id"].strip == ["t1_", "t3_"] and found.columns["root_id"].strip == ["t3_"]


def test_an_account_id_is_cut_out_of_an_address() -> None:
    found = proposed({"评论者主页": [f"https://weibo.cn//u/{uid}" for uid in UIDS], "评论内容": WORDS})
    assert found.columns["account_id"] == Source(from_url="评论者主页")


def test_a_day_and_a_clock_are_joined() -> None:
    found = proposed({"id": MIDS, "日期": ["2025-03-07"] * 6, "时间": ["20:00", "20:01:05"] * 3})
    assert found.columns["at"] == Source(join=["日期", "时间"], sep=" ")


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["23/2/2021 12:28", "1/2/2021 12:28"], "day_first"),
        (["2/23/2021", "2/1/2021"], "month_first"),
        (["2/3/2021", "4/5/2021"], "?"),
        (["2021/2/3 12:00", "2021/2/3 12:01"], None),
    ],
)
def test_day_or_month_first_is_told_by_a_part_above_twelve_or_left_open(
    values: list[str], order: str | None
) -> None:
    assert proposed({"id": MIDS[:2], "created_at": values}).date_order == order


def test_a_proposal_shows_three_first_values_and_unused_columns_in_one_line_each() -> None:
    found = proposed(
        {"mid": MIDS, "uid": UIDS, "text": [f"一行\n[columns]\t\u202e{k}" for k in range(6)], "x": COUNT}
    )
    text = map_text([found], "zh")
    line = next(line for line in text.splitlines() if line.startswith("text = "))
    assert line.count("一行") == 3 and "\u202e" not in text and "x" in text.splitlines()[-1]
