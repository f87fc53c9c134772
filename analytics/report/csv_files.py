"""The tables behind the report as CSV files that a spreadsheet opens without running anything."""

from pathlib import Path

import polars as pl

from analytics.model.untrusted_text import RISKY_CELL
from analytics.store.case_folder import Case

# Table -> its columns (none: all). Texts, names of accounts, and whose words a group shares stay in the case:
# `wakeline show` opens them one by one.
TABLES: dict[str, str] = {
    "sources": "",
    "certificates": "",
    "rejected": "",
    "cascades": "",
    "levels": "",
    "scope": "",
    "counters": "",
    "nodes": "",
    "coordination": "",
    "clusters": "",
    "cluster_acts": "",
    "cluster_tasks": "",
    "cluster_traits": "",
    "explanations": "cluster_id proposition for_lines against_lines strength basis event_ids",
    "calibration": "",
    "roles": "",
    "fragility": "",
    "targets": "",
    "tallies": "",
    "findings": "",
    "requests": "",
    "events": "event_id platform kind account_id at at_precision at_basis at_text at_from_id at_conflict "
    "parent_id parent_basis "
    "parent_note root_id root_basis edited source_sha256 source_row source_path",
}


def write_csv_files(case: Case, folder: Path) -> list[str]:
    """Write every table that the case has as CSV, and return the file names.

    Lists are joined by "; ", moments are UTC.
    """
    names = [name for name in TABLES if case.has(name)]
    for name in names:
        frame = case.placed_events() if name == "events" else case.scan(name)
        write_csv(frame, folder / f"{name}.csv", TABLES[name].split() or None)
    return [f"{name}.csv" for name in names]


def write_csv(frame: pl.LazyFrame, file: Path, columns: list[str] | None = None) -> None:
    """Write a frame, or some of its columns, as a CSV of which a spreadsheet runs nothing."""
    guarded(frame, columns).sink_csv(file, include_bom=True, line_terminator="\r\n")


def guarded(frame: pl.LazyFrame, columns: list[str] | None) -> pl.LazyFrame:
    """Turn a frame into flat text and numbers, with an apostrophe before what a spreadsheet would run.

    >>> guarded(pl.LazyFrame({"a": ["=1+1", "x", None]}), None).collect()["a"].to_list()
    ["'=1+1", 'x', None]
    """
    schema = frame.collect_schema()
    shown = []
    for name in columns or list(schema):
        dtype = schema[name]
        if dtype == pl.List(pl.Float64):
            shown.append(pl.col(name).cast(pl.List(pl.String)).list.join("; ").alias(name))
        elif dtype == pl.List(pl.String):
            shown.append(_safe(pl.col(name).list.join("; ")).alias(name))
        elif isinstance(dtype, pl.Datetime):
            shown.append(pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ"))
        else:
            shown.append(_safe(pl.col(name)).alias(name) if dtype == pl.String else pl.col(name))
    return frame.select(shown)


def _safe(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(RISKY_CELL)).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)
