"""Records that put words into the mouth of the person concerned which no record of that person holds.

Such a record is no proof of those words: they may come from elsewhere, be deleted, or be made up.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import polars as pl

from analytics.text.lexicon_marks import lexicon, spellings
from analytics.text.normalized import plain

ALIKE_CHARS = 6  # Characters in a row that two texts share by more than chance wording.
QUOTED_CHARS = 24  # Characters of an ascription that are told.


@dataclass(frozen=True)
class Ascribed:
    """Records that say that the person concerned said or admitted what no record of that person holds.

    records: their ids; words: the beginning of each such saying once, in the order of the records.
    hers: ids of the records of the person's accounts in the export; is_known: whether case.toml states one.
    """

    records: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    hers: tuple[str, ...] = ()
    is_known: bool = False


def ascribed(
    texts: pl.DataFrame, hers: pl.DataFrame, names: Collection[str], is_known: bool = True
) -> Ascribed:
    """Find records that ascribe words to a person which stand in none of that person's own records.

    texts: event_id, text (as exported) and own_text of the records asked about; hers: event_id and own_text
        of the person's accounts; names: names and words that mean the person.

    Two forms count: a stretch of a chain of reposts under the person's name ("//@name:words"), and own words
    that tell of it ("she herself admitted ..."); "she did not admit" tells of none. A saying is held where a
    record of the person shares `ALIKE_CHARS` characters in a row with it; a shorter one is not looked for.
    Found by form alone: what is meant is for people.

    >>> own = ["她自己承认卖过期的面包", "她从来不承认卖过期的面包", "看看"]
    >>> texts = pl.DataFrame({"event_id": ["a", "b", "c"], "own_text": own})
    >>> texts = texts.with_columns(text=pl.Series(["", "", "看看//@阿甲:我承认用了过期面粉"]))
    >>> found = ascribed(texts, texts.clear(), ["阿甲"])
    >>> found.records, found.words
    (('a', 'c'), ('她自己承认卖过期的面包', '//@阿甲:我承认用了过期面粉'))
    """
    own, known = set(hers["event_id"]), tuple(sorted(set(names)))
    others = texts.filter(~pl.col("event_id").is_in(sorted(own)))
    own_text = pl.col("own_text").str.replace_all("其他", "其它")  # "Other people" are not "he".
    told = others.select("event_id", found=own_text.str.extract_all(_told(known)))
    chained = others.select("event_id", found=pl.col("text").str.extract_all(_chained(known)))
    rows = pl.concat([told, chained]).explode("found").drop_nulls("found").unique()
    start = rows["found"].str.replace(_lead(known), "")
    rows = rows.with_columns(said=plain(start)).filter(pl.col("said").str.len_chars() >= ALIKE_CHARS)
    held = {run for said in plain(hers["own_text"]).drop_nulls() for run in _runs(said)}
    spoken = [said for said in rows["said"].unique() if held & _runs(said)]
    left = rows.filter(~pl.col("said").is_in(spoken)).sort("event_id", "found")
    words = left["found"].str.strip_chars().str.slice(0, QUOTED_CHARS).unique(maintain_order=True)
    return Ascribed(
        tuple(left["event_id"].unique(maintain_order=True)), tuple(words), tuple(sorted(own)), is_known
    )


def _runs(text: str) -> set[str]:
    """Every stretch of `ALIKE_CHARS` characters.

    >>> sorted(_runs("abcdefg"))
    ['abcdef', 'bcdefg']
    """
    return {text[k : k + ALIKE_CHARS] for k in range(len(text) - ALIKE_CHARS + 1)}


@cache
def _told(names: tuple[str, ...]) -> str:
    """Who, then within six characters and without a "not" the verb, and the rest of the sentence."""
    return f"(?i){_who(names)}[^。！？\\n]*"


@cache
def _who(names: tuple[str, ...]) -> str:
    words = {name: spellings(tuple(some)) for name, some in lexicon("ascription").items()}
    who = "|".join(re.escape(one) for one in (*words["who"], *spellings(names)))
    admits, says, herself = ("|".join(map(re.escape, words[name])) for name in ("admits", "says", "herself"))
    gap = r"[^，。！？；\n不没沒未别別无無们們]{0,6}?"
    return f"(?:{who})(?:{gap}(?:{admits})|{gap}(?:{herself}){gap}(?:{says}))"


@cache
def _chained(names: tuple[str, ...]) -> str:
    """A stretch of a chain under one of the names."""
    return f"//@(?:{'|'.join(re.escape(one) for one in names) or '$.'})[:：][^/]+"


@cache
def _lead(names: tuple[str, ...]) -> str:
    """What stands before the words that are ascribed."""
    return f"(?i)^(?://@[^:：]+[:：]|{_who(names)})"
