"""What the words of a lexicon mark in a text: a stance, or where abuse may stand.

A mark is no judgment: only people label a text, and a hit decides nothing.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opencc
import polars as pl

LEXICON = Path(__file__).parent / "lexicon"


@cache
def lexicon(name: str) -> dict[str, list[str]]:
    """Load the classes of `lexicon/<name>.toml`: class -> words.

    >>> "criticism" in lexicon("stance")
    True
    """
    with (LEXICON / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def spellings(words: tuple[str, ...]) -> list[str]:
    """List the words, and each in traditional characters where that differs.

    >>> spellings(("举报",))
    ['举报', '舉報']
    """
    converter = opencc.OpenCC("s2t")
    return list(dict.fromkeys(form for word in words for form in (word, converter.convert(word))))


def says(text: str, stance: str) -> pl.Expr:
    """Tell whether column `text` holds a word of class `stance` (report_authority, criticism, doubt, ...).

    A null text says nothing (false).

    >>> texts = pl.DataFrame({"t": ["我已经打12315反映了", "路过", None]})
    >>> texts.select(says("t", "report_authority")).to_series().to_list()
    [True, False, False]
    """
    words = spellings(tuple(lexicon("stance")[stance]))
    return pl.col(text).str.contains_any(words, ascii_case_insensitive=True).fill_null(False)


CODES = ("abuse", "criticism", "neither")  # The labels that coders give; `abuse` is what factors of law read.


@dataclass(frozen=True)
class Entry:
    """A class of the lexicon of abuse.

    zh, en: its gloss in both languages.
    words: plain words; disguised: other spellings (homophones, letters).
    """

    name: str
    zh: str
    en: str
    words: tuple[str, ...]
    disguised: tuple[str, ...]


@cache
def glossary() -> tuple[Entry, ...]:
    """List every class of `lexicon/abuse.toml`, in its order."""
    with (LEXICON / "abuse.toml").open("rb") as file:
        table = tomllib.load(file)
    return tuple(
        Entry(name, row["zh"], row["en"], tuple(row["words"]), tuple(row["disguised"]))
        for name, row in table.items()
    )


def hits(texts: pl.Series) -> pl.DataFrame:
    """Mark for each text the classes of the lexicon that it has a word of; null texts have none.

    Traditional characters and letter case make no difference. A hit is where to look first, no label.

    >>> hits(pl.Series(["你怎麼不死", "今天天气好", None]))["death"].to_list()
    [True, False, False]
    """
    frame = texts.alias("text").to_frame()
    return frame.select(
        pl.col("text")
        .str.contains_any(spellings((*e.words, *e.disguised)), ascii_case_insensitive=True)
        .fill_null(False)
        .alias(e.name)
        for e in glossary()
    )
