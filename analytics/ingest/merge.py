"""Captures that overlap, as one table of events: the same event id again is a duplicate, whatever came first.

Kept values: finest time precision, then earliest capture, then source hash, row and path. What the kept
    record leaves open is filled from the others in that order. Differing text is marked edited; every capture
    stays in occurrences.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import polars as pl

from analytics.ingest.shelf import scan_parts
from analytics.ingest.values import plain_text
from analytics.model.tables import ACCOUNT_NAMES, ACCOUNTS, COUNTERS, EVENTS, OCCURRENCES, REJECTED
from analytics.store.case_folder import Commit, writing

_KEY = ["source_sha256", "source_row", "source_path"]
_FINENESS = {"us": 0, "ms": 1, "s": 2, "min": 3, "h": 4, "day": 5}
_FILLED = (
    "account_id",
    "account_name",
    "at",
    "at_precision",
    "at_basis",
    "at_text",
    "at_from_id",
    "parent_id",
    "parent_basis",
    "root_id",
    "root_basis",
    "text",
    "own_text",
    "client",
    "region",
    "urls",
)


def merge(files: list[Path], commit: Commit) -> pl.DataFrame:
    """Write events, occurrences, accounts, account_names, counters and rejected from the parsed parts.

    Returns source_sha256, events_n, duplicates_n: how many of a file's acts were kept, and how many were
    duplicates.
    """
    parts = scan_parts(files, "events")
    with ThreadPoolExecutor(1) as pool:
        people = pool.submit(_accounts, files, commit)
        counted = _acts(parts, files, commit)
        people.result()
    return counted


def _acts(parts: list[pl.LazyFrame], files: list[Path], commit: Commit) -> pl.DataFrame:
    dropped, filled = _duplicates(parts)
    events = pl.concat(parts)
    kept = events
    if dropped.height:
        kept = (
            events.join(dropped.lazy(), on=_KEY, how="anti", maintain_order="left")
            .join(filled.lazy(), on="event_id", how="left", maintain_order="left")
            .with_columns(
                *(pl.coalesce(name, f"{name}_filled").alias(name) for name in _FILLED),
                edited=pl.coalesce("edited_filled", "edited"),
            )
        )
    _sink(kept.select(EVENTS.schema.names()), commit.place("events.parquet"))
    seen = events.select("event_id", *_KEY, "captured_at", "text_sha256")
    flagged = (
        seen.with_columns(is_kept=pl.lit(True))
        if dropped.is_empty()
        else seen.join(
            dropped.lazy().with_columns(is_kept=pl.lit(False)), on=_KEY, how="left", maintain_order="left"
        ).with_columns(pl.col("is_kept").fill_null(True))
    )
    _sink(flagged.select(OCCURRENCES.schema.names()), commit.place("occurrences.parquet"))
    for table in (COUNTERS, REJECTED):
        _sink(pl.concat(scan_parts(files, table.name)), commit.place(f"{table.name}.parquet"))
    total = events.group_by("source_sha256").agg(all_n=pl.len()).collect(engine="streaming")
    lost = dropped.group_by("source_sha256").agg(duplicates_n=pl.len().cast(pl.Int64))
    return total.join(lost, on="source_sha256", how="left").select(
        "source_sha256",
        duplicates_n=pl.col("duplicates_n").fill_null(0),
        events_n=pl.col("all_n").cast(pl.Int64) - pl.col("duplicates_n").fill_null(0),
    )


def _duplicates(parts: list[pl.LazyFrame]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(keys of the records that are not kept, values and edit mark for the events that occur more than
    once)."""
    hashes = [part.select(pl.col("event_id").hash()).collect().to_series().to_numpy() for part in parts]
    sorted_hashes = np.sort(np.concatenate(hashes))
    twice = np.unique(sorted_hashes[1:][sorted_hashes[1:] == sorted_hashes[:-1]])
    if not len(twice):
        empty = pl.concat(parts).limit(0).collect()
        return empty.select(_KEY), _filled(empty)
    # The predicate column is read first, the others only where it holds.
    chosen = pl.concat(parts).filter(pl.col("event_id").hash().is_in(pl.Series(twice).implode())).collect()
    several = chosen.with_columns(
        fineness=pl.col("at_precision").replace_strict(_FINENESS, default=9, return_dtype=pl.Int8)
    ).sort("event_id", "fineness", "captured_at", *_KEY, nulls_last=True)
    several = several.filter(pl.col("event_id").is_duplicated())
    is_first = pl.col("event_id").is_first_distinct()
    return several.filter(~is_first).select(_KEY), _filled(several)


def _filled(several: pl.DataFrame) -> pl.DataFrame:
    """The first known value of each column, and whether the text differs between captures."""
    # Exporters drop blanks, keep the page's markup or cut the chain: only own words that differ make a text
    # an edited one.
    words = plain_text(pl.col("own_text")).str.replace_all(r"[\s\u200b\u00a0]+", "").str.replace("^：", "")
    return (
        several.with_columns(words=words)
        .group_by("event_id", maintain_order=True)
        .agg(
            *(pl.col(name).drop_nulls().first().alias(f"{name}_filled") for name in _FILLED),
            edited_filled=pl.when(pl.col("words").drop_nulls().n_unique() > 1)
            .then(pl.lit(True))
            .otherwise(pl.col("edited").any()),
        )
    )


def _accounts(files: list[Path], commit: Commit) -> None:
    """The latest known value of each column an account, and every name it bore."""
    seen = pl.concat(scan_parts(files, "accounts")).collect()
    values = [c for c in ACCOUNTS.schema.names() if c not in ("account_id", "captured_at", *_KEY)]
    is_repeated = seen["account_id"].is_duplicated()
    several = seen.filter(is_repeated).sort("captured_at", *_KEY, nulls_last=False)
    latest = several.group_by("account_id").agg(
        *(pl.col(c).drop_nulls().last() for c in values), *(pl.col(c).last() for c in ("captured_at", *_KEY))
    )
    commit.write(ACCOUNTS, pl.concat([seen.filter(~is_repeated), latest.select(seen.columns)]))
    names = (
        seen.filter(pl.col("name").is_not_null())
        .group_by("account_id", "name")
        .agg(first_at=pl.col("captured_at").min(), last_at=pl.col("captured_at").max())
    )
    commit.write(ACCOUNT_NAMES, names)


def _sink(rows: pl.LazyFrame, path: Path) -> None:
    with writing(path):
        rows.sink_parquet(path, compression="lz4", maintain_order=True)
