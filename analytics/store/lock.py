"""One writer at a time: a case that another wakeline process is changing is refused, not waited for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from analytics.model.errors import CaseError


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the case in `folder` for writing. Raises CaseError if another process holds it.

    The lock ends with the process: a crash leaves none behind.
    """
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise CaseError("case_busy", case=folder) from None
    try:
        yield
    finally:
        lock.release()
