"""Rule sets as data: each provision with its text, the hash of that text, and how far it was verified.

Another jurisdiction is another folder of such files (and of factors): nothing here knows Chinese law.
"""

import hashlib
import tomllib
from collections.abc import Collection, Sequence
from datetime import date as Day
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analytics.model.errors import RegistryError, SettingsError
from analytics.model.toml_text import toml_of

RULES = Path(__file__).parent / "rules"
COUNTED = ("reposts", "views", "comments")  # Units of numbers that a counter of one post can reach.


class Mark(StrEnum):
    """How a text or an article number is known. Only the first two may be printed."""

    VERIFIED = "V"  # the whole instrument was read
    SECONDARY = "V2"  # the sentence was read in a secondary copy
    RECALLED = "R"  # recalled, not confirmed
    NONE = "N"  # no text: a heading, a summary, or nothing found


PRINTABLE = (Mark.VERIFIED, Mark.SECONDARY)


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
    text_mark, number_mark: how text and article number are known.
    whole: false if only a fragment could be read, or if one copy only has the sentence.
    focus: the words of `text` that this entry is about.
    threshold, unit: the number that it names, if it names one.
    allegation: the only allegation it applies to, if it is bound to one.
    needs: what distinguishes it from the same provision of another rule set, for its factor to read.
    decider: who judges.
    see: provisions that are read with it, as "rule_set:provision".
    """

    article: str
    article_en: str
    text: str
    sha256: str = ""
    lang: str = "zh"
    gloss: str = ""
    text_mark: Mark
    number_mark: Mark
    whole: bool = True
    focus: str = ""
    threshold: float | None = None
    unit: str | None = None
    allegation: str | None = None
    decider: tuple[str, ...]
    needs: dict[str, bool | int] = Field(default_factory=dict)
    see: tuple[str, ...] = ()

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


class Copy(_Strict):
    """A copy in which a document was read.

    where: repository, commit and path of a public mirror, or what the copy is; sha256: of its bytes.
    same_in: a second mirror that has the same words.
    """

    where: str
    sha256: str = ""
    same_in: str = ""


class RuleSet(_Strict):
    """A document of law as data.

    number: its official number; number_mark: how that is known.
    beside: ids of the sets that are read with it.
    source: its official address; read_in: the kind of copy it was read in; copies: those copies.
    short: the name by which a heading cites it.
    provisions: by id of the factor, or of the provision.
    """

    id: str
    jurisdiction: str
    number: str
    number_mark: Mark = Mark.VERIFIED
    date: Day | None = None
    published: Day | None = None
    in_force_from: Day | None = None
    status: str
    beside: tuple[str, ...] = ()
    source: str = ""
    read_in: str
    copies: tuple[Copy, ...] = ()
    short: Said
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
            stated = toml_of(file.read_text(encoding="utf-8"))
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
        for name in (name for provision in one.provisions.values() for name in provision.see):
            other, _, provision_id = name.partition(":")
            if other not in found or provision_id not in found[other].provisions:
                raise RegistryError("rule_set_broken", file=f"{one.id}.toml", found=f"see {name}")
    return found


def rule_set(name: str, folder: Path = RULES) -> RuleSet:
    """Load the rule set `name`. Raises SettingsError for an unknown one, with the nearest known.

    >>> rule_set("fashi-2013-21").jurisdiction
    'CN'
    """
    known = rule_sets(folder)
    if name not in known:
        nearest = (
            get_close_matches(name, known, 1)
            or ["fafa-2023-14" if folder == RULES else next(iter(known), "-")]
        )[0]
        raise SettingsError("rule_set_unknown", found=name, nearest=nearest, known=", ".join(known))
    return known[name]


def read_together(main: RuleSet, folder: Path = RULES) -> Sequence[RuleSet]:
    """List the rule set and those read beside it, in that order.

    >>> [rules.id for rules in read_together(rule_set("fafa-2023-14"))][0]
    'fafa-2023-14'
    """
    known = rule_sets(folder)
    return (main, *(known[name] for name in main.beside))


def provision_for(
    factor: str,
    main: RuleSet,
    allegation: str,
    folder: Path = RULES,
    lifted: Collection[tuple[str, str]] = (),
) -> tuple[RuleSet, Provision] | None:
    """Find the provision of a factor: that of `main`, else that of a set beside it; None if there is none.

    A provision that is bound to another allegation does not count. One whose text may be printed comes before
    one whose text may not.

    lifted: (rule set, provision) that a person checked; their text may be printed.

    >>> provision_for("S-R2", rule_set("fafa-2023-14"), "insult") is None
    True
    >>> provision_for("A10-1", rule_set("fafa-2023-14"), "other")[0].id  # recalled in the Opinions
    'spokesman-2013-09-09'
    """
    found = [
        (one, provision)
        for one in read_together(main, folder)
        if (provision := one.provisions.get(factor)) and provision.allegation in (None, allegation)
    ]
    printable = [
        (one, provision)
        for one, provision in found
        if provision.text_mark in PRINTABLE or (one.id, factor) in lifted
    ]
    return next(iter(printable or found), None)


def printable(rules: RuleSet) -> dict[str, Any]:
    """Dump a rule set as data for others, without the text that may not be printed.

    >>> printable(rule_set("fafa-2023-14"))["provisions"]["A10-1"]["text"]
    ''
    """
    provisions = {name: provision_data(one) for name, one in rules.provisions.items()}
    return {**rules.model_dump(mode="json", exclude={"provisions"}), "provisions": provisions}


def provision_data(provision: Provision) -> dict[str, Any]:
    """Dump a provision; text that may not be printed is left out, with its hash and its English."""
    data = provision.model_dump(mode="json")
    return data if provision.text_mark in PRINTABLE else {**data, "text": "", "sha256": "", "gloss": ""}


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
