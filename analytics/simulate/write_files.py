"""How bytes reach a file: JSON text, lines in chunks, tables with a byte order mark."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl


def write_json(file: Path, value: Any) -> Path:
    """Write one JSON text, as Python's own writer leaves it (no ASCII escapes)."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return file


def write_lines(file: Path, chunks: Iterable[pl.Series]) -> list[Path]:
    """Write text lines, chunk by chunk, each ended by a line feed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="\n") as out:
        for lines in chunks:
            if len(lines):
                out.write("\n".join(lines.to_list()))
                out.write("\n")
    return [file]


def write_table(file: Path, chunks: Iterable[pl.DataFrame], empty: pl.DataFrame) -> list[Path]:
    """Write a CSV as Python crawlers do: utf-8-sig, CRLF, quotes only where needed.

    empty: gives the header.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as out:
        empty.write_csv(out, include_bom=True, line_terminator="\r\n")
        for chunk in chunks:
            bare = pl.col(pl.String).replace("", None)  # Python's writer leaves an empty cell without quotes.
            chunk.select(empty.columns).with_columns(bare).write_csv(
                out, include_header=False, line_terminator="\r\n"
            )
    return [file]


def write_rows(file: Path, rows: Iterable[Sequence[str]]) -> list[Path]:
    """A CSV as Python's own writer leaves it, rows of any width: utf-8-sig, CRLF."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows)
    return [file]


def texts(columns: Iterable[str]) -> pl.DataFrame:
    """Make a table of text columns without rows."""
    return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
