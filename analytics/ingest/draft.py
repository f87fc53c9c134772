"""Draft records to tables: ids, moments, counters and accounts by one rule for every platform.

An importer's `draft` gives a frame with source_row, source_path and any of these text columns (null or
absent: unknown):

  other      "true": a record that is no act (an account, a service message, a repeated header)
  fault      a reason code: the record is refused
  kind       post, repost, comment, quote
  native     the act's id on the platform; space: id space other than the importer's platform ("weibo~ced")
  account, account_space, account_name; parent, root, root_basis (export, file_name, option)
  at_text, captured_text; text; own_text (absent: what stands before the first //@); client; region; edited
  verified, verified_type, verified_reason, followers, following, posts, registered_text, location,
  account_region n_<counter> for views, reposts, comments, likes, quotes, shares, plays, members
and `urls`, a list of texts.
"""

from dataclasses import dataclass

import polars as pl

from analytics.ingest.block import Bad, Block
from analytics.ingest.importer import Hints, Importer
from analytics.ingest.values import DESTROYED, counts, moment_of_weibo_id, moments, own_words
from analytics.model.tables import ACCOUNTS, COUNTERS, EVENTS, REJECTED
from analytics.settings import Settings

COUNTER_NAMES = ("views", "reposts", "comments", "likes", "quotes", "shares", "plays", "members")
_TEXTS = (
    "other",
    "fault",
    "kind",
    "native",
    "space",
    "account",
    "account_space",
    "account_name",
    "parent",
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
_INTERVAL_S = {"min": 60, "h": 3_600, "day": 86_400}
_TRUE = ("true", "True", "1", "是", "yes")
ID_DIGITS_MAX = 20  # Numeric ids of known platforms fit 64 bit; longer runs of digits are no ids.


@dataclass(frozen=True)
class Parsed:
    """What one block gives: table frames, and how many of its records are no acts."""

    events: pl.DataFrame  # EVENTS and captured_at
    accounts: pl.DataFrame  # ACCOUNTS
    counters: pl.DataFrame  # COUNTERS
    rejected: pl.DataFrame  # REJECTED
    records_n: int
    other_n: int


def parse(block: Block, importer: Importer, sha256: str, hints: Hints, settings: Settings) -> Parsed:
    """The tables of one block. records_n = events + rejected + other, always."""
    draft = importer.draft(block.frame, hints)
    draft = draft.with_columns(pl.lit(None, pl.String).alias(c) for c in _TEXTS if c not in draft.columns)
    if "urls" not in draft.columns:
        draft = draft.with_columns(urls=pl.lit(None, pl.List(pl.String)))
    draft = _identified(draft, importer, sha256)
    is_other = pl.col("other").fill_null("") == "true"
    if draft["fault"].null_count() < draft.height or draft["other"].null_count() < draft.height:
        faulty = draft.filter(pl.col("fault").is_not_null())
        other = draft.filter(is_other & pl.col("fault").is_null())
        acts = draft.filter(~is_other & pl.col("fault").is_null())
    else:
        faulty, other, acts = draft.clear(), draft.clear(), draft
    acts = _dated(acts, hints, settings)
    people = acts if other.is_empty() else pl.concat([acts, _dated(other, hints, settings)])
    return Parsed(
        _events(acts, importer, sha256),
        _accounts(people, importer, sha256),
        _counters(acts, sha256),
        _rejected(faulty, block, sha256),
        draft.height + len(block.bad),
        other.height,
    )


def _identified(draft: pl.DataFrame, importer: Importer, sha256: str) -> pl.DataFrame:
    """Ids with their space, and the fault of those that cannot be ids."""
    space = pl.col("space").fill_null(importer.platform)
    account_space = pl.col("account_space").fill_null(pl.col("space")).fill_null(importer.platform)
    with_plus = [
        c for c in ("native", "account", "root", "parent") if draft[c].str.contains("+", literal=True).any()
    ]
    destroyed = pl.any_horizontal(
        pl.lit(False), *(pl.col(c).str.contains(DESTROYED) for c in with_plus)
    ).fill_null(False)
    is_long = (draft["native"].str.len_bytes().max() or 0) > ID_DIGITS_MAX  # type: ignore[operator]
    beyond = (
        pl.col("native").str.contains(rf"^\d{{{ID_DIGITS_MAX + 1},}}$").fill_null(False)
        if is_long
        else pl.lit(False)
    )
    foreign = (space == "weibo") & ~pl.col("native").str.contains(r"^\d+$").fill_null(True)
    empty = pl.all_horizontal(pl.col(c).is_null() for c in ("native", "account", "text", "at_text"))
    is_act = pl.col("other").is_null()
    fault = (
        pl.when(destroyed)
        .then(pl.lit("id_destroyed"))
        .when(is_act & empty)
        .then(pl.lit("empty_record"))
        .when(is_act & (beyond | foreign))
        .then(pl.lit("id_unreadable"))
    )
    made = (
        pl.lit(f"{importer.platform}:row/{sha256[:16]}/")
        + pl.col("source_row").cast(pl.String)
        + pl.col("source_path")
    )
    prefix = space + ":"
    return draft.with_columns(fault=pl.col("fault").fill_null(fault)).with_columns(
        event_id=(prefix + pl.col("native")).fill_null(made),
        account_id=account_space + ":" + pl.col("account"),
        parent_id=pl.when(pl.col("parent") != pl.col("native")).then(prefix + pl.col("parent")),
        root_id=pl.when(pl.col("kind") == "post")
        .then(prefix + pl.col("native"))
        .otherwise(prefix + pl.col("root")),
        timed_native=pl.when(space == "weibo").then(pl.col("native")),
        is_hashed=account_space.str.contains("~", literal=True),
    )


def _dated(acts: pl.DataFrame, hints: Hints, settings: Settings) -> pl.DataFrame:
    """at, at_precision, at_basis, at_from_id, at_conflict, captured_at."""
    zone = hints.timezone
    captured = (
        moments(acts["captured_text"], zone)["at"]
        if acts["captured_text"].null_count() < acts.height
        else pl.Series([None], dtype=pl.Datetime("us", "UTC")).new_from_index(0, acts.height)
    )
    stated = moments(acts["at_text"], zone)
    acts = acts.with_columns(
        stated=stated["at"],
        step=stated["at_precision"],
        captured_at=captured.fill_null(pl.lit(hints.captured_at, pl.Datetime("us", "UTC"))),
        at_from_id=moment_of_weibo_id(pl.col("timed_native")),
    )
    width_s = pl.col("step").replace_strict(_INTERVAL_S, default=0, return_dtype=pl.Int64)
    gap_s = (pl.col("at_from_id") - pl.col("stated")).dt.total_seconds()
    outside = (gap_s < -settings.id_gap_s) | (gap_s > settings.id_gap_s + width_s)
    within = (gap_s >= 0) & (gap_s < width_s)
    by_id = pl.col("stated").is_null() | within
    return acts.with_columns(
        at=pl.when(by_id).then("at_from_id").otherwise("stated"),
        at_precision=pl.when(by_id)
        .then(pl.when(pl.col("at_from_id").is_not_null()).then(pl.lit("s")))
        .otherwise("step"),
        at_basis=pl.when(by_id)
        .then(pl.when(pl.col("at_from_id").is_not_null()).then(pl.lit("id")))
        .otherwise(pl.lit("export")),
        at_conflict=outside,
    )


def _events(acts: pl.DataFrame, importer: Importer, sha256: str) -> pl.DataFrame:
    own = acts["own_text"] if "own_text" in acts.columns else own_words(acts["text"])
    # What the platform puts before an answer is not the account's own.
    own = (
        pl.DataFrame({"kind": acts["kind"], "own": own})
        .select(
            pl.when(pl.col("kind") == "comment")
            .then(pl.col("own").str.replace(r"^[\s：:]*回复\s*@[^:：\s]{1,30}\s*[:：]\s*", ""))
            .otherwise("own")
        )
        .to_series()
    )
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
            "parent_id",
            pl.when(pl.col("parent_id").is_not_null()).then(pl.lit("stated")).alias("parent_basis"),
            pl.lit(None, pl.String).alias("parent_note"),
            "root_id",
            pl.when((pl.col("kind") != "post") & pl.col("root_id").is_not_null())
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
            pl.lit(sha256).alias("source_sha256"),
            "source_row",
            "source_path",
            "captured_at",
        )
        .cast(dict(EVENTS.schema))
    )  # type: ignore[arg-type]


def _accounts(people: pl.DataFrame, importer: Importer, sha256: str) -> pl.DataFrame:
    """One row an account and profile seen in this block: the first record that shows it."""
    seen = people.filter(pl.col("account_id").is_not_null())
    telling = [
        c
        for c in ("account_name", "followers", "verified", "verified_type")
        if seen[c].null_count() < seen.height
    ]
    seen = seen.unique(["account_id", *telling], keep="first", maintain_order=True)
    numbers = {f"{c}_n": counts(seen[c])["value"] for c in ("followers", "following", "posts")}
    return (
        seen.with_columns(**numbers)
        .select(
            "account_id",
            pl.lit(importer.platform).alias("platform"),
            pl.col("account_name").alias("name"),
            moments(seen["registered_text"], "Asia/Shanghai")["at"].alias("registered_at"),
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
            pl.lit(sha256).alias("source_sha256"),
            "source_row",
            "source_path",
        )
        .cast(dict(ACCOUNTS.schema))
    )  # type: ignore[arg-type]


def _counters(acts: pl.DataFrame, sha256: str) -> pl.DataFrame:
    frames = []
    for name in COUNTER_NAMES:
        if f"n_{name}" not in acts.columns or acts[f"n_{name}"].null_count() == acts.height:
            continue
        read = counts(acts[f"n_{name}"])
        frames.append(
            acts.select("event_id", "captured_at", "source_row", "source_path")
            .with_columns(read.get_columns())
            .filter(pl.col("value").is_not_null())
            .with_columns(counter=pl.lit(name), source_sha256=pl.lit(sha256))
            .select(COUNTERS.schema.names())
        )
    return pl.concat(frames) if frames else COUNTERS.empty()


def _rejected(faulty: pl.DataFrame, block: Block, sha256: str) -> pl.DataFrame:
    if faulty.is_empty() and not block.bad:
        return REJECTED.empty()
    bad = list(block.bad)
    keys = list(faulty.select("source_row", "source_path").iter_rows())
    for (row, path), reason, raw in zip(keys, faulty["fault"], block.raw_of(keys), strict=True):
        bad.append(Bad(row, path, reason, raw))
    return pl.DataFrame(
        [(sha256, b.source_row, b.source_path, b.reason, b.raw) for b in bad],
        schema=REJECTED.schema,
        orient="row",
    )
