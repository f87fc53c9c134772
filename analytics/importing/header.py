"""The first lines of a CSV: which separator, which column names, and whether there are any names at all."""

import csv
import io
import re
from typing import NamedTuple

from analytics.model.errors import ExportError

DELIMITERS = (",", "\t", ";")
HEADER_BYTES = 2**20  # A header line beyond this is none: the longest known has 20 kB.
COLUMNS_MAX = 4_096  # The widest layout known has some 300; a spreadsheet ends at 16,384.

_SEPARATOR = re.compile(rb'\A"?sep=([\x09,;|:^~ ])"?[\t,; ]*\r?(?:\n|\Z)', re.IGNORECASE)
_ID = re.compile(r"[+'=\"]*\d{8,20}[\"]?\s*")
_MOMENT = re.compile(
    r"\s*(\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}|\d{1,2}[-/月.]\d{1,2}(日|[-/.]\d{4})"
    r"|[A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} \d)"
)
_UNIX = re.compile(r"\s*1\d{9}(\.\d+|\d{3}|\d{6})?\s*")


class Head(NamedTuple):
    """How a CSV begins.

    names: the columns, each once (a repeated name gets "#2"); "1", "2", ... where the file names none.
    cells: the header as written; empty if there is none.
    skipped: bytes before the first record (a line "sep=;", blank lines).
    raw: the bytes of the header line, without its end.
    blank_n: blank lines before it; a spreadsheet shows them, and no line "sep=;".
    """

    names: list[str]
    delimiter: str
    cells: list[str]
    skipped: int
    raw: bytes
    blank_n: int = 0


def head_of(data: bytes) -> Head:
    """The head of a CSV from its first bytes (UTF-8).

    >>> head_of(b"sep=;\\nid;name;id\\n1;2;3\\n")[:2]
    (['id', 'name', 'id#2'], ';')
    >>> head_of(b"5141654403031243,9900000701,2025-03-07 20:10:00\\n").names
    ['1', '2', '3']
    """
    bare = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    skipped, stated = len(data) - len(bare), None
    blank_n = data[:skipped].count(b"\n")
    if found := _SEPARATOR.match(bare):
        stated = found[1].decode()
        skipped += found.end()
    body = data[skipped : skipped + HEADER_BYTES]
    cells, delimiter = _first_record(body.decode("utf-8", "replace"), stated)
    cells = [cell.strip().strip("\ufeff") for cell in cells]
    if is_data(cells):
        return Head(head_names(cells), delimiter, [], skipped, b"", blank_n)
    return Head(head_names(cells), delimiter, cells, skipped, _first_line(body), blank_n)


def is_data(cells: list[str]) -> bool:
    """Whether a first record is no header: it holds an id and a moment, which no column is called."""
    ids = [cell for cell in cells if _ID.fullmatch(cell)]
    moments = [cell for cell in cells if _MOMENT.match(cell)]
    stamps = [cell for cell in ids if _UNIX.fullmatch(cell)]
    return bool(ids and moments) or (len(ids) > len(stamps) > 0)


def check_head(head: Head, data: bytes, name: str) -> None:
    """Raise ExportError for a header that no tool writes: far too many columns, or a line without end."""
    if len(head.names) > COLUMNS_MAX:
        raise ExportError("columns_many", path=name, found=len(head.names), most=COLUMNS_MAX)
    if len(data) - head.skipped > HEADER_BYTES and b"\n" not in data[head.skipped :][:HEADER_BYTES]:
        raise ExportError("header_long", path=name, most=HEADER_BYTES // 2**20)


def _first_record(text: str, stated: str | None) -> tuple[list[str], str]:
    csv.field_size_limit(2**31 - 1)
    wanted = (stated,) if stated else DELIMITERS
    read = [(next(csv.reader(io.StringIO(text, newline=""), delimiter=d), []), d) for d in wanted]
    return max(read, key=lambda found: len(found[0]))


def _first_line(body: bytes) -> bytes:
    return body.split(b"\n", 1)[0].rstrip(b"\r")


def head_names(cells: list[str]) -> list[str]:
    """The names of columns from a first record, each once; their numbers, if it holds data."""
    if is_data(cells):
        return [str(k) for k in range(1, len(cells) + 1)]
    seen: dict[str, int] = {}
    unique = []
    for name in cells:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return unique
