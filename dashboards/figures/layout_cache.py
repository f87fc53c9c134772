"""Places and communities of accounts, computed once and kept in the case folder: CASE/dashboard/*.npz.

The files may be deleted at any time. They are no evidence and no measure: where an account stands in a
picture means nothing by itself.
"""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np

Places = tuple[np.ndarray, np.ndarray]  # Two arrays that belong together.


def cached_pair(folder: Path, name: str, about: str, make: Callable[[], Places]) -> Places:
    """Give the two arrays `name` if the case holds them for the same tables, else make and keep them.

    about: names the state of the tables that they are made from.

    A folder that cannot be written to is no fault: they are then made again next time.
    """
    key = hashlib.sha256(about.encode()).hexdigest()[:16]
    file = folder / "dashboard" / f"{name}-{key}.npz"
    if file.exists():
        with suppress(OSError, ValueError, KeyError), np.load(file, allow_pickle=False) as stored:
            return stored["x"], stored["y"]
    x, y = make()
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        for old in file.parent.glob(f"{name}-*.npz"):
            old.unlink(missing_ok=True)
        draft = file.with_name(f".{file.stem}.{os.getpid()}.npz")
        np.savez_compressed(draft, x=x, y=y)
        draft.replace(file)
    return x, y
