"""The inputs within one file: the file itself, the sheets of a workbook, the tables of a database; and which
of them nothing reads."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from analytics.importing.column_map import read_map
from analytics.importing.importer import Container, Importer, Probe
from analytics.importing.sniff import Sniffed, importer_for, importers, looks, reads
from analytics.importing.sqlite_reader import first_rows, rows_n, tables_of
from analytics.model.errors import ExportError

_LOOK_ROWS = 20  # Rows of a table that are looked at.


@dataclass(frozen=True)
class Part:
    """An input within a file and what reads it. importer None: nothing does; `rows_n` records stand there."""

    seen: Sniffed
    importer: Importer | None
    place: str = ""  # The sheet's or table's name; "" for the file itself.
    rows_n: int = 0


def parts_of(path: Path, name: str, wanted: str | None) -> list[Part]:
    """Every input within a file, each with its importer, at least one of which is read.

    wanted: the importer or column map that the user names; within a workbook or database it reads what it
    fits. Raises ExportError if the file cannot be read or nothing in it can.
    """
    seen = looks(path, name)
    if seen[0].probe.container == Container.DATABASE:
        return _of_database(path, seen[0], wanted)
    if len(seen) == 1:
        return [Part(seen[0], importer_for(seen[0], wanted, path))]
    return _of_sheets(seen, name, wanted)


def importer_names(parts: list[Part]) -> str:
    """The importers of a file, in the order of its parts."""
    return " + ".join(dict.fromkeys(part.importer.name for part in parts if part.importer))


def _of_sheets(seen: list[Sniffed], name: str, wanted: str | None) -> list[Part]:
    parts, faults = [], []
    for one in seen:
        assert one.sheet is not None
        found = _importer_or_fault(one, wanted)
        importer = found if isinstance(found, Importer) else None
        if isinstance(found, ExportError):
            if found.key == "map_column_absent" and _names_sheet(wanted, one.sheet.name):
                raise found
            faults.append(found)
        parts.append(Part(one, importer, one.sheet.name, one.sheet.cells.height + one.sheet.header_n))
    if any(part.importer for part in parts):
        return parts
    if wanted in importers():  # The user insists: the first sheet, as the layout would read it.
        return [replace(parts[0], importer=importers()[str(wanted)]), *parts[1:]]
    if len({fault.key for fault in faults}) == 1 and faults[0].key == "nothing_fits":
        shown = "; ".join(f"{p.place}: {', '.join(sorted(p.seen.probe.keys)[:6])}" for p in parts[:6])
        raise ExportError("sheets_unknown", path=name, sheets=shown)
    raise faults[0]


def _names_sheet(wanted: str | None, sheet: str) -> bool:
    """Whether the user's column map has a section for this very sheet."""
    is_map = wanted is not None and wanted.endswith(".toml")
    return is_map and any(one.sheet == sheet for one in read_map(Path(str(wanted))).sections())


def _importer_or_fault(seen: Sniffed, wanted: str | None) -> Importer | ExportError:
    """The importer of one part among several; a built-in one must fit to be taken."""
    try:
        importer = importer_for(seen, wanted)
    except ExportError as fault:
        return fault
    if wanted in importers() and not importer.fits(seen.probe):
        return ExportError("nothing_fits", path=seen.probe.name, container="csv", found="-", known="-")
    return importer


def _of_database(path: Path, seen: Sniffed, wanted: str | None) -> list[Part]:
    """An importer of the whole database reads its tables; each other table is an input of its own."""
    whole = _importer_of_database(seen, wanted)
    if whole is not None and wanted is not None:
        _check_reads(whole, seen)
    fields = whole.fields if whole is not None else ()
    taken = {field.split(".", 1)[0] for field in fields if field in seen.probe.keys}
    parts = [Part(seen, whole)] if whole is not None else []
    tables = tables_of(path, seen.probe.name)
    parts += list(_of_tables(path, seen, {t: c for t, c in tables.items() if t not in taken}, wanted))
    if any(part.importer for part in parts):
        return parts
    shown = "; ".join(
        f"{table} ({', '.join(columns[:5])}, ...)" for table, columns in list(tables.items())[:8]
    )
    raise ExportError("tables_unknown", path=seen.probe.name, tables=shown or "-")


def _importer_of_database(seen: Sniffed, wanted: str | None) -> Importer | None:
    if wanted is None:
        fitting = [i for i in importers().values() if reads(i, Container.DATABASE) and i.fits(seen.probe)]
        if len(fitting) > 1:
            raise ExportError("several_fit", path=seen.probe.name, found=", ".join(i.name for i in fitting))
        return fitting[0] if fitting else None
    importer = importer_for(seen, wanted)
    is_of_tables = wanted in importers() and not reads(importer, Container.DATABASE)
    return None if is_of_tables and reads(importer, Container.TABLE) else importer


def _check_reads(importer: Importer, seen: Sniffed) -> None:
    """Raise ExportError if the importer does not read this container."""
    container = seen.probe.container
    if not reads(importer, container):
        raise ExportError(
            "container_other",
            path=seen.probe.name,
            found=container.value,
            importer=importer.name,
            expected=", ".join(sorted(c.value for c in importer.containers)),
        )


def _of_tables(
    path: Path, seen: Sniffed, tables: dict[str, tuple[str, ...]], wanted: str | None
) -> Iterator[Part]:
    is_map = wanted is not None and wanted not in importers()
    for table, columns in tables.items():
        sample = first_rows(path, seen.probe.name, table, _LOOK_ROWS)
        probe = Probe(f"{seen.probe.name}!/{table}", Container.TABLE, frozenset(columns), sample)
        one = Sniffed(probe, None, table=table, pointer=f"/{table}")
        found = None if is_map else _importer_or_fault(one, wanted)
        importer = found if isinstance(found, Importer) else None
        yield Part(one, importer, table, rows_n(path, seen.probe.name, table))
