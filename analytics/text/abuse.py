"""Words that often carry abuse: where to look first. Only people label a text; a hit decides nothing."""

import tomllib
from dataclasses import dataclass
from functools import cache

import polars as pl

from analytics.text.stance import LEXICON, spellings

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
