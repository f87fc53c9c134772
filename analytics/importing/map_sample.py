"""The first records of a file that no importer knows, as tables of text for a proposal."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from analytics.importing.column_map import OPEN
from analytics.importing.importer import Container, Importer
from analytics.importing.map_choice import Proposal
from analytics.importing.map_proposal import propose
from analytics.importing.parsing import blocks
from analytics.importing.sniff import Sniffed
from analytics.model.thresholds import ReadingLimits

_ROWS = 20_000  # Records that a proposal looks at: enough to tell ids that repeat, and quick.
_TEXT = 10_000  # Characters of a cell that tell what a column is; whole books in one are not looked through.
_TEXT = 10_000  # Characters of a cell that tell what a column is.
_NO_COLUMNS = ("source_row", "source_path", "record")


def proposals_for(path: Path, seen: Sequence[Sniffed], settings: ReadingLimits) -> list[Proposal]:
    """A proposal for the file, or for each of its sheets or tables that holds something to map; the fullest
    first.

    seen: what stands in the file, one look a sheet.
    """
    found = [
        propose(frame, one.probe.is_headed, place)
        for one in seen
        for place, frame in _samples(path, one, len(seen) > 1, settings)
    ]
    useful = [one for one in found if {"id", "at", "text"} & set(one.columns)] or found[:1]
    if any(one.place for one in useful):
        _share(useful)
        useful.sort(key=lambda one: -len(one.columns))
    return useful


def _share(found: list[Proposal]) -> None:
    """Tables of one database or workbook are of one platform and one zone: what one proves holds for all."""
    platforms = {one.platform for one in found} - {OPEN}
    zones = {one.timezone for one in found if one.timezone}
    proved = zones - {OPEN}
    for one in found:
        one.platform = platforms.copy().pop() if len(platforms) == 1 else OPEN
        one.timezone = None if not zones else proved.copy().pop() if len(proved) == 1 else OPEN


def _samples(
    path: Path, seen: Sniffed, among: bool, settings: ReadingLimits
) -> list[tuple[tuple[str, str] | None, pl.DataFrame]]:
    """(place, first records) of what a look shows: every table of a database, else the one table. Columns
    stand in order of name.

    among: whether it is one sheet among several.
    """
    keys = _leaves(seen.probe.keys)
    reader = Importer(
        name="sample",
        label="",
        source="",
        platform="unknown",
        containers=frozenset(Container),
        fits=lambda probe: True,
        fields=tuple(keys),
        draft=lambda raw, hints: raw,
    )
    found: dict[str, pl.DataFrame] = {}
    for block in blocks(path, seen, reader, settings):
        if seen.probe.container != Container.DATABASE:
            place = ("sheet", seen.sheet.name) if among and seen.sheet is not None else None
            return [(place, _trimmed(block.frame, keys))]
        for table in block.frame["record"].unique():
            if table not in found:
                own = [key for key in keys if key.startswith(f"{table}.")]
                frame = _trimmed(block.frame.filter(pl.col("record") == table), own)
                found[table] = frame.rename({key: key.removeprefix(f"{table}.") for key in own})
    return [(("table", table), frame) for table, frame in found.items()]


def _trimmed(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    return frame.select(keys).head(_ROWS).with_columns(pl.col(pl.String).str.head(_TEXT))


def _leaves(keys: frozenset[str]) -> list[str]:
    """Keys without those that only hold others; numbers by size, so that "10" stands behind "9"."""
    holders = {key.rpartition(".")[0] for key in keys}
    leaves = [key for key in keys if key not in holders and key not in _NO_COLUMNS]
    return sorted(leaves, key=lambda key: (int(key) if key.isdigit() else 0, key))
