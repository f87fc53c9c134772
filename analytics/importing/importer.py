"""What an importer is: marks by which a layout is known, and a pure function from raw text to draft
records."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import polars as pl

from analytics.model.time import BEIJING


class Container(StrEnum):
    """How records lie in a file."""

    LINES = "jsonl"  # one JSON object a line
    DOCUMENT = "json"  # one JSON text
    TABLE = "csv"  # a header and rows of cells: CSV, Excel, Parquet
    DATABASE = "sqlite"  # tables of a database


JSON = frozenset({Container.LINES, Container.DOCUMENT})  # One and the same to an importer.


@dataclass(frozen=True)
class Probe:
    """What a first look at a file shows, for `Importer.fits`.

    keys: header cells (TABLE), or dotted keys of the first records ("user._id"); "table.column" for a
        DATABASE.
    sample: the first records as parsed, numbers as text (LINES: up to 20 objects; DOCUMENT: its rows, an
        array's elements or the value itself, the first 20 of one beyond 4 MiB; TABLE: up to 20 rows of as
        many cells as the header).
    is_headed: False for a TABLE whose first line is data: its keys are "1", "2", ...
    """

    name: str
    container: Container
    keys: frozenset[str] = frozenset()
    sample: tuple[Any, ...] = ()
    is_headed: bool = True

    def has(self, *keys: str) -> bool:
        """Whether all `keys` were seen; "user" too where only "user._id" stands (a flattened table)."""
        return all(key in self.keys or self._opens(key) for key in keys)

    def _opens(self, key: str) -> bool:
        return any(seen.startswith(key + ".") for seen in self.keys)


@dataclass(frozen=True)
class Hints:
    """What a file does not say itself and its name, case.toml or the user does."""

    about: str | None = None
    author: str | None = None
    basis: str | None = None
    kind: str | None = None  # what all records of the file are, where only its name tells
    timezone: str = BEIJING
    captured_at: datetime | None = None
    is_zoned: bool = True  # the layout, a column map or a person states the zone of bare times
    is_zone_stated: bool = False  # a person stated the zone, for this file or all
    date_order: str | None = None  # "day_first" or "month_first", if a column map says so


# What a layout can never show, whatever was collected: code -> a sentence each in the locale (`cli.never_*`).
NEVER_SHOWN = (
    *("acts", "reposts", "comments", "own_id", "account_id", "plain_id", "platform_id"),
    *("account_name", "author", "about", "root", "parent", "repost_parent", "chain", "text"),
    *("exact_time", "time", "region", "counters", "capture_time"),
)

# (JSON pointer from the row's value, record kind, the record): what a document importer yields for each
# record.
Found = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True)
class Importer:
    """One export layout.

    name: the word for `--format`; source: where the layout was read; platform: the platform of its ids.
    fits: whether a probe shows this layout (by content; the file's name decides nothing).
    fields: what to take from each record: dotted keys (JSON), header cells (TABLE), columns (DATABASE). All
        arrive as text columns of the raw frame, null where absent, beside source_row, source_path and record
        (the record's kind).
    walk: DOCUMENT layouts only: the records inside one row's value (a row is an element of a top-level array,
        a line of JSONL, or the single value). None: rows are flat records of kind `record`.
    draft: raw frame -> draft frame (see draft.py): one row a record, at least one for each raw row.
    placed: TABLE layouts whose rows do not follow their header only: (rows of one width as columns "0", "1",
        ... beside source_row, header cells, the second of a name as "id#2") -> the rows that are known, under
        the names of `fields`, beside source_row. A row that is not given back is rejected.
    name_hints: what the file name tells ("about": a mid, "author": a uid, "kind"); {} if nothing.
    timezone: zone of bare times, a fact of the layout; "" if a column map states none.
    never_shows: what no file of this layout can tell, as codes of NEVER_SHOWN; `wakeline formats` says them.
    converts_counts: the tool multiplied what the page shows ("100万+" became 1000000): see values.counts.
    """

    name: str
    label: str
    source: str
    platform: str
    containers: frozenset[Container]
    fits: Callable[[Probe], bool]
    fields: tuple[str, ...]
    draft: Callable[[pl.DataFrame, Hints], pl.DataFrame]
    walk: Callable[[Any], Iterator[Found]] | None = None
    placed: Callable[[pl.DataFrame, tuple[str, ...]], pl.DataFrame] | None = None
    name_hints: Callable[[str], dict[str, str]] = field(default=lambda _name: {})
    timezone: str = BEIJING
    needs: tuple[str, ...] = ()  # hints without which the layout cannot be read: "about", "author"
    converts_counts: bool = False
    lacking: tuple[str, ...] = ()  # fields of a column map that it leaves unknown: "id", "account_id", "at"
    date_order: str | None = None  # of a column map: "day_first" or "month_first"
    never_shows: tuple[str, ...] = ()  # codes of NEVER_SHOWN
