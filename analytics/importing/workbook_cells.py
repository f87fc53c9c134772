"""How far the sheets of a workbook reach: told before they are read, since one stray cell makes a table of
every cell before it."""

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.parsers import expat

from analytics.model.errors import ExportError
from analytics.model.thresholds import ReadingLimits

CELLS_MAX = ReadingLimits.sheet_cells_max
_STEP = 2**20
_PLACE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


def check_cells(path: Path, name: str) -> None:
    """Raise ExportError if a sheet of a workbook spans more than CELLS_MAX cells, or for a broken one.

    name: of the file. Every member that is XML is looked through, whatever it is called: the workbook says
    which of them are sheets.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise ExportError("sheet_broken", path=name, found="xl/workbook.xml")
            for info in archive.infolist():
                with archive.open(info) as member:
                    _check(member, name)
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        zlib.error,
    ) as fault:
        raise ExportError("sheet_broken", path=name, found=fault) from None


def _check(member: IO[bytes], name: str) -> None:
    head = member.read(64)
    if b"<" not in head and b"\0" not in head[:4]:
        return  # A picture, or nothing.
    span = _Span()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = span.element
    try:
        parser.Parse(head)
        while block := member.read(_STEP):
            parser.Parse(block)
            if span.cells_n > CELLS_MAX:
                raise ExportError("cells_many", path=name, found=span.cells_n, most=CELLS_MAX)
    except expat.ExpatError:
        return  # No XML, or broken: whoever reads the sheet says so.
    if span.cells_n > CELLS_MAX:
        raise ExportError("cells_many", path=name, found=span.cells_n, most=CELLS_MAX)


class _Span:
    """The last row and column that the cells of a sheet name, or reach where they name none."""

    def __init__(self) -> None:
        self.row = self.rows_n = self.column = self.columns_n = 0

    @property
    def cells_n(self) -> int:
        return self.rows_n * self.columns_n

    def element(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(" ")[2]
        if kind == "row":
            told = attributes.get("r", "")
            self.row = int(told) if told.isdecimal() and len(told) < 10 else self.row + 1
            self.column = 0
        elif kind == "c":
            place = _PLACE.fullmatch(attributes.get("r", ""))
            if place:
                self.row, self.column = int(place[2]), _column(place[1])
            else:
                self.column += 1
            self.rows_n, self.columns_n = max(self.rows_n, self.row), max(self.columns_n, self.column)


def _column(letters: str) -> int:
    """The number of a column from its letters.

    >>> _column("A"), _column("XFD")
    (1, 16384)
    """
    n = 0
    for letter in letters.upper():
        n = 26 * n + ord(letter) - 64
    return n
