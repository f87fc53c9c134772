"""What a question is, what it is asked of, and how free words find one in the catalogue."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analytics.model.errors import CaseError, SettingsError
from analytics.model.messages import LANGS, say
from analytics.model.registry import load
from analytics.report.blocks import Claim, Reference
from analytics.report.marks import marked
from analytics.report.placeholders import Value, Word
from analytics.report.report_data import ReportData, report_data
from analytics.store.case_folder import Case

NAMESPACE = "questions"
_LATIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Asked:
    """A case that questions are put to.

    facts: what the report reads of it; account_id: the account that a question about X means, None for all
        named accounts.
    """

    case: Case
    facts: ReportData
    account_id: str | None = None


@dataclass(frozen=True)
class Question:
    """A question of the catalogue.

    name: its key: the words of the question are questions.ask_<name>, the words that find it words_<name>.
    number: its place in the list, 1 first.
    answer: the sentences that answer it, each with the sets of its numbers.
    needs_alleged: it speaks of the alleged information, and has no answer where the case names none.
    is_about_account: it may be narrowed to one account.
    """

    name: str
    number: int
    answer: Callable[[Asked], list[Claim]]
    needs_alleged: bool = True
    is_about_account: bool = False

    def words(self, lang: str) -> str:
        """Give the question in words of a language."""
        return say(f"{NAMESPACE}.ask_{self.name}", lang)


def ask(case: Case, account_id: str | None = None) -> Asked:
    """Read a case, so that questions can be put to it. Raises CaseError if it has not been analysed."""
    if not case.has("scope"):
        raise CaseError("not_analysed", case=case.folder)
    return Asked(case, report_data(case, None, {}), account_id)


def questions() -> list[Question]:
    """Load every question, in the order of the list."""
    found = load("analytics.questions.topics", "QUESTION", Question).values()
    return sorted(found, key=lambda one: one.number)


def matching(words: str) -> list[Question]:
    """Find the questions that words mean: a number, a key, or free words in Chinese or English.

    Several are returned where the words fit them equally well. Raises SettingsError if none fits.

    >>> [one.name for one in matching("7")], [one.name for one in matching("firm")]
    (['accounts'], ['firm'])
    >>> [one.name for one in matching("谁最先发的")], [one.name for one in matching("Who was first?")]
    (['first'], ['first'])
    """
    known, told = questions(), words.strip().casefold()
    exact = [one for one in known if told in (str(one.number), one.name)]
    if exact:
        return exact
    found = {one.name: _fit(one, told) for one in known}
    best = max(found.values())
    if not best:
        raise SettingsError("question_unknown", found=words)
    return [one for one in known if found[one.name] == best]


def _fit(question: Question, told: str) -> int:
    """How many of the words that find a question stand in what was typed."""
    typed = set(_LATIN.findall(told))
    terms = {term for lang in LANGS for term in say(f"{NAMESPACE}.words_{question.name}", lang).split()}
    return sum(term in typed if term.isascii() else term in told for term in terms)


def line(key: str, *refs: Reference, **params: Value) -> Claim:
    """Make a sentence of locale/questions.toml; the marks of empty sets are left out: they open nothing."""
    return Claim(f"{NAMESPACE}.{key}", params, tuple(dict.fromkeys(ref for ref in refs if ref.n)))


def told(key: str, **params: Value) -> Word:
    """Make words of locale/questions.toml, to stand inside a sentence."""
    return Word(f"{NAMESPACE}.{key}", tuple(params.items()))


def records(ids: Iterable[str | None]) -> Reference:
    """Mark a set of records; unknown ids are left out."""
    return marked("records", (one for one in ids if one is not None))


def accounts(ids: Iterable[str | None]) -> Reference:
    """Mark a set of accounts; unknown ids are left out."""
    return marked("accounts", (one for one in ids if one is not None))
