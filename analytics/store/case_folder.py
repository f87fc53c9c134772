"""The case folder: tables are written beside the old ones and trusted only once analysis.json names them.

    CASE/case.toml            what people state
    CASE/evidence/            the inputs, byte for byte, named by their SHA-256
    CASE/tables/*.parquet     the tables of the study
    CASE/tables/parsed/       what each import read, before captures are merged
    CASE/report/              documents made from the tables
    CASE/custody.jsonl        who did what to the case, when: see custody_log.py
    CASE/custody.head         number and hash of its last line
    CASE/analysis.json        versions, settings, the hash of every input and table

A commit writes all files into `tables/.next/`, writes analysis.json.next, renames it to analysis.json (the
moment that decides), then moves the files from `.next/` to their places. A crash before the rename leaves the
old state; a crash after it is finished by the next command. A full disk, or a file that may not be written,
is reported as our own error.
"""

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from analytics.model.errors import CaseError
from analytics.model.tables import TABLES, Table
from analytics.store.case_toml import CaseToml, read_case_toml, stated_values
from analytics.store.custody_log import CustodyEntry, append, operator, prepared, settle
from analytics.store.lock import only_writer
from analytics.store.manifest import FORMAT_VERSION, read_manifest
from analytics.store.placed_events import with_parents
from analytics.store.reviews import heal_log

NEXT = ".next"
ERASING = ".erasing"  # What `erase` works in; it holds what is to go, so that nothing of it may stay behind.


def sha256_of(path: Path) -> str:
    """Compute the SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_seen(path: Path) -> str:
    """Compute the SHA-256 of a file, once a process; again if the system has written to it since."""
    stat = path.stat()
    return _hash_at(path, (stat.st_ctime_ns, stat.st_mtime_ns, stat.st_size, stat.st_ino))


@lru_cache(maxsize=512)
def _hash_at(path: Path, state: tuple[int, ...]) -> str:
    """The hash of a file as it stood. Who may write can set a moment of change, but not that of the inode."""
    del state
    return sha256_of(path)


def canonical_json(value: object) -> str:
    """Write a value as JSON so that equal values give equal bytes.

    Keys are sorted, the indent is two blanks, and the text ends in a newline.

    >>> canonical_json({"b": 1, "a": [2]}).splitlines()[-2]
    '  "b": 1'
    """
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


@dataclass(frozen=True)
class Case:
    """An open case folder.

    manifest: the content of analysis.json; {} for a case without any table yet.
    """

    folder: Path
    manifest: dict[str, Any] = field(default_factory=dict)

    @property
    def tables(self) -> Path:
        """Where the tables are."""
        return self.folder / "tables"

    @property
    def evidence(self) -> Path:
        """Where the inputs are, named by their SHA-256."""
        return self.folder / "evidence"

    @property
    def report(self) -> Path:
        """Where documents are written."""
        return self.folder / "report"

    def toml(self) -> CaseToml:
        """Read what people state in case.toml. Raises SettingsError if it is not valid."""
        return read_case_toml(self.folder)

    def log(self, act: CustodyEntry, after: str | None) -> dict[str, Any]:
        """Add to the chain of custody what was done without changing the tables, and return the entry.

        after: hash of what it made.
        """
        return append(
            self.folder,
            act,
            act.who or operator(self.toml().case.operator),
            (self.manifest.get("generation"), after),
        )

    def stages(self) -> list[str]:
        """List the stages of the study that stand in analysis.json, in their order."""
        return list(self.manifest.get("stages", []))

    def has(self, table: str) -> bool:
        """Tell whether analysis.json names the table."""
        return f"{table}.parquet" in self.manifest.get("tables", {})

    def path(self, table: str) -> Path:
        """Find the file of a table.

        Raises CaseError if the case lacks it, or if it is not the file that analysis.json names.
        """
        entry = self.manifest.get("tables", {}).get(f"{table}.parquet")
        if entry is None:
            raise CaseError("table_absent", case=self.folder, table=table)
        file = self.tables / f"{table}.parquet"
        if not file.is_file() or hash_seen(file) != entry["sha256"]:
            raise CaseError("table_changed", case=self.folder, table=table)
        return file

    def scan(self, table: str) -> pl.LazyFrame:
        """Read a table lazily: only the columns and rows asked for leave the disk."""
        return pl.scan_parquet(self.path(table))

    def placed_events(self, where: pl.Expr | None = None) -> pl.LazyFrame:
        """Read PLACED_EVENTS lazily.

        where: a condition on columns of EVENTS alone, so that only the parents of those few are looked for;
            conditions on a place are filters of the result.
        """
        events = self.scan("events")
        parents = self.scan("parents") if self.has("parents") else None
        if where is not None:
            events = events.filter(where)
            if parents is not None:
                parents = parents.join(events.select("event_id"), on="event_id", how="semi")
        return with_parents(events, parents)

    def read(self, table: str, columns: list[str] | None = None) -> pl.DataFrame:
        """Read a table (or some of its columns) into memory, in stored order."""
        return pl.read_parquet(self.path(table), columns=columns)

    def read_or_empty(self, table: str) -> pl.DataFrame:
        """Read the table, or give it with no rows if the case does not have it yet."""
        return self.read(table) if self.has(table) else TABLES[table].empty()


def open_case(folder: Path) -> Case:
    """Open the case in a folder.

    A commit that a crash cut off is finished or undone first, and so is the line of a human record; while
    another process writes, the case is given as it stood before. Raises CaseError if there is no case, or if
    it was written by a newer version or in an older layout.
    """
    if not folder.is_dir() or not ((folder / "analysis.json").exists() or (folder / "case.toml").exists()):
        raise CaseError("no_case", case=folder)
    manifest = _settled(folder)
    if (folder / ".lock").exists():  # Of a package nothing is changed.
        heal_log(folder)
    return Case(folder, manifest)


def create_case(folder: Path) -> Case:
    """Open the case in a folder, or make one. Raises CaseError as `prepare_case` does."""
    prepare_case(folder)
    return open_or_new(folder)


def open_or_new(folder: Path) -> Case:
    """Open the case in a prepared folder, for whoever holds its lock.

    A commit that a crash cut off is finished or undone first.
    """
    manifest = _recover(folder)
    heal_log(folder)
    return Case(folder, manifest)


def prepare_case(folder: Path) -> None:
    """Make the folders of a case where there are none yet.

    Raises CaseError if `folder` is a file, or holds other things than a case.
    """
    if folder.exists() and not folder.is_dir():
        raise CaseError("case_is_file", case=folder)
    if (
        folder.is_dir()
        and any(folder.iterdir())
        and not (
            (folder / "analysis.json").exists()
            or (folder / "case.toml").exists()
            or (folder / "evidence").exists()
        )
    ):
        raise CaseError("not_a_case", case=folder)
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o700)
    for part in ("evidence", "tables", "report"):
        (folder / part).mkdir(mode=0o700, exist_ok=True)


def toml_hashes(folder: Path) -> dict[str, str | None]:
    """Compute the two hashes by which analysis.json knows case.toml, both without its pseudonym key.

    case_toml: of its bytes, so that a comment counts; case_toml_values: of what TOML makes of them, so that
    nothing hides in what is left out of the bytes (see `stated_values`). None where there is no such file.
    """
    file = folder / "case.toml"
    if file.is_dir():
        raise CaseError("toml_is_folder", file=file)
    if not file.exists():
        return {"case_toml": None, "case_toml_values": None}
    content = file.read_bytes()
    return {
        "case_toml": hashlib.sha256(without_key(content)).hexdigest(),
        "case_toml_values": hashlib.sha256(stated_values(content)).hexdigest(),
    }


def without_key(content: bytes) -> bytes:
    """Remove the line of the pseudonym key from a case.toml.

    No number depends on the key, and it stays with the case.

    >>> without_key(b'[case]\\npseudonym_key = "x"\\ntitle = "y"\\n')
    b'[case]\\ntitle = "y"\\n'
    """
    return re.sub(rb"(?m)^[ \t]*pseudonym_key[ \t]*=[^\r\n]*\r?\n?", b"", content)


def _settled(folder: Path) -> dict[str, Any]:
    """The manifest in force. What waits to be moved in may belong to a process at work: only a case that
    nobody holds is tidied."""
    file = folder / "analysis.json"
    places = (f"tables/{NEXT}", "analysis.json.next", "evidence/.incoming", ERASING)
    left = [folder / place for place in places]
    if any(path.exists() for path in left):
        if not (
            folder / ".lock"
        ).exists():  # Whoever writes makes it; a folder without one is tidied without a trace.
            return _recover(folder)
        with suppress(CaseError), only_writer(folder):
            return _recover(folder)
    return read_manifest(file) if file.exists() else {}


def _recover(folder: Path) -> dict[str, Any]:
    """Finish or undo a commit that was cut off; the manifest in force."""
    file, waiting = folder / "analysis.json", folder / "tables" / NEXT
    manifest = read_manifest(file) if file.exists() else {}
    if waiting.exists():
        mark = waiting / "generation"
        if manifest and mark.exists() and mark.read_text() == manifest.get("generation"):
            _move_in(folder, manifest)
        else:
            shutil.rmtree(waiting)
    for left in (folder / "analysis.json.next", folder / "evidence" / ".incoming"):
        left.unlink(missing_ok=True)
    if (folder / ERASING).exists():
        shutil.rmtree(folder / ERASING)
    return manifest


class Commit:
    """A set of new tables, written beside the old ones until `finish`.

    Use `write` or `place` for each table, then `finish(manifest fields)`; without `finish` nothing has
    happened.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.waiting = case.tables / NEXT
        if self.waiting.exists():
            shutil.rmtree(self.waiting)
        self.written: list[str] = []
        self.dropped: list[str] = []
        self._hashes: dict[str, str] = {}

    def place(self, name: str) -> Path:
        """Say where to write the file `name` (relative to tables/) so that `finish` takes it in."""
        if name not in self.written:
            self.written.append(name)
        self._hashes.pop(name, None)
        path = self.waiting / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def write(self, table: Table, frame: pl.DataFrame) -> None:
        """Write a frame as a table, in the table's columns and order.

        The order is left as it is if the table names none.
        """
        if table.order:
            frame = frame.sort(table.order, maintain_order=True, nulls_last=True)
        self.write_sorted(table, frame)

    def write_sorted(self, table: Table, frame: pl.DataFrame) -> None:
        """Write a frame that is in the table's order already: no copy is made."""
        path = self.place(f"{table.name}.parquet")
        with writing(path):
            table.fit(frame).write_parquet(path, compression="zstd", compression_level=1, statistics=True)

    def standing(self, name: str, columns: list[str] | None = None) -> pl.DataFrame | None:
        """Read the table `name` as it will stand after `finish`.

        It is as written here, else as the case has it; None if there is neither.
        """
        if f"{name}.parquet" in self.written:
            return pl.read_parquet(self.waiting / f"{name}.parquet", columns=columns)
        if f"{name}.parquet" in self.dropped or not self.case.has(name):
            return None
        return self.case.read(name, columns)

    def hash_of(self, name: str) -> str | None:
        """Give the SHA-256 of the table `name` as it will stand; None if it will not."""
        file = f"{name}.parquet"
        if file in self.written:
            return self._hash(file)
        entry = None if file in self.dropped else self.case.manifest.get("tables", {}).get(file)
        return None if entry is None else str(entry["sha256"])

    def undo(self) -> None:
        """Remove what was written for `finish`: nothing has happened."""
        shutil.rmtree(self.waiting, ignore_errors=True)

    def _hash(self, file: str) -> str:
        if file not in self._hashes:
            self._hashes[file] = sha256_of(self.waiting / file)
        return self._hashes[file]

    def drop(self, name: str) -> None:
        """Let the file `name` go at `finish` (a table that no longer follows from its inputs)."""
        self.dropped.append(name)

    def place_input(self, sha256: str) -> Path:
        """Say where to write an input so that `finish` puts it into evidence/ under its hash."""
        path = self.waiting / "evidence" / sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def erase(self, files: Iterable[Path]) -> None:
        """Let files of the case folder go at `finish`, with the new tables or not at all."""
        names = [file.relative_to(self.case.folder).as_posix() for file in files]
        self.waiting.mkdir(parents=True, exist_ok=True)
        (self.waiting / "erased.json").write_text(canonical_json(names), encoding="utf-8")

    def finish(self, act: CustodyEntry = CustodyEntry("change"), **fields: Any) -> Case:  # noqa: B008
        """Make the new tables those of the case: hashes go into analysis.json, which is renamed last.

        act: what stands in the chain of custody for it.
        fields: replace the manifest's fields of the same name.

        Returns the case as it then stands.
        """
        tables = {k: v for k, v in self.case.manifest.get("tables", {}).items() if k not in self.dropped}
        for name in self.written:
            file = self.waiting / name
            tables[name] = {"sha256": self._hash(name), "bytes": file.stat().st_size}
        manifest = {**self.case.manifest, "format_version": FORMAT_VERSION, "tables": tables, **fields}
        manifest["custody_head"] = True
        manifest.pop("generation", None)
        manifest["generation"] = hashlib.sha256(canonical_json(manifest).encode()).hexdigest()
        self.waiting.mkdir(parents=True, exist_ok=True)
        (self.waiting / "generation").write_text(manifest["generation"])
        made = prepared(
            self.case.folder,
            act,
            act.who or operator(self.case.toml().case.operator),
            (self.case.manifest.get("generation"), manifest["generation"]),
        )
        (self.waiting / "custody.json").write_text(canonical_json(made), encoding="utf-8")
        draft = self.case.folder / "analysis.json.next"
        with draft.open("w", encoding="utf-8") as out:
            out.write(canonical_json(manifest))
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self.case.folder / "analysis.json")
        _move_in(self.case.folder, manifest)
        return Case(self.case.folder, manifest)


def _move_in(folder: Path, manifest: dict[str, Any]) -> None:
    """Move what waits in `.next/` to its place and drop tables that the manifest no longer names."""
    tables, waiting = folder / "tables", folder / "tables" / NEXT
    for file in sorted(waiting.rglob("*.parquet")):
        target = tables / file.relative_to(waiting)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)
    for file in sorted(tables.rglob("*.parquet")):
        if NEXT not in file.parts and str(file.relative_to(tables)) not in manifest["tables"]:
            file.unlink()
    for file in sorted((waiting / "evidence").glob("*")):
        file.chmod(0o444)
        file.replace(folder / "evidence" / file.name)
    listed = waiting / "erased.json"
    for name in json.loads(listed.read_text(encoding="utf-8")) if listed.exists() else ():
        (folder / name).unlink(missing_ok=True)
    made = waiting / "custody.json"
    if made.exists():
        settle(folder, json.loads(made.read_text(encoding="utf-8")))
    shutil.rmtree(waiting)


FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS)
_OF_THE_DISK = re.compile(
    r"transport error|os error|No space left|File too large|Disk quota|Read-only", re.IGNORECASE
)  # In polars' words.


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raise CaseError where `path` cannot be written.

    polars reports a full disk as an error of computation.
    """
    try:
        yield
    except OSError as fault:
        raise CaseError("cannot_write", path=path, found=fault.strerror or fault) from None
    except pl.exceptions.ComputeError as fault:
        if not _OF_THE_DISK.search(str(fault)):
            raise
        raise CaseError("cannot_write", path=path, found=str(fault).strip()[:120]) from None
