"""Excel workbooks, read with calamine: a sheet as a table with every cell as text.

calamine expands no XML entities and follows no references, so that a workbook cannot swell while it is read.
It gives every number as a 64-bit float, which holds 15 digits of a long id. Few programs write such a number
whole; where one did, its digits are taken from the sheet's own XML, and where none did, the ids are shown as
destroyed.
"""

import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from analytics.errors import ExportError
from analytics.settings import Settings

_LONG = 1e15  # A spreadsheet keeps 15 digits: numbers from here on are what it left of them.
_EXACT = 2**53  # A 64-bit float holds every whole number below this.
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*?\bid=\"([^\"]+)\"")
_PART = re.compile(rb"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"\b(Id|Target)=\"([^\"]*)\"")
_NUMBER = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})(\d+)\"[^>]*><(?:\w+:)?v>(-?\d{16,40})</")


def workbook_frame(path: Path, sheet: int = 0) -> pl.DataFrame:
    """A sheet of a workbook: the first row names the columns, an empty cell is "".

    Columns without a name are called "Unnamed: 3" (by their place, from 0), a second column of one name
    "name.1". Empty rows and columns at the end are left out.
    Raises ExportError if the file is no workbook that can be read, has no such sheet, or unpacks to more than
    the settings allow.
    """
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - only reading a workbook pays

    _refuse_bomb(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            rows = book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as fault:
        raise ExportError("sheet_broken", path=path.name, found=fault) from None
    height = max((k + 1 for k, row in enumerate(rows) if any(v != "" for v in row)), default=0)
    if not height:
        return pl.DataFrame()
    columns = [list(column) for column in zip(*rows[:height], strict=True)]
    while columns and all(v == "" for v in columns[-1]):
        columns.pop()
    exact = _whole_numbers(path, sheet) if any(_is_long(v) for c in columns for v in c) else {}
    names = _names([column[0] for column in columns])
    return pl.DataFrame(
        {
            name: _column(column[1:], k, exact)
            for k, (name, column) in enumerate(zip(names, columns, strict=True))
        }
    )


def sheet_names(path: Path) -> list[str]:
    """The names of the sheets, in order. Raises ExportError if the file is no workbook that can be read."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - only reading a workbook pays

    _refuse_bomb(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            return list(book.sheet_names)
    except (CalamineError, OSError, ValueError) as fault:
        raise ExportError("sheet_broken", path=path.name, found=fault) from None


def _refuse_bomb(path: Path) -> None:
    """A workbook is a zip: the limits of an archive hold for it."""
    limits = Settings()
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile as fault:
        raise ExportError("sheet_broken", path=path.name, found=fault) from None
    if size > limits.member_bytes_max or (
        size > 100 * 2**20 and size > limits.ratio_max * path.stat().st_size
    ):
        raise ExportError("sheet_broken", path=path.name, found=f"{size} bytes unpacked")


def _names(cells: Sequence[Any]) -> list[str]:
    found: list[str] = []
    for k, cell in enumerate(cells):
        first = _cell(cell, False) or f"Unnamed: {k}"
        name, n = first, 0
        while name in found:
            n += 1
            name = f"{first}.{n}"
        found.append(name)
    return found


def _column(values: list[Any], column: int, exact: dict[tuple[int, int], int]) -> pl.Series:
    """A column as text; where a spreadsheet or a program destroyed its long numbers, what is left of them."""
    known = [exact.get((row, column), v) if _is_long(v) else v for row, v in enumerate(values, 1)]
    destroyed = _are_destroyed([v for v in known if _is_long(v)])
    return pl.Series([_cell(v, destroyed) for v in known], dtype=pl.String)


def _are_destroyed(long: list[int | float]) -> bool:
    """Whether long numbers have lost digits: all end in 0, or some are beyond what a float holds and nothing
    shows that they were written whole.

    A number shows it that no float gives, neither its exact value nor its shortest digits.
    """
    if all(v % 10 == 0 for v in long):
        return bool(long)
    beyond = [v for v in long if abs(v) >= _EXACT or not float(v).is_integer()]
    return any(isinstance(v, float) for v in beyond) or (
        bool(beyond) and all(_is_a_float(int(v)) for v in beyond)
    )


def _is_a_float(number: int) -> bool:
    return number in (int(float(number)), int(Decimal(repr(float(number)))))


def _is_long(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _LONG


def _cell(value: Any, destroyed: bool) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        if destroyed and abs(value) >= _LONG:
            return f"{value:.5E}"
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"{value} 00:00:00"
    return str(value)


def _whole_numbers(path: Path, sheet: int) -> dict[tuple[int, int], int]:
    """Row and column (from 0) of each number of 16 digits or more that the sheet's XML holds whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {}
            for part in _PART.findall(archive.read("xl/_rels/workbook.xml.rels")):
                found = dict(_ATTRIBUTE.findall(part))
                parts[found.get(b"Id")] = found.get(b"Target", b"").decode()
            wanted = _SHEET.findall(archive.read("xl/workbook.xml"))[sheet]
            target = parts[wanted]
            xml = archive.read(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    except (KeyError, IndexError, UnicodeDecodeError):
        return {}
    return {(int(row) - 1, _place(letters)): int(digits) for letters, row, digits in _NUMBER.findall(xml)}


def _place(letters: bytes) -> int:
    """Column "A" is 0, "AA" 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
