"""The electronic-data matrix: per item what a case shows and in which file, and what only people fill in.

It lists material. Whether data are lawful, complete or true is for the court; no sentence here says it.
"""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analytics.law.citation import citation
from analytics.law.rule_set import RULES, rule_sets
from analytics.model.messages import say

FILE = Path(__file__).parent / "matrix.toml"


@dataclass(frozen=True)
class Material:
    """What a case has to show.

    inputs_n: input files; obtained_n: those of which case.toml says how they were obtained.
    certificates: names of the certificates that came with inputs and agreed with them.
    custody_n: entries of the chain of custody.
    changed_n: posts whose text differs between captures; rejected_n: records that are no event.
    broken: names of files whose hash is not that of the import; None where nobody compared them.
    terms_n: slang and terms that the glossary explains.
    has_sm3: whether SM3 was computed beside SHA-256.
    """

    inputs_n: int
    obtained_n: int = 0
    certificates: tuple[str, ...] = ()
    custody_n: int = 0
    changed_n: int = 0
    rejected_n: int = 0
    broken: tuple[str, ...] | None = None
    terms_n: int = 0
    has_sm3: bool = False


@dataclass(frozen=True)
class MatrixRow:
    """One item: what it asks, what the case shows of it with the file, and the blank for people.

    provision: (rule set, provision); item: its heading with the item's number; shown: sentences, each with
    the file it points to; empty where the case has nothing.
    """

    provision: tuple[str, str]
    item: str
    asks: str
    shown: tuple[str, ...]
    blank: str


def matrix(material: Material, lang: str, folder: Path = RULES) -> list[MatrixRow]:
    """Lay what a case shows beside each item that courts examine, in the order of matrix.toml.

    >>> rows = {row.item: row for row in matrix(Material(2, certificates=("证明.txt",)), "en")}
    >>> rows["Interpretation on Criminal Procedure, Article 110 (2)"].shown
    ('evidence/: certificate 证明.txt, which agreed with its file at import.',)
    """
    known, rows = rule_sets(folder), []
    for item in _items():
        of, _, name = item["provision"].partition(":")
        shown = [sentence for one in item["shows"] if (sentence := SHOWN[one](material, lang))]
        heading = citation(known[of], name, lang).heading
        rows.append(
            MatrixRow(
                (of, name),
                heading + _place(item["place"], lang),
                item["asks"][lang],
                tuple(shown),
                item["blank"][lang],
            )
        )
    return rows


@cache
def _items() -> Sequence[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["item"]
    return found


_NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6"}


def _place(place: str, lang: str) -> str:
    """The number of an item; in English in digits.

    >>> _place("（一）至（三）", "en"), _place("（四）", "zh"), _place("", "en")
    (' (1)-(3)', '（四）', '')
    """
    if lang == "zh" or not place:
        return place
    told = "".join(_NUMERALS.get(char, char) for char in place)
    return " " + told.replace("（", "(").replace("）", ")").replace("至", "-")


def _said(key: str, lang: str, **params: object) -> str:
    return say(f"matrix.{key}", lang, **params)


def _inputs(m: Material, lang: str) -> str | None:
    return _said("inputs", lang, n=m.inputs_n) if m.inputs_n else None


def _obtained(m: Material, lang: str) -> str | None:
    return _said("obtained", lang, n=m.obtained_n, all=m.inputs_n) if m.obtained_n else None


def _certificates(m: Material, lang: str) -> str | None:
    names = say("sources.and", lang).join(m.certificates)
    return _said("certificates", lang, names=names) if names else None


def _hashes(m: Material, lang: str) -> str | None:
    return _said("hashes_sm3" if m.has_sm3 else "hashes", lang, n=m.inputs_n) if m.inputs_n else None


def _custody(m: Material, lang: str) -> str | None:
    return _said("custody", lang, n=m.custody_n) if m.custody_n else None


def _intact(m: Material, lang: str) -> str | None:
    if m.broken is None:
        return _said("compare", lang)
    if m.broken:
        return _said("broken", lang, names=say("sources.and", lang).join(m.broken))
    return _said("intact", lang, n=m.inputs_n)


def _changes(m: Material, lang: str) -> str | None:
    return _said("changes", lang, n=m.changed_n)


def _rejected(m: Material, lang: str) -> str | None:
    return _said("rejected", lang, n=m.rejected_n) if m.rejected_n else None


def _unlisted(m: Material, lang: str) -> str | None:
    n = m.inputs_n - m.obtained_n
    return _said("unlisted", lang, n=n) if n else None


def _slang(m: Material, lang: str) -> str | None:
    return _said("slang", lang, n=m.terms_n) if m.terms_n else None


def _plain(key: str) -> Callable[[Material, str], str | None]:
    return lambda material, lang: _said(key, lang) if material.inputs_n else None


SHOWN: dict[str, Callable[[Material, str], str | None]] = {
    "inputs": _inputs,
    "obtained": _obtained,
    "certificates": _certificates,
    "hashes": _hashes,
    "custody": _custody,
    "intact": _intact,
    "changes": _changes,
    "rejected": _rejected,
    "unlisted": _unlisted,
    "slang": _slang,
    "rerun": _plain("rerun"),
    "listed": _plain("listed"),
    "tool": _plain("tool"),
    "stamp": _plain("stamp"),
}
