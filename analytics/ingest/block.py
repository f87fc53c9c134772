"""A block: some records of a file as a frame of text columns, and those that could not be read, with the
reason."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from analytics.model.untrusted_text import has_lone_surrogate

RAW_MAX = 65_536  # Characters of a rejected record that the table keeps; the whole record stays in evidence/.


@dataclass(frozen=True)
class Bad:
    """A record that could not be read at all."""

    source_row: int
    source_path: str
    reason: str
    raw: str


@dataclass(frozen=True)
class Block:
    """Raw records: text columns named by the importer's fields, beside source_row, source_path, record.

    raw_of: the text of records as exported, for those that a later step refuses: [(row, path)] -> [text].
    """

    frame: pl.DataFrame
    bad: list[Bad] = field(default_factory=list)
    raw_of: Callable[[Sequence[tuple[int, str]]], list[str]] = field(default=lambda keys: ["" for _ in keys])


def cut(raw: str) -> str:
    """`raw`, or its beginning with a note of how much the table leaves out."""
    return (
        raw
        if len(raw) <= RAW_MAX
        else f"{raw[:RAW_MAX]}… [{len(raw) - RAW_MAX} more characters in evidence/]"
    )


def loads(text: str | bytes) -> Any:
    """A JSON text with every number kept as written: no id is rounded on the way in."""
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str, strict=False)


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


def frame_of(rows: list[tuple[int, str, str, dict[str, Any]]], fields: tuple[str, ...]) -> pl.DataFrame:
    """(row, path, record kind, record) tuples as a raw frame with the columns `fields`."""
    columns: dict[str, pl.Series] = {
        "source_row": pl.Series([row for row, _, _, _ in rows], dtype=pl.Int64),
        "source_path": pl.Series([path for _, path, _, _ in rows], dtype=pl.String),
        "record": pl.Series([kind for _, _, kind, _ in rows], dtype=pl.String),
    }
    for name in fields:
        steps = tuple(name.split("."))
        columns[name] = pl.Series([visible(as_text(pick(r, steps))) for _, _, _, r in rows], dtype=pl.String)
    return pl.DataFrame(columns)


def visible(text: str | None) -> str | None:
    """`text` with halves of surrogate pairs, which no UTF-8 file can hold, shown as their escape
    (`\\ud83d`)."""
    if text is None or not has_lone_surrogate(text):
        return text
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
