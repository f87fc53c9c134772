"""What the user hands over: files, folders and archives, as a flat list of files that can be read one after
the other.

Nothing is ever unpacked to a path that an archive names; members are read into a scratch file of our own.
"""

import bz2
import gzip
import lzma
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from analytics.importing import zst
from analytics.model.errors import ExportError
from analytics.model.thresholds import ReadingLimits

_STEP = 2**20
MEMBERS_MAX = 20_000  # Files of an archive: an export has one a post at most; each costs a look and a row.
_SKIPPED = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Input:
    """A file as handed over. `archive`: "zip", "tar", or None; `packed`: "gz", "xz", "bz2" or "zst" for a
    single packed file."""

    path: Path
    archive: str | None = None
    packed: str | None = None


def inputs_of(paths: list[Path]) -> list[Input]:
    """The files under `paths` (folders searched, hidden files left out), in order of name.

    Raises ExportError for a path that does not exist or a folder without files.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                f for f in path.rglob("*") if f.is_file() and not _is_skipped(f.relative_to(path).as_posix())
            )
            if not inside:
                raise ExportError("folder_empty", path=path)
            found.extend(inside)
        elif path.is_file():
            found.append(path)
        else:
            raise ExportError("file_absent", path=path)
    return [_recognised(path) for path in found]


def _is_skipped(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part in _SKIPPED or part.startswith(("._", "~$")) or part == ".git" for part in parts)


_PACKED = ((b"\x1f\x8b", "gz"), (b"\xfd7zXZ\x00", "xz"), (b"BZh", "bz2"), (zst.MAGIC, "zst"))
_TAR_MARK = slice(257, 262)  # Where a tar file says "ustar".


def _recognised(path: Path) -> Input:
    with path.open("rb") as file:
        head = file.read(512)
    if head[:4] == b"PK\x03\x04" and path.suffix.lower() not in (".xlsx", ".xlsm") and not _is_workbook(path):
        return Input(path, archive="zip")
    packed = next((name for sign, name in _PACKED if head.startswith(sign)), None)
    if (packed in ("gz", "xz", "bz2") or head[_TAR_MARK] == b"ustar" or path.suffix == ".tar") and _is_tar(
        path
    ):
        return Input(path, archive="tar")
    return Input(path, packed=packed)


def _is_tar(path: Path) -> bool:
    try:
        return tarfile.is_tarfile(path)
    except (EOFError, OSError, lzma.LZMAError, zlib.error):
        return False


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def check_name(archive: str, name: str) -> None:
    """Refuse a member whose path leaves the archive's own folder. Raises ExportError naming it."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        raise ExportError("archive_path", path=archive, member=name)


@contextmanager
def unpacked(given: Input, stored: Path, scratch: Path, settings: ReadingLimits) -> Iterator[Path]:
    """The bytes to parse of a file that is no archive: itself, or its unpacked content in `scratch`."""
    if given.packed is None:
        yield stored
        return
    target = scratch / "unpacked"
    try:
        with _opened(stored, given.packed, given.path.name) as packed:
            _copy(packed, target, given.path.name, stored.stat().st_size, settings)
        yield target
    except (EOFError, OSError, lzma.LZMAError, zlib.error, *zst.FAULTS) as fault:
        if isinstance(fault, OSError) and fault.errno is not None:
            raise
        raise ExportError("archive_broken", path=given.path.name, found=fault) from None
    finally:
        target.unlink(missing_ok=True)


def _opened(stored: Path, packed: str, name: str) -> IO[bytes]:
    if packed == "gz":
        return cast(IO[bytes], gzip.open(stored, "rb"))
    if packed == "zst":
        return zst.opened(stored, name)
    return cast(IO[bytes], lzma.open(stored, "rb") if packed == "xz" else bz2.open(stored, "rb"))


def _check_number(name: str, n: int) -> None:
    """Raise ExportError for an archive of more files than any export has."""
    if n > MEMBERS_MAX:
        raise ExportError("archive_members", path=name, found=n, most=MEMBERS_MAX)


def members(given: Input, stored: Path, scratch: Path, settings: ReadingLimits) -> Iterator[tuple[str, Path]]:
    """(name, unpacked scratch file) of each file in an archive, in archive order; the scratch file is gone
    afterwards.

    Raises ExportError for a broken archive, a path that leaves it, a link, or more bytes or files than are
    permitted. All names are checked before the first member is read.
    """
    target, name = scratch / "member", given.path.name
    size, spent = stored.stat().st_size, 0
    try:
        if given.archive == "zip":
            with zipfile.ZipFile(stored) as archive:
                infos = [info for info in archive.infolist() if not info.is_dir()]
                _check_number(name, len(infos))
                for info in infos:
                    check_name(name, info.filename)
                for info in infos:
                    if not _is_skipped(info.filename):
                        with archive.open(info) as member:
                            spent += _copy(member, target, name, size, settings, spent)
                        yield info.filename, target
        else:
            with tarfile.open(stored) as tar:
                entries = tar.getmembers()
                _check_number(name, len(entries))
                for entry in entries:
                    check_name(name, entry.name)
                    if not (entry.isfile() or entry.isdir()):
                        raise ExportError("archive_link", path=name, member=entry.name)
                for entry in entries:
                    content = (
                        tar.extractfile(entry) if entry.isfile() and not _is_skipped(entry.name) else None
                    )
                    if content is not None:
                        with content as member:
                            spent += _copy(member, target, name, size, settings, spent)
                        yield entry.name, target
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        EOFError,
        lzma.LZMAError,
        zlib.error,
        NotImplementedError,
        RuntimeError,
    ) as fault:
        raise ExportError("archive_broken", path=name, found=fault) from None
    finally:
        target.unlink(missing_ok=True)


def _copy(
    source: IO[bytes], target: Path, name: str, packed: int, settings: ReadingLimits, spent: int = 0
) -> int:
    """Copy until the end or the limit of a decompression bomb; the bytes copied."""
    copied = 0
    with target.open("wb") as out:
        while block := source.read(_STEP):
            copied += len(block)
            total = spent + copied
            if copied > settings.member_bytes_max or (
                total > 100 * 2**20 and total > settings.ratio_max * packed
            ):
                raise ExportError("archive_bomb", path=name, found=total, packed=packed)
            out.write(block)
    return copied


def scratch_of(folder: Path) -> Path:
    """An empty scratch folder inside the case."""
    scratch = folder / ".scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    return scratch
