"""Rows of law as the report prints them: pairs of the same finding in both languages, and their marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from analytics.law.citation import Citation
from analytics.law.rendering import Line, read_findings
from analytics.model.messages import say
from analytics.report.blocks import Reference
from analytics.report.marks import marked
from analytics.report.placeholders import Foreign, Told, Value
from analytics.report.report_data import ReportData
from analytics.report.section import word

QUOTED = 40  # Characters of a quotation that stands in full elsewhere and is not printed again.
LONG = 90  # Characters of a provision that the main part prints whole; the annex prints every one whole.
SEEN = ("measured", "human_finding")  # Statuses of rows that have something to say.
OF_ACCOUNTS = ("S-A1", "S-A2")  # Factors whose sentence counts accounts.
Pair = tuple[Line, Line]  # The same finding in Chinese and in English.


@dataclass(frozen=True)
class FactorRows:
    """All findings of one factor.

    heading: the provision by its short name and the factor's title; law: its words, None where they may not
        be printed or were printed above.
    pairs: its findings.
    """

    factor_id: str
    heading: Told
    law: Told | None
    pairs: tuple[Pair, ...]

    @property
    def seen(self) -> tuple[Pair, ...]:
        """The findings that have something to say."""
        return tuple(pair for pair in self.pairs if pair[0].status in SEEN)


def factor_rows(facts: ReportData) -> list[FactorRows]:
    """Put every finding of a case into words, by factor, in the order of the factors.

    The words of a provision that several factors share stand with the first of them that has something to
    say.
    """
    zone, checks = facts.toml.case.timezone, facts.toml.law_checked
    zh, en = (read_findings(facts.findings, lang, zone, checks=checks) for lang in ("zh", "en"))
    by_factor: dict[str, list[Pair]] = {}
    for pair in zip(zh, en, strict=True):
        by_factor.setdefault(pair[0].factor_id, []).append(pair)
    rows, told = [], set[str]()
    for factor_id, pairs in by_factor.items():
        first = pairs[0]
        law = _law(first)
        is_seen = any(pair[0].status in SEEN for pair in pairs)
        words = first[0].citation.quote if first[0].citation else None
        if words is not None and words in told:
            law = None
        elif words is not None and is_seen:
            told.add(words)
        rows.append(FactorRows(factor_id, _heading(first), law, tuple(pairs)))
    return rows


def _heading(pair: Pair) -> Told:
    """The short name of the provision and the title of the factor, once where the provision ends with it."""
    names = [one.citation.heading if one.citation else "" for one in pair]
    (zh, en), (title_zh, title_en) = names, (one.title for one in pair)
    return Told(
        zh if zh.endswith(f"（{title_zh}）") else f"{zh}　{title_zh}".strip(),
        en if en.lower().endswith(f"({title_en.lower()})") else f"{en}: {title_en}".strip(": "),
    )


def _law(pair: Pair) -> Told | None:
    """The words of a provision as read; in English what they say: the Chinese words stand in the annex."""
    zh, en = (one.citation for one in pair)
    if zh is None or en is None or zh.quote is None or en.quote is None:
        return None
    return Told(_quoted(zh), en.gloss or _quoted(en))


def _quoted(citation: Citation) -> str:
    """The text in quotation marks; of a long one the words the row is about, and the condition they hang on.

    Dots tell that it goes on.
    """
    text = (citation.quote or "").replace("\n", "")
    if citation.focus and len(text) > LONG:
        return f"“{condition(citation.quote or '', citation.focus)}……{citation.focus}……”"
    return f"“{text}”" if citation.is_whole else f"“……{text}……”"


def condition(text: str, focus: str) -> str:
    """Give the sentence before a list of items, where some words stand in one of the items; else nothing.

    An item quoted without it says more than the provision does.

    >>> condition("依文书发布，有下列情形之一的：\\n（一）不符；\\n（二）拒绝更正。", "拒绝更正")
    '依文书发布，有下列情形之一的：'
    >>> condition("依文书发布。", "文书")
    ''
    """
    lead = ""
    for paragraph in text.split("\n"):
        is_item = paragraph.startswith("（")
        if focus in paragraph:
            return lead if is_item else ""
        lead = lead if is_item else paragraph
    return ""


def observed(pair: Pair) -> Told:
    """The sentence of a finding in both languages."""
    return Told(pair[0].observation, pair[1].observation)


def elsewhere(told: Told) -> Told:
    """Put the part that prints it in the place of each long quotation.

    >>> elsewhere(Told("将“" + "长" * 40 + "”改为“短”。", 'changed "' + "long " * 9 + '".')).en
    'changed (in part 2).'
    """
    zh = re.sub(rf"“[^“”]{{{QUOTED},}}”", say("rows.in_part_2", "zh"), told.zh)
    return Told(zh, re.sub(rf'"[^"]{{{QUOTED},}}"', say("rows.in_part_2", "en"), told.en))


def either_side(pair: Pair) -> list[Value]:
    """What the claimant and the respondent may argue, a line each; a side with nothing to say has none."""
    zh, en = pair
    sides = {"plus": (zh.inculpatory, en.inculpatory), "minus": (zh.exculpatory, en.exculpatory)}
    return [
        word(f"rows.{name}", text=Told("；".join(t.rstrip("。") for t in told_zh) + "。", " ".join(told_en)))
        for name, (told_zh, told_en) in sides.items()
        if told_zh
    ]


def overturned(pair: Pair) -> Told | None:
    """What would overturn a finding."""
    zh, en = pair
    return _joined(zh.overturn, en.overturn) if zh.overturn else None


def beside_number(pair: Pair) -> Told | None:
    """The number of law beside a range and where the range lies; None where nothing is laid beside it."""
    zh, en = pair
    if not zh.distance or not en.distance:
        return None
    parts = [[one.value, one.threshold, one.distance, one.disclaimer] for one in pair]
    return _joined(*(tuple(filter(None, part)) for part in parts))


def refs_of(facts: ReportData, line: Line) -> tuple[Reference, ...]:
    """Mark what a finding counts, records or their accounts; of one that rests on none nothing opens."""
    if not line.event_ids:
        return ()
    if line.factor_id in OF_ACCOUNTS:
        of = facts.alleged.events.filter(pl.col("event_id").is_in(pl.Series(line.event_ids).implode()))
        return (marked("accounts", of["account_id"].drop_nulls()),)
    return (marked("records", line.event_ids),)


def human_words(pair: Pair) -> dict[str, Value]:
    """What fills the sentence of a finding that a person recorded."""
    zh, en = pair
    return {
        "by": Foreign(zh.by),
        "at": Told(zh.recorded or "", en.recorded or ""),
        "words": Foreign(zh.words, 400) if zh.words else word("rows.no_words"),
    }


def _joined(zh: Sequence[str], en: Sequence[str]) -> Told:
    """Sentences one after the other, apart by a semicolon."""
    return Told(
        "；".join(text.rstrip("。；") for text in zh) + "。",
        "; ".join(text.rstrip(".;") for text in en) + ".",
    )
