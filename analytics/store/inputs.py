"""Inputs, kept byte for byte under their SHA-256, with SM3 beside it, hashed before anything is parsed."""

import hashlib
import os
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from analytics.store.case_folder import hash_seen

_STEP = 2**20


@dataclass(frozen=True)
class Kept:
    """An input in the evidence folder.

    sm3: resolves to None where this Python's OpenSSL lacks the algorithm.
    is_new: whether it was not there before.
    """

    path: Path
    sha256: str
    bytes_n: int
    sm3: "Future[str | None]"
    is_new: bool


def sm3_of(path: Path) -> str | None:
    """Compute the SM3 (GB/T 32905-2016) of a file, as 64 hexadecimal digits; None where OpenSSL lacks it."""
    if "sm3" not in hashlib.algorithms_available:
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new("sm3")).hexdigest()


def keep(path: Path, evidence: Path, pool: ThreadPoolExecutor, known: Collection[str] = ()) -> Kept | None:
    """Copy a file into `evidence`, named by its SHA-256.

    pool: computes the SM3 beside the work that follows.
    known: hashes of files that are kept already: nothing is kept twice.

    Returns None if its hash is known. The copy is written under another name and renamed when it is complete,
    so a file under its hash is always complete.
    """
    digest, size = hashlib.sha256(), 0
    draft = evidence / ".incoming"
    with path.open("rb") as source, draft.open("wb") as target:
        while block := source.read(_STEP):
            digest.update(block)
            target.write(block)
            size += len(block)
    sha256 = digest.hexdigest()
    stored = evidence / sha256
    if sha256 in known:
        draft.unlink()
        return None
    is_new = not stored.exists()
    draft.chmod(0o400)
    draft.replace(stored)
    return Kept(stored, sha256, size, pool.submit(_settled, stored), is_new)


def _settled(stored: Path) -> str | None:
    """The SM3 of a new evidence file, once its bytes are on the disk."""
    with stored.open("rb") as file:
        os.fsync(file.fileno())
    return sm3_of(stored)


def sound_path(evidence: Path, sha256: str) -> Path | None:
    """Find the evidence file of a hash and hash it; None if it is not there or is not what its name says."""
    path = stored_path(evidence, sha256)
    return path if path is not None and hash_seen(path) == sha256 else None


def stored_path(evidence: Path, sha256: str) -> Path | None:
    """Find the evidence file of a hash; None if it is not there."""
    path = evidence / sha256
    return path if path.is_file() else None
