"""The copy for comparing: what is taken out, what must stay, by hand."""

import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.text import normalized as plain_module
from analytics.text.normalized import plain, simplified


def one(text: str | None) -> str | None:
    found: str | None = plain(pl.Series([text], dtype=pl.String)).to_list()[0]
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("這個髮型發現後臺", "这个发型发现后台"),
        ("今天，【真的】好！吃。", "今天真的好吃"),
        ("我@小明_2: 你看@李·雷：好", "我你看好"),
        ("笑死[允悲][二哈]了", "笑死了"),
        ("a😀b👩‍👩‍👧c", "abc"),
        ("一\u200b二\u202e三\u0000四\n五", "一二三四五"),
        ("", None),
        ("   ……", None),
        ("[允悲]", None),
        ("@某人", None),
        (None, None),
        ("https://example.invalid/a?b=c", None),
        ("[这是九个字以上的方括号]好", "这是九个字以上的方括号好"),
    ],
)
def test_by_hand(text: str | None, expected: str | None) -> None:
    assert one(text) == expected


def test_words_behind_a_link_stay() -> None:
    # Links are followed by words without a space in Chinese; what a link swallows would make different texts one.
    assert one("看http://t.cn/A6xYz9这件事不能忍") == "看这件事不能忍"
    assert one("看http://t.cn/A6xYz9，这件事没什么") == "看这件事没什么"
    assert one("HTTPS://t.cn/A6xYz9[允悲]好") == "好"


def test_rows_stay_in_their_order_and_equal_texts_are_equal() -> None:
    texts = ["乙", None, "甲", "乙！", "", "甲"]
    assert plain(pl.Series(texts)).to_list() == ["乙", None, "甲", "乙", None, "甲"]
    assert plain(pl.Series([], dtype=pl.String)).to_list() == []
    assert plain(pl.Series([None, None], dtype=pl.String)).to_list() == [None, None]


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = pl.Series([f"臺灣{k}發現" for k in range(10)])
    whole = simplified(texts).to_list()
    monkeypatch.setattr(plain_module, "_CHUNK", 3)
    assert simplified(texts).to_list() == whole == [f"台湾{k}发现" for k in range(10)]


@settings(deadline=None, max_examples=200)
@given(texts=st.lists(st.text(max_size=40), max_size=8))
def test_only_letters_and_digits_are_left_and_again_changes_nothing(texts: list[str]) -> None:
    found = plain(pl.Series(texts, dtype=pl.String))
    for text in found.drop_nulls():
        assert text
        assert {unicodedata.category(c)[0] for c in text} <= {
            "L",
            "N",
            "C",
        }  # C: newer than Python's own tables.
    assert len(found) == len(texts)
    assert [one(text) for text in texts] == found.to_list()  # A text's copy does not hang on the others.
