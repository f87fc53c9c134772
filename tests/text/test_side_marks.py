"""Marks of the side of a text: what must bear none, kind by kind, and what bears one. All sentences are invented."""

import polars as pl
import pytest

from analytics.text.side_marks import side_marks

TERMS = ["云朵奶茶", "阿岚"]

ACCUSES = {
    "calls the target a cheat": "阿岚就是骗子",
    "in traditional characters": "阿嵐就是騙子",
    "with a pronoun in the next clause": "云朵奶茶又出事了，这家店真缺德",
    "in English": "云朵奶茶 is run by a scammer",
    "two sentences": "今天下雨。阿岚没良心",
}
CALLS_FOR_HARM = {
    "a curse": "阿岚不得好死",
    "a call to go there": "云朵奶茶太气人，去他店里砸了",
    "in English": "阿岚 lied, go after her",
}
SILENT = {
    "a grandparent who asks": "云朵奶茶的老板是骗子吗？我孙女天天喝",
    "a doctor who explains": "作为医生说一句，云朵奶茶那种情况喝了不会中毒",
    "a rival of the shop": "我家也做奶茶，不像云朵奶茶那么黑心",
    "a fan who jokes": "阿岚你这个骗子，骗走我的心哈哈哈",
    "sarcasm with a wink": "好一个黑心的云朵奶茶[doge]",
    "praise as blame": "云朵奶茶太缺德了，好喝到停不下来",
    "a quotation to refute": "有人写“阿岚是骗子”，我去店里看过，不是这样",
    "a quotation that never ends": "“阿岚是骗子，没良心",
    "a report of what others say": "群里都说阿岚是骗子",
    "a passive": "阿岚被骂骗子骂了三天",
    "passing on": "转给大家看看",
    "a lawyer's letter": "受云朵奶茶委托，本所声明：称阿岚为骗子的行为侵犯名誉权",
    "a denial": "阿岚不是骗子",
    "a denial in English": "阿岚is not a scammer",
    "a question in English": "is 阿岚 a liar?",
    "a call for calm": "别去骂阿岚了",
    "a ban": "禁止去砸云朵奶茶",
    "a report of harm": "昨天他们去砸云朵奶茶，太过分了",
    "an insult to those who insult": "骂阿岚的人才没良心",
    "a curse upon slanderers": "造谣阿岚的不得好死",
    "an insult to the reader": "你才是骗子，阿岚招你惹你了",
    "a name with an @": "@阿岚是骗子 今天更新了吗",
    "a hashtag": "#阿岚是骗子# 这个话题怎么回事",
    "a condition": "如果阿岚是骗子，我第一个不答应",
    "another person": "隔壁店老板是骗子",
    "a report to an authority": "阿岚是骗子，我已向12345反映",
    "nothing": "",
    "demands an apology": "云朵奶茶必须向家长道歉",
    "mocks a denial": "都拍到了，还尚未证实？",
}
AGAINST = {
    "denies": "这是谣言，阿岚冤枉",
    "reports": "已打12315投诉，等处理结果",
    "calms": "大家冷静，等通报",
    "takes back": "之前误传了，向阿岚道歉",
    "apologises": "先向阿岚道歉",
    "refers to proof": "请看抽检报告，云朵奶茶三批次全部合格",
    "argues": "就事论事，个人认为标签写得不清楚",
}


def marks(text: str | None) -> tuple[bool, bool, bool]:
    row: tuple[bool, bool, bool] = side_marks(pl.Series([text], dtype=pl.String), TERMS).row(0)
    return row


@pytest.mark.parametrize("kind", ACCUSES)
def test_an_accusation_in_plain_words_bears_its_mark(kind: str) -> None:
    assert marks(ACCUSES[kind]) == (False, True, False)


@pytest.mark.parametrize("kind", CALLS_FOR_HARM)
def test_a_call_for_harm_bears_its_mark(kind: str) -> None:
    assert marks(CALLS_FOR_HARM[kind])[0]


@pytest.mark.parametrize("kind", SILENT)
def test_whatever_may_mean_something_else_bears_no_mark(kind: str) -> None:
    assert marks(SILENT[kind])[:2] == (False, False)


@pytest.mark.parametrize("kind", AGAINST)
def test_words_against_the_allegation_are_marked_as_such(kind: str) -> None:
    assert marks(AGAINST[kind]) == (False, False, True)


@pytest.mark.parametrize("text", ["云朵奶茶必须向家长道歉", "都拍到了，还尚未证实？"])
def test_a_demand_and_a_mocking_question_do_not_speak_against(text: str) -> None:
    assert marks(text) == (False, False, False)


def test_nobody_is_accused_where_no_words_mean_a_target_and_a_text_of_null_says_nothing() -> None:
    assert side_marks(pl.Series(["阿岚就是骗子"]), []).row(0) == (False, False, False)
    assert marks(None) == (False, False, False)
    assert side_marks(pl.Series([], dtype=pl.String), TERMS).is_empty()
