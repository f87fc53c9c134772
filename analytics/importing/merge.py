"""Captures that overlap, as one table of events: the same event id again is a duplicate, whatever came first.

A record that contradicts the others of its id is no duplicate: it is refused (see same_id.py).

Kept values: finest time precision, then earliest capture, then source hash, row and path. What the kept
record leaves open is filled from the others in that order; what one act passed on is gathered from all.
Differing text is marked edited; every capture stays in occurrences.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from analytics.importing.normalize import PROFILE_COUNTS
from analytics.importing.raw_batch import RAW_MAX
from analytics.importing.same_id import REFUSED_SHARE, Contradiction, contradictory, plainest
from analytics.importing.staging import scan_parts
from analytics.importing.values import meant_between, plain_text
from analytics.model.errors import ExportError
from analytics.model.tables import ACCOUNT_NAMES, ACCOUNTS, COUNTERS, EVENTS, OCCURRENCES, REJECTED
from analytics.model.time import RANK
from analytics.store.case_folder import Commit, writing

_KEY = ["source_sha256", "source_row", "source_path"]
_FILLED = (
    "account_id",
    "account_name",
    "at",
    "at_precision",
    "at_basis",
    "at_text",
    "at_from_id",
    "stated_parent_id",
    "stated_parent_note",
    "stated_root_id",
    "root_basis",
    "text",
    "own_text",
    "client",
    "region",
    "urls",
)


@dataclass(frozen=True)
class Merged:
    """What became of the records of each source.

    counted: source_sha256, events_n (kept), duplicates_n, rejected_n, and how many of these last contradict
    others: contradictions_n. plainest: the worst contradiction of each source that holds one.
    """

    counted: pl.DataFrame
    plainest: dict[str, Contradiction]


def merge(files: list[Path], commit: Commit) -> Merged:
    """Write events, occurrences, accounts, account_names, counters and rejected from the parsed parts."""
    parts = scan_parts(files, "events")
    with ThreadPoolExecutor(1) as pool:
        people = pool.submit(_accounts, files, commit)
        counted = _acts(parts, files, commit)
        people.result()
    return counted


def _acts(parts: list[pl.LazyFrame], files: list[Path], commit: Commit) -> Merged:
    several = _several(parts)
    refused = contradictory(several)
    agreeing = (
        several.join(refused, on=_KEY, how="anti", maintain_order="left") if refused.height else several
    )
    dropped = agreeing.filter(~pl.col("event_id").is_first_distinct()).select(_KEY)
    filled = _filled(agreeing)
    events = pl.concat(parts)
    if refused.height:
        events = events.join(refused.lazy().select(_KEY), on=_KEY, how="anti", maintain_order="left")
    kept = events
    if dropped.height:
        kept = (
            events.join(dropped.lazy(), on=_KEY, how="anti", maintain_order="left")
            .join(filled.lazy(), on="event_id", how="left", maintain_order="left")
            .with_columns(
                *(pl.coalesce(name, f"{name}_filled").alias(name) for name in _FILLED),
                edited=pl.coalesce("edited_filled", "edited"),
                object_ids=pl.when(pl.col("object_ids_filled").list.len() > 0)
                .then("object_ids_filled")
                .otherwise("object_ids"),
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
    counters, rejected = (pl.concat(scan_parts(files, table.name)) for table in (COUNTERS, REJECTED))
    if refused.height:
        counters = counters.join(refused.lazy().select(_KEY), on=_KEY, how="anti", maintain_order="left")
        rejected = pl.concat([rejected, _as_rejected(several, refused).lazy()])
    _sink(counters, commit.place("counters.parquet"))
    _sink(rejected, commit.place("rejected.parquet"))
    total = events.group_by("source_sha256").agg(all_n=pl.len()).collect(engine="streaming")
    lost = dropped.group_by("source_sha256").agg(duplicates_n=pl.len().cast(pl.Int64))
    against = refused.group_by("source_sha256").agg(contradictions_n=pl.len().cast(pl.Int64))
    out = rejected.group_by("source_sha256").agg(rejected_n=pl.len()).collect(engine="streaming")
    counted = total
    for counts in (lost, against, out):
        counted = counted.join(counts, on="source_sha256", how="full", coalesce=True)
    names = ("all_n", "duplicates_n", "contradictions_n", "rejected_n")
    counted = counted.with_columns(pl.col(names).cast(pl.Int64).fill_null(0)).select(
        "source_sha256", *names[1:], events_n=pl.col("all_n") - pl.col("duplicates_n")
    )
    return Merged(counted, {sha: plainest(several, refused, sha) for sha in against["source_sha256"]})


def contradictions_of(
    merged: Merged, rows: list[dict[str, Any]], columns: dict[str, str | None]
) -> list[tuple[str, str, int]]:
    """(file, an id, how many of its records contradict others) of each new source that holds some.

    rows: rows of `sources`, those of this import. columns: each source's column of own ids, as far as known.
    Raises ExportError where they are more than one in a hundred: the map or the layout is wrong. Of several
    such files the one with the largest share is named.
    """
    against = dict(merged.counted.select("source_sha256", "contradictions_n").iter_rows())
    doubtful = [row for row in rows if against.get(row["sha256"])]
    found = []
    for row in sorted(doubtful, key=lambda row: -against[row["sha256"]] / row["records_n"]):
        n = against[row["sha256"]]
        worst = merged.plainest[row["sha256"]]
        if n > REFUSED_SHARE * row["records_n"]:
            column = columns.get(row["sha256"]) or "id"
            raise ExportError("id_contradiction", path=row["name"], column=column, n=n, **vars(worst))
        found.append((row["name"], worst.event_id, n))
    return found


def _as_rejected(several: pl.DataFrame, refused: pl.DataFrame) -> pl.DataFrame:
    """Contradicting records as rejected ones; `raw` holds what was read, the record itself stays evidence."""
    told = pl.struct("event_id", "account_id", "account_name", "kind", "at_text", "text")
    rows = several.join(refused, on=_KEY, how="semi", maintain_order="left")
    return rows.select(
        *_KEY, reason=pl.lit("id_contradiction"), raw=told.struct.json_encode().str.slice(0, RAW_MAX)
    ).select(REJECTED.schema.names())


def _several(parts: list[pl.LazyFrame]) -> pl.DataFrame:
    """The records of event ids that occur more than once, the one to keep first."""
    hashes = [part.select(pl.col("event_id").hash()).collect().to_series().to_numpy() for part in parts]
    sorted_hashes = np.sort(np.concatenate(hashes))
    twice = np.unique(sorted_hashes[1:][sorted_hashes[1:] == sorted_hashes[:-1]])
    if not len(twice):
        return pl.concat(parts).limit(0).collect()
    # The predicate column is read first, the others only where it holds.
    chosen = pl.concat(parts).filter(pl.col("event_id").hash().is_in(pl.Series(twice).implode())).collect()
    several = chosen.with_columns(
        fineness=pl.col("at_precision").replace_strict(RANK, default=9, return_dtype=pl.Int8)
    ).sort("event_id", "fineness", "captured_at", *_KEY, nulls_last=True)
    return several.filter(pl.col("event_id").is_duplicated())


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
            object_ids_filled=pl.col("object_ids").explode().drop_nulls().unique().sort(),
            edited_filled=pl.when(pl.col("words").drop_nulls().n_unique() > 1)
            .then(pl.lit(True))
            .otherwise(pl.col("edited").any()),
        )
    )


def _accounts(files: list[Path], commit: Commit) -> None:
    """The latest known value of each column an account, and every name it bore.

    A rounded count or a floor that may stand for the exact one shown before it leaves that one in place.
    """
    seen = pl.concat(scan_parts(files, "accounts")).collect()
    values = [c for c in ACCOUNTS.schema.names() if c not in ("account_id", "captured_at", *_KEY)]
    is_repeated = seen["account_id"].is_duplicated()
    several = _with_exact(seen.filter(is_repeated).sort("captured_at", *_KEY, nulls_last=False))
    latest = several.group_by("account_id").agg(
        *(pl.col(c).drop_nulls().last() for c in values), *(pl.col(c).last() for c in ("captured_at", *_KEY))
    )
    columns = ACCOUNTS.schema.names()
    commit.write(ACCOUNTS, pl.concat([seen.filter(~is_repeated).select(columns), latest.select(columns)]))
    names = (
        seen.filter(pl.col("name").is_not_null())
        .group_by("account_id", "name")
        .agg(first_at=pl.col("captured_at").min(), last_at=pl.col("captured_at").max())
    )
    commit.write(ACCOUNT_NAMES, names)


def _with_exact(several: pl.DataFrame) -> pl.DataFrame:
    """Put the last exact count in place of later ones that are rounded, or a floor, and may stand for it.

    several: PARSED_ACCOUNTS, those of each account in the order in which they were shown.
    """
    for name in PROFILE_COUNTS:
        value, is_rounded, is_floor = f"{name}_n", f"{name}_is_rounded", f"{name}_is_floor"
        low, high = meant_between(value, is_rounded, is_floor)
        is_exact = ~(pl.col(is_rounded).fill_null(False) | pl.col(is_floor).fill_null(False))
        exact = pl.when(is_exact).then(value).forward_fill().over("account_id")
        fits = (exact >= low) & ((exact <= high) | high.is_null()) & pl.col(value).is_not_null()
        several = several.with_columns(pl.when(fits).then(exact).otherwise(value).alias(value))
    return several


def _sink(rows: pl.LazyFrame, path: Path) -> None:
    with writing(path):
        rows.sink_parquet(path, compression="lz4", maintain_order=True)
