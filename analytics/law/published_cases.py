"""Published cases as facts beside the measure: what was counted, by its counter. Never a score."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analytics.law.rule_set import PRINTABLE, Mark
from analytics.model.messages import say

FILE = Path(__file__).parent / "published_cases.toml"


@dataclass(frozen=True)
class PublishedCase:
    """A published case in the words of a language.

    kind: what was charged; matter: which case it is; outcome: what it was and how it ended.
    figures: each counter by its name with the number, as (counter, number); empty where none was named.
    source: how the text was read.
    """

    id: str
    kind: str
    matter: str
    outcome: str
    figures: tuple[tuple[str, str], ...]
    source: str

    def line(self, lang: str) -> str:
        """Tell the case in one sentence; a number never stands without the name of its counter."""
        told = [say("cases.figure", lang, counter=counter, value=value) for counter, value in self.figures]
        figures = say("law.list_mark", lang).join(told) or say("cases.no_figure", lang)
        return say(
            "cases.line", lang, matter=self.matter, outcome=self.outcome, figures=figures, source=self.source
        )


@cache
def published_cases(lang: str) -> tuple[PublishedCase, ...]:
    """Read the published cases, in the order of the file.

    lang: "zh" or "en".

    >>> published_cases("en")[1].figures[0]
    ('chat groups', '110 or more')
    """
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
    return tuple(
        PublishedCase(
            name,
            one["kind"],
            one["matter"][lang],
            one["outcome"][lang],
            tuple((figure["counter"][lang], _number(figure, lang)) for figure in one["figures"]),
            say("sources.read_secondary_copy", lang),
        )
        for name, one in found.items()
        if Mark(one["mark"]) in PRINTABLE
    )


def _number(figure: dict[str, object], lang: str) -> str:
    value = str(figure["value"])
    return say("cases.or_more", lang, value=value) if figure.get("is_floor") else value
