"""The catalogue of questions: numbers, words that find one, marks behind every number, names."""

import json
import re

import pytest

from analytics.model.errors import CaseError, SettingsError
from analytics.model.messages import LANGS
from analytics.questions.answer import Answer, answered
from analytics.questions.question import Asked, Question, ask, matching, questions
from analytics.report.blocks import Claim
from analytics.report.placeholders import Joined, Locale, Value, Word
from tests.questions.scene import P, account


def test_there_are_twenty_questions_numbered_from_one() -> None:
    assert [one.number for one in questions()] == list(range(1, 21))


@pytest.mark.parametrize("lang", LANGS)
def test_no_two_questions_have_the_same_words(lang: str) -> None:
    assert len({one.words(lang) for one in questions()}) == 20


@pytest.mark.parametrize("question", questions(), ids=lambda one: one.name)
def test_a_question_is_found_by_number_key_and_its_own_words(question: Question) -> None:
    assert matching(str(question.number)) == [question] == matching(question.name.upper())
    for lang in LANGS:
        assert question in matching(question.words(lang))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("谁是最先发布的人", ["first"]),
        ("Who was the first to post?", ["first"]),
        ("did they act together", ["together"]),
        ("是不是一起行动的", ["together"]),
        ("警告之后怎么样了", ["after"]),
        ("is it still spreading", ["now"]),
        ("数据还缺什么", ["missing"]),
        ("which article of law", ["law"]),
        ("我被列出了吗", ["against"]),
        ("am I listed?", ["against"]),
    ],
)
def test_free_words_find_the_question_they_mean(words: str, names: list[str]) -> None:
    assert [one.name for one in matching(words)] == names


def test_words_that_fit_several_questions_list_them_and_words_that_fit_none_are_refused() -> None:
    assert [one.name for one in matching("press spread")] == ["reach", "accounts"]
    with pytest.raises(SettingsError, match="No question fits"):
        matching("weather")


def every(asked: Asked) -> list[Answer]:
    return [answered(asked, one) for one in questions()]


def counts(value: Value) -> list[int]:
    """The whole numbers that a value shows, also inside a sentence."""
    if isinstance(value, Word):
        return [n for _, inner in value.params for n in counts(inner)]
    if isinstance(value, Joined):
        return [n for inner in value.items for n in counts(inner)]
    return [value] if isinstance(value, int) and value else []


REST = "questions.reach_rest"  # All other records: told once, never opened (LAW 4.0 rule 1).


def unmarked(claim: Claim) -> list[int]:
    """Numbers of a sentence that none of its marks counts."""
    marked = {n for ref in claim.refs for n in (ref.n, ref.n_upper)}
    return [n for value in claim.params.values() for n in counts(value) if n not in marked]


def test_every_number_has_a_mark_that_opens_as_many_rows(asked: Asked) -> None:
    for answer in every(asked):
        for claim in answer.claims:
            assert claim.key == REST or not unmarked(claim), claim
            assert all(ref.kind for ref in claim.refs), claim
        for mark in answer.marks:
            assert answer.rows(mark).height == mark.n_upper, mark


@pytest.mark.parametrize("lang", LANGS)
def test_an_answer_shows_no_placeholder_and_names_its_marks_by_the_question(asked: Asked, lang: str) -> None:
    voice = Locale(lang, asked.facts.zone)
    for answer in every(asked):
        text = "\n".join(answer.line(claim, voice) for claim in answer.claims)
        assert not re.search(r"\{[a-z_0-9]+[:}]", text)
        names = list(answer.marks.values())
        assert names == [f"{answer.question.number}.{k}" for k in range(1, len(names) + 1)]
        assert all(f"[{name}" in text for name in names)


def test_programs_get_the_same_sentences_and_no_id_of_an_account_without_a_name(asked: Asked) -> None:
    for answer in every(asked):
        data = answer.data(Locale("en", asked.facts.zone))
        assert [one["key"] for one in data["answer"]] == [claim.key for claim in answer.claims]
        for k in (2, 3, 4, 5, 6, 7):
            assert str(9_100_000_000 + k) not in str(data)


def test_without_alleged_information_it_is_asked_which_is_meant(unstated: Asked) -> None:
    """P has ten records below it; the post of the press and the correction are not proposed."""
    voice = Locale("en", unstated.facts.zone)
    for question in questions():
        answer = answered(unstated, question)
        keys = [claim.key.removeprefix("questions.") for claim in answer.claims]
        if not question.needs_alleged:
            assert "unstated" not in keys
            continue
        assert keys == ["unstated", "unstated_post", "unstated_ask"]
        assert answer.text(answer.claims[1], voice).startswith(f"Could be meant: weibo:{P}, “桥边小店")
        assert answer.claims[1].refs[0].n == 10
        assert f'id = "weibo:{P}"' in answer.text(answer.claims[2], voice)


def test_an_account_that_the_case_does_not_hold_is_refused(asked: Asked) -> None:
    other = ask(asked.case, "weibo:1")
    with pytest.raises(CaseError, match="no record of an account"):
        answered(other, matching("for")[0])


def test_an_account_is_asked_about_only_where_the_question_is_about_one(asked: Asked) -> None:
    with pytest.raises(SettingsError, match="questions 10, 11, 12, 13"):
        answered(ask(asked.case, account(2)), matching("when")[0])


def test_a_mark_that_an_answer_does_not_have_is_refused(asked: Asked) -> None:
    with pytest.raises(SettingsError, match=r"it has: 1\.1, 1\.2"):
        answered(asked, matching("first")[0]).mark("9.9")


def test_what_was_earlier_is_counted_as_the_row_of_law_counts_it(asked: Asked) -> None:
    rows = asked.facts.findings.filter(factor_id="A8-R1", status="measured")
    told = json.loads(rows["note_params"][0])
    (claim,) = [one for one in answered(asked, matching("first")[0]).claims if "earlier" in one.key]
    assert (claim.params["n"], claim.params["j"]) == (told["k"], told["j"]) == (1, 1)
