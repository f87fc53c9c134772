"""A disk that is full, or a file that may not be written, told as our own error whoever met it."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from analytics.errors import CaseError

FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS)
_OF_THE_DISK = re.compile(
    r"transport error|os error|No space left|File too large|Disk quota|Read-only", re.IGNORECASE
)  # In polars' words.


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raises CaseError where `path` cannot be written; polars tells a full disk as an error of
    computation."""
    try:
        yield
    except OSError as fault:
        raise CaseError("cannot_write", path=path, found=fault.strerror or fault) from None
    except pl.exceptions.ComputeError as fault:
        if not _OF_THE_DISK.search(str(fault)):
            raise
        raise CaseError("cannot_write", path=path, found=str(fault).strip()[:120]) from None
