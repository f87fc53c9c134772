"""CSV: record borders found byte by byte, so that a record that lacks cells is named and no other is
touched by it."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import polars as pl

from analytics.importing.encoding import LINE_BYTES_MAX, LongLine, utf8_chunks
from analytics.importing.header import Head, head_of
from analytics.importing.importer import Importer
from analytics.importing.raw_batch import RawBatch, UnreadableRecord, cut, named_frame, unread_line
from analytics.model.thresholds import ReadingLimits

_Array = np.ndarray[Any, np.dtype[np.int64]]
_Bytes = np.ndarray[Any, np.dtype[np.uint8]]
SMALL_BYTES = 2**20  # Of a file up to here a pass of numpy takes less time than loading the compiled one.


def read_csv(path: Path, encoding: str, importer: Importer, settings: ReadingLimits) -> Iterator[RawBatch]:
    """The records of a CSV file, block by block. source_row counts records from 0; the first header is not
    among them, one that comes again is (as other)."""
    for records in _records(path, encoding, settings.chunk_bytes):
        yield _placed(records, importer) if importer.placed else _block(records, importer)


def sheet_rows(path: Path, encoding: str) -> _Array:
    """The row in which a spreadsheet shows each record: the header is row 1, a blank line takes a row too."""
    found = [records.above + records.index + 1 for records in _records(path, encoding, 2**24)]
    return np.concatenate(found) if found else np.empty(0, np.int64)


def record_at(path: Path, encoding: str, row: int) -> tuple[str, list[str], str]:
    """Record `row` of a CSV file as exported, its header and its delimiter; "" if there is none."""
    names, delimiter = [""], ","
    for records in _records(path, encoding, 2**24):
        names, delimiter = records.head.names, records.head.delimiter
        if row < records.row + len(records.index):
            return records.text(row - records.row), names, delimiter
    return "", names, delimiter


def record_bytes(path: Path, encoding: str, row: int) -> tuple[int, int] | None:
    """Where record `row` of a UTF-8 file begins, counted in bytes from 0, and how many bytes it takes.

    None where a spreadsheet's row is also the line of the file, or the bytes were not read as they lie.
    """
    for records in _records(path, encoding, 2**24):
        k = row - records.row
        if 0 <= k < len(records.index):
            raw, shown = records.raw(k), records.above + int(records.index[k]) + 1
            start = records.at + int(records.starts[records.index[k]])
            with path.open("rb") as file:
                line = 1 + _line_feeds_n(file, start)
                if line == shown and b"\n" not in raw.rstrip(b"\r\n"):
                    return None
                return (start, len(raw)) if file.read(len(raw)) == raw else None
    return None


def record_spans(path: Path, rows: set[int]) -> list[tuple[int, int, int, str]] | None:
    """Where records of a UTF-8 file stand: (first byte, byte after the last, cells, delimiter) of each.

    None where one is not there, or the bytes were not read as they lie.
    """
    found = []
    with path.open("rb") as file:
        for records in _records(path, "utf-8", 2**24):
            for row in sorted(one for one in rows if 0 <= one - records.row < len(records.index)):
                k = row - records.row
                raw, start = records.raw(k), records.at + int(records.starts[records.index[k]])
                file.seek(start)
                if records.long is not None or file.read(len(raw)) != raw:
                    return None
                cells_n = max(1, int(records.cells[records.index[k]]))
                found.append((start, start + len(raw), cells_n, records.head.delimiter))
    return found if len(found) == len(rows) else None


def _line_feeds_n(file: BinaryIO, bytes_n: int) -> int:
    found = 0
    while bytes_n > 0 and (block := file.read(min(bytes_n, 2**20))):
        found, bytes_n = found + block.count(b"\n"), bytes_n - len(block)
    return found


@dataclass(frozen=True)
class _Records:
    """Records `index` of a chunk under one header; the first of them is record `row` of the file.

    above: rows that a spreadsheet shows above the chunk; at: bytes of the file before `data`.
    again: whether they are (alone) a header that stands amid the data.
    long: the one line that they are (alone), where it is too long to be read; `data` is its beginning.
    """

    data: bytes
    starts: _Array
    cells: _Array
    index: _Array
    row: int
    head: Head
    above: int = 0
    at: int = 0
    again: bool = False
    long: LongLine | None = None

    def raw(self, k: int) -> bytes:
        return self.data[self.starts[self.index[k]] : self.starts[self.index[k] + 1]]

    def text(self, k: int) -> str:
        return cut(self.raw(k).rstrip(b"\r\n").decode("utf-8", "backslashreplace"))


def _records(path: Path, encoding: str, size: int) -> Iterator[_Records]:
    row, above, rest = 0, 0, b""
    at = len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0
    head: Head | None = None
    for chunk, last in _with_last(utf8_chunks(path, encoding, size)):
        if isinstance(chunk, LongLine):
            head = head or head_of(chunk.head)
            one = np.array([0, len(chunk.head)]), np.array([-1]), np.array([0])
            yield _Records(chunk.head, *one, row, head, above, at, long=chunk)
            row, above, at = row + 1, above + 1, at + chunk.bytes_n + 1
            continue
        data = rest + (chunk.replace(b"\0", b"") if b"\0" in chunk else chunk)
        is_first = head is None
        if head is None:
            head = head_of(data)
            above = head.blank_n
            data = data[head.skipped :]
            at += head.skipped
        starts, cells, done = _offsets(np.frombuffer(data, np.uint8), ord(head.delimiter), last)
        rest = data[done:]
        # A record of one cell and no byte is a blank line.
        filled = np.diff(starts) > np.where(cells == 1, 2, 0)
        if not filled.all():
            filled = np.array([bool(data[a:b].strip()) for a, b in pairwise(starts)])
        index = np.flatnonzero(filled)
        if is_first and head.cells:
            index = index[1:]
        for part in _under_headers(_Records(data, starts, cells, index, row, head, above, at)):
            head = part.head
            yield part
        row, above, at = row + len(index), above + len(cells), at + done


def _offsets(data: _Bytes, delimiter: int, last: bool) -> tuple[_Array, _Array, int]:
    """Where records begin, their cells, and where the first unfinished one begins; as `csv_offsets` tells."""
    found = regular_offsets(data, delimiter, last) if len(data) <= SMALL_BYTES else None
    if found is not None:
        return found
    from analytics.importing import csv_offsets  # noqa: PLC0415 - a compiler, a second that odd files pay

    return csv_offsets.csv_offsets(data, delimiter, last, LINE_BYTES_MAX)


def regular_offsets(data: _Bytes, delimiter: int, last: bool) -> tuple[_Array, _Array, int] | None:
    """Find what `csv_offsets` finds where quotation marks stand as RFC 4180 wants them, without a compiler.

    Every mark that opens stands at the beginning of a cell or doubles the one before it, and none is left
    open; then a byte is quoted where an odd number of marks stand up to it. None where it is otherwise.

    >>> data = np.frombuffer(b'a,"b\\n"\\nc', np.uint8)
    >>> regular_offsets(data, ord(","), True)
    (array([0, 7, 8]), array([2, 1]), 8)
    """
    marks = data == 34
    quoted = (np.cumsum(marks, dtype=np.uint8) & 1).astype(bool)  # Modulo 256 keeps what is odd.
    opening = np.flatnonzero(marks & quoted)
    before = data[opening[opening > 0] - 1]
    is_regular = ((before == delimiter) | (before == 10) | (before == 34)).all()
    if not is_regular or (len(quoted) and quoted[-1]):
        return None
    ends = np.flatnonzero((data == 10) & ~quoted)
    starts = np.concatenate(([0], ends + 1)).astype(np.int64)
    if last and starts[-1] < len(data):
        starts = np.append(starts, len(data))
    between = np.flatnonzero((data == delimiter) & ~quoted)
    cells = np.diff(np.searchsorted(between, starts)) + 1
    return starts, cells.astype(np.int64), int(starts[-1])


def _with_last(chunks: Iterator[bytes | LongLine]) -> Iterator[tuple[bytes | LongLine, bool]]:
    """Each chunk, and whether it is the last before a line that is too long or the end: no record reaches
    over that."""
    held: bytes | LongLine | None = None
    for chunk in chunks:
        if held is not None:
            yield held, isinstance(chunk, LongLine)
        held = chunk
    if held is not None:
        yield held, True


def _under_headers(records: _Records) -> Iterator[_Records]:
    """The records in stretches: up to a header that stands amid the data, that header, what stands under it.

    Some tools write their header at every run. One of other columns holds for what follows it.
    """
    start = 0
    for k in _header_rows(records):
        if k > start:
            yield replace(records, index=records.index[start:k], row=records.row + start)
        again = head_of(records.raw(k))
        records = replace(records, head=again._replace(delimiter=records.head.delimiter))
        yield replace(records, index=records.index[k : k + 1], row=records.row + k, again=True)
        start = k + 1
    if start < len(records.index):
        yield replace(records, index=records.index[start:], row=records.row + start)


def _header_rows(records: _Records) -> list[int]:
    """Which records are a header: they begin as the first one does, and most of its names stand in them."""
    head = records.head
    first = next(iter(head.cells), "")
    if not first or not head.raw:
        return []
    found = set()
    for opening in (first.encode(), f'"{first}"'.encode()):
        needle = opening + head.delimiter.encode()
        for at in _occurrences(records.data, needle):
            record = int(np.searchsorted(records.starts, at))
            if record < len(records.starts) and records.starts[record] == at:
                k = int(np.searchsorted(records.index, record))
                if k < len(records.index) and records.index[k] == record:
                    found.add(k)
    return sorted(k for k in found if _is_header(records.raw(k), head))


def _occurrences(data: bytes, needle: bytes) -> Iterator[int]:
    """Where lines begin with `needle`, a byte order mark before it left aside."""
    if needle not in data:
        return
    if data.startswith(needle):
        yield 0
    for begin in (b"\n", b"\n\xef\xbb\xbf"):
        at = data.find(begin + needle)
        while at >= 0:
            yield at + 1
            at = data.find(begin + needle, at + 1)


def _is_header(raw: bytes, head: Head) -> bool:
    if raw.strip() == head.raw.strip():
        return True
    cells = next(csv.reader(io.StringIO(raw.decode("utf-8", "replace")), delimiter=head.delimiter), [])
    known = set(head.cells)
    return 2 * sum(cell.strip("\ufeff ") in known for cell in cells) > len(cells)


def _block(records: _Records, importer: Importer) -> RawBatch:
    if records.again:
        return _other(records, importer)
    names = records.head.names
    counts = records.cells[records.index]
    right = np.flatnonzero(counts == len(names))
    bad = [_short(records, int(k), len(names)) for k in np.flatnonzero(counts != len(names))]
    frame, broken = _cells_of(records, right, names)
    frame = named_frame(frame, importer.fields)
    return RawBatch(frame, sorted([*bad, *broken], key=lambda b: b.source_row), _raw_of(records))


def _other(records: _Records, importer: Importer) -> RawBatch:
    empty = pl.DataFrame(schema={"source_row": pl.Int64})
    return RawBatch(named_frame(empty, importer.fields), other={"header": len(records.index)})


def _placed(records: _Records, importer: Importer) -> RawBatch:
    """Records by the position of their cells, for a layout whose rows do not follow its header."""
    if records.again:
        return _other(records, importer)
    assert importer.placed is not None
    counts = records.cells[records.index]
    header = tuple(records.head.names) if records.head.cells else ()
    bad: list[UnreadableRecord] = []
    frames = []
    for width in np.unique(counts):
        where = np.flatnonzero(counts == width)
        frame, broken = _cells_of(records, where, [str(k) for k in range(width)]) if width > 0 else (None, [])
        bad += broken
        fitting = None if frame is None else importer.placed(frame, header)
        known = set() if fitting is None else set(fitting["source_row"])
        known |= {b.source_row for b in broken}
        bad += [
            _short(records, int(k), len(records.head.names))
            for k in where
            if records.row + int(k) not in known
        ]
        if fitting is not None:
            frames.append(named_frame(fitting, importer.fields))
    whole = pl.concat(frames) if frames else _other(records, importer).frame
    return RawBatch(whole.sort("source_row"), sorted(bad, key=lambda b: b.source_row), _raw_of(records))


def _raw_of(records: _Records) -> Any:
    def raw_of(keys: Sequence[tuple[int, str]]) -> list[str]:
        return [records.text(at - records.row) for at, _ in keys]

    return raw_of


def _short(records: _Records, k: int, width: int) -> UnreadableRecord:
    found = int(records.cells[records.index[k]])
    if records.long is not None:
        return unread_line(records.row, records.long)
    reason = f"cells:{found}/{width}" if found != width else "row_shape"
    if found < 0:
        reason = "quote_open"
    return UnreadableRecord(records.row + k, "", reason, records.text(k))


def _cells_of(
    records: _Records, where: _Array, names: list[str]
) -> tuple[pl.DataFrame, list[UnreadableRecord]]:
    """Records of one width as text columns beside source_row, and those whose bytes cannot be read."""
    frame = _quickly(records, where, names)
    return (frame, []) if frame is not None else _slowly(records, where, names)


def _quickly(records: _Records, right: _Array, names: list[str]) -> pl.DataFrame | None:
    """All records of the right width through the native parser; None if it sees other borders than we do."""
    where = records.index[right]
    in_one_piece = len(where) > 0 and where[-1] - where[0] + 1 == len(where)
    data = (
        records.data[records.starts[where[0]] : records.starts[where[-1] + 1]]
        if in_one_piece
        else b"".join(records.raw(int(k)) for k in right)
    )
    if not data:
        return pl.DataFrame(schema={"source_row": pl.Int64, **dict.fromkeys(names, pl.String)})
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            separator=records.head.delimiter,
            infer_schema=False,
            new_columns=names,
            raise_if_empty=False,
        )
    except (
        pl.exceptions.ComputeError,
        pl.exceptions.ShapeError,
        pl.exceptions.SchemaError,
        pl.exceptions.NoDataError,
    ):
        return None
    if frame.height != len(right) or frame.width != len(names):
        return None
    return frame.with_columns(source_row=pl.Series(right + records.row, dtype=pl.Int64))


def _slowly(
    records: _Records, right: _Array, names: list[str]
) -> tuple[pl.DataFrame, list[UnreadableRecord]]:
    """Record by record, for chunks with loose quotes or bytes that are not UTF-8."""
    csv.field_size_limit(2**31 - 1)
    rows: list[list[str]] = []
    at: list[int] = []
    bad: list[UnreadableRecord] = []
    for k in right:
        row = records.row + int(k)
        try:
            text = records.raw(int(k)).decode("utf-8")
        except UnicodeDecodeError:
            bad.append(UnreadableRecord(row, "", "not_utf8", records.text(int(k))))
            continue
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=records.head.delimiter), [])
        if len(cells) == len(names):
            rows.append(cells)
            at.append(row)
        else:
            bad.append(UnreadableRecord(row, "", f"cells:{len(cells)}/{len(names)}", records.text(int(k))))
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    frame = frame.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)) for name in names)
    return frame.with_columns(source_row=pl.Series(at, dtype=pl.Int64)), bad
