"""The data of part 7: what is missing or in doubt on the alleged information, and the tests of the method."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from analytics.alleged.ascribed import Ascribed, ascribed
from analytics.model.time import is_contradicted
from analytics.report.marks import record_id
from analytics.report.scope_data import Spread
from analytics.store.case_folder import Case

ACCURACY = Path(__file__).parent / "accuracy.toml"
BASES = ("stated", "chain", "root", "missing")
_COLUMNS = ("event_id", "kind", "root_id", "parent_basis", "parent_note", "at", "at_precision")


@dataclass(frozen=True)
class Tested:
    """A test of the method on invented worlds.

    key: its sentence in locale/coverage.toml (`test_<key>`); maker: who made the worlds (`maker_<maker>`).
    worlds: how many; values: what fills the sentence; command: how to run it again.
    The value `least` is the exact 95 % lower bound of a share in per cent (Clopper & Pearson 1934,
    one-sided), rounded down.
    """

    key: str
    maker: str
    worlds: int
    values: dict[str, float]
    command: str


@cache
def tests() -> tuple[Tested, ...]:
    """Read the tests of accuracy.toml, the one home of these figures in the report."""
    read = tomllib.loads(ACCURACY.read_text(encoding="utf-8"))
    commands = read["commands"]
    return tuple(
        Tested(one["key"], one["maker"], one["worlds"], one["values"], commands[one["command"]])
        for one in read["tests"]
    )


@dataclass(frozen=True)
class Coverage:
    """What is missing or in doubt, as sets of ids.

    all_n: the records asked about: those on the alleged information, or all where none is stated.
    rootless: of those, the ones below a post that no export holds.
    parents: records below the alleged posts by how their parent is known (BASES).
    absent: of those without a parent, the ones whose parent the export does not hold.
    conflicts: time contradicted by the id; coarse: known to the day only; untimed: without any.
    hidden_n: reposts that exact counters, newer than the last traced repost, show beyond the traced ones;
        counters: those counters.
    uncaptured, unexplained: files (SHA-256) without a capture time, without a word on how they were obtained.
    rejected: records of the whole export that were no event, as marks name them.
    ascribed: records that ascribe words to a target which no record of the target holds.
    """

    all_n: int
    rootless: tuple[str, ...]
    parents: dict[str, tuple[str, ...]]
    absent: tuple[str, ...]
    conflicts: tuple[str, ...]
    coarse: tuple[str, ...]
    untimed: tuple[str, ...]
    hidden_n: int
    counters: tuple[str, ...]
    uncaptured: tuple[str, ...]
    unexplained: tuple[str, ...]
    rejected: tuple[str, ...]
    ascribed: Ascribed = field(default_factory=Ascribed)


def coverage_of(case: Case, asked: pl.DataFrame, spread: Spread) -> Coverage:
    """Measure what is missing. asked: event_id of the records that the report speaks of."""
    rows = placed_rows(case, asked)
    below = rows.filter(pl.col("kind") != "post")
    hidden_n, counters = _hidden(spread)
    sources = case.read("sources")
    return Coverage(
        rows.height,
        _rootless(case, below),
        by_parent(rows),
        _ids(below.filter(parent_note="parent_not_in_export")),
        _ids(rows.filter("conflict")),
        _ids(rows.filter(pl.col("at").is_not_null() & (pl.col("at_precision") == "day"))),
        _ids(rows.filter(pl.col("at").is_null())),
        hidden_n,
        counters,
        _files(sources, "captured_at"),
        _files(sources, "obtained"),
        _rejected(case.read_or_empty("rejected")),
        _ascribed(case, asked),
    )


def _ascribed(case: Case, asked: pl.DataFrame) -> Ascribed:
    """Look for words that records asked about ascribe to the targets of the case."""
    targets = case.toml().targets
    ids = sorted({one for target in targets for one in target.ids})
    events = case.scan("events").select("event_id", "account_id", "text", "own_text")
    texts = events.filter(pl.col("event_id").is_in(asked["event_id"].implode())).collect()
    hers = events.filter(pl.col("account_id").is_in(ids)).collect()
    borne = case.read_or_empty("account_names").filter(pl.col("account_id").is_in(ids))["name"].drop_nulls()
    names = {name for one in targets for name in (one.name, *one.names, *one.terms)} | set(borne)
    return ascribed(texts, hers, names, bool(ids)) if targets else Ascribed()


def placed_rows(case: Case, asked: pl.DataFrame) -> pl.DataFrame:
    """Read how and where each record that is spoken of is placed. asked: event_id of the records."""
    mine = case.placed_events(pl.col("event_id").is_in(asked["event_id"].implode()))
    return mine.select(*_COLUMNS, conflict=is_contradicted()).collect()


def by_parent(rows: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """List the records below a post by how their parent is known (BASES). rows: as `placed_rows` reads them.

    >>> rows = pl.DataFrame({"event_id": ["p", "a"], "kind": ["post", "repost"]})
    >>> rows = rows.with_columns(parent_basis=pl.Series([None, "root"]))
    >>> by_parent(rows)["root"], by_parent(rows)["missing"]
    (('a',), ())
    """
    below = rows.filter(pl.col("kind") != "post")
    return {name: _ids(below.filter(parent_basis=name)) for name in BASES}


def _ids(rows: pl.DataFrame) -> tuple[str, ...]:
    return tuple(rows["event_id"].sort())


def _rootless(case: Case, below: pl.DataFrame) -> tuple[str, ...]:
    """Records whose post is in no export."""
    roots = below["root_id"].drop_nulls().unique()
    held = case.scan("events").filter(pl.col("event_id").is_in(roots.implode())).select("event_id").collect()
    return _ids(
        below.filter(pl.col("root_id").is_not_null() & ~pl.col("root_id").is_in(held["event_id"].implode()))
    )


def _files(sources: pl.DataFrame, column: str) -> tuple[str, ...]:
    """Files that were read and say nothing in a column."""
    read = sources.filter(pl.col("importer").is_not_null())
    return tuple(read.filter(pl.col(column).is_null())["sha256"].sort())


def _hidden(spread: Spread) -> tuple[int, tuple[str, ...]]:
    """Reposts that counters show beyond the traced ones, where the counter is exact and new enough."""
    n, counters = 0, list[str]()
    for one in spread.extents:
        shown = one.shown.get("reposts")
        is_new = (
            shown is not None and shown.at is not None and (one.last_at is None or shown.at >= one.last_at)
        )
        if shown is not None and is_new and shown.is_exact and shown.low > len(one.reposts):
            n += shown.low - len(one.reposts)
            counters.append(shown.mark_id)
    return n, tuple(counters)


def _rejected(rows: pl.DataFrame) -> tuple[str, ...]:
    places: list[dict[str, Any]] = rows.select("source_sha256", "source_row", "source_path").to_dicts()
    return tuple(record_id(**one) for one in places)
