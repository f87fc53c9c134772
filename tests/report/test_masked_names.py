"""Names and numbers inside printed words: what is covered, what stays, and that no word beside them is lost."""

from zoneinfo import ZoneInfo

import polars as pl
import pytest

from analytics.report.masked_names import NameMask
from analytics.report.placeholders import Foreign, Locale, Stressed, Told

MASK = NameMask(
    frozenset({"街角日记", "某市监管"}),
    frozenset({"路过的甲", "小乙"}),
    frozenset({"9910000855", "MS4wLjAB"}),
)
ZH, EN = (Locale(lang, ZoneInfo("Asia/Shanghai"), MASK) for lang in ("zh", "en"))


@pytest.mark.parametrize(("words", "printed"), [
    ("@路过的甲 收了多少钱", "@某账号 收了多少钱"),
    ("＠路过的甲：你说", "@某账号：你说"),
    ("@路过的甲收了多少钱", "@某账号收了多少钱"),  # No blank behind a known name.
    ("@小乙家的猫 好看", "@某账号 好看"),  # A short known name begins another, unknown one.
    ("@路过\u200b的甲 看", "@某账号 看"),
    ("@街角日记 说的", "@街角日记 说的"),
    ("@某市监管 管不管", "@某市监管 管不管"),
    ("@谁也不认识 在吗", "@某账号 在吗"),
    ("记住9910000855这个号", "记住某账号这个号"),
    ("记住９９１００００８５５", "记住某账号"),
    ("主页 MS4wLjAB 在此", "主页 某账号 在此"),
    ("编号 99100008551 不是它", "编号 99100008551 不是它"),
    ("路过的甲", "路过的甲"),  # Without @ it may be any words.
])  # fmt: skip
def test_what_is_covered_in_a_quotation(words: str, printed: str) -> None:
    assert ZH.text(Foreign(words)) == printed


def test_english_says_an_account() -> None:
    assert EN.text(Foreign("@路过的甲 9910000855")) == "@(an account) (an account)"


def test_our_own_sentences_keep_what_only_looks_like_a_mention() -> None:
    told = Told("@媒体或者机关 0 条；“@路过的甲 看”", "0 to @press; “@路过的甲 看”")
    assert ZH.text(told) == "@媒体或者机关 0 条；“@某账号 看”"


def test_a_name_over_the_border_of_two_stretches_is_covered_once() -> None:
    pieces = ZH.pieces(Stressed((("找 @路过", False), ("的甲 问", True), ("！", False))))
    assert [piece.text for piece in pieces] == ["找 @某账号", " 问", "！"]


def test_a_list_for_both_languages_covers_and_keeps_null() -> None:
    frame = pl.DataFrame({"words": ["@路过的甲 看", None, "无名"]})
    assert frame.select(MASK.column(pl.col("words")))["words"].to_list() == [
        "@某账号/(an account) 看",
        None,
        "无名",
    ]
