"""What a file is and which importer reads it: decided by what the file holds, never by what it is called."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from analytics.importing.encoding import LINE_BYTES_MAX, LOOK_BYTES, LongLine, encoding_of
from analytics.importing.encoding import head_of as first_bytes
from analytics.importing.header import HEADER_BYTES, Head, check_head, head_of
from analytics.importing.importer import JSON, Container, Hints, Importer, Probe
from analytics.importing.json_reader import Rows, rows_of
from analytics.importing.json_stream import pieces
from analytics.importing.map_draft import importer_of_map
from analytics.importing.raw_batch import loads, mended_escapes
from analytics.importing.signatures import FOREIGN, text_kind
from analytics.importing.sqlite_reader import tables_of
from analytics.importing.workbook_reader import Sheet, sheets_of
from analytics.model.errors import ExportError
from analytics.model.registry import load
from analytics.model.thresholds import ReadingLimits

_LOOK_LINES = 20
_NUL_SHARE = (
    ReadingLimits.nul_share_max
)  # Text may hold stray zero bytes; a file with more of them is no text.


@dataclass(frozen=True)
class Sniffed:
    """What a first look shows of a file, or of a sheet or table in it.

    encoding: None for binary. sheet: the cells, if it is one. table: its name in a database, if it is one.
    rows: of a JSON document, as read. is_text: whether the bytes read as text. pointer: the place in the
    file, "" for the file itself and for the first sheet.
    """

    probe: Probe
    encoding: str | None
    sheet: Sheet | None = None
    table: str | None = None
    rows: Rows | None = None
    is_text: bool = True
    pointer: str = ""


@cache
def importers() -> dict[str, Importer]:
    """Every importer found in the folder, by name."""
    return load("analytics.importing.formats", "IMPORTER", Importer)


def sniff(path: Path, name: str) -> Sniffed:
    """Container, encoding and keys of a file; of a workbook, its first sheet. Raises ExportError for an empty
    file, a broken binary one, or one that is no export."""
    return looks(path, name)[0]


def looks(path: Path, name: str) -> list[Sniffed]:
    """The same for every input within a file: each sheet of a workbook; all other files are one."""
    head = first_bytes(path)
    if not head:
        raise ExportError("file_empty", path=name)
    if head.startswith(b"SQLite format 3\x00"):
        keys = frozenset(f"{table}.{c}" for table, columns in tables_of(path, name).items() for c in columns)
        return [Sniffed(Probe(name, Container.DATABASE, keys), None)]
    if head.startswith((b"PAR1", b"PK\x03\x04")):
        return list(_sheets(path, name))
    other = next((kind for sign, kind in FOREIGN if head.startswith(sign)), None)
    if other:
        raise ExportError("not_an_export", path=name, found=other)
    encoding = encoding_of(head)
    text = head.decode(encoding, "replace").lstrip("\ufeff")
    if kind := text_kind(text):
        raise ExportError("sql_dump" if kind == "SQL" else "not_an_export", path=name, found=kind)
    found = _json(path, name, text, len(head) < LOOK_BYTES, encoding)
    return [found or _table(name, head, text, encoding)]


def _sheets(path: Path, name: str) -> Iterator[Sniffed]:
    sheets = sheets_of(path, name, ReadingLimits().ratio_max)
    if not sheets:
        raise ExportError("sheets_empty", path=name)
    for k, sheet in enumerate(sheets):
        title = name if len(sheets) == 1 else f"{name}!/{sheet.name}"
        sample = tuple(sheet.cells.head(_LOOK_LINES).drop("source_row").to_dicts())
        probe = Probe(title, Container.TABLE, frozenset(sheet.names), sample, sheet.is_headed)
        yield Sniffed(probe, None, sheet=sheet, pointer=f"/{sheet.name}" if k else "")


def _table(name: str, head: bytes, text: str, encoding: str) -> Sniffed:
    is_text = encoding.startswith("utf-16") or head.count(0) <= _NUL_SHARE * len(head)
    first = text[: 2 * HEADER_BYTES].replace("\0", "").encode("utf-8", "replace")
    told = head_of(first)
    if is_text:
        check_head(told, first, name)
    sample = tuple(_rows(text, told)) if is_text else ()
    probe = Probe(name, Container.TABLE, frozenset(told.names), sample, bool(told.cells))
    return Sniffed(probe, encoding, is_text=is_text)


def _rows(text: str, head: Head) -> Iterator[dict[str, str]]:
    """The first rows of a table that have as many cells as its header."""
    body = text.replace("\0", "").encode("utf-8", "replace")[head.skipped : head.skipped + HEADER_BYTES]
    read = csv.reader(io.StringIO(body.decode("utf-8", "replace"), newline=""), delimiter=head.delimiter)
    for row in islice(read, 1 if head.cells else 0, _LOOK_LINES + 1):
        if len(row) == len(head.names):
            yield dict(zip(head.names, row, strict=True))


def _json(path: Path, name: str, text: str, whole: bool, encoding: str) -> Sniffed | None:
    """JSON Lines, a JSON document (or several), or None for text that is neither.

    Lines: the first line is an object of its own and another line follows, or the whole is no JSON and some
        of the first lines are objects (a broken first line does not hide the rest).
    """
    lines = [line for line in re.split(r"\r\n|\n|\r", text)[: _LOOK_LINES + 1] if line.strip()]
    is_followed = len(lines) > 1
    if not whole and is_followed:
        lines = lines[:-1]
    start = text.lstrip()[:1]
    is_lines = start == "{" and is_followed and isinstance(_value(lines[0]), dict)
    if not is_lines and start in ("{", "["):
        found = _document(path, name, text if whole else None, len(lines) == 1, encoding)
        if found is not None:
            return found
    values = [value for line in lines if isinstance(value := _value(line), dict)]
    if values:
        return Sniffed(Probe(name, Container.LINES, _dotted(values), tuple(values)), encoding)
    return Sniffed(Probe(name, Container.DOCUMENT), encoding) if start in ("{", "[") else None


def _document(path: Path, name: str, text: str | None, one_line: bool, encoding: str) -> Sniffed | None:
    """A JSON document as read, or the beginning of a long one; None if nothing of it can be.

    One object on one line may as well be JSON Lines of one record.
    """
    if text is None:
        return _long_document(path, name, encoding)
    try:
        rows = rows_of(text)
    except RecursionError:
        return None
    if not rows.values and rows.rest:
        return None
    first = rows.values[:_LOOK_LINES]
    if one_line and len(rows.values) == 1 and isinstance(first[0], dict) and text.lstrip()[0] == "{":
        alone = Probe(name, Container.LINES, _dotted(first), (first[0],))
        if any(Container.LINES in i.containers for i in _fitting(alone)):
            return Sniffed(alone, encoding)
    probe = Probe(name, Container.DOCUMENT, _dotted(first), tuple(rows.values) or ([],))
    return Sniffed(
        probe, encoding, rows=None if "\ufffd" in text else rows
    )  # Broken bytes: to be read strictly.


def _long_document(path: Path, name: str, encoding: str) -> Sniffed | None:
    """The first values of a document that is too long to be read for a look.

    Raises ExportError where every value is too long to be read at all.
    """
    first: list[Any] = []
    long: LongLine | None = None
    for piece in pieces(path, encoding):
        long = long or piece.long
        first += [] if piece.reason else [piece.value]
        if len(first) == _LOOK_LINES:
            break
    if not first and long is not None:
        raise ExportError("record_long", path=name, found=long.bytes_n, most=LINE_BYTES_MAX)
    return Sniffed(Probe(name, Container.DOCUMENT, _dotted(first), tuple(first)), encoding) if first else None


def _value(text: str) -> Any:
    try:
        return loads(mended_escapes(text)[0])
    except (ValueError, RecursionError):
        return None


def _dotted(values: list[Any]) -> frozenset[str]:
    """Keys of the objects among `values`, one level of nesting as "user._id"."""
    keys: set[str] = set()
    for value in values:
        if isinstance(value, dict):
            for key, inner in value.items():
                keys.add(key)
                if isinstance(inner, dict):
                    keys.update(f"{key}.{k}" for k in inner)
    return frozenset(keys)


def importer_for(seen: Sniffed, wanted: str | None, file: Path | None = None) -> Importer:
    """The one importer that fits, or the one the user names (a name, or the path of a column map).

    file: where its bytes lie, for keys of a column map that only later records bear.
    Raises ExportError naming what was found and what is known if none or several fit, SettingsError for a map
    that cannot be imported by.
    """
    if wanted is not None:
        if wanted.endswith(".toml"):
            return importer_of_map(Path(wanted), seen.probe, file)
        if wanted not in importers():
            raise ExportError("format_unknown", found=wanted, known=", ".join(importers()))
        return importers()[wanted]
    fitting = _fitting(seen.probe)
    if not fitting:
        raise _unknown(seen)
    if len(fitting) > 1:
        raise ExportError("several_fit", path=seen.probe.name, found=", ".join(i.name for i in fitting))
    return fitting[0]


_PACKED = {".zst": " (unpacked from Zstandard)", ".gz": " (unpacked from gzip)", ".xz": " (unpacked from xz)"}


def _unknown(seen: Sniffed) -> ExportError:
    """Why no importer reads a file."""
    probe = seen.probe
    if probe.container == Container.DOCUMENT and not probe.sample:
        return ExportError("json_cut", path=probe.name)
    if not seen.is_text:
        return ExportError("not_an_export", path=probe.name, found="binary")
    if not probe.is_headed:
        return ExportError("no_header", path=probe.name, found=len(probe.keys))
    packed = _PACKED.get(Path(probe.name).suffix.lower(), "")
    return ExportError(
        "nothing_fits",
        path=probe.name,
        container=probe.container.value + packed,
        found=", ".join(sorted(probe.keys)[:12]) or "-",
        known=len(importers()),
    )


def reads(importer: Importer, container: Container) -> bool:
    """Whether an importer reads such a file: JSON Lines and JSON documents are one to it."""
    return container in importer.containers or (
        container in JSON and not JSON.isdisjoint(importer.containers)
    )


def _fitting(probe: Probe) -> list[Importer]:
    return [i for i in importers().values() if reads(i, probe.container) and i.fits(probe)]


def with_name_hints(hints: Hints, importer: Importer, name: str) -> Hints:
    """`hints`, completed by what the file's name tells this importer; a hint of the user's stands first."""
    told = importer.name_hints(Path(name).name)
    about, author = hints.about or told.get("about"), hints.author or told.get("author")
    by_name = (about and not hints.about) or (author and not hints.author)
    basis = "file_name" if by_name else ("option" if about or author else None)
    return replace(
        hints, about=about, author=author, basis=basis, kind=told.get("kind"), date_order=importer.date_order
    )
