"""One import: keep the inputs by hash, read each, merge with what the case holds, commit all of it or
nothing."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from analytics.importing.certificate_use import CertificateUse
from analytics.importing.certificates import Certificate, is_certificate, read_certificate
from analytics.importing.importer import Container, Hints, Importer
from analytics.importing.inputs import Input, inputs_of, members, scratch_of, unpacked
from analytics.importing.merge import contradictions_of, merge
from analytics.importing.parsing import blocks, normalized
from analytics.importing.parts import Part, importer_names, parts_of
from analytics.importing.raw_batch import RawBatch
from analytics.importing.small_files import SMALL_BYTES, SmallFile, SmallFiles, is_small
from analytics.importing.sniff import with_name_hints
from analytics.importing.staging import SourceParts, Staging
from analytics.model.errors import ExportError
from analytics.model.tables import CERTIFICATES, SOURCES
from analytics.model.thresholds import Thresholds
from analytics.store.case_folder import Case, Commit, open_or_new, prepare_case, sha256_of, toml_hashes
from analytics.store.case_toml import Capture, adopt_case_toml
from analytics.store.custody_log import CustodyEntry
from analytics.store.inputs import Kept, keep, sm3_of
from analytics.store.lock import only_writer

Progress = Callable[[str, int], None]  # (what is being done, bytes done since the last call)


@dataclass(frozen=True)
class ImportOptions:
    """What the user says about the files of one import."""

    format: str | None = None
    timezone: str | None = None
    about: str | None = None
    author: str | None = None
    obtained: str | None = None
    captured_at: datetime | None = None
    certificates: tuple[Path, ...] = ()
    formats: tuple[tuple[str, str], ...] = ()  # (name of a file, its format), before `format`
    facts: Path | None = None  # A case.toml for a case that has none.
    operator: str | None = None  # Who imports; None: the operator of the case.


# Options that say nothing of how a file is read.
_NOT_OF_FILES = ("certificates", "formats", "facts", "operator")


@dataclass
class ImportResult:
    """What an import did: the case as it stands, the new rows of sources, what was skipped, what needs a
    hint.

    passed: (file, where in it, records) that stand in a file and are not read, counted as other. mended:
    (file, what was read otherwise than written, how often). lacking: (file, required fields that its column
    map leaves unknown).
    """

    case: Case
    new: pl.DataFrame
    known: list[str] = field(default_factory=list)
    unread: list[tuple[str, ExportError]] = field(default_factory=list)
    unhinted: list[tuple[str, str]] = field(default_factory=list)
    passed: list[tuple[str, str, int]] = field(default_factory=list)
    mended: list[tuple[str, str, int]] = field(default_factory=list)
    # (file, what) -> (an example or the column, how many records): what was doubtful, told once a file.
    notes: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)

    def note(self, name: str, code: str, example: str, n: int) -> None:
        """`n` records more of a file of which `code` is to be told."""
        first, known = self.notes.get((name, code), (example, 0))
        self.notes[name, code] = (first, known + n)

    lacking: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)


def import_files(
    folder: Path, paths: list[Path], options: ImportOptions, settings: Thresholds, progress: Progress
) -> ImportResult:
    """Import `paths` into the case in `folder`.

    An explicit file that cannot be read fails the whole import and leaves the case as it was. Inside a folder
    or an archive such a file is listed among the sources as unread, unless nothing at all could be read. A
    file that does not agree with the certificate that came with it (options.certificates, case.toml, or
    x.csv.sha256 beside x.csv) fails the whole import before it is read.
    Raises ExportError, CaseError or SettingsError.
    """
    found = inputs_of(paths)
    inputs = [given for given in found if not is_certificate(given.path)]
    beside = [given.path for given in found if is_certificate(given.path)]
    certificates = [read_certificate(path) for path in dict.fromkeys([*options.certificates, *beside])]
    explicit = {path.resolve() for path in paths if path.is_file()}
    fresh = not folder.exists()
    prepare_case(folder)
    done = False
    with only_writer(folder):
        if options.facts is not None:
            adopt_case_toml(folder, options.facts)
        case = open_or_new(folder)
        settings = settings.as_imported(case.manifest.get("settings", {}))
        run = _ImportJob(case, options, settings, progress, explicit, certificates)
        try:
            with ThreadPoolExecutor(1) as pool:
                for given in inputs:
                    run.take(given, pool)
                run.certificates.keep(pool, run.kept)
            taken = run.finish()
            done = True
            return taken
        finally:
            run.clean(undo=not done, fresh=fresh)


class _ImportJob:
    """The state of one import."""

    def __init__(
        self,
        case: Case,
        options: ImportOptions,
        settings: Thresholds,
        progress: Progress,
        explicit: set[Path],
        certificates: list[Certificate],
    ) -> None:
        self.case, self.commit, self.options, self.settings = case, Commit(case), options, settings
        self.progress, self.toml, self.explicit = progress, case.toml(), explicit
        self.shelf = Staging(case, self.commit)
        self.sources: dict[str, SourceParts] = {}
        self.small = SmallFiles(
            self.shelf, settings.reading, lambda f, column, n: self._told(f.name, f.source.sha256, column, n)
        )
        self.before = case.read_or_empty("sources")
        self.known_hashes = set(self.before["sha256"])
        self.members = set(self.before.filter(pl.col("container_sha256").is_not_null())["sha256"])
        self.alone: dict[str, str] = {}
        self.scratch = scratch_of(case.folder)
        self.kept: list[Kept] = []
        self.rows: list[dict[str, Any]] = []
        self.certificates = CertificateUse(case, certificates)
        self.id_columns: dict[str, str | None] = {}
        self.maps: dict[str, str] = {}
        self.taken = ImportResult(case, SOURCES.empty())

    def take(self, given: Input, pool: ThreadPoolExecutor) -> None:
        """Keep one input and read what it holds."""
        self.progress(given.path.name, 0)
        kept = keep(given.path, self.case.evidence, pool, self.known_hashes - self.members)
        if kept is None:
            self.taken.known.append(given.path.name)
            self._certify(given.path.name, given.path, sha256_of(given.path))
            return
        if kept.is_new:
            self.kept.append(kept)
        self._certify(given.path.name, kept.path, kept.sha256)
        if kept.sha256 in self.members:  # known from inside an archive: from now on a file of its own
            self.taken.known.append(given.path.name)
            self.alone[kept.sha256] = given.path.name
            self.members.discard(kept.sha256)
            kept.sm3.result()
            return
        self.known_hashes.add(kept.sha256)
        row = {
            "sha256": kept.sha256,
            "name": given.path.name,
            "bytes": kept.bytes_n,
            "obtained": self.options.obtained,
        }
        if given.archive is None:
            with unpacked(given, kept.path, self.scratch, self.settings.reading) as path:
                row |= self._read(
                    path, given.path.name, kept.sha256, given.path.resolve() in self.explicit, given.packed
                )
        else:
            row |= {"format": given.archive, **_NO_RECORDS}
            self._members(given, kept)
        row["sm3"] = kept.sm3  # Taken while the next files are read.
        self.rows.append(row)

    def _members(self, given: Input, kept: Kept) -> None:
        for name, path in members(given, kept.path, self.scratch, self.settings.reading):
            sha256 = sha256_of(path)
            full = f"{given.path.name}!/{name}"
            self._certify(full, path, sha256)
            if sha256 in self.known_hashes:
                self.taken.known.append(full)
                continue
            self.known_hashes.add(sha256)
            self.members.add(sha256)
            row = {
                "sha256": sha256,
                "name": full,
                "bytes": path.stat().st_size,
                "sm3": sm3_of(path),
                "obtained": self.options.obtained,
                "container_sha256": kept.sha256,
            }
            self.rows.append(row | self._read(path, full, sha256, False, None))

    def _read(self, path: Path, name: str, sha256: str, explicit: bool, packed: str | None) -> dict[str, Any]:
        """Parse one file onto the shelf; its part of the sources row."""
        try:
            wanted = dict(self.options.formats).get(name, self.options.format)
            parts = parts_of(path, name, wanted)
        except ExportError as fault:
            if explicit:
                raise
            self.taken.unread.append((name, fault))
            return {"format": "unread", **_NO_RECORDS}
        if wanted is not None and any(p.importer and p.importer.name.startswith("map:") for p in parts):
            self.maps[name] = Path(wanted).read_text(encoding="utf-8-sig")
        lacking = dict.fromkeys(ours for part in parts if part.importer for ours in part.importer.lacking)
        if lacking:
            self.taken.lacking.append((name, tuple(lacking)))
        first = next(part for part in parts if part.importer)
        source = self.sources[sha256] = self.shelf.source(sha256)
        hints = [self._read_part(path, name, source, part, len(parts) == 1) for part in parts]
        source.close()
        told = next(hint for part, hint in zip(parts, hints, strict=True) if part is first)
        assert told is not None
        container = (Container.DATABASE if first.seen.table else first.seen.probe.container).value
        return {
            **_NO_RECORDS,
            "format": f"{container}.{packed}" if packed else container,
            "importer": importer_names(parts),
            "encoding": first.seen.encoding,
            "about": told.about,
            "author": told.author,
            "hints_basis": told.basis,
            "timezone": told.timezone if told.is_zoned else None,
            "captured_at": told.captured_at,
        }

    def _read_part(
        self, path: Path, name: str, source: SourceParts, part: Part, is_whole: bool
    ) -> Hints | None:
        """Parse one input within a file; what the user and its name tell of it. None: nothing reads it."""
        if part.importer is None:
            source.pass_over(part.place, part.rows_n)
            return None
        reading, size = self.settings.reading, path.stat().st_size
        hints = self._hints(part.importer, name, source.sha256)
        lacking = [(name, need) for need in part.importer.needs if getattr(hints, need) is None]
        self.taken.unhinted.extend(pair for pair in lacking if pair not in self.taken.unhinted)
        raw: Iterable[RawBatch] = blocks(path, part.seen, part.importer, reading)
        if is_whole and size <= SMALL_BYTES:
            raw = list(raw)
            if is_small(raw, part.importer):
                self.small.add(SmallFile(name, raw[0], part.importer, hints, source, size))
                self.progress(name, size)
                return hints
        for block in normalized(raw, part.importer, source.sha256, hints, reading):
            source.add(block)
            self._told(name, source.sha256, block.id_column, block.notes)
            self.progress(name, min(reading.chunk_bytes, size))
        return hints

    def _told(self, name: str, sha256: str, id_column: str | None, notes: dict[tuple[str, str], int]) -> None:
        """Keep what a block tells of its file."""
        for (code, example), n in notes.items():
            self.taken.note(name, code, example, n)
        self.id_columns[sha256] = id_column

    def _hints(self, importer: Importer, name: str, sha256: str) -> Hints:
        """The user's options first, then case.toml, then the file's name, then the layout's own zone."""
        stated = self._capture(name, sha256)
        zone = self.options.timezone or (stated.timezone if stated else "") or importer.timezone
        hints = Hints(
            about=self.options.about or (stated.about if stated else None) or None,
            author=self.options.author or (stated.author if stated else None) or None,
            timezone=zone or "UTC",
            is_zoned=bool(zone),
            captured_at=self._utc(self.options.captured_at or (stated.captured_at if stated else None)),
            is_zone_stated=bool(
                self.options.timezone
                or (stated and stated.timezone)
                or (importer.name.startswith("map:") and importer.timezone)  # A person wrote or confirmed it.
            ),
        )
        return with_name_hints(replace(hints, basis=None), importer, name)

    def _capture(self, name: str, sha256: str | None) -> Capture | None:
        return next((c for c in self.toml.captures if c.source in (name, Path(name).name, sha256)), None)

    def _certify(self, name: str, path: Path, sha256: str) -> None:
        """Compare a file with its certificates. Raises ExportError where they do not agree."""
        self.certificates.check(name, path, sha256, self._capture(name, sha256))

    def _utc(self, moment: datetime | None) -> datetime | None:
        """A stated moment in UTC; one without a zone is read in the case's."""
        if moment is None:
            return None
        return (
            moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self.toml.case.timezone))
        ).astimezone(UTC)

    def _count(self) -> None:
        """What every source gave, in the order of the files, once the small ones are read and hashed too."""
        for row in self.rows:
            if isinstance(row["sm3"], Future):
                row["sm3"] = row["sm3"].result()
            source = self.sources.get(row["sha256"])
            if source is None:
                continue
            row |= {
                "records_n": source.records_n,
                "rejected_n": source.rejected_n,
                "other_n": source.other_n,
                "events_n": source.events_n,
            }
            self.taken.passed.extend((row["name"], place, n) for place, n in source.unread.items())
            self.taken.mended.extend((row["name"], what, n) for what, n in source.mended.items())
        order = {row["name"]: k for k, row in enumerate(self.rows)}
        self.taken.notes = dict(sorted(self.taken.notes.items(), key=lambda note: order[note[0][0]]))

    def finish(self) -> ImportResult:
        """Merge and commit. Raises ExportError if not one file could be read."""
        if self.taken.unread and not any(row.get("importer") for row in self.rows):
            raise self.taken.unread[0][1]
        if not self.rows and not self.alone and not self.certificates.agreed:
            self.commit.undo()
            return self.taken
        self.small.flush()
        self._count()
        self.shelf.finish()
        merged = merge(self._parsed_files(), self.commit)
        for name, event_id, n in contradictions_of(merged, self.rows, self.id_columns):
            self.taken.note(name, "id_contradiction", event_id, n)
        new = pl.DataFrame(
            [{name: row.get(name) for name in SOURCES.schema} for row in self.rows], schema=SOURCES.schema
        )
        counts = ("events_n", "duplicates_n", "rejected_n")
        sources = (
            pl.concat([self.before, new])
            .join(merged.counted, left_on="sha256", right_on="source_sha256", how="left")
            .with_columns(pl.col(f"{name}_right").fill_null(0).alias(name) for name in counts)
        )
        is_alone = pl.col("sha256").is_in(list(self.alone))
        sources = SOURCES.fit(
            sources.with_columns(
                name=pl.when(is_alone).then(pl.col("sha256").replace(self.alone)).otherwise("name"),
                container_sha256=pl.when(~is_alone).then("container_sha256"),
            )
        )
        self.commit.write(SOURCES, sources)
        certified = pl.concat(
            [
                self.case.read_or_empty("certificates"),
                pl.DataFrame(self.certificates.agreed, schema=CERTIFICATES.schema),
            ]
        )
        if certified.height:
            self.commit.write(CERTIFICATES, certified.unique(maintain_order=True))
        stale = [
            name
            for name in self.case.manifest.get("tables", {})
            if not name.startswith("parsed/") and name not in self.commit.written
        ]
        for name in stale:
            self.commit.drop(name)
        inputs = {
            row["sha256"]: row["bytes"]
            for row in sources.filter(pl.col("container_sha256").is_null()).to_dicts()
        }
        self.taken.case = self.commit.finish(
            self._act(),
            stages=["import"],
            inputs=inputs,
            **toml_hashes(self.case.folder),
            settings=self.settings.values(),
        )
        self.taken.new = sources.filter(pl.col("sha256").is_in([row["sha256"] for row in self.rows]))
        return self.taken

    def _act(self) -> CustodyEntry:
        """What the chain of custody says about this import: every new file with its hash, what the user
        stated, the settings, the column maps word by word."""
        files = [{"name": row["name"], "bytes": row["bytes"], "sha256": row["sha256"]} for row in self.rows]
        stated = {
            name: str(value)
            for name, value in asdict(self.options).items()
            if value is not None and name not in _NOT_OF_FILES
        }
        certified = (
            {
                "certificates": sorted(
                    self.certificates.agreed, key=lambda row: (row["source_sha256"], row["value"])
                )
            }
            if self.certificates.agreed
            else {}
        )
        return CustodyEntry(
            "import",
            {
                "files": sorted(files, key=lambda row: str(row["sha256"])),
                "options": stated,
                "settings": self.settings.values(),
                **certified,
                **({"maps": self.maps} if self.maps else {}),
            },
            self.options.operator or "",
        )

    def _parsed_files(self) -> list[Path]:
        """Every parsed part: those that stood and those of this commit; a new shelf stands for the old
        one. Raises CaseError if one that stood was changed."""
        new = [self.commit.waiting / name for name in self.commit.written if name.startswith("parsed/")]
        names = set(self.commit.written)
        old = [
            self.case.path(name.removesuffix(".parquet"))
            for name in self.case.manifest.get("tables", {})
            if name.startswith("parsed/") and name not in names
        ]
        return old + new

    def clean(self, undo: bool, fresh: bool) -> None:
        """Leave no scratch; after a failure leave no trace at all."""
        for file in self.scratch.glob("*"):
            file.unlink()
        self.scratch.rmdir()
        if not undo:
            return
        for kept in self.kept:
            kept.path.unlink(missing_ok=True)
        for file in (self.case.evidence / ".incoming",):
            file.unlink(missing_ok=True)
        self.commit.undo()
        if fresh:
            (self.case.folder / ".lock").unlink()
            for part in ("evidence", "tables", "report"):
                (self.case.folder / part).rmdir()
            self.case.folder.rmdir()


_NO_RECORDS = {"records_n": 0, "events_n": 0, "duplicates_n": 0, "rejected_n": 0, "other_n": 0}
