"""JSON Lines: chunks of whole lines to text columns at the speed of a native parser; broken lines one by
one."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from analytics.importing.encoding import LongLine, utf8_chunks
from analytics.importing.importer import Importer
from analytics.importing.json_reader import records_in, unread_in
from analytics.importing.raw_batch import (
    RawBatch,
    UnreadableRecord,
    cut,
    frame_of,
    loads,
    mended_escapes,
    unread_line,
)
from analytics.model.thresholds import ReadingLimits

# A number in exponent form, or a NUL: the native parser would turn the first into digits that were never
# exported and
# stands the second in for half a surrogate pair. Such chunks are read line by line.
_EXPONENT = re.compile(rb"[:\[,]\s*-?\d+(?:\.\d+)?[eE]\+?\d")
_LONE_HALF = re.compile(
    rb"\\u[dD][89aAbB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89aAbB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)
_STEP = 2_000  # Lines read together when a chunk holds a broken one: 1 / 27 of a usual chunk.


def needs_a_closer_look(sample: tuple[Any, ...], importer: Importer) -> bool:
    """Whether the first records hold what the native parser would pass over: flattened keys, or records of
    other acts inside."""
    if importer.walk is not None:
        return True
    records = [value for value in sample if isinstance(value, dict)]
    has_dots = any("." in key for record in records for key in record)
    return has_dots or any(unread_in(record, importer, {""}) for record in records)


def read_jsonl(
    path: Path, encoding: str, importer: Importer, settings: ReadingLimits, closely: bool = False
) -> Iterator[RawBatch]:
    """The records of a JSON Lines file, block by block. source_row is the 0-based line number; blank lines
    are none.

    closely: read every line by itself, as `needs_a_closer_look` tells.
    """
    schema = _schema(importer.fields)
    row = 0
    for chunk in utf8_chunks(path, encoding, settings.chunk_bytes):
        if isinstance(chunk, LongLine):
            yield RawBatch(frame_of([], importer.fields), [unread_line(row, chunk)])
            row += 1
            continue
        lines_n = chunk.count(b"\n") + (not chunk.endswith(b"\n"))
        if closely or importer.walk is not None:
            yield _slowly(chunk.split(b"\n"), row, importer)
        else:
            yield from _chunk(chunk, row, lines_n, importer, schema)
        row += lines_n


def _chunk(chunk: bytes, row: int, lines_n: int, importer: Importer, schema: pl.Schema) -> Iterator[RawBatch]:
    block = _quickly(chunk, row, lines_n, importer, schema)
    if block is not None:
        yield block
        return
    lines = chunk.split(b"\n")
    for start in range(0, len(lines), _STEP):
        some = lines[start : start + _STEP]
        block = _quickly(b"\n".join(some), row + start, len(some), importer, schema)
        yield _slowly(some, row + start, importer) if block is None else block


def _quickly(chunk: bytes, row: int, lines_n: int, importer: Importer, schema: pl.Schema) -> RawBatch | None:
    """The chunk through the native parser; None if any line needs a closer look."""
    if b'"$' in chunk:  # typed values of a database's export
        return None
    if b"+" in chunk and (b"e+" in chunk or b"E+" in chunk) and _EXPONENT.search(chunk):
        return None
    if b"\\" in chunk and (b"\\ud" in chunk or b"\\uD" in chunk) and _LONE_HALF.search(chunk):
        return None
    try:
        nested = pl.read_ndjson(chunk, schema=schema)
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        return None
    if nested.height != lines_n:
        return None
    flat = nested.select(_leaf(name).alias(name) for name in importer.fields).with_columns(
        source_row=pl.int_range(row, row + lines_n, dtype=pl.Int64),
        source_path=pl.lit(""),
        record=pl.lit("record"),
    )

    def raw_of(keys: Sequence[tuple[int, str]]) -> list[str]:
        lines = chunk.split(b"\n")
        return [cut(lines[at - row].decode("utf-8", "backslashreplace")) for at, _ in keys]

    return RawBatch(flat, raw_of=raw_of)


def _slowly(lines: list[bytes], row: int, importer: Importer) -> RawBatch:
    """Line by line, each broken one named."""
    found: list[tuple[int, str, str, dict[str, Any]]] = []
    bad: list[UnreadableRecord] = []
    other: Counter[str] = Counter()
    mended = 0
    for at, line in enumerate(lines, row):
        if not line.strip():
            continue
        value, reason, escapes = parse_line(line)
        mended += escapes
        records = [] if reason else [(at, *record) for record in records_in(value, importer)]
        if reason is None and not records:
            reason = "no_record" if importer.walk is not None else "not_an_object"
        if reason is not None:
            bad.append(UnreadableRecord(at, "", reason, cut(line.decode("utf-8", "backslashreplace"))))
            continue
        found.extend(records)
        other.update(unread_in(value, importer, {pointer for _, pointer, _, _ in records}))

    def raw_of(keys: Sequence[tuple[int, str]]) -> list[str]:
        return [cut(lines[at - row].decode("utf-8", "backslashreplace")) for at, _ in keys]

    marks = {"escape": mended} if mended else {}
    return RawBatch(frame_of(found, importer.fields), bad, raw_of, dict(other), marks)


def parse_line(line: bytes) -> tuple[Any, str | None, int]:
    """(value, None, escapes mended), or (None, reason code, 0) for a line that is no JSON."""
    try:
        text, mended = mended_escapes(line.decode("utf-8"))
        return loads(text), None, mended
    except UnicodeDecodeError:
        return None, "not_utf8", 0
    except RecursionError:
        return None, "too_deep", 0
    except ValueError:
        return None, "not_json", 0


def _leaf(name: str) -> pl.Expr:
    first, *rest = name.split(".")
    expr = pl.col(first)
    for step in rest:
        expr = expr.struct.field(step)
    return expr


def _schema(fields: tuple[str, ...]) -> pl.Schema:
    """Dotted fields as nested structs of text."""
    tree: dict[str, Any] = {}
    for name in fields:
        node = tree
        *steps, leaf = name.split(".")
        for step in steps:
            node = node.setdefault(step, {})
        node[leaf] = None
    return pl.Schema({key: _type(value) for key, value in tree.items()})


def _type(node: dict[str, Any] | None) -> pl.DataType:
    return pl.String() if node is None else pl.Struct({key: _type(value) for key, value in node.items()})
