"""CSV: record borders found byte by byte, so that a record that lacks cells is named and no other is
touched by it."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from analytics.ingest.block import Bad, Block, cut
from analytics.ingest.encoding import utf8_chunks
from analytics.ingest.importer import Importer
from analytics.model.thresholds import ReadingLimits

DELIMITERS = (",", "\t", ";")
HEADER_BYTES = 2**20


def header_of(head: bytes) -> tuple[list[str], str]:
    """The header cells of a CSV and its delimiter: the one that gives most cells. Names that occur twice get
    "#2".

    >>> header_of(b"id,name,id\\n1,2,3")
    (['id', 'name', 'id#2'], ',')
    """
    text = head[:HEADER_BYTES].decode("utf-8", "replace").lstrip("\ufeff").lstrip("\r\n")
    read = [(next(csv.reader(io.StringIO(text, newline=""), delimiter=d), []), d) for d in DELIMITERS]
    names, delimiter = max(read, key=lambda found: len(found[0]))
    seen: dict[str, int] = {}
    unique = []
    for name in (n.strip().strip("\ufeff") for n in names):
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return unique, delimiter


def read_cells(path: Path, encoding: str, importer: Importer, settings: ReadingLimits) -> Iterator[Block]:
    """The records of a CSV file, block by block. source_row counts records from 0; the header is not among
    them."""
    for records, header, delimiter in _records(path, encoding, settings.chunk_bytes):
        yield _block(records, header, delimiter, importer)


def record_at(path: Path, encoding: str, row: int) -> tuple[str, list[str], str]:
    """Record `row` of a CSV file as exported, its header and its delimiter; "" if there is none."""
    header, delimiter = [""], ","
    for records, header, delimiter in _records(path, encoding, 2**24):
        if row < records.row + len(records.index):
            return records.text(row - records.row), header, delimiter
    return "", header, delimiter


def _records(path: Path, encoding: str, size: int) -> Iterator[tuple["_Records", list[str], str]]:
    # A compiler: half a second that only reading a CSV pays.
    from analytics.ingest.borders import borders  # noqa: PLC0415

    row, rest, header, delimiter = -1, b"", [""], ","
    for chunk, last in _with_last(utf8_chunks(path, encoding, size)):
        data = rest + chunk
        if row < 0:
            data = data.lstrip(b"\r\n")
            header, delimiter = header_of(data)
        starts, cells, done = borders(np.frombuffer(data, np.uint8), ord(delimiter), last)
        rest = data[done:]
        filled = np.diff(starts) > np.where(
            cells == 1, 2, 0
        )  # a record of one cell and no byte is a blank line
        if not filled.all():
            filled = np.array([bool(data[a:b].strip()) for a, b in pairwise(starts)])
        index = np.flatnonzero(filled)
        if row < 0 and len(index):
            index, row = index[1:], 0
        if len(index):
            yield _Records(data, starts, cells, index, row), header, delimiter
            row += len(index)


def _with_last(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    held: bytes | None = None
    for chunk in chunks:
        if held is not None:
            yield held, False
        held = chunk
    if held is not None:
        yield held, True


@dataclass(frozen=True)
class _Records:
    """Records `index` of a chunk; the first of them is record `row` of the file."""

    data: bytes
    starts: np.ndarray
    cells: np.ndarray
    index: np.ndarray
    row: int

    def raw(self, k: int) -> bytes:
        return self.data[self.starts[self.index[k]] : self.starts[self.index[k] + 1]]

    def text(self, k: int) -> str:
        return cut(self.raw(k).rstrip(b"\r\n").decode("utf-8", "backslashreplace"))


def _block(records: _Records, header: list[str], delimiter: str, importer: Importer) -> Block:
    counts = records.cells[records.index]
    right = np.flatnonzero(counts == len(header))
    bad = [_short(records, int(k), len(header)) for k in np.flatnonzero(counts != len(header))]
    frame = _quickly(records, right, header, delimiter)
    if frame is None:
        frame, broken = _slowly(records, right, header, delimiter)
        bad.extend(broken)
    kept = [name for name in importer.fields if name in frame.columns]
    frame = frame.select("source_row", *kept).with_columns(
        pl.lit("").alias("source_path"),
        pl.lit("record").alias("record"),
        *(pl.lit(None, pl.String).alias(name) for name in importer.fields if name not in frame.columns),
    )

    def raw_of(keys: Sequence[tuple[int, str]]) -> list[str]:
        return [records.text(at - records.row) for at, _ in keys]

    return Block(frame, sorted(bad, key=lambda b: b.source_row), raw_of)


def _short(records: _Records, k: int, width: int) -> Bad:
    found = int(records.cells[records.index[k]])
    reason = "quote_open" if found < 0 else f"cells:{found}/{width}"
    return Bad(records.row + k, "", reason, records.text(k))


def _quickly(records: _Records, right: np.ndarray, header: list[str], delimiter: str) -> pl.DataFrame | None:
    """All records of the right width through the native parser; None if it sees other borders than we do."""
    where = records.index[right]
    in_one_piece = len(where) > 0 and where[-1] - where[0] + 1 == len(where)
    data = (
        records.data[records.starts[where[0]] : records.starts[where[-1] + 1]]
        if in_one_piece
        else b"".join(records.raw(int(k)) for k in right)
    )
    if not data:
        return pl.DataFrame(schema={"source_row": pl.Int64, **dict.fromkeys(header, pl.String)})
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            separator=delimiter,
            infer_schema=False,
            new_columns=header,
            raise_if_empty=False,
        )
    except (pl.exceptions.ComputeError, pl.exceptions.ShapeError, pl.exceptions.NoDataError):
        return None
    if frame.height != len(right) or frame.width != len(header):
        return None
    return frame.with_columns(source_row=pl.Series(right + records.row, dtype=pl.Int64))


def _slowly(
    records: _Records, right: np.ndarray, header: list[str], delimiter: str
) -> tuple[pl.DataFrame, list[Bad]]:
    """Record by record, for chunks with loose quotes or bytes that are not UTF-8."""
    csv.field_size_limit(2**31 - 1)
    rows: list[list[str]] = []
    at: list[int] = []
    bad: list[Bad] = []
    for k in right:
        try:
            text = records.raw(int(k)).decode("utf-8")
        except UnicodeDecodeError:
            bad.append(Bad(records.row + int(k), "", "not_utf8", records.text(int(k))))
            continue
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        if len(cells) == len(header):
            rows.append(cells)
            at.append(records.row + int(k))
        else:
            bad.append(
                Bad(records.row + int(k), "", f"cells:{len(cells)}/{len(header)}", records.text(int(k)))
            )
    frame = pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")
    frame = frame.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)) for name in header)
    return frame.with_columns(source_row=pl.Series(at, dtype=pl.Int64)), bad
