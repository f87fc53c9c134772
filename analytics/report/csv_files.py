"""Tables as CSV files that a spreadsheet opens without running anything."""

from pathlib import Path

import polars as pl

from analytics.model.untrusted_text import RISKY_CELL


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
