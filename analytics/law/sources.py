"""The list of sources of law: each document once, how its text was read, and what is still unverified."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.law.citation import check_of, checked_words
from analytics.law.rule_set import PRINTABLE, RULES, Mark, Provision, RuleSet, rule_sets
from analytics.model.messages import say
from analytics.store.case_toml import LawChecked

_ASIDE = re.compile(r"( \([a-z -]+\)|（[^）]*）)$")  # "第八条（组织者）" names Article 8.


@dataclass(frozen=True)
class Source:
    """A document of law that was laid beside the case.

    line: one sentence: document, articles, how the text was read, day.
    checks: one sentence for each provision that a person checked.
    """

    rule_set: str
    line: str
    checks: tuple[str, ...]


def used_provisions(names: Iterable[tuple[str, str]], folder: Path = RULES) -> list[tuple[str, str]]:
    """List provisions with those that are read with them, each once, in the order of their files.

    names: (rule set, provision).

    >>> used_provisions([("fafa-2023-14", "A15")])
    [('fafa-2023-14', 'A15'), ('minfadian', 'C-997')]
    """
    known = rule_sets(folder)
    found = {(of, name) for of, name in names if of in known and name in known[of].provisions}
    for of, name in tuple(found):
        found |= {_pair(one) for one in known[of].provisions[name].see}
    order = {(of, name): k for of in known for k, name in enumerate(known[of].provisions)}
    return sorted(found, key=lambda one: (one[0], order[one]))


def sources_of_law(
    names: Iterable[tuple[str, str]], lang: str, checks: Sequence[LawChecked] = (), folder: Path = RULES
) -> list[Source]:
    """Tell each document of law once: its articles, how its text was read, and from which day it holds."""
    known = rule_sets(folder)
    by_set: dict[str, list[str]] = {}
    for of, name in used_provisions(names, folder):
        by_set.setdefault(of, []).append(name)
    return [_source(known[of], found, lang, checks) for of, found in by_set.items()]


def unverified(
    names: Iterable[tuple[str, str]], lang: str, checks: Sequence[LawChecked] = (), folder: Path = RULES
) -> list[str]:
    """Name what is unverified, once, with what would verify it; empty where nothing is.

    Text that was only recalled or is not at hand, article numbers, and official numbers of documents.
    """
    known = rule_sets(folder)
    used = used_provisions(names, folder)
    open_ = [(known[of], name) for of, name in used if check_of(of, name, checks) is None]
    texts = [(r, n) for r, n in open_ if r.provisions[n].text_mark not in PRINTABLE]
    numbers = [(r, n) for r, n in open_ if r.provisions[n].number_mark not in PRINTABLE]
    documents = list(dict.fromkeys(r.id for r, _ in open_ if r.number_mark not in PRINTABLE))
    told = []
    if texts:
        told.append(say("sources.open_texts", lang, what=_listed(texts, lang)))
    if numbers:
        told.append(say("sources.open_numbers", lang, what=_listed(numbers, lang)))
    if documents:
        names_ = say("sources.and", lang).join(_short(known[one], lang) for one in documents)
        told.append(say("sources.open_documents", lang, what=names_))
    return [*told, say("sources.verify", lang)] if told else []


def _source(rules: RuleSet, names: Sequence[str], lang: str, checks: Sequence[LawChecked]) -> Source:
    """The line of one document."""
    is_checked = {name: check_of(rules.id, name, checks) for name in names}
    told = [n for n in names if rules.provisions[n].text_mark in PRINTABLE or is_checked[n]]
    numbered = [n for n in told if rules.provisions[n].number_mark in PRINTABLE or is_checked[n]]
    rest = [n for n in told if n not in numbered]
    parts = [_articles(rules, numbered, lang)] if numbered else []
    if rest:
        parts.append(say("sources.number_open", lang, articles=_articles(rules, rest, lang)))
    if any(not rules.provisions[n].whole for n in told):
        parts.append(say("sources.in_part", lang))
    is_twice = any(copy.same_in for copy in rules.copies)
    how = "mirror_twice" if rules.read_in == "mirror_full_text" and is_twice else rules.read_in
    day = rules.in_force_from or rules.date
    number = rules.number if rules.number_mark in PRINTABLE and rules.number not in rules.title.zh else None
    line = say(
        "sources.line",
        lang,
        document=rules.title.zh if lang == "zh" else rules.title.en,
        number=say("sources.number", lang, number=number) if number else "",
        articles=say("law.list_mark", lang).join(parts) if parts else say("sources.no_text", lang),
        how=say(f"sources.read_{how}", lang),
        day=day.isoformat() if day else say("sources.day_unknown", lang),
        standing=say(f"law.status_{rules.status}", lang),
    )
    who: dict[str, list[str]] = {}
    for name, check in is_checked.items():
        if check:
            who.setdefault(checked_words(check, lang), []).append(name)
    return Source(
        rules.id,
        line,
        tuple(
            say("sources.checked_articles", lang, articles=_articles(rules, found, lang), words=words)
            for words, found in who.items()
        ),
    )


def _listed(pairs: Sequence[tuple[RuleSet, str]], lang: str) -> str:
    """Articles by document, each document named once."""
    by_set: dict[str, tuple[RuleSet, list[str]]] = {}
    for rules, name in pairs:
        by_set.setdefault(rules.id, (rules, []))[1].append(name)
    return say("law.list_mark", lang).join(
        say("sources.heading", lang, short=_short(rules, lang), article=_articles(rules, names, lang))
        for rules, names in by_set.values()
    )


def _articles(rules: RuleSet, names: Sequence[str], lang: str) -> str:
    """The articles of some provisions, each once; an aside such as "(lead sentence)" is left out."""
    found = [_article(rules.provisions[name], lang) for name in names]
    return say("sources.and", lang).join(dict.fromkeys(found))


def _article(provision: Provision, lang: str) -> str:
    return _ASIDE.sub("", provision.article if lang == "zh" else provision.article_en)


def _short(rules: RuleSet, lang: str) -> str:
    return rules.short.zh if lang == "zh" else rules.short.en


def _pair(name: str) -> tuple[str, str]:
    of, _, provision = name.partition(":")
    return of, provision


def mark_words(mark: Mark, what: str, lang: str) -> str:
    """Tell a mark of `what` ("text" or "number") in words.

    >>> mark_words(Mark.SECONDARY, "number", "en")
    'article number from a secondary copy'
    """
    return say(f"sources.mark_{what}_{mark.value}", lang)
