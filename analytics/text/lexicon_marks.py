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
    """The classes of `lexicon/<name>.toml`: class -> words."""
    with (LEXICON / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def spellings(words: tuple[str, ...]) -> list[str]:
    """The words, and each in traditional characters where that differs.

    >>> spellings(("举报",))
    ['举报', '舉報']
    """
    converter = opencc.OpenCC("s2t")
    return list(dict.fromkeys(form for word in words for form in (word, converter.convert(word))))


def says(text: str, stance: str) -> pl.Expr:
    """Whether column `text` holds a word of class `stance` (report_authority, criticism, doubt, ...); null
    text: false.

    >>> texts = pl.DataFrame({"t": ["我已经打12315反映了", "路过", None]})
    >>> texts.select(says("t", "report_authority")).to_series().to_list()
    [True, False, False]
    """
    words = spellings(tuple(lexicon("stance")[stance]))
    return pl.col(text).str.contains_any(words, ascii_case_insensitive=True).fill_null(False)


CODES = ("abuse", "criticism", "neither")  # The labels that coders give; `abuse` is what factors of law read.


@dataclass(frozen=True)
class Entry:
    """A class of the lexicon: its gloss in Chinese and English, plain words and disguised spellings
    (homophones, letters)."""

    name: str
    zh: str
    en: str
    words: tuple[str, ...]
    disguised: tuple[str, ...]


@cache
def glossary() -> tuple[Entry, ...]:
    """Every class of `lexicon/abuse.toml`, in its order."""
    with (LEXICON / "abuse.toml").open("rb") as file:
        table = tomllib.load(file)
    return tuple(
        Entry(name, row["zh"], row["en"], tuple(row["words"]), tuple(row["disguised"]))
        for name, row in table.items()
    )


def hits(texts: pl.Series) -> pl.DataFrame:
    """One flag a class of the lexicon for each text; null texts have none. Traditional characters and letter
    case make no difference.

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
