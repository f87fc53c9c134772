"""An answer: its sentences in words, the marks of its numbers, and the sets that these open."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.model.errors import SettingsError
from analytics.model.formatting import number
from analytics.model.messages import say
from analytics.questions.question import Asked, Question, questions
from analytics.questions.unstated import which_information
from analytics.report.blocks import Claim, Reference, entry
from analytics.report.placeholders import Locale, Word
from analytics.report.sets import set_finder


@dataclass(frozen=True)
class Answer:
    """A question with its answer.

    claims: the sentences; marks: the name of each mark, such as "5.2", in the order in which they stand.
    """

    asked: Asked
    question: Question
    claims: tuple[Claim, ...]
    marks: dict[Reference, str]

    def text(self, claim: Claim, voice: Locale) -> str:
        """Put a sentence into words, without its marks."""
        return voice.text(Word(entry(claim.key), tuple(claim.params.items())))

    def line(self, claim: Claim, voice: Locale) -> str:
        """Put a sentence into words, its marks behind it as "[5.2: 12 records]"."""
        told = "".join(f" [{self.told(ref, voice.lang)}]" for ref in dict.fromkeys(claim.refs))
        return f"{self.text(claim, voice)}{told}"

    def told(self, mark: Reference, lang: str) -> str:
        """Name a mark with what it opens."""
        n = number(mark.n or 0)
        if mark.n_upper != mark.n:
            n = f"{n}–{number(mark.n_upper or 0)}"
        what = say(f"marks.about_{mark.kind}", lang, n=n)
        return say("questions.mark", lang, mark=self.marks[mark], what=what)

    def mark(self, name: str) -> Reference:
        """Find a mark by its name. Raises SettingsError if the answer has none of that name."""
        for ref, known in self.marks.items():
            if known == name:
                return ref
        listed = ", ".join(self.marks.values()) or "-"
        raise SettingsError("question_mark", found=name, question=self.question.number, known=listed)

    def rows(self, mark: Reference) -> pl.DataFrame:
        """Read the set of a mark: a row a member, as sets/E*.csv of a report have them."""
        return set_finder(self.asked.case, self.asked.facts.names).frame(mark)

    def data(self, voice: Locale) -> dict[str, Any]:
        """Give the answer as data for programs, without any id that may not be printed."""
        return {
            "number": self.question.number,
            "key": self.question.name,
            "question": self.question.words(voice.lang),
            "answer": [
                {
                    "key": claim.key,
                    "text": self.text(claim, voice),
                    "marks": [self.marks[ref] for ref in dict.fromkeys(claim.refs)],
                }
                for claim in self.claims
            ],
            "marks": {
                name: {"kind": ref.kind, "n": ref.n, "n_upper": ref.n_upper}
                for ref, name in self.marks.items()
            },
        }


def answered(asked: Asked, question: Question) -> Answer:
    """Answer a question from the tables of a case.

    Without `[[alleged]]` a question about the alleged information is answered by asking which is meant.
    Raises CaseError if the account that was asked about is not in the case, and SettingsError if one was
    named for a question that is not about an account.
    """
    if asked.account_id and not question.is_about_account:
        about = ", ".join(str(one.number) for one in questions() if one.is_about_account)
        raise SettingsError("question_not_about", found=question.number, known=about)
    is_open = question.needs_alleged and not asked.facts.alleged.is_stated
    claims = which_information(asked) if is_open else question.answer(asked)
    marks: dict[Reference, str] = {}
    for claim in claims:
        for ref in claim.refs:
            marks.setdefault(ref, f"{question.number}.{len(marks) + 1}")
    return Answer(asked, question, tuple(claims), marks)
