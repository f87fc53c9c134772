"""Rule sets as data: each provision with its text, the hash of that text, and how far it was verified.

Another jurisdiction is another folder of such files (and of factors): nothing here knows Chinese law.
"""

import hashlib
import tomllib
from collections.abc import Sequence
from datetime import date as Day
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analytics.model.errors import RegistryError, SettingsError

RULES = Path(__file__).parent / "rules"
COUNTED = ("reposts", "views", "comments")  # Units of numbers that a counter of one post can reach.


class Mark(StrEnum):
    """How a text or an article number is known."""

    VERIFIED = "V"  # read in a full text
    SECONDARY = "V2"  # read in a secondary copy that quotes it
    RECALLED = "R"  # recalled, not confirmed
    NONE = "N"  # the text is not at hand: only a paraphrase can be shown


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(_Strict):
    """A text in both languages of the catalogue."""

    zh: str
    en: str


class Provision(_Strict):
    """One provision of a document of law.

    text: as read, in `lang`; sha256: of its UTF-8 bytes.
    gloss: what it says, in English, no official translation.
    text_mark, number_mark, gloss_mark: how text, article number and gloss are known.
    whole: false if only a fragment could be read.
    focus: the words of `text` that this entry is about.
    threshold, unit: the number that it names, if it names one.
    allegation: the only allegation it applies to, if it is bound to one.
    needs: what distinguishes it from the same provision of another rule set, for its factor to read.
    decider: who judges.
    """

    article: str
    article_en: str
    text: str
    sha256: str = ""
    lang: str = "zh"
    gloss: str = ""
    text_mark: Mark
    number_mark: Mark
    gloss_mark: Mark | None = None
    whole: bool = True
    focus: str = ""
    threshold: float | None = None
    unit: str | None = None
    allegation: str | None = None
    decider: tuple[str, ...]
    needs: dict[str, bool | int] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _whole(self) -> "Provision":
        if self.text_mark is not Mark.NONE and self.sha256 != hashlib.sha256(self.text.encode()).hexdigest():
            raise ValueError("text and sha256 do not belong together")
        if (
            self.focus not in self.text
            or bool(self.text) == (self.text_mark is Mark.NONE)
            or (self.threshold is None) != (self.unit is None)
        ):
            raise ValueError("focus, text_mark or unit does not fit")
        return self


class RuleSet(_Strict):
    """A document of law as data.

    beside: ids of the sets that are read with it.
    provisions: by id of the factor, or of the provision.
    """

    id: str
    jurisdiction: str
    number: str
    date: Day | None = None
    published: Day | None = None
    in_force_from: Day | None = None
    status: str
    beside: tuple[str, ...] = ()
    source: str = ""
    read_in: str
    title: Said
    note: Said
    provisions: dict[str, Provision] = Field(default_factory=dict)


@cache
def rule_sets(folder: Path = RULES) -> dict[str, RuleSet]:
    """Load every rule set of a folder, by id.

    Raises RegistryError for a file that does not fit, a text with another hash than stated, or a set named in
    `beside` that is not there.

    >>> rule_sets()["fashi-2013-21"].provisions["S-R1"].threshold
    500.0
    """
    found: dict[str, RuleSet] = {}
    for file in sorted(folder.glob("*.toml")):
        try:
            stated = tomllib.loads(file.read_text(encoding="utf-8"))
            one = RuleSet.model_validate({**stated["rule_set"], "provisions": stated["provision"]})
        except ValidationError as fault:
            first = fault.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise RegistryError("rule_set_broken", file=file.name, found=f"{where}: {first['msg']}") from None
        except (tomllib.TOMLDecodeError, KeyError) as fault:
            raise RegistryError("rule_set_broken", file=file.name, found=str(fault)) from None
        if one.id != file.stem:
            raise RegistryError("rule_set_broken", file=file.name, found=f"id {one.id}")
        found[one.id] = one
    for one in found.values():
        for name in one.beside:
            if name not in found:
                raise RegistryError("rule_set_broken", file=f"{one.id}.toml", found=f"beside {name}")
    return found


def rule_set(name: str, folder: Path = RULES) -> RuleSet:
    """Load the rule set `name`. Raises SettingsError for an unknown one, with the nearest known."""
    known = rule_sets(folder)
    if name not in known:
        nearest = (
            get_close_matches(name, known, 1)
            or ["fafa-2023-14" if folder == RULES else next(iter(known), "-")]
        )[0]
        raise SettingsError("rule_set_unknown", found=name, nearest=nearest, known=", ".join(known))
    return known[name]


def read_together(main: RuleSet, folder: Path = RULES) -> Sequence[RuleSet]:
    """List the rule set and those read beside it, in that order."""
    known = rule_sets(folder)
    return (main, *(known[name] for name in main.beside))


def provision_for(
    factor: str, main: RuleSet, allegation: str, folder: Path = RULES
) -> tuple[RuleSet, Provision] | None:
    """Find the provision of a factor: that of `main`, else that of a set beside it; None if there is none.

    A provision that is bound to another allegation does not count.

    >>> provision_for("S-R2", rule_set("fafa-2023-14"), "insult") is None
    True
    """
    for one in read_together(main, folder):
        provision = one.provisions.get(factor)
        if provision is not None and provision.allegation in (None, allegation):
            return one, provision
    return None


def numbers_of(main: RuleSet, allegation: str, folder: Path = RULES) -> tuple[tuple[str, float], ...]:
    """List the numbers of reposts, views and comments that law names for an allegation, sorted.

    They are read from `main` and the sets beside it.

    >>> numbers_of(rule_set("fafa-2023-14"), "defamation")
    (('reposts', 500.0), ('views', 5000.0))
    >>> numbers_of(rule_set("fafa-2023-14"), "insult")
    ()
    """
    named = {name for one in read_together(main, folder) for name in one.provisions}
    found = [
        provision
        for name in sorted(named)
        if (of := provision_for(name, main, allegation, folder)) and (provision := of[1])
    ]
    return tuple(
        sorted(
            {
                (p.unit, p.threshold)
                for p in found
                if p.unit in COUNTED and p.threshold is not None and p.allegation
            }
        )
    )
