"""In which row of its file a reader finds a record: one rule for report, `show`, dashboard and CSV.

Tables count records from 0. A reader opens the file: a spreadsheet shows the header in row 1 and the first
record in row 2 (a blank line takes a row too), an editor shows the first line of JSON Lines as 1, and the
documents of a JSON file and the rows of a database are counted from 1. A JSON pointer stays as RFC 6901
writes it.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from analytics.evidence.source_record import Place, opened_source
from analytics.importing.csv_reader import record_bytes, sheet_rows
from analytics.importing.importer import Container
from analytics.importing.workbook_reader import sheets_of
from analytics.model.errors import CaseError
from analytics.model.thresholds import ReadingLimits
from analytics.store.case_folder import Case

_Array = np.ndarray[Any, np.dtype[np.int64]]


class _Rows(NamedTuple):
    """The rows of one file or sheet: record 0 stands in row `first`; or each record in a row of its own."""

    first: int
    each: _Array | None = None

    def of(self, records: _Array) -> _Array:
        return records + self.first if self.each is None else self.each[records]


class RowNumbers:
    """The rows of the files of a case. A table is looked into once, and only if it is asked for.

    Where the file of a table is gone (a copy without inputs) record 0 is taken to stand below one header row.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.sources = {row["sha256"]: row for row in case.read_or_empty("sources").to_dicts()}

    def of(self, place: Place) -> int:
        """Count the row of one record as its reader does.

        place: (source_sha256, source_row counted from 0, source_path).
        """
        return int(self._rows(place[0], place[2]).of(np.array([place[1]], np.int64))[0])

    def added(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add the column `row` to rows with source_sha256, source_row and source_path.

        Null where a row names no record.
        """
        sheet = pl.when(self._is_book()).then("source_path").alias("_sheet")
        placed = frame.with_row_index("_at").with_columns(sheet)
        parts = placed.partition_by("source_sha256", "_sheet", maintain_order=True)
        done = [self._added(part) for part in parts]
        if not done:
            return frame.with_columns(row=pl.lit(None, dtype=pl.Int64))
        return pl.concat(done).sort("_at").drop("_at", "_sheet")

    def _added(self, part: pl.DataFrame) -> pl.DataFrame:
        sha256, records = part["source_sha256"][0], part["source_row"]
        if sha256 is None or records.null_count() == part.height:
            return part.with_columns(row=pl.lit(None, dtype=pl.Int64))
        rows = self._rows(sha256, part["_sheet"][0] or "").of(records.fill_null(0).to_numpy())
        return part.with_columns(row=pl.when(records.is_not_null()).then(pl.Series(rows, dtype=pl.Int64)))

    def _is_book(self) -> pl.Expr:
        books = [sha256 for sha256 in self.sources if self._is_workbook(sha256)]
        return pl.col("source_sha256").is_in(pl.Series(books, dtype=pl.String).implode())

    def _is_workbook(self, sha256: str) -> bool:
        return self._container(sha256) == Container.TABLE and self.sources[sha256]["encoding"] is None

    def _container(self, sha256: str) -> str:
        return str(self.sources[sha256]["format"]).split(".")[0] if sha256 in self.sources else ""

    def _rows(self, sha256: str, path: str) -> _Rows:
        if self._container(sha256) != Container.TABLE:
            return _Rows(1)
        sheet = path.split("/")[1] if path and self._is_workbook(sha256) else ""
        try:
            return _counted(_Table(sha256, sheet, self.case, self.sources[sha256]))
        except CaseError:
            return _Rows(2)

    def bytes_of(self, place: Place) -> tuple[int, int] | None:
        """Find at which byte of its file a CSV record begins, counted from 0, and how many bytes it takes.

        None where no field up to there holds a line break: then the row is the line. None too where the file
        is packed or not UTF-8, so that the bytes of the file are not those of the text, or is gone.
        """
        source = self.sources.get(place[0])
        encoding = source["encoding"] if source else None
        if source is None or source["format"] != Container.TABLE or encoding not in ("utf-8", "utf-8-sig"):
            return None
        try:
            with opened_source(self.case, source) as file:
                return record_bytes(file, encoding, place[1])
        except CaseError:
            return None


@dataclass(frozen=True)
class _Table:
    """A CSV file or a sheet, by its content: two cases that hold the same file share what is known of it."""

    sha256: str
    sheet: str
    case: Case = field(compare=False)
    source: dict[str, Any] = field(compare=False)


@lru_cache(maxsize=64)
def _counted(table: _Table) -> _Rows:
    """What a table's own content says of its rows. Raises CaseError if its file is gone."""
    source = table.source
    with opened_source(table.case, source) as file:
        if source["encoding"] is not None:
            return _compact(sheet_rows(file, source["encoding"]))
        sheets = sheets_of(file, source["name"], ReadingLimits().ratio_max)
    return _Rows(next((one for one in sheets if one.name == table.sheet), sheets[0]).row_0)


def _compact(each: _Array) -> _Rows:
    """A file without blank lines needs no list."""
    if len(each) and (each - each[0] == np.arange(len(each))).all():
        return _Rows(int(each[0]))
    return _Rows(2, each) if len(each) else _Rows(2)
