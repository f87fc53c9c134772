"""Text of strangers: every class of character that acts, reorders or hides is shown by its number."""

import html
from collections.abc import Callable

import polars as pl
import pytest

from analytics.model.untrusted_text import (
    RISKY_CELL,
    cut,
    for_css,
    for_plotly,
    for_spreadsheet,
    has_lone_surrogate,
    hides,
    is_cut,
    labels,
    one_line,
    shown,
    shown_column,
)

CLASSES: dict[str, tuple[int, ...]] = {
    "C0": tuple(code for code in range(0x20) if code not in (0x09, 0x0A)),
    "DEL and C1": tuple(range(0x7F, 0xA0)),
    "bidi marks": (0x061C, 0x200E, 0x200F),
    "bidi embeddings": tuple(range(0x202A, 0x202F)),
    "bidi isolates": tuple(range(0x2066, 0x206A)),
    "zero width": (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x180E, 0x034F),
    "soft hyphen": (0x00AD,),
    "separators": (0x2028, 0x2029),
    "invisible operators": tuple(range(0x2061, 0x2066)),
    "shaping controls": tuple(range(0x206A, 0x2070)),
    "fillers": (0x115F, 0x1160, 0x3164, 0xFFA0),
    "tags": (0xE0001, 0xE0020, 0xE0041, 0xE007F),
    "annotation": (0xFFF9, 0xFFFA, 0xFFFB),
    "musical controls": (0x1D173, 0x1D17A),
    "private use": (0xE000, 0xF8FF, 0xF0000, 0xFFFFD, 0x100000, 0x10FFFD),
    "noncharacters": (0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x1FFFF, 0xEFFFF, 0x10FFFF),
    "lone surrogates": (0xD800, 0xDBFF, 0xDC00, 0xDFFF),
}
EVERY = [(name, code) for name, codes in CLASSES.items() for code in codes]
# The last step of each place, and how a reader of that place gets the text back.
PLACES: dict[str, Callable[[str], str]] = {
    "terminal": shown,
    "page": shown,
    "paper": one_line,
    "list": lambda text: cut(text, 60),
    "figure": lambda text: html.unescape(for_plotly(text, 60))[1:-1],
    "column": lambda text: str(shown_column(pl.Series(["x", text]))[1]),
}


@pytest.mark.parametrize("place", PLACES)
def test_every_class_is_shown_by_its_number_in_every_place(place: str) -> None:
    for name, code in EVERY:
        if (place == "column" and 0xD800 <= code <= 0xDFFF) or (
            code == 0x0D and place not in ("terminal", "page")
        ):
            continue  # A column cannot hold half a pair; a carriage return is a line break on one line.
        assert PLACES[place](f"甲{chr(code)}b") == f"甲⟨U+{code:04X}⟩b", name


def test_a_carriage_return_overwrites_nothing() -> None:
    assert shown("safe\rgone") == "safe⟨U+000D⟩gone"
    assert one_line("a\r\nb\rc\nd\te") == "a⏎b⏎c⏎d e"


def test_a_style_sheet_holds_no_hidden_character_either() -> None:
    for name, code in EVERY:
        if code != 0x0D:
            assert f"\\{code:06x}" not in for_css(f"甲{chr(code)}b"), name


@pytest.mark.parametrize(
    "text",
    [
        "有人说桥边那家店 12:30。",
        "Grüße, Ελλάδα, Привет",
        "مرحبا שלום",
        "ภาษาไทย",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family: three emoji joined
        "\u2764\ufe0f\u200d\U0001f525",  # a heart on fire: a selector before the joiner
        "\u845b\U000e0100",  # an ideograph and its variant
        "e\u0301",
        "a\tb\nc",
    ],
)
def test_what_a_reader_sees_stays_as_it_is(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u200db", "a⟨U+200D⟩b"),
        ("\U0001f467\u200d", "\U0001f467⟨U+200D⟩"),
        ("\U0001f467\u200da", "\U0001f467⟨U+200D⟩a"),
        ("a\ufe0f\ufe0e", "a\ufe0f⟨U+FE0E⟩"),
        ("\ufe01x", "⟨U+FE01⟩x"),
    ],
)
def test_joiners_and_selectors_that_shape_no_picture_are_shown(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_a_selector_alone_is_no_character_that_hides_everywhere() -> None:
    assert hides("\u202e") and hides("\ue000")
    assert not hides("\ufe0f") and not hides("甲") and not hides("\n")


def test_a_label_is_escaped_isolated_and_cut() -> None:
    assert for_plotly("<a>&", 9) == "\u2068&lt;a&gt;&amp;\u2069"
    assert for_plotly("x" * 30, 4) == "\u2068xxx…\u2069"
    assert labels(pl.Series(["甲", None])) == ["\u2068甲\u2069", ""]


def test_a_long_text_is_cut_without_reading_the_whole_of_it() -> None:
    assert cut("长" * 10_000_000, 5) == "长长长长…"
    assert is_cut("abc", 2) and not is_cut("abc", 3)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "\x00=1", "＝1+1", "＋1", "－1", "＠a"]
)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert for_spreadsheet(text) == "'" + text
    assert pl.Series([text]).str.contains(RISKY_CELL).to_list() == [True]


@pytest.mark.parametrize("text", ["1+1", "甲=乙", " =1", ""])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert for_spreadsheet(text) == text
    assert pl.Series([text]).str.contains(RISKY_CELL).to_list() == [False]


def test_half_of_a_pair_is_found() -> None:
    assert has_lone_surrogate("a\ud83d") and not has_lone_surrogate("a😀")
