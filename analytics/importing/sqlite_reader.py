"""SQLite: each table an input of its own, every cell as text."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import polars as pl

from analytics.importing.importer import Importer
from analytics.importing.raw_batch import RawBatch, json_of, named_frame
from analytics.model.errors import ExportError

_ROWS = 200_000  # Rows that one block holds.


def tables_of(path: Path, file: str) -> dict[str, tuple[str, ...]]:
    """The columns of every table of a SQLite file; `file` is its name.

    Raises ExportError if it is no database or broken.
    """
    try:
        with closing(_database(path)) as base:
            names = [name for (name,) in base.execute("select name from sqlite_master where type = 'table'")]
            return {
                name: tuple(row[1] for row in base.execute(f"pragma table_info({_quoted(name)})"))
                for name in names
                if not name.startswith("sqlite_")
            }
    except sqlite3.DatabaseError as fault:
        raise ExportError("database_broken", path=file, found=fault) from None


def rows_n(path: Path, file: str, table: str) -> int:
    """How many rows a table has. Raises ExportError for a broken database."""
    try:
        with closing(_database(path)) as base:
            return int(base.execute(f"select count(*) from {_quoted(table)}").fetchone()[0])
    except sqlite3.DatabaseError as fault:
        raise ExportError("database_broken", path=file, found=fault) from None


def first_rows(path: Path, file: str, table: str, n: int) -> tuple[dict[str, str | None], ...]:
    """The first `n` rows of a table with all its columns, as text. Raises ExportError for a broken one."""
    have = list(tables_of(path, file)[table])
    frames = [frame for _, frame in islice(_rows(path, file, table, have, n), 1)] if have else []
    return tuple(frames[0].to_dicts()) if frames else ()


def read_database(path: Path, file: str, importer: Importer) -> Iterator[RawBatch]:
    """The rows of the tables that the importer's fields ("table.column") name; source_path is "/table"."""
    wanted: dict[str, list[str]] = {}
    for name in (field for field in importer.fields if "." in field):
        table, column = name.split(".", 1)
        wanted.setdefault(table, []).append(column)
    present = tables_of(path, file)
    for table, columns in wanted.items():
        have = [c for c in columns if c in present.get(table, ())]
        for start, frame in _rows(path, file, table, have) if have else ():
            named = frame.rename({c: f"{table}.{c}" for c in have})
            yield _block(named, start, table, table, importer)


def read_table(path: Path, file: str, table: str, importer: Importer) -> Iterator[RawBatch]:
    """The rows of one table for an importer of tables; source_path is "/table"."""
    have = [c for c in tables_of(path, file)[table] if c in importer.fields]
    for start, frame in _rows(path, file, table, have) if have else ():
        yield _block(frame, start, table, "record", importer)


def _rows(
    path: Path, file: str, table: str, columns: list[str], some_n: int = _ROWS
) -> Iterator[tuple[int, pl.DataFrame]]:
    chosen = ", ".join(f"cast({_quoted(c)} as text)" for c in columns)
    try:
        with closing(_database(path)) as base:
            rows = base.execute(f"select {chosen} from {_quoted(table)} {_order(base, table)}")
            start = 0
            while some := rows.fetchmany(some_n):
                yield start, pl.DataFrame(some, schema=dict.fromkeys(columns, pl.String), orient="row")
                start += len(some)
    except sqlite3.DatabaseError as fault:
        raise ExportError("database_broken", path=file, found=fault) from None


def _block(frame: pl.DataFrame, start: int, table: str, kind: str, importer: Importer) -> RawBatch:
    rows = frame.with_columns(source_row=pl.int_range(start, start + frame.height, dtype=pl.Int64))
    return RawBatch(
        named_frame(rows, importer.fields, f"/{table}", kind), raw_of=lambda keys: json_of(frame, keys, start)
    )


def row_at(path: Path, table: str, row: int) -> dict[str, object] | None:
    """Row `row` of a table with all its columns; None if there is none."""
    with closing(_database(path)) as base:
        order = _order(base, table)
        found = base.execute(f"select * from {_quoted(table)} {order} limit 1 offset ?", (row,))
        names = [column[0] for column in found.description]
        values = found.fetchone()
    return dict(zip(names, values, strict=True)) if values else None


def _order(base: sqlite3.Connection, table: str) -> str:
    """The order of rows: that of their number, where the table has one."""
    try:
        base.execute(f"select rowid from {_quoted(table)} limit 0")
    except sqlite3.OperationalError:
        return ""
    return "order by rowid"


def _database(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    base.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
    return base


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
