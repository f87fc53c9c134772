"""What a person types is read as they would say it; expected values are written down by hand."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.search.query import WORDS_MAX, Query, parse_query
from analytics.search.searchable import pieces, searchable, searchable_text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Query()),
        ("  \u3000 ", Query()),
        ("文案 派单", Query(words=("文案", "派单"))),
        ("文案\u3000文案", Query(words=("文案",))),
        ('"three kids" -ad', Query(words=("three kids",), unwanted=("ad",))),
        ("“三個 娃” －广告", Query(words=("三个 娃",), unwanted=("广告",))),
        ('author:晚潮 -author:"A B"', Query(authors=("晚潮",), unwanted_authors=("a b",))),
        ("author：晚潮", Query(authors=("晚潮",))),
        ('"not closed -yet', Query(words=("not closed -yet",))),
        ('- "" -""', Query()),
        ("well-known", Query(words=("well-known",))),
        (".* [a", Query(words=(".*", "[a"))),
    ],
)
def test_a_search_is_read_as_typed(typed: str, meant: Query) -> None:
    assert parse_query(typed) == meant


def test_terms_beyond_the_most_are_told() -> None:
    found = parse_query(" ".join(f"w{k}" for k in range(WORDS_MAX + 2)))
    assert len(found.words) == WORDS_MAX and found.left_out == (f"w{WORDS_MAX}", f"w{WORDS_MAX + 1}")


def test_texts_are_searched_in_one_width_one_script_and_lower_case() -> None:
    written = pl.Series("t", ["ＡＢＣ\n\n舉報", None, "", "a\x00b\u2028c", "派單"])
    assert searchable(written).to_list() == ["abc 举报", None, "", "a b c", "派单"]


@pytest.mark.parametrize(
    ("text", "words", "cut"),
    [
        ("今天派單，明天派单", ("派单",), ["今天", "[派單]", "，明天", "[派单]"]),
        ("aaa b", ("aa",), ["[aaa]", " b"]),
        ("文案组", ("文案", "案组"), ["[文案组]"]),
        ("３\u3000\n元", ("3 元",), ["[３\u3000\n元]"]),
        ("重㎏", ("kg",), ["重", "[㎏]"]),
        ("cafe\u0301 au lait", ("caf\u00e9",), ["[cafe\u0301]", " au lait"]),
        ("nothing", ("word",), ["nothing"]),
        ("", ("a",), []),
        ("<b>x</b>", ("<b>",), ["[<b>]", "x</b>"]),
    ],
)
def test_a_hit_is_marked_where_it_stands(text: str, words: tuple[str, ...], cut: list[str]) -> None:
    assert [f"[{part}]" if is_hit else part for part, is_hit in pieces(text, words)] == cut


@given(st.text(max_size=30), st.text(min_size=1, max_size=3))
def test_pieces_are_the_text_and_mark_what_was_found(text: str, word: str) -> None:
    form = searchable_text(word)
    found = pieces(text, (form,))
    assert "".join(part for part, _ in found) == text
    assert any(is_hit for _, is_hit in found) == (bool(form) and form in searchable_text(text))
