"""Part 10 explains the words that stand in this report, and no others."""

from zoneinfo import ZoneInfo

from analytics.model.messages import catalogue
from analytics.report.blocks import Block, Claim, Items, Quote
from analytics.report.glossary_data import SLANG, TERMS, used, words_in
from analytics.report.placeholders import Foreign, Joined, Locale, Stressed

ZH = Locale("zh", ZoneInfo("Asia/Shanghai"))


def test_words_are_found_in_sentences_lists_and_quotations() -> None:
    blocks: list[Block] = [
        Items((Claim("glossary.target", {"name": Foreign("甲"), "names": Joined((Foreign("超话"),))}),)),
        Quote(Stressed((("吃到一个", False), ("大瓜", True)))),
    ]
    text = words_in(blocks, ZH)
    assert "案件所称对象甲" in text and "吃到一个大瓜" in text
    assert set(used(SLANG, text)) == {"supertopic", "melon"}


def test_a_fruit_is_no_slang() -> None:
    assert used(SLANG, "面包店也卖南瓜饼和西瓜汁，粉丝汤") == ()


def test_every_word_has_its_explanation() -> None:
    entries = catalogue("report")
    for kind, words in (("slang", SLANG), ("term", TERMS)):
        assert {f"{kind}_{key}{end}" for key in words for end in ("", "_other", "_means")} <= set(entries)
