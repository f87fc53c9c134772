"""The exported line behind a row, read from the evidence folder, out of an archive where it came in one."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analytics.importing.csv_reader import record_at
from analytics.importing.encoding import LOOK_BYTES, LongLine, utf8_chunks
from analytics.importing.inputs import Input, members, unpacked
from analytics.importing.json_reader import rows_of
from analytics.importing.json_stream import Piece, pieces
from analytics.importing.raw_batch import cut, loads, unread_line
from analytics.importing.sqlite_reader import row_at
from analytics.importing.workbook_reader import sheets_of
from analytics.model.errors import CaseError
from analytics.model.thresholds import ReadingLimits, Thresholds
from analytics.store.case_folder import Case
from analytics.store.inputs import sound_path

Place = tuple[str, int, str]  # source_sha256, source_row, source_path


def exported_line(case: Case, source_sha256: str, source_row: int, source_path: str) -> str:
    """Read a record as it was exported.

    It is a line of JSONL, the cells of a CSV record with their header, or a part of a JSON document.

    source_row: counted from 0; source_path: a JSON pointer into the record, or "".

    Raises CaseError if the source is not in the case or its file is gone from evidence/ or was changed.
    """
    return exported_lines(case, [(source_sha256, source_row, source_path)])[0]


def exported_lines(case: Case, places: list[Place]) -> list[str]:
    """Read the records at some places, in that order; every source is opened once.

    Raises CaseError as `exported_line` does.
    """
    sources = {row["sha256"]: row for row in case.read("sources").to_dicts()}
    found: dict[Place, str] = {}
    for sha256 in dict.fromkeys(place[0] for place in places):
        if sha256 not in sources:
            raise CaseError("source_absent", case=case.folder, found=sha256)
        with opened_source(case, sources[sha256]) as path:
            for place in places:
                if place[0] == sha256 and place not in found:
                    found[place] = _record(path, sources[sha256], place[1], place[2])
    return [found[place] for place in places]


def _record(path: Path, source: dict[str, Any], row: int, pointer: str) -> str:
    """Read one record by the container of its source."""
    container = source["format"].split(".")[0]
    encoding = source["encoding"] or "utf-8"
    if container == "jsonl":
        return _line(path, encoding, row, pointer)
    if container == "json":
        return _document(path, encoding, row, pointer)
    if container == "sqlite":
        return _database_row(path, row, pointer)
    if source["encoding"] is None:
        return _sheet_row(path, row, pointer)
    return _cells(path, encoding, row)


@contextmanager
def opened_source(case: Case, source: dict[str, Any]) -> Iterator[Path]:
    """Give the bytes of a row of SOURCES as a file: the evidence file, or unpacked for the time being.

    Raises CaseError if its file is gone from evidence/ or was changed.
    """
    holder = source["container_sha256"] or source["sha256"]
    stored = sound_path(case.evidence, holder)
    if stored is None:
        raise CaseError("evidence_gone", case=case.folder, found=holder, name=source["name"])
    settings = Thresholds().as_imported(case.manifest.get("settings", {})).reading
    with TemporaryDirectory(prefix="wakeline-") as scratch:
        if source["container_sha256"] is None:
            packed = source["format"].split(".")[1] if "." in source["format"] else None
            with unpacked(
                Input(Path(source["name"]), packed=packed), stored, Path(scratch), settings
            ) as path:
                yield path
            return
        archive, member = source["name"].split("!/", 1)
        kind = case.read("sources").filter(sha256=holder)["format"].item()
        for name, path in members(Input(Path(archive), archive=kind), stored, Path(scratch), settings):
            if name == member:
                yield path
                return
    raise CaseError("evidence_gone", case=case.folder, found=holder, name=source["name"])


def _line(path: Path, encoding: str, row: int, pointer: str) -> str:
    """A line of JSONL, or with a pointer the part of it that the pointer names."""
    first = 0
    for chunk in utf8_chunks(path, encoding, 2**24):
        if isinstance(chunk, LongLine):
            if row == first:
                return unread_line(row, chunk).raw
            first += 1
            continue
        lines_n = chunk.count(b"\n")
        lines_n += not chunk.endswith(b"\n")
        if row < first + lines_n:
            text = chunk.split(b"\n")[row - first].decode("utf-8", "backslashreplace")
            return text if not pointer else f"{pointer}\n{_pointed(loads(text), pointer)}"
        first += lines_n
    return ""


def _document(path: Path, encoding: str, row: int, pointer: str) -> str:
    if path.stat().st_size > LOOK_BYTES:
        piece = next(islice(pieces(path, encoding), row, None), Piece(None, "not_json"))
        if piece.long is not None:
            return unread_line(row, piece.long).raw
        return cut(piece.raw) if piece.reason else f"[{row}]{pointer}\n{_pointed(piece.value, pointer)}"
    rows = rows_of(path.read_bytes().decode(encoding, "replace"))
    if row >= len(rows.values):
        return cut(rows.rest)
    return f"[{row}]{pointer}\n{_pointed(rows.values[row], pointer)}"


def _pointed(value: Any, pointer: str) -> str:
    """What a JSON pointer points at, indented."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        elif isinstance(value, dict) and name in value:
            value = value[name]
        else:
            break
    return json.dumps(value, ensure_ascii=False, indent=1)


def _cells(path: Path, encoding: str, row: int) -> str:
    """A CSV record under its header: `header: cell` a line."""
    record, header, delimiter = record_at(path, encoding, row)
    cells = next(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter), [])
    if len(cells) != len(header):
        return record
    return "\n".join(f"{name}: {value}" for name, value in zip(header, cells, strict=True))


def _database_row(path: Path, row: int, pointer: str) -> str:
    found = row_at(path, pointer.split("/")[1], row)
    return json.dumps(found, ensure_ascii=False, indent=1) if found else ""


def _sheet_row(path: Path, row: int, pointer: str) -> str:
    """A row of the sheet that the pointer names; of the first, if it names none."""
    sheets = sheets_of(path, path.name, ReadingLimits().ratio_max)
    name = pointer.split("/")[1] if pointer else ""
    sheet = next((one for one in sheets if one.name == name), sheets[0])
    found = sheet.cells.filter(source_row=row).drop("source_row")
    return json.dumps(found.row(0, named=True), ensure_ascii=False, indent=1) if found.height else ""
