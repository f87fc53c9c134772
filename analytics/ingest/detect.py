"""Which importer reads a file: decided by what the file holds, never by what it is called."""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from analytics.ingest.block import as_text, loads
from analytics.ingest.cells import header_of
from analytics.ingest.documents import database_keys, salvage, sheet_frame
from analytics.ingest.encoding import LOOK_BYTES, encoding_of, head_of
from analytics.ingest.headless import by_place, lacks_header
from analytics.ingest.importer import Container, Hints, Importer, Probe
from analytics.ingest.map_draft import importer_of_map
from analytics.model.errors import ExportError, WakelineError
from analytics.model.registry import load

_LOOK_LINES = 20
# How files begin that are handed over beside exports and are none, and what to call them.
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"\0\0\0", "MP4"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\xd0\xcf\x11\xe0", "Excel 97 / Word 97"),
)
_NUL_SHARE = 0.1  # Text may hold stray zero bytes; a file with more of them is no text.


@dataclass(frozen=True)
class Look:
    """What a first look at a file shows: container, encoding (None for binary), probe, the sheet if it is
    one, whether it reads as text, whether the first line of a table names its columns."""

    probe: Probe
    encoding: str | None
    sheet: pl.DataFrame | None = None
    is_text: bool = True
    headed: bool = True


@cache
def importers() -> dict[str, Importer]:
    """Every importer found in the folder, by name."""
    return load("analytics.ingest.platforms", "IMPORTER", Importer)


def look(path: Path, name: str) -> Look:
    """Container, encoding and keys of a file. Raises ExportError for an empty file, a broken binary one,
    or one that is no export."""
    head = head_of(path)
    if not head:
        raise ExportError("file_empty", path=name)
    if head.startswith(b"SQLite format 3\x00"):
        return Look(Probe(name, Container.DATABASE, database_keys(path)), None)
    if head.startswith((b"PAR1", b"PK\x03\x04")):
        sheet = sheet_frame(path)
        return Look(Probe(name, Container.TABLE, frozenset(sheet.columns)), None, sheet)
    encoding = encoding_of(head)
    other = next((kind for sign, kind in _OTHERS if head.startswith(sign)), None)
    if other:
        raise ExportError("not_an_export", path=name, found=other)
    is_text = encoding == "utf-16" or head.count(0) <= _NUL_SHARE * len(head)
    text = head.decode(encoding, "replace").lstrip("\ufeff")
    probe = _json_probe(path, name, text, len(head) < LOOK_BYTES, encoding)
    if probe is not None:
        return Look(probe, encoding)
    header, _ = header_of(text.encode("utf-8", "replace"))
    headed = not lacks_header(header)
    keys = frozenset(header if headed else by_place(header))
    return Look(Probe(name, Container.TABLE, keys), encoding, is_text=is_text, headed=headed)


def _json_probe(path: Path, name: str, text: str, whole: bool, encoding: str) -> Probe | None:
    """JSON Lines, one JSON document, or None for text that is neither.

    Lines: the first line is an object of its own and another line follows, or the whole is no JSON and some
        of the first lines are objects (a broken first line does not hide the rest).
    """
    lines = [line for line in re.split(r"\r\n|\n|\r", text)[: _LOOK_LINES + 1] if line.strip()]
    if not whole and len(lines) > 1:
        lines = lines[:-1]
    start = text.lstrip()[:1]
    values = [value for line in lines if isinstance(value := _value(line), dict)]
    if values and len(lines) > 1 and isinstance(_value(lines[0]), dict):
        return Probe(name, Container.LINES, _dotted(values), tuple(values))
    if start in ("{", "["):
        value = _value(path.read_bytes().decode(encoding, "replace").lstrip("\ufeff"))
        if (value is None and not values) or (start == "[" and value is None):
            value = salvage(text)[0][:_LOOK_LINES] or None
        if value is not None:
            if isinstance(value, dict) and len(lines) == 1:
                alone = Probe(name, Container.LINES, _dotted([value]), (value,))
                if _fitting(alone):  # one object on one line may be JSON Lines of one record
                    return alone
            sample = value if isinstance(value, list) else [value]
            return Probe(name, Container.DOCUMENT, _dotted(sample[:_LOOK_LINES]), (value,))
    if values:
        return Probe(name, Container.LINES, _dotted(values), tuple(values))
    return Probe(name, Container.DOCUMENT) if start in ("{", "[") else None


def _value(text: str) -> Any:
    try:
        return loads(text)
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


def importer_for(seen: Look, wanted: str | None, file: Path | None = None) -> Importer:
    """The one importer that fits, or the one the user names (a name, or the path of a column map).

    Raises ExportError naming what was found and what is known if none or several fit.
    """
    if wanted is not None:
        if wanted.endswith(".toml"):
            return importer_of_map(Path(wanted), seen.probe, file)
        if wanted not in importers():
            raise ExportError("format_unknown", found=wanted, known=", ".join(importers()))
        return importers()[wanted]
    fitting = _fitting(seen.probe)
    if not fitting:
        if seen.probe.container == Container.DOCUMENT and not seen.probe.sample:
            raise ExportError("json_cut", path=seen.probe.name)
        if not seen.is_text:
            raise ExportError("not_an_export", path=seen.probe.name, found="binary")
        if not seen.headed:
            raise ExportError("no_header", path=seen.probe.name, n=len(seen.probe.keys))
        shown = ", ".join(sorted(seen.probe.keys)[:12]) or "-"
        raise ExportError(
            "nothing_fits",
            path=seen.probe.name,
            container=seen.probe.container.value,
            found=shown,
            known=", ".join(importers()),
        )
    if len(fitting) > 1:
        raise ExportError("several_fit", path=seen.probe.name, found=", ".join(i.name for i in fitting))
    return fitting[0]


def _fitting(probe: Probe) -> list[Importer]:
    return [i for i in importers().values() if probe.container in i.containers and i.fits(probe)]


def with_name_hints(hints: Hints, importer: Importer, name: str) -> Hints:
    """`hints`, completed by what the file's name tells this importer; a hint of the user's stands first."""
    told = importer.name_hints(Path(name).name)
    about, author = hints.about or told.get("about"), hints.author or told.get("author")
    by_name = (about and not hints.about) or (author and not hints.author)
    basis = "file_name" if by_name else ("option" if about or author else None)
    return replace(hints, about=about, author=author, basis=basis, date_order=importer.date_order)


def is_recognised(path: Path, name: str) -> bool:
    """Whether exactly one importer fits the file."""
    try:
        importer_for(look(path, name), None)
    except WakelineError:
        return False
    return True


__all__ = ["Look", "as_text", "importer_for", "importers", "is_recognised", "look", "with_name_hints"]
