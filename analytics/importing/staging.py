"""What imports read, before captures are merged: one part a large source, one common shelf for the small
ones.

The parts depend only on the sources themselves, never on the order or grouping of imports, so that everything
made from them has the same bytes whatever came first.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import polars_hash as plh

from analytics.importing.normalize import PARSED_ACCOUNTS, NormalizedBatch, Tables
from analytics.importing.raw_batch import RawBatch
from analytics.model.tables import COUNTERS, EVENTS, REJECTED, TIME
from analytics.store.case_folder import Case, Commit, writing

LARGE_N = 20_000  # Records from which a source gets parts of its own.
PART_N = 250_000  # Events a part holds at most: bounds memory.
PARSED_EVENTS = pl.Schema([*EVENTS.schema.items(), ("captured_at", TIME), ("text_sha256", pl.String)])
SCHEMAS = {
    "events": PARSED_EVENTS,
    "accounts": PARSED_ACCOUNTS,
    "counters": COUNTERS.schema,
    "rejected": REJECTED.schema,
}
SMALL = "parsed/small"


def _with_text_hash(events: pl.DataFrame) -> pl.DataFrame:
    return events.with_columns(text_sha256=plh.col("text").chash.sha2_256())


@dataclass
class Staging:
    """Collects what the sources of one import give and writes it into a commit."""

    case: Case
    commit: Commit
    small: dict[str, list[pl.DataFrame]] = field(default_factory=lambda: {name: [] for name in SCHEMAS})

    def source(self, sha256: str) -> "SourceParts":
        """Where the blocks of one source go."""
        return SourceParts(self, sha256)

    def add_small(self, tables: Tables) -> None:
        """Put what small sources gave together onto the common shelf."""
        for name, frame in zip(("events", "accounts", "counters"), tables, strict=True):
            if frame.height:
                self.small[name].append(_with_text_hash(frame) if name == "events" else frame)

    def finish(self) -> None:
        """Write the common shelf: what stood there and what came now, in order of source."""
        if not any(self.small.values()):
            return
        for name, schema in SCHEMAS.items():
            file = f"{SMALL}.{name}.parquet"
            frames = self.small[name]
            if file in self.case.manifest.get("tables", {}):
                frames = [self.case.read(file.removesuffix(".parquet")), *frames]
            whole = pl.concat(frames) if frames else pl.DataFrame(schema=schema)
            _write(
                whole.sort("source_sha256", "source_row", "source_path", maintain_order=True),
                self.commit.place(file),
            )


@dataclass
class SourceParts:
    """The blocks of one source: held until it proves large, then written part by part."""

    shelf: Staging
    sha256: str
    held: dict[str, list[pl.DataFrame]] = field(default_factory=lambda: {name: [] for name in SCHEMAS})
    records_n: int = 0
    rejected_n: int = 0
    other_n: int = 0
    events_n: int = 0
    parts: int = 0
    waiting: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)

    def add(self, block: NormalizedBatch) -> None:
        """Take in one block."""
        for name, frame in (
            ("events", _with_text_hash(block.events)),
            ("accounts", block.accounts),
            ("counters", block.counters),
            ("rejected", block.rejected),
        ):
            if frame.height:
                self.held[name].append(frame)
        self.records_n += block.records_n
        self.rejected_n += block.rejected.height
        self.other_n += block.other_n
        self.unread.update(block.unread)
        self.mended.update(block.mended)
        self.events_n += block.events.height
        self.waiting += block.events.height
        if self.waiting >= PART_N:
            self._write_part()

    def count(self, n: int, block: RawBatch) -> None:
        """Count `n` events of one block whose tables went to the common shelf beside other sources'."""
        self.records_n += n + sum(block.other.values())
        self.other_n += sum(block.other.values())
        self.events_n += n
        self.unread.update(block.other)
        self.mended.update(block.mended)

    def pass_over(self, place: str, n: int) -> None:
        """Count what stands in a part of the source that nothing reads."""
        self.records_n += n
        self.other_n += n
        self.unread[place] += n

    def close(self) -> None:
        """The source is at its end: what is left becomes a part, or goes to the common shelf. Once more does
        no harm."""
        if self.parts or self.records_n >= LARGE_N:
            self._write_part()
            return
        for name, frames in self.held.items():
            self.shelf.small[name].extend(frames)
            frames.clear()

    def _write_part(self) -> None:
        for name, frames in self.held.items():
            if frames:
                _write(
                    pl.concat(frames),
                    self.shelf.commit.place(f"parsed/{self.sha256}.{self.parts:05d}.{name}.parquet"),
                )
            frames.clear()
        self.parts += 1
        self.waiting = 0


def _write(frame: pl.DataFrame, path: Path) -> None:
    with writing(path):
        frame.write_parquet(path, compression="lz4", statistics=False)


def scan_parts(files: list[Path], name: str) -> list[pl.LazyFrame]:
    """The parts of one table in order of (source_sha256, source_row, source_path), each sorted within itself.

    `files`: every parsed file of the case. The common shelf is cut where a large source belongs between.
    """
    large = sorted(
        f for f in files if f.name.endswith(f".{name}.parquet") and not f.name.startswith("small.")
    )
    shelf = next((f for f in files if f.name == f"small.{name}.parquet"), None)
    if shelf is None:
        return [pl.scan_parquet(f) for f in large] or [pl.LazyFrame(schema=SCHEMAS[name])]
    parts: list[pl.LazyFrame] = []
    low = ""
    small = pl.scan_parquet(shelf)
    for sha256 in sorted({f.name[:64] for f in large}):
        parts.append(small.filter((pl.col("source_sha256") > low) & (pl.col("source_sha256") < sha256)))
        parts.extend(pl.scan_parquet(f) for f in large if f.name[:64] == sha256)
        low = sha256
    parts.append(small.filter(pl.col("source_sha256") > low))
    return parts
