"""JSON documents, databases and sheets: smaller inputs, read whole, each record with its place in the
document."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from analytics.ingest.block import Bad, Block, as_text, cut, frame_of, loads
from analytics.ingest.importer import Importer
from analytics.model.errors import ExportError

_ROWS = 200_000  # Rows of a database or sheet that one block holds.


def value_of(path: Path, encoding: str) -> Any:
    """The JSON value of a file, numbers as text. Raises ExportError if it is none."""
    text = path.read_bytes().decode(encoding, "strict" if encoding.startswith("utf") else "replace")
    try:
        return loads(text)
    except RecursionError:
        raise ExportError("json_deep", path=path.name) from None
    except ValueError as fault:
        raise ExportError("json_broken", path=path.name, found=fault) from None


def salvage(text: str) -> tuple[list[Any], int, str]:
    """The whole elements of a top-level array that was cut off or is broken, where it breaks, and the rest.

    >>> salvage('[{"a": "1"}, {"a": ')
    ([{'a': '1'}], 11, ', {"a": ')
    """
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)
    found: list[Any] = []
    start = text.find("[") + 1
    if text[:start].strip("\ufeff \t\r\n") != "[":
        return [], 0, text
    at = start
    while True:
        begin = at
        while begin < len(text) and text[begin] in " \t\r\n,":
            begin += 1
        if begin >= len(text) or text[begin] == "]":
            return found, at, text[at:].strip(" \t\r\n,]")
        try:
            value, at = decoder.raw_decode(text, begin)
        except (ValueError, RecursionError):
            return found, at, text[at:]
        found.append(value)


def read_document(path: Path, encoding: str, importer: Importer) -> Block:
    """The records of a JSON document. A row is an element of a top-level array, or 0; the pointer starts
    there."""
    raw = path.read_bytes()
    bad: list[Bad] = []
    try:
        text = raw.decode(encoding, "strict" if encoding.startswith("utf") else "replace")
        value = loads(text)
    except UnicodeDecodeError:
        return Block(
            frame_of([], importer.fields),
            [Bad(0, "", "not_utf8", cut(raw.decode("utf-8", "backslashreplace")))],
        )
    except RecursionError:
        return Block(frame_of([], importer.fields), [Bad(0, "", "too_deep", cut(text))])
    except ValueError:
        value, _, rest = salvage(text)
        bad.append(Bad(len(value), "", "not_json", cut(rest)))
    rows = value if isinstance(value, list) else [value]
    found: list[tuple[int, str, str, dict[str, Any]]] = []
    for row, item in enumerate(rows):
        if importer.walk is not None:
            records = [(row, pointer, kind, record) for pointer, kind, record in importer.walk(item)]
        elif isinstance(item, dict):
            records = [(row, "", "record", item)]
        else:
            records = []
        found.extend(records)
        if not records:
            bad.append(Bad(row, "", "no_record", cut(as_text(item) or "null")))

    def raw_of(keys: Sequence[tuple[int, str]]) -> list[str]:
        at = {(row, pointer): record for row, pointer, _, record in found}
        return [cut(json.dumps(at[key], ensure_ascii=False)) for key in keys]

    return Block(frame_of(found, importer.fields), bad, raw_of)


def database_keys(path: Path) -> frozenset[str]:
    """ "table.column" of every table of a SQLite file. Raises ExportError if it is no database or broken."""
    try:
        with _database(path) as base:
            tables = [name for (name,) in base.execute("select name from sqlite_master where type = 'table'")]
            return frozenset(
                f"{t}.{row[1]}" for t in tables for row in base.execute(f"pragma table_info({_quoted(t)})")
            )
    except sqlite3.DatabaseError as fault:
        raise ExportError("database_broken", path=path.name, found=fault) from None


def read_database(path: Path, importer: Importer) -> Iterator[Block]:
    """The rows of the tables that the importer's fields ("table.column") name; source_path is "/table"."""
    wanted: dict[str, list[str]] = {}
    for name in (field for field in importer.fields if "." in field):
        table, column = name.split(".", 1)
        wanted.setdefault(table, []).append(column)
    present = database_keys(path)
    with _database(path) as base:
        for table, columns in wanted.items():
            have = [c for c in columns if f"{table}.{c}" in present]
            if have:
                yield from _table(base, path, table, have, importer)


def _table(
    base: sqlite3.Connection, path: Path, table: str, columns: list[str], importer: Importer
) -> Iterator[Block]:
    chosen = ", ".join(f"cast({_quoted(c)} as text)" for c in columns)
    try:
        rows = base.execute(f"select {chosen} from {_quoted(table)} order by rowid")
        start = 0
        while some := rows.fetchmany(_ROWS):
            frame = pl.DataFrame(
                some, schema=dict.fromkeys((f"{table}.{c}" for c in columns), pl.String), orient="row"
            )
            yield _named(frame, start, f"/{table}", table, importer)
            start += len(some)
    except sqlite3.DatabaseError as fault:
        raise ExportError("database_broken", path=path.name, found=fault) from None


def _database(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    base.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
    return base


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def sheet_frame(path: Path) -> pl.DataFrame:
    """An Excel (first sheet) or Parquet table, every cell as text. Raises ExportError if it cannot be
    read."""
    try:
        if path.read_bytes()[:4] == b"PAR1":
            frame = pl.read_parquet(path)
            return frame.select(_as_text(frame.schema[name], name) for name in frame.columns)
        import pandas as pd  # noqa: PLC0415 - half a second that only reading a workbook pays

        cells = pd.read_excel(path, dtype=object, keep_default_na=False, engine="openpyxl")
        return pl.DataFrame({str(name): _sheet_column(list(cells[name])) for name in cells.columns})
    except (pl.exceptions.ComputeError, OSError, ValueError, KeyError, EOFError) as fault:
        raise ExportError("sheet_broken", path=path.name, found=fault) from None


def _sheet_column(values: list[Any]) -> pl.Series:
    """A sheet's column as text. A spreadsheet keeps 15 digits: numbers beyond are written as what it left of
    them."""
    long = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool) and abs(v) >= 1e15]
    destroyed = bool(long) and (any(isinstance(v, float) for v in long) or all(v % 10 == 0 for v in long))
    return pl.Series([_sheet_cell(v, destroyed) for v in values], dtype=pl.String)


def _sheet_cell(value: Any, destroyed: bool) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        if destroyed and abs(value) >= 1e15:
            return f"{value:.5E}"
        return str(int(value)) if value == int(value) else repr(value)
    return str(value)


def _as_text(dtype: pl.DataType, name: str) -> pl.Expr:
    if isinstance(dtype, pl.List | pl.Array | pl.Struct):
        return pl.struct(name).struct.json_encode().alias(name)
    if isinstance(dtype, pl.Datetime):
        utc = pl.col(name).dt.convert_time_zone("UTC") if dtype.time_zone else pl.col(name)
        return utc.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f" + ("Z" if dtype.time_zone else "")).alias(name)
    return pl.col(name).cast(pl.String)


def read_sheet(frame: pl.DataFrame, importer: Importer) -> Block:
    """A sheet's rows as a block."""
    return _named(
        frame.with_columns(pl.when(pl.col(c) != "").then(pl.col(c)) for c in frame.columns),
        0,
        "",
        "record",
        importer,
    )


def _named(frame: pl.DataFrame, start: int, pointer: str, kind: str, importer: Importer) -> Block:
    kept = [name for name in importer.fields if name in frame.columns]
    raw = frame.select(kept).with_columns(
        pl.int_range(start, start + frame.height, dtype=pl.Int64).alias("source_row"),
        pl.lit(pointer).alias("source_path"),
        pl.lit(kind).alias("record"),
        *(pl.lit(None, pl.String).alias(name) for name in importer.fields if name not in kept),
    )

    def raw_of(keys: Sequence[tuple[int, str]]) -> list[str]:
        return [cut(json.dumps(frame.row(row - start, named=True), ensure_ascii=False)) for row, _ in keys]

    return Block(raw, raw_of=raw_of)
