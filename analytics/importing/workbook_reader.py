"""Excel workbooks and Parquet tables: each sheet an input of its own, every cell as text."""

import zipfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from analytics.importing.header import COLUMNS_MAX, head_names, is_data
from analytics.importing.importer import Importer
from analytics.importing.raw_batch import RawBatch, json_of, named_frame
from analytics.importing.workbook_cells import check_cells
from analytics.model.errors import ExportError

EXACT = 2**53  # A spreadsheet's numbers are binary: from here on they are no longer every whole number.
_LONG = 1e15  # A spreadsheet that a person saves keeps 15 digits.
_BYTES_FREE = 100 * 2**20  # A workbook that unpacks to less is never called a bomb.


class Sheet(NamedTuple):
    """A sheet: its rows under the first one, which names the columns (or "1", "2", ... where it holds data).

    cells: text columns beside source_row (rows without a cell are none; they keep their number).
    header_n: how often the header stands again amid the rows.
    row_0: in which row of the sheet, counted from 1, source_row 0 stands; 1 for Parquet, which has no header.
    """

    name: str
    cells: pl.DataFrame
    is_headed: bool = True
    header_n: int = 0
    row_0: int = 1

    @property
    def names(self) -> list[str]:
        """The columns of the file."""
        return [name for name in self.cells.columns if name != "source_row"]


def is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet does."""
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def sheets_of(path: Path, name: str, ratio_max: float) -> list[Sheet]:
    """Every sheet of a workbook that holds any cell, or the table of a Parquet file; `name` is the file's.

    Raises ExportError for a file that cannot be read, that unpacks to more than `ratio_max` times its size,
    that has more columns than any export, or a sheet that spans more cells than are read.
    """
    if is_parquet(path):
        return [_parquet(path, name)]
    _check_size(path, name, ratio_max)
    check_cells(path, name)
    import python_calamine as calamine  # noqa: PLC0415 - the start of the dashboard does not wait for it

    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        titles = [s.name for s in book.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
        rows = [(title, book.get_sheet_by_name(title).to_python(skip_empty_area=False)) for title in titles]
    except (calamine.CalamineError, OSError, ValueError) as fault:
        raise ExportError("sheet_broken", path=name, found=fault) from None
    found = [_sheet(title, cells, name) for title, cells in rows]
    return [sheet for sheet in found if sheet is not None]


def _check_size(path: Path, name: str, ratio_max: float) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as fault:
        raise ExportError("sheet_broken", path=name, found=fault) from None
    packed = path.stat().st_size
    if size > _BYTES_FREE and size > ratio_max * packed:
        raise ExportError("archive_bomb", path=name, found=size, packed=packed)


def _parquet(path: Path, name: str) -> Sheet:
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError, ValueError) as fault:
        raise ExportError("sheet_broken", path=name, found=fault) from None
    cells = frame.select(_as_text(frame.schema[name], name) for name in frame.columns)
    return Sheet("", cells.with_columns(source_row=pl.int_range(pl.len(), dtype=pl.Int64)))


def _sheet(title: str, rows: list[list[Any]], file: str) -> Sheet | None:
    """The table on a sheet: the first row that holds a cell names the columns."""
    filled = [k for k, row in enumerate(rows) if any(cell not in ("", None) for cell in row)]
    if not filled:
        return None
    first = [_cell(value, destroyed=False) or "" for value in rows[filled[0]]]
    while first and not first[-1]:
        first.pop()
    if len(first) > COLUMNS_MAX:
        raise ExportError("columns_many", path=f"{file}!/{title}", found=len(first), most=COLUMNS_MAX)
    names = head_names(first)
    is_headed = not is_data(first)
    numbers = filled[1:] if is_headed else filled
    width = max(len(first), *(len(row) for row in rows))
    names += [f"#{k}" for k in range(len(names) + 1, width + 1)]
    columns = {
        column: _column([rows[r][k] if k < len(rows[r]) else None for r in numbers])
        for k, column in enumerate(names)
    }
    row_0 = filled[0] + is_headed
    frame = pl.DataFrame({**columns, "source_row": pl.Series([r - row_0 for r in numbers], dtype=pl.Int64)})
    frame = frame.drop([n for n in names[len(first) :] if frame[n].null_count() == frame.height])
    again = pl.all_horizontal(pl.col(t) == c for t, c in zip(names, first, strict=False) if c)
    repeated = frame.select(again.fill_null(False)).to_series() if is_headed else None
    if repeated is None or not repeated.any():
        return Sheet(title, frame, is_headed, row_0=row_0 + 1)
    return Sheet(title, frame.filter(~repeated), is_headed, int(repeated.sum()), row_0 + 1)


def _column(values: list[Any]) -> pl.Series:
    """A sheet's column as text. Long numbers are written as what the spreadsheet left of them: beyond 2^53 no
    longer the digits that stood there; all ending in 0, cut to the 15 digits that it keeps."""
    long = [v for v in values if isinstance(v, float) and abs(v) >= _LONG]
    destroyed = bool(long) and all(v % 10 == 0 for v in long)
    return pl.Series([_cell(v, destroyed) for v in values], dtype=pl.String)


def _cell(value: Any, destroyed: bool) -> str | None:
    """A cell as text: numbers with all their digits, dates as 2021-02-23 12:28:47, nothing as null."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        if abs(value) >= EXACT or (destroyed and abs(value) >= _LONG):
            return f"{value:.5E}"
        return str(int(value)) if value == int(value) else repr(value)
    return _moment(value) if isinstance(value, datetime) else str(value)


def _moment(value: datetime) -> str:
    """A date cell to the millisecond: a day's fraction holds no more."""
    near = value + timedelta(microseconds=500)
    return near.replace(microsecond=near.microsecond // 1000 * 1000).isoformat(" ").removesuffix("000")


def _as_text(dtype: pl.DataType, name: str) -> pl.Expr:
    if isinstance(dtype, pl.List | pl.Array | pl.Struct):
        return pl.struct(name).struct.json_encode().alias(name)
    if isinstance(dtype, pl.Datetime):
        utc = pl.col(name).dt.convert_time_zone("UTC") if dtype.time_zone else pl.col(name)
        return utc.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f" + ("Z" if dtype.time_zone else "")).alias(name)
    return pl.col(name).cast(pl.String)


def read_sheet(sheet: Sheet, importer: Importer, pointer: str) -> Iterable[RawBatch]:
    """A sheet's rows as a block; `pointer` is the sheet's place in the file ("" for the first)."""
    cells = sheet.cells.with_columns(pl.when(pl.col(c) != "").then(pl.col(c)) for c in sheet.names)
    rows = {row: k for k, row in enumerate(cells["source_row"])}
    frame = named_frame(cells, importer.fields, pointer)

    def raw_of(keys: Any) -> list[str]:
        return json_of(sheet.cells, [(rows[row], path) for row, path in keys], 0)

    yield RawBatch(frame, raw_of=raw_of, other={"header": sheet.header_n} if sheet.header_n else {})
