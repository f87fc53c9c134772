"""A provision as a reader sees it: its name, its words where they may be printed, and who judges it.

Text that was only recalled [R] and what is no text [N] are never printed, nor is an article number that was
not checked: the heading then names the document alone. What is unverified is said once, in the list of
sources. A person lifts a mark with `[[law_checked]]` of case.toml.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.law.rule_set import PRINTABLE, RULES, Mark, RuleSet, rule_sets
from analytics.model.errors import SettingsError
from analytics.model.messages import say
from analytics.store.case_toml import LawChecked


@dataclass(frozen=True)
class Citation:
    """A provision in the words of a language.

    heading: the short name of the document, with the article where its number was checked.
    document, number: title and official number of the document.
    article: None where its number was not checked.
    quote: the text as read, in quote_lang; None where it may not be printed.
    gloss: what it says, in English, no official translation; None in Chinese, and where the text may not be
        printed.
    is_whole: whether the whole provision is quoted; focus: the words of it that the row is about, or "".
    status: whether the document is in force; decider: who judges it.
    sha256: of the UTF-8 bytes of the text.
    threshold, unit: the number that the provision names, if it names one.
    checked: by whom, when and with what it was checked; None where nobody did.
    """

    heading: str
    document: str
    number: str
    article: str | None
    quote: str | None
    quote_lang: str
    gloss: str | None
    is_whole: bool
    focus: str
    status: str
    decider: str
    sha256: str | None
    threshold: float | None
    unit: str | None
    checked: str | None


def citation(rules: RuleSet, name: str, lang: str, checks: Sequence[LawChecked] = ()) -> Citation:
    """Put the provision `name` of a rule set into words.

    checks: what people checked (`[[law_checked]]`).

    Raises KeyError for a provision that the set does not have.

    >>> from analytics.law.rule_set import rule_set
    >>> citation(rule_set("fashi-2013-21"), "S-R1", "en").heading
    '法释〔2013〕21号, Article 2 (1)'
    >>> recalled = citation(rule_set("fafa-2023-14"), "A10-1", "zh")
    >>> recalled.heading, recalled.quote
    ('指导意见', None)
    """
    provision, check = rules.provisions[name], check_of(rules.id, name, checks)
    is_numbered = check is not None or provision.number_mark in PRINTABLE
    is_quoted = bool(provision.text) and (check is not None or provision.text_mark in PRINTABLE)
    article = (provision.article if lang == "zh" else provision.article_en) if is_numbered else None
    short = rules.short.zh if lang == "zh" else rules.short.en
    deciders = say("law.list_mark", lang).join(say(f"law.decider_{one}", lang) for one in provision.decider)
    return Citation(
        say("sources.heading", lang, short=short, article=article) if article else short,
        rules.title.zh if lang == "zh" else rules.title.en,
        rules.number,
        article,
        provision.text if is_quoted else None,
        provision.lang,
        (provision.gloss or None) if is_quoted and lang == "en" else None,
        provision.whole,
        provision.focus,
        say(f"law.status_{rules.status}", lang),
        say("law.decider", lang, who=deciders),
        provision.sha256 or None,
        provision.threshold,
        provision.unit,
        None if check is None else checked_words(check, lang),
    )


def check_of(rules_id: str, name: str, checks: Sequence[LawChecked]) -> LawChecked | None:
    """Find who checked a provision; the last entry counts."""
    return next((c for c in reversed(checks) if (c.rule_set, c.provision) == (rules_id, name)), None)


def checked_words(check: LawChecked, lang: str) -> str:
    """Tell who checked a provision, when and with what.

    >>> from datetime import date
    >>> one = LawChecked(rule_set="a", provision="b", by="甲", at=date(2026, 1, 2), source="公报")
    >>> checked_words(one, "zh")
    '甲 于 2026-01-02 据 公报 核对'
    """
    day = check.at.isoformat()[:10]
    return say("sources.checked", lang, by=check.by, at=day, source=check.source)


def refuse_unknown(checks: Sequence[LawChecked], folder: Path = RULES) -> None:
    """Refuse an entry of `[[law_checked]]` that names no provision, or one whose text is not carried at all.

    Raises SettingsError.
    """
    known = rule_sets(folder)
    for check in checks:
        found = known.get(check.rule_set)
        provision = found.provisions.get(check.provision) if found else None
        if provision is None or provision.text_mark is Mark.NONE:
            key = "law_checked_unknown" if provision is None else "law_checked_no_text"
            raise SettingsError(key, rule_set=check.rule_set, provision=check.provision)
