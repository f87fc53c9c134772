"""What reading a file has taught about its columns: carried from block to block, told once at the end."""

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

PEEK_N = 10


@dataclass
class Doubts:
    """The state of one file, in the order of its blocks: the first block that shows something decides.

    rounded: draft columns whose ids a program rounded. null_texts: words that stand for a missing text.
    day_first: which of day and month comes first, where a column leaves it open. is_clock_right: whether ids
    tell the moment; None while nothing was compared. shift_h: whole hours from the stated times to the ids'.
    notes: (what, example or column) -> how many records.
    """

    rounded: set[str] = field(default_factory=set)
    null_texts: frozenset[str] = frozenset()
    day_first: bool | None = None
    is_clock_right: bool | None = None
    shift_h: int = 0
    id_column: str | None = None
    notes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(self, code: str, n: int, example: str | None = None) -> None:
        """Count `n` records more for `code`; the first example stands for all."""
        if n:
            known = next((key for key in self.notes if key[0] == code), (code, example or ""))
            self.notes[known] += n

    def taken(self) -> dict[tuple[str, str], int]:
        """The notes since the last call."""
        notes, self.notes = dict(self.notes), Counter()
        return notes


def column_of(raw: pl.DataFrame, values: pl.Series) -> str | None:
    """The column of the raw frame that holds these values (compared at PEEK_N rows); None if none does."""
    where = values.is_not_null().arg_true().head(PEEK_N)
    if not len(where) or raw.height != len(values):
        return None
    wanted = values.gather(where)
    names = [
        name
        for name, kind in raw.schema.items()
        if kind == pl.String and name not in ("source_path", "record")
    ]
    few = raw.select(pl.col(names).gather(where).str.strip_chars())
    holds = few.select(pl.all().eq_missing(wanted).all())
    return next((name for name in names if holds[name][0]), None)
