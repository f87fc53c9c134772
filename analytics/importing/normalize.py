"""Draft records to tables: ids, moments, counters and accounts by one rule for every platform.

An importer's `draft` gives a frame with source_row, source_path and any of these text columns (null or
absent: unknown):

  doubt      what a record leaves open and was taken as likeliest: told once a file (doubt_<word> in
             locale/cli.toml)
  other      "true": a record that is no act (an account, a service message, a repeated header)
  fault      a reason code: the record is refused
  kind       post, repost, comment, quote
  native     the act's id on the platform; space: id space other than the importer's platform ("weibo~ced")
  account, account_space, account_name; parent, root, root_basis (export, file_name, option)
  at_text, at_step (what its seconds are worth: "min"), at_beside (a second time, only compared)
  apart (true, not text; null: not known): the recorder saw the act at quite another time than it claims
  captured_text, captured_<counter> (absent: captured_text)
  text; own_text (absent: what stands before the first //@); client; region; edited
  verified, verified_type, verified_reason, followers, following, posts, registered_text, location,
  account_region n_<counter> for views, reposts, comments, likes, quotes, shares, plays, members
and two lists of texts: `urls`, and `objects`, the native ids of what the act passed on, where a layout has a
record for each of several (records of one act are joined in merge.py).
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from analytics.importing.dating import dated
from analytics.importing.doubts import Doubts
from analytics.importing.identity import identified, known
from analytics.importing.importer import Hints, Importer
from analytics.importing.raw_batch import RawBatch, UnreadableRecord
from analytics.importing.values import counts, moments, own_words, without_address
from analytics.model.tables import ACCOUNTS, COUNTERS, EVENTS, REJECTED
from analytics.model.thresholds import ReadingLimits
from analytics.model.time import BEIJING

COUNTER_NAMES = ("views", "reposts", "comments", "likes", "quotes", "shares", "plays", "members")
_TEXTS = (
    "doubt",
    "other",
    "fault",
    "kind",
    "native",
    "space",
    "account",
    "account_space",
    "account_name",
    "parent",
    "parent_note",
    "root",
    "root_basis",
    "at_text",
    "captured_text",
    "text",
    "client",
    "region",
    "edited",
    "verified",
    "verified_type",
    "verified_reason",
    "followers",
    "following",
    "posts",
    "registered_text",
    "location",
    "account_region",
)
_LISTS = ("urls", "objects")
PROFILE_COUNTS = ("followers", "following", "posts")
# Profiles as parsed: ACCOUNTS, and of each displayed count whether the platform rounded it or shows a floor.
PARSED_ACCOUNTS = pl.Schema(
    [
        *ACCOUNTS.schema.items(),
        *((f"{name}_{flag}", pl.Boolean()) for name in PROFILE_COUNTS for flag in ("is_rounded", "is_floor")),
    ]
)
FILE = "file"  # Where a draft holds several files: the number of each record's.
_TRUE = ("true", "True", "1", "是", "yes")


class Tables(NamedTuple):
    """What acts give: EVENTS with captured_at, PARSED_ACCOUNTS, COUNTERS."""

    events: pl.DataFrame
    accounts: pl.DataFrame
    counters: pl.DataFrame


@dataclass(frozen=True)
class NormalizedBatch:
    """What one block gives: table frames, and how many of its records are no acts."""

    events: pl.DataFrame  # EVENTS and captured_at
    accounts: pl.DataFrame  # ACCOUNTS
    counters: pl.DataFrame  # COUNTERS
    rejected: pl.DataFrame  # REJECTED
    records_n: int
    other_n: int
    id_column: str | None = None  # the file's column of own ids, where one holds them as they are
    notes: dict[tuple[str, str], int] = field(default_factory=dict)  # (what, example) -> records: see Doubts
    unread: dict[str, int] = field(default_factory=dict)  # Part of other_n: where it stands -> records
    mended: dict[str, int] = field(default_factory=dict)  # What was read otherwise than written -> times


def normalize(
    block: RawBatch, importer: Importer, sha256: str, hints: Hints, settings: ReadingLimits, doubts: Doubts
) -> NormalizedBatch:
    """The tables of one block. records_n = events + rejected + other, always.

    doubts: what earlier blocks of this file taught; this one adds to it.
    """
    draft = drafted(block.frame, importer, sha256, hints)
    draft = identified(known(draft, block.frame, importer, doubts), importer, doubts)
    is_other = pl.col("other").fill_null("") == "true"
    if draft["fault"].null_count() < draft.height or draft["other"].null_count() < draft.height:
        faulty = draft.filter(pl.col("fault").is_not_null())
        other = draft.filter(is_other & pl.col("fault").is_null())
        acts = draft.filter(~is_other & pl.col("fault").is_null())
    else:
        faulty, other, acts = draft.clear(), draft.clear(), draft
    acts = dated(acts, hints, settings, doubts)
    people = acts if other.is_empty() else pl.concat([acts, dated(other, hints, settings, Doubts())])
    is_timeless = acts["at"].is_null()
    for code, n in acts["doubt"].drop_nulls().value_counts().sort("doubt").iter_rows():
        doubts.note(code, n, _first(acts["native"].filter((acts["doubt"] == code).fill_null(False))))
    doubts.note("no_moment", int(is_timeless.sum()), _first(acts["at_text"].filter(is_timeless)))
    return NormalizedBatch(
        *tables_of(acts, people, importer),
        _rejected(faulty, block, sha256),
        draft.height + len(block.bad) + sum(block.other.values()),
        other.height + sum(block.other.values()),
        doubts.id_column,
        doubts.taken(),
        unread=block.other,
        mended=block.mended,
    )


def drafted(raw: pl.DataFrame, importer: Importer, sha256: str, hints: Hints) -> pl.DataFrame:
    """The importer's draft of raw records with every column that the rest of the way asks for."""
    draft = importer.draft(raw, hints)
    absent = [pl.lit(None, pl.String).alias(c) for c in _TEXTS if c not in draft.columns]
    lists = [pl.lit(None, pl.List(pl.String)).alias(c) for c in _LISTS if c not in draft.columns]
    return draft.with_columns(*absent, *lists, source_sha256=pl.lit(sha256))


def tables_of(acts: pl.DataFrame, people: pl.DataFrame, importer: Importer) -> Tables:
    """Dated acts, and dated records that show an account, as tables: events, accounts, counters."""
    return Tables(_events(acts, importer), _accounts(people, importer), _counters(acts, importer))


def _first(values: pl.Series) -> str | None:
    found: str | None = values.drop_nulls().head(1).to_list()[0] if len(values.drop_nulls()) else None
    return found


def _events(acts: pl.DataFrame, importer: Importer) -> pl.DataFrame:
    own = acts["own_text"] if "own_text" in acts.columns else own_words(acts["text"])
    # What the platform puts before an answer is not the account's own.
    own = pl.select(
        pl.when(acts["kind"] == "comment").then(without_address(pl.lit(own))).otherwise(pl.lit(own))
    ).to_series()
    return (
        acts.with_columns(own_text=own)
        .select(
            "event_id",
            pl.lit(importer.platform).alias("platform"),
            "kind",
            "account_id",
            "account_name",
            "at",
            "at_precision",
            "at_basis",
            "at_text",
            "at_from_id",
            "at_conflict",
            "stated_parent_id",
            pl.when(pl.col("stated_parent_id").is_null()).then("parent_note").alias("stated_parent_note"),
            "stated_root_id",
            pl.col("objects").list.eval(f"{importer.platform}:" + pl.element()).alias("object_ids"),
            pl.when((pl.col("kind") != "post") & pl.col("stated_root_id").is_not_null())
            .then(pl.col("root_basis").fill_null("export"))
            .alias("root_basis"),
            "text",
            "own_text",
            "client",
            "region",
            "urls",
            pl.when(pl.col("edited").is_in(_TRUE))
            .then(pl.lit(True))
            .when(pl.col("edited").is_not_null())
            .then(pl.lit(False))
            .alias("edited"),
            "source_sha256",
            "source_row",
            "source_path",
            "captured_at",
        )
        .cast(dict(EVENTS.schema))  # type: ignore[arg-type]
    )


def _accounts(people: pl.DataFrame, importer: Importer) -> pl.DataFrame:
    """One row an account and profile seen in this block, or in each `file` of it: the first record that
    shows it."""
    seen = people.filter(pl.col("account_id").is_not_null())
    telling = [
        c
        for c in ("account_name", "followers", "verified", "verified_type")
        if seen[c].null_count() < seen.height
    ]
    files = [FILE] if FILE in seen.columns else []
    seen = seen.unique([*files, "account_id", *telling], keep="first", maintain_order=True)
    read = {c: counts(seen[c], importer.converts_counts) for c in PROFILE_COUNTS}
    numbers = {f"{c}_n": shown["value"] for c, shown in read.items()}
    flags = {f"{c}_{flag}": shown[flag] for c, shown in read.items() for flag in ("is_rounded", "is_floor")}
    return (
        seen.with_columns(**numbers, **flags)
        .select(
            "account_id",
            pl.lit(importer.platform).alias("platform"),
            pl.col("account_name").alias("name"),
            moments(seen["registered_text"], BEIJING)["at"].alias("registered_at"),
            pl.when(pl.col("verified").is_in(_TRUE))
            .then(pl.lit(True))
            .when(pl.col("verified").is_not_null())
            .then(pl.lit(False))
            .alias("verified"),
            "verified_type",
            "verified_reason",
            "followers_n",
            "following_n",
            "posts_n",
            pl.col("account_region").alias("region"),
            "location",
            "is_hashed",
            pl.col("captured_at").fill_null(pl.col("at")).alias("captured_at"),
            "source_sha256",
            "source_row",
            "source_path",
            *flags,
        )
        .cast(dict(PARSED_ACCOUNTS))  # type: ignore[arg-type]
    )


def _counters(acts: pl.DataFrame, importer: Importer) -> pl.DataFrame:
    frames = []
    for name in COUNTER_NAMES:
        if f"n_{name}" not in acts.columns or acts[f"n_{name}"].null_count() == acts.height:
            continue
        read = counts(acts[f"n_{name}"], importer.converts_counts)
        seen_at = acts["captured_at"]
        if f"captured_{name}" in acts.columns:
            seen_at = moments(acts[f"captured_{name}"], importer.timezone)["at"]
        frames.append(
            acts.select("event_id", "source_sha256", "source_row", "source_path", captured_at=seen_at)
            .with_columns(read.get_columns())
            .filter(pl.col("value").is_not_null())
            .with_columns(counter=pl.lit(name))
            .select(COUNTERS.schema.names())
        )
    return pl.concat(frames) if frames else COUNTERS.empty()


def _rejected(faulty: pl.DataFrame, block: RawBatch, sha256: str) -> pl.DataFrame:
    if faulty.is_empty() and not block.bad:
        return REJECTED.empty()
    bad = list(block.bad)
    keys = list(faulty.select("source_row", "source_path").iter_rows())
    for (row, path), reason, raw in zip(keys, faulty["fault"], block.raw_of(keys), strict=True):
        bad.append(UnreadableRecord(row, path, reason, raw))
    return pl.DataFrame(
        [(sha256, b.source_row, b.source_path, b.reason, b.raw) for b in bad],
        schema=REJECTED.schema,
        orient="row",
    )
