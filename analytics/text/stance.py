"""What an act says it is doing (reporting, criticising, doubting, taking back), by the words of a lexicon: a
marker, no judgment."""

import tomllib
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
