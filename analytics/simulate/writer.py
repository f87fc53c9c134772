"""What a writer is: one export layout, as a function from shown events to files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from analytics.simulate.capture import SHOWN


@dataclass(frozen=True)
class View:
    """What a collector wrote down: events in chunks of SHOWN, and the posts they are about.

    A writer goes through `chunks` once and keeps none, so an export may be larger than memory.
    """

    chunks: Iterable[pl.DataFrame]
    roots: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SHOWN))


@dataclass(frozen=True)
class Writer:
    """One export layout.

    name: the layout's word; source: where it was read; kinds: the events that it can hold.
    write: writes a view to a path (a file; a stem where the layout has a file a page; a folder where it has
        many) and returns the files written, in order.
    """

    name: str
    source: str
    kinds: frozenset[str]
    write: Callable[[View, Path], list[Path]]
