"""Words that reverse a sense, and the figures of a text: what near letters may hide.

Texts with the same letters except for a "not" are near duplicates by letters and opposites by meaning.
Counting understands no language. Nothing here needs a compiler, so that a first page need not wait for one.
"""

from functools import cache

import polars as pl

from analytics.text.lexicon_marks import lexicon, spellings
from analytics.text.normalized import EMOTE, LINK, MENTION

_NUMERAL = "零〇一二三四五六七八九十百千万亿两"


def reversals(texts: pl.Series) -> pl.Series:
    """Count the reversing words ("not", "没") of each text; 0 for null.

    Two texts that are otherwise alike and have unlike counts may say the opposite of each other.

    >>> texts = ["他打了人", "他没打人", "他非常好，是不是", "he didn't", "nothing, I know", None]
    >>> reversals(pl.Series(texts)).to_list()
    [0, 1, 0, 1, 1, 0]
    """
    turn, spare = _patterns()
    found = _bare().str.replace_all(spare, " ").str.count_matches(turn)
    return texts.to_frame("text").select(found.fill_null(0).cast(pl.Int64)).to_series().alias(texts.name)


def figures(texts: pl.Series) -> pl.Series:
    """List the numbers of each text, sorted, as one string; "" for none and for null.

    Numbers are digits, and Chinese numerals before a measure word.

    >>> texts = ["3人受伤，花了1,200元", "花了1200元，3人受伤", "两个人一起去了", "一起"]
    >>> figures(pl.Series(texts)).to_list()
    ['1200 3', '1200 3', '两个', '']
    """
    bare = _bare().str.replace_all(r"(\d),(\d{3})", "$1$2")
    digits = bare.str.extract_all(r"\d+(?:\.\d+)?")
    words = bare.str.extract_all(f"[{_NUMERAL}]+(?:{'|'.join(lexicon('polarity')['measures'])})").list.eval(
        pl.element().filter(pl.element() != "一起")
    )
    both = pl.concat_list(digits.fill_null([]), words.fill_null([])).list.sort().list.join(" ")
    return texts.to_frame("text").select(both).to_series().alias(texts.name)


def words_n(texts: pl.Series) -> pl.Series:
    """Count the words of each text that are no figures; a Chinese character is one word, null stays null.

    >>> words_n(pl.Series(["post 4", "3人受伤，花了1200元", "@name call 12345 at once"])).to_list()
    [1, 6, 3]
    """
    count = _bare().str.count_matches(r"\p{Han}|[\p{L}--\p{Han}]+")
    return texts.to_frame("text").select(count).to_series().alias(texts.name)


def _bare() -> pl.Expr:
    """In one width and case, without links, names and emotes: they say nothing for or against."""
    return (
        pl.col("text")
        .str.normalize("NFKC")
        .str.replace_all(LINK, " ")
        .str.replace_all(MENTION, " ")
        .str.replace_all(EMOTE, " ")
        .str.to_lowercase()
    )


@cache
def _patterns() -> tuple[str, str]:
    words = lexicon("polarity")

    def either(name: str) -> str:
        return "|".join(sorted(spellings(tuple(words[name])), key=lambda w: (-len(w), w)))

    turn = f"{either('reversing')}|n['’]t\\b|\\b(?:{'|'.join(words['reversing_en'])})\\b"
    return turn, f"{either('neutral')}|\\b(?:{'|'.join(words['neutral_en'])})\\b"
