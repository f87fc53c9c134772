"""Chains as real texts write them, each form by hand."""

import polars as pl
import pytest

from analytics.cascade.repost_chain import answered_name, parse_chains
from analytics.importing.values import own_words

FORMS = [
    ("评论//@甲:话//@乙:话", "甲", "乙", 2, False, None),
    ("评论//@甲：话", "甲", None, 1, False, None),
    ("//@来回之间://@老友99:早", "来回之间", "老友99", 2, False, None),
    ("//@甲:回复@乙:谢谢//@乙:话", "甲", "乙", 2, False, None),
    ("转发微博//@甲:", "甲", None, 1, False, None),
    ("话//@南山 :话", "南山", None, 1, False, None),
    ("话\u00a0//@甲:话", "甲", None, 1, False, None),
    ("话// @甲:话", "甲", None, 1, False, None),
    ("话//@ 甲:话", "甲", None, 1, False, None),
    ("话//@-甲乙-：话", "-甲乙-", None, 1, False, None),
    ("话//@Ab·cd_9:话", "Ab·cd_9", None, 1, False, None),
    ("话//@甲:话//@UNIC", "甲", None, 2, True, None),
    ("话//@UNIC", None, None, 1, True, "cut"),
    ("话//@甲//@乙:话", "甲", "乙", 2, False, None),
    ("话//@何新老家。这是:话", None, None, 1, False, "unreadable"),
    ("话//@文明@中国:话", None, None, 1, False, "unreadable"),
    ("话///@德州@乐陵 ://@丙:话", None, "丙", 2, False, "unreadable"),
    ("看 http://@甲:话", None, None, 0, False, None),
    ("看 https://example.invalid/@甲 话//@乙:话", "乙", None, 1, False, None),
    ("“//@某某”是什么意思", None, None, 0, False, None),
    ("话//<a href='/n/甲'>@甲</a>:话", "甲", None, 1, False, None),
    ("话//\u200b@甲\u3000:话", "甲", None, 1, False, None),
    ("话//@甲・乙:话", "甲・乙", None, 1, False, None),
    ("转发微博", None, None, 0, False, None),
    ("", None, None, 0, False, None),
]


@pytest.mark.parametrize("text, first, second, n, truncated, fault", FORMS)
def test_each_form(
    text: str, first: str | None, second: str | None, n: int, truncated: bool, fault: str | None
) -> None:
    assert parse_chains(pl.Series([text, None])).row(0) == (first, second, n, truncated, fault)


@pytest.mark.parametrize(
    "text, own",
    [
        ("说得对//@甲:话", "说得对"),
        ("转发微博", None),
        ("Repost", None),
        ("轉發微博", None),
        ("转发微博//@甲:话", None),
        ("//@甲:话", None),
        ("话\u200b", "话"),
        ("话 \u00a0//@甲:x", "话"),
        ("看 http://@x 这里//@乙:话", "看 http://@x 这里"),
        ("一/二//三", "一/二//三"),
        ("“//@某某”是什么意思//@甲:话", "“//@某某”是什么意思"),
        ("话// @甲:话", "话"),
        ("第一行\n第二行//@甲:话\n话", "第一行\n第二行"),
    ],
)
def test_own_words_end_where_the_chain_begins(text: str, own: str | None) -> None:
    assert own_words(pl.Series([text])).to_list() == [own]


@pytest.mark.parametrize(
    "text, name",
    [
        ("回复@甲:谢谢", "甲"),
        ("：回复@甲：谢谢", "甲"),
        ("回复<a href='/n/甲'>@甲</a>:谢谢", "甲"),
        ("谢谢 回复@甲:x", None),
        ("谢谢", None),
    ],
)
def test_whom_a_comment_answers(text: str, name: str | None) -> None:
    assert pl.DataFrame({"t": [text]}).select(answered_name(pl.col("t"))).item() == name
