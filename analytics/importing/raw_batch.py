"""A block: some records of a file as a frame of text columns, and those that could not be read, with the
reason."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from analytics.importing.encoding import LongLine
from analytics.model.untrusted_text import has_lone_surrogate

RAW_MAX = 65_536  # Characters of a rejected record that the table keeps; the whole record stays in evidence/.


@dataclass(frozen=True)
class UnreadableRecord:
    """A record that could not be read at all."""

    source_row: int
    source_path: str
    reason: str
    raw: str


@dataclass(frozen=True)
class RawBatch:
    """Raw records: text columns named by the importer's fields, beside source_row, source_path, record.

    raw_of: the text of records as exported, for those that a later step refuses: [(row, path)] -> [text].
    other: records that stand in the file and are not read: where they stand ("header", "/hot_data") -> how
        many. They count as other.
    mended: what was read otherwise than written, and how often ("escape": `\\x1B` for `\\u001B`).
    """

    frame: pl.DataFrame
    bad: list[UnreadableRecord] = field(default_factory=list)
    raw_of: Callable[[Sequence[tuple[int, str]]], list[str]] = field(default=lambda keys: ["" for _ in keys])
    other: dict[str, int] = field(default_factory=dict)
    mended: dict[str, int] = field(default_factory=dict)


def cut(raw: str) -> str:
    """`raw`, or its beginning with a note of how much the table leaves out."""
    return (
        raw
        if len(raw) <= RAW_MAX
        else f"{raw[:RAW_MAX]}… [{len(raw) - RAW_MAX} more characters in evidence/]"
    )


def unread_line(row: int, line: LongLine) -> UnreadableRecord:
    """A line that is too long to be read, with its beginning and its length.

    >>> unread_line(3, LongLine(b"abc", 70_000_000)).raw
    'abc… [69999997 more bytes in evidence/]'
    """
    shown = line.head.decode("utf-8", "backslashreplace")[:RAW_MAX]
    left_n = line.bytes_n - len(shown.encode("utf-8", "surrogatepass"))
    return UnreadableRecord(row, "", line.reason, f"{shown}… [{left_n} more bytes in evidence/]")


def loads(text: str) -> Any:
    """A JSON text with every number kept as written: no id is rounded on the way in. The typed values of a
    database's export are the values themselves."""
    value = json.loads(text, parse_int=str, parse_float=str, parse_constant=str, strict=False)
    return unwrapped(value) if '"$' in text else value


_TYPED = ("$numberLong", "$numberInt", "$numberDouble", "$numberDecimal", "$date")
_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\x([0-9a-fA-F]{2})")


def unwrapped(value: Any) -> Any:
    """The value without the types of MongoDB's extended JSON; an internal id ({"$oid": ...}) is left out.

    >>> unwrapped({"_id": {"$oid": "6"}, "id": {"$numberLong": "5"}, "at": {"$date": {"$numberLong": "7"}}})
    {'id': '5', 'at': '7'}
    """
    if isinstance(value, list):
        return [unwrapped(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        name, inner = next(iter(value.items()))
        if name in _TYPED:
            return unwrapped(inner)
    return {k: unwrapped(v) for k, v in value.items() if not (isinstance(v, dict) and v.keys() == {"$oid"})}


def mended_escapes(text: str) -> tuple[str, int]:
    """A JSON text with `\\x1B`, which some programs write and JSON does not know, as `\\u001B`; how often."""
    return _ESCAPE.subn(r"\1\\u00\2", text) if "\\x" in text else (text, 0)


def as_text(value: Any) -> str | None:
    """A JSON value as the text of a cell: numbers as written, true / false, containers as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def pick(record: dict[str, Any], steps: tuple[str, ...]) -> Any:
    """The value under dotted steps; None where a step is absent or no object."""
    value: Any = record
    for step in steps:
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def pick_flat(record: dict[str, Any], steps: tuple[str, ...]) -> Any:
    """The same where keys may be flattened: "user._id" is equal to _id in user, at any step."""
    found = pick(record, steps)
    for k in range(len(steps), 1, -1):
        if found is not None:
            break
        inner = record.get(".".join(steps[:k]))
        rest = steps[k:]
        found = pick_flat(inner, rest) if rest and isinstance(inner, dict) else (None if rest else inner)
    return found


def frame_of(rows: list[tuple[int, str, str, dict[str, Any]]], fields: tuple[str, ...]) -> pl.DataFrame:
    """(row, path, record kind, record) tuples as a raw frame with the columns `fields`."""
    columns: dict[str, pl.Series] = {
        "source_row": pl.Series([row for row, _, _, _ in rows], dtype=pl.Int64),
        "source_path": pl.Series([path for _, path, _, _ in rows], dtype=pl.String),
        "record": pl.Series([kind for _, _, kind, _ in rows], dtype=pl.String),
    }
    flat = any("." in key for _, _, _, record in rows for key in record)
    for name in fields:
        steps = tuple(name.split("."))
        picked: list[Any]
        if len(steps) == 1:
            picked = [record.get(name) for _, _, _, record in rows]
        elif flat:
            picked = [pick_flat(record, steps) for _, _, _, record in rows]
        else:
            picked = [pick(record, steps) for _, _, _, record in rows]
        columns[name] = text_series(picked)
    return pl.DataFrame(columns)


def text_series(values: list[Any]) -> pl.Series:
    """JSON values as a text column."""
    try:
        return pl.Series(values, dtype=pl.String)
    except (TypeError, pl.exceptions.PolarsError, UnicodeEncodeError):
        return pl.Series([visible(as_text(value)) for value in values], dtype=pl.String)


def json_of(frame: pl.DataFrame, keys: Sequence[tuple[int, str]], start: int) -> list[str]:
    """Rows of a table as JSON; the frame's first row is row `start`."""
    return [cut(json.dumps(frame.row(row - start, named=True), ensure_ascii=False)) for row, _ in keys]


def named_frame(
    frame: pl.DataFrame, fields: tuple[str, ...], pointer: str = "", kind: str = "record"
) -> pl.DataFrame:
    """A frame of cells with source_row as a raw frame: the columns `fields` (null where absent), source_path
    and record."""
    kept = [name for name in fields if name in frame.columns]
    return frame.select(
        "source_row",
        *kept,
        pl.lit(pointer).alias("source_path"),
        pl.lit(kind).alias("record"),
        *(pl.lit(None, pl.String).alias(name) for name in fields if name not in frame.columns),
    ).select("source_row", "source_path", "record", *fields)


def visible(text: str | None) -> str | None:
    """`text` with halves of surrogate pairs, which no UTF-8 file can hold, shown as their escape
    (`\\ud83d`)."""
    if text is None or not has_lone_surrogate(text):
        return text
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
