"""The shipped sample of a layout, imported: its events by what stands behind the platform's prefix."""

from pathlib import Path
from typing import Any

import polars as pl

from analytics.importing.import_files import ImportOptions, ImportResult, import_files
from analytics.model.thresholds import Thresholds
from tests.importing.samples import FORMATS


def taken(importer: str, folder: Path, options: ImportOptions | None = None) -> ImportResult:
    """Every file of the shipped sample, in a case of its own; each was read by this importer and adds up."""
    files = sorted((FORMATS / importer).iterdir())
    result = import_files(folder / "case", files, options or ImportOptions(), Thresholds(), lambda n, d: None)
    assert set(result.new["importer"]) == {importer}
    for row in result.new.to_dicts():
        parts = [row[f"{name}_n"] for name in ("events", "duplicates", "rejected", "other")]
        assert row["records_n"] == sum(parts), row
    return result


def events_of(result: ImportResult) -> dict[str, dict[str, Any]]:
    """Each event by its id."""
    return {row["event_id"]: row for row in result.case.read("events").to_dicts()}


def links_of(result: ImportResult) -> dict[str, tuple[str | None, ...]]:
    """(kind, account, parent, root, note on the parent) of each event, by its id."""
    names = ("kind", "account_id", "stated_parent_id", "stated_root_id", "stated_parent_note")
    return {key: tuple(row[name] for name in names) for key, row in events_of(result).items()}


def counters_of(result: ImportResult, event_id: str) -> dict[str, int]:
    """The counters of one event, as captured first."""
    rows = result.case.read("counters").filter(event_id=event_id).unique("counter", maintain_order=True)
    return dict(rows.select("counter", "value").iter_rows())


def sums_of(result: ImportResult) -> tuple[int, ...]:
    """(records, events, duplicates, rejected, other) of all files together."""
    names = ("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")
    return tuple(result.new.select(pl.col(names).sum()).row(0))
