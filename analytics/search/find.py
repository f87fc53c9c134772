"""Records that a search finds: a literal scan over the distinct texts, own and passed-on words apart."""

import polars as pl

from analytics.search.query import Query
from analytics.search.records import Searched

PLACES = ("own", "passed", "any")


def find(searched: Searched, query: Query, place: str = "any") -> pl.DataFrame:
    """Find the records that a search means, in the order of the records.

    place: where words are looked for: own (what the account wrote itself), passed (words of others that it
    passes on), any (each word in either).

    Returns the columns of `Searched.records` with
        place: "own" (all words stand in own words), "passed" (some stand only in words passed on); null where
            the search names no word.
        own_n, passed_n: how often the words stand there.
    """
    table = searched.records
    sides = {"own": ("own",), "passed": ("passed",), "any": ("own", "passed")}[place]
    held = pl.repeat(True, table.height, eager=True)
    in_own = held
    for word in query.words:
        holds = _holds(searched, word)
        held &= _any([holds[side] for side in sides])
        in_own &= holds["own"]
    for word in query.unwanted:
        holds = _holds(searched, word)
        held &= ~_any([holds[side] for side in sides])
    for author in query.authors:
        held &= _written_by(table, author)
    for author in query.unwanted_authors:
        held &= ~_written_by(table, author)
    told = pl.when(pl.col("in_own") & (place != "passed")).then(pl.lit("own")).otherwise(pl.lit("passed"))
    found = table.with_columns(in_own=in_own).filter(held)
    return found.with_columns(
        place=told if query.words else pl.lit(None, pl.String),
        own_n=_times(searched, query.words, found["own_at"]),
        passed_n=_times(searched, query.words, found["passed_at"]),
    ).drop("in_own")


def in_order(found: pl.DataFrame, order: str) -> pl.DataFrame:
    """Sort found records.

    order: "time" (earliest first), "latest" (latest first) or "relevance" (the more often the words stand in
    own words the earlier, then in words passed on, then by time). Unknown times come last.
    """
    if order == "relevance":
        return found.sort(
            "own_n", "passed_n", "at", "event_id", descending=[True, True, False, False], nulls_last=True
        )
    return found.sort("at", "event_id", descending=[order == "latest", False], nulls_last=True)


def _holds(searched: Searched, word: str) -> dict[str, pl.Series]:
    """Whether the own and the passed-on words of each record hold a word: one scan over the texts."""
    held = searched.texts.str.contains(word, literal=True)
    return {side: held.gather(searched.records[f"{side}_at"]).fill_null(False) for side in ("own", "passed")}


def _any(columns: list[pl.Series]) -> pl.Series:
    """Whether any of the columns is true."""
    held = columns[0]
    for other in columns[1:]:
        held |= other
    return held


def _times(searched: Searched, words: tuple[str, ...], places: pl.Series) -> pl.Series:
    """How often the words stand in the texts at some places; 0 where there is no text."""
    texts = searched.texts.gather(places)
    total = pl.repeat(0, len(places), dtype=pl.Int64, eager=True)
    for word in words:
        total += texts.str.count_matches(word, literal=True).fill_null(0).cast(pl.Int64)
    return total


def _written_by(table: pl.DataFrame, author: str) -> pl.Series:
    """Whether the author's name holds the words, or the id is the words."""
    named = table["author"].str.contains(author, literal=True).fill_null(False)
    return named | (table["account_id"].str.to_lowercase() == author).fill_null(False)
