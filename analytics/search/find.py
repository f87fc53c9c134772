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
    own, passed = _counts(searched, query.words, "own"), _counts(searched, query.words, "passed")
    bad = {name: _counts(searched, query.unwanted, name) for name in ("own", "passed")}
    looked = {"own": (own,), "passed": (passed,), "any": (own, passed)}[place]
    asked = ("own", "passed") if place == "any" else (place,)
    held = pl.repeat(True, table.height, eager=True)
    in_own = pl.repeat(True, table.height, eager=True)
    for k in range(len(query.words)):
        held &= _any([part[k] for part in looked])
        in_own &= own[k] > 0
    for name in asked:
        for column in bad[name]:
            held &= column == 0
    for author in query.authors:
        held &= _written_by(table, author)
    for author in query.unwanted_authors:
        held &= ~_written_by(table, author)
    told = pl.when(in_own & (place != "passed")).then(pl.lit("own")).otherwise(pl.lit("passed"))
    return table.with_columns(
        place=told if query.words else pl.lit(None, pl.String),
        own_n=_sum(own, table.height),
        passed_n=_sum(passed, table.height),
    ).filter(held)


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


def _counts(searched: Searched, words: tuple[str, ...], name: str) -> list[pl.Series]:
    """How often each word stands in the own or passed-on words of each record; 0 where it has none."""
    places = searched.records[f"{name}_at"]
    return [
        searched.texts.str.count_matches(word, literal=True).gather(places).fill_null(0).cast(pl.Int64)
        for word in words
    ]


def _any(counts: list[pl.Series]) -> pl.Series:
    """Whether any of the counts is above 0."""
    held = counts[0] > 0
    for other in counts[1:]:
        held |= other > 0
    return held


def _sum(counts: list[pl.Series], height: int) -> pl.Series:
    total = pl.repeat(0, height, dtype=pl.Int64, eager=True)
    for column in counts:
        total += column
    return total


def _written_by(table: pl.DataFrame, author: str) -> pl.Series:
    """Whether the author's name holds the words, or the id is the words."""
    named = table["author"].str.contains(author, literal=True).fill_null(False)
    return named | (table["account_id"].str.to_lowercase() == author).fill_null(False)
