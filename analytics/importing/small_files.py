"""Small files: read one by one, normalized many at once, with the tables that each alone would have given.

Whoever computes over columns takes longer to begin than to read a hundred rows. What is decided from a whole
file (see Doubts) cannot be decided from many: a file that leaves something to decide is normalized alone.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import polars as pl

from analytics.importing.dating import dated
from analytics.importing.doubts import PEEK_N, Doubts
from analytics.importing.identity import identified, known
from analytics.importing.importer import Hints, Importer
from analytics.importing.normalize import FILE, NormalizedBatch, Tables, drafted, normalize, tables_of
from analytics.importing.raw_batch import RawBatch
from analytics.importing.staging import SourceParts, Staging
from analytics.importing.values import KIND_PREFIX, NULL_TEXTS, ROUNDED_N
from analytics.model.thresholds import ReadingLimits

SMALL_N = 1_000  # Records. A file of more is not slowed by being normalized alone.
SMALL_BYTES = 2**20
TOGETHER_N = 20_000  # Records that wait at most: bounds memory.
TOGETHER_BYTES = 2**26
_OWN, _NUMBER = " own", " number"  # Beside columns that an importer names: no name of a field begins so.
# Cells whose reading hangs on their column: a fraction's digits, day and month in either order.
_BY_COLUMN = r"\.\d|^\s*\d{1,2}[/-]\d{1,2}[/-]\d{4}"


@dataclass(frozen=True)
class SmallFile:
    """A file of one block: what was read, what is known about it, where its tables go."""

    name: str
    block: RawBatch
    importer: Importer
    hints: Hints
    source: SourceParts
    bytes_n: int


_Drafted = tuple[SmallFile, pl.DataFrame]


class _Together(NamedTuple):
    """What files normalized together gave: their tables, their columns of own ids, (file, example, records)
    of what has no moment. The files are numbers."""

    tables: Tables
    id_columns: dict[int, str]
    timeless: list[tuple[int, str | None, int]]


Told = Callable[[SmallFile, str | None, dict[tuple[str, str], int]], None]  # (file, column of own ids, notes)


@dataclass
class SmallFiles:
    """Small files that wait to be normalized; `told` hears of each once it is."""

    shelf: Staging
    settings: ReadingLimits
    told: Told
    waiting: dict[Any, list[_Drafted]] = field(default_factory=lambda: defaultdict(list))
    waiting_n: int = 0
    waiting_bytes: int = 0

    def add(self, file: SmallFile) -> None:
        """Take in a file; its tables come with the next `flush`."""
        draft = drafted(file.block.frame, file.importer, file.source.sha256, file.hints)
        alike = replace(file.hints, about=None, author=None, basis=None)
        columns = (tuple(file.block.frame.schema.items()), tuple(draft.schema.items()))
        key = (file.importer.platform, file.importer.converts_counts, alike, columns)
        self.waiting[key].append((file, draft))
        self.waiting_n += draft.height
        self.waiting_bytes += file.bytes_n
        if self.waiting_n >= TOGETHER_N or self.waiting_bytes >= TOGETHER_BYTES:
            self.flush()

    def flush(self) -> None:
        """Normalize all that waits."""
        for files in self.waiting.values():
            self._normalize(files)
        self.waiting.clear()
        self.waiting_n = self.waiting_bytes = 0

    def _normalize(self, files: list[_Drafted]) -> None:
        apart = _doubtful([draft for _, draft in files]) if len(files) > 1 else {0}
        chosen = [k for k in range(len(files)) if k not in apart]
        found, more = _together([files[k] for k in chosen], self.settings)
        if more:  # Only dating shows them; without them the others are dated as if they had never been there.
            apart |= {chosen[k] for k in more}
            chosen = [k for k in range(len(files)) if k not in apart]
            found, more = _together([files[k] for k in chosen], self.settings)
        if found is None:
            apart |= set(chosen)
        else:
            self._settle([files[k] for k in chosen], found)
        for k in sorted(apart):
            self._alone(files[k][0])

    def _settle(self, files: list[_Drafted], found: _Together) -> None:
        self.shelf.add_small(found.tables)
        notes = {file: {("no_moment", example or ""): n} for file, example, n in found.timeless}
        for k, (file, draft) in enumerate(files):
            file.source.count(draft.height, file.block)
            self.told(file, found.id_columns.get(k), notes.get(k, {}))

    def _alone(self, file: SmallFile) -> None:
        batch: NormalizedBatch = normalize(
            file.block, file.importer, file.source.sha256, file.hints, self.settings, Doubts()
        )
        file.source.add(batch)
        file.source.close()
        self.told(file, batch.id_column, batch.notes)


def is_small(blocks: list[RawBatch], importer: Importer) -> bool:
    """Whether a file's blocks may be normalized beside other files': one block, all of it readable."""
    few = len(blocks) == 1 and blocks[0].frame.height <= SMALL_N
    return few and not blocks[0].bad and importer.platform not in KIND_PREFIX


def _doubtful(drafts: list[pl.DataFrame]) -> set[int]:
    """Which files hold something that is decided from a whole file."""
    draft = _numbered(drafts)
    moments = ("at_text", "captured_text", "registered_text")
    is_odd = pl.any_horizontal(
        pl.col("fault").is_not_null(),
        pl.col("other").is_not_null(),
        pl.col("doubt").is_not_null(),
        pl.col("text").is_in(NULL_TEXTS),
        *(pl.col(name).str.contains(_BY_COLUMN) for name in moments),
    )
    links = ("native", "account", "root", "parent")
    rounded = [_may_be_rounded(name).alias(name) for name in links]
    found = draft.group_by(FILE).agg(*rounded, odd=is_odd.any())
    return set(found.filter(pl.any_horizontal(*links, "odd"))[FILE])


def _may_be_rounded(name: str) -> pl.Expr:
    """As `are_rounded` for each file, letters among the long ids or not."""
    long = pl.col(name).filter(pl.col(name).str.len_bytes() >= 16)
    return long.str.ends_with("0").all() & (long.n_unique() >= ROUNDED_N)


def _numbered(frames: list[pl.DataFrame]) -> pl.DataFrame:
    numbers = [pl.lit(k, pl.UInt32).alias(FILE) for k in range(len(frames))]
    return pl.concat([frame.with_columns(number) for frame, number in zip(frames, numbers, strict=True)])


def _together(files: list[_Drafted], settings: ReadingLimits) -> tuple[_Together | None, set[int]]:
    """The tables of files, as if each had been alone; or None, and which of them hold something to decide
    (none named: any may)."""
    if not files:
        return None, set()
    first, doubts = files[0][0], Doubts()
    draft = known(_numbered([draft for _, draft in files]), pl.DataFrame(), first.importer, doubts)
    draft = identified(draft, first.importer, doubts)
    acts = dated(draft, first.hints, settings, doubts)
    apart = set(draft.filter(pl.col("fault").is_not_null())[FILE]) | set(acts.filter("is_apart")[FILE])
    is_settled = not (doubts.rounded or doubts.notes or doubts.shift_h or doubts.is_clock_right is False)
    if apart or not is_settled:
        return None, apart
    timeless = (
        acts.filter(pl.col("at").is_null())
        .group_by(FILE, maintain_order=True)
        .agg(example=pl.col("at_text").drop_nulls().first(), n=pl.len())
    )
    tables = tables_of(acts, acts, first.importer)
    return _Together(tables, _id_columns(files), list(timeless.iter_rows())), set()


def _id_columns(files: list[_Drafted]) -> dict[int, str]:
    """As `column_of` for each file that has one."""
    alike = [k for k, (file, draft) in enumerate(files) if file.block.frame.height == draft.height]
    if not alike:
        return {}
    raw = pl.concat(
        [
            files[k][0].block.frame.with_columns(files[k][1]["native"].alias(_OWN), pl.lit(k).alias(_NUMBER))
            for k in alike
        ]
    )
    kinds = files[0][0].block.frame.schema.items()
    names = [name for name, kind in kinds if kind == pl.String and name not in ("source_path", "record")]
    few = raw.filter(pl.col(_OWN).is_not_null()).group_by(_NUMBER, maintain_order=True).head(PEEK_N)
    holds = few.group_by(_NUMBER, maintain_order=True).agg(
        pl.col(names).str.strip_chars().eq_missing(pl.col(_OWN)).all()
    )
    return {
        row[_NUMBER]: next(name for name in names if row[name])
        for row in holds.filter(pl.any_horizontal(names)).iter_rows(named=True)
    }
