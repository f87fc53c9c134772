"""One writer at a time: a case that another wakeline process is changing is refused, not waited for."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.model.errors import CaseError


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the case in `folder` for writing. Raises CaseError if another process holds it.

    The lock goes with the process: a crash leaves none behind.
    """
    with (folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CaseError("case_busy", case=folder) from None
        yield
