"""The first records of a file that no importer knows, as tables of text for a proposal."""

from pathlib import Path

import polars as pl

from analytics.ingest.column_map import OPEN
from analytics.ingest.detect import Look
from analytics.ingest.importer import Container, Importer
from analytics.ingest.map_choice import Proposal
from analytics.ingest.map_proposal import propose
from analytics.ingest.read import blocks
from analytics.settings import Settings

_ROWS = 20_000  # Records that a proposal looks at: enough to tell ids that repeat, and quick.
_NO_COLUMNS = ("source_row", "source_path", "record")


def proposals_for(path: Path, seen: Look, settings: Settings) -> list[Proposal]:
    """A proposal for the file, or for each table of a database that holds something to map; the fullest
    first."""
    is_database = seen.probe.container == Container.DATABASE
    found = [
        propose(frame, seen.headed, ("table", table) if is_database else None)
        for table, frame in _samples(path, seen, settings).items()
    ]
    useful = [one for one in found if {"id", "at", "text"} & set(one.columns)] or found[:1]
    if is_database:
        _share(useful)
        useful.sort(key=lambda one: -len(one.columns))
    return useful


def _share(found: list[Proposal]) -> None:
    """Tables of one database are of one platform and one zone: what one of them proves holds for all."""
    platforms = {one.platform for one in found} - {OPEN}
    zones = {one.timezone for one in found if one.timezone}
    proved = zones - {OPEN}
    for one in found:
        one.platform = platforms.copy().pop() if len(platforms) == 1 else OPEN
        one.timezone = None if not zones else proved.copy().pop() if len(proved) == 1 else OPEN


def _samples(path: Path, seen: Look, settings: Settings) -> dict[str, pl.DataFrame]:
    """The first records by table; "" for a file that is one table. Columns stand in order of name."""
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
            return {"": _trimmed(block.frame, keys)}
        for table in block.frame["record"].unique():
            if table not in found:
                own = [key for key in keys if key.startswith(f"{table}.")]
                frame = _trimmed(block.frame.filter(pl.col("record") == table), own)
                found[table] = frame.rename({key: key.removeprefix(f"{table}.") for key in own})
    return found


def _trimmed(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    return frame.select(keys).head(_ROWS)


def _leaves(keys: frozenset[str]) -> list[str]:
    """Keys without those that only hold others; numbers by size, so that "10" stands behind "9"."""
    holders = {key.rpartition(".")[0] for key in keys}
    leaves = [key for key in keys if key not in holders and key not in _NO_COLUMNS]
    return sorted(leaves, key=lambda key: (int(key) if key.isdigit() else 0, key))
