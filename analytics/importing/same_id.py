"""Records under one event id that cannot be one act: another account, kind or moment contradicts.

Another text of the same account is an edit. Two spaces of accounts (a hashed and a plain one) cannot be
compared. A post seen again as a repost of the same account is no contradiction: its root may have been
deleted between two captures. Nor are moments that differ by whole hours: a zone was wrong. Ids that hold
their moment need no other, nor do addresses of a record within an account (at://): a record that claims a
moment to come is dated by its delivery, which each instance of the stream notes anew.
"""

from dataclasses import dataclass

import polars as pl

from analytics.importing.values import WIDTH_S

_KEY = ["source_sha256", "source_row", "source_path"]
REFUSED_SHARE = 0.01  # Of a file's records. One in a hundred may be a slip; more is a wrong column or layout.
_SLACK_S = 1.0  # Seconds. Exporters cut or round a second.
_HOUR_S, _ZONES_H = 3_600.0, 14.0
_FAMILY = {"post": "status", "repost": "status", "quote": "status"}  # one platform's kinds of one thing


@dataclass(frozen=True)
class Contradiction:
    """The plainest contradiction of a file: how many records share one id, and what they disagree about."""

    event_id: str
    records_n: int
    accounts_n: int
    kinds_n: int
    moments_n: int


def contradictory(several: pl.DataFrame) -> pl.DataFrame:
    """The rows of `several` (records of ids that occur more than once) that are refused.

    In each group what most records agree on stands: account and kind first, then the moment. Where no side
    has more records than all others together, none can be believed, and all are refused.
    """
    marked = several.select(
        "event_id",
        *_KEY,
        "account_id",
        "at",
        "at_from_id",
        "at_precision",
        space=pl.col("account_id").str.extract("^([^:]*):", 1),
        family=pl.col("kind").replace(_FAMILY),
    )
    is_apart = _gap_s().fill_null(0.0) > 0
    differ = (pl.col("family").n_unique() > 1) | _accounts_differ()
    doubtful = marked.with_columns(is_apart=is_apart).filter(
        (differ | pl.col("is_apart").any()).over("event_id")
    )
    if doubtful.is_empty():
        return doubtful.select("event_id", *_KEY)
    account = pl.when(_accounts_differ().over("event_id")).then("account_id")
    sides = doubtful.with_columns(side=pl.concat_str(account.fill_null(""), "family", separator=" "))
    sides = sides.with_columns(n=pl.len().over("event_id", "side"), all_n=pl.len().over("event_id"))
    is_believed = pl.col("n") * 2 > pl.col("all_n")
    believed = sides.filter(is_believed).with_columns(is_apart=is_apart)
    apart = believed.with_columns(
        apart_n=pl.col("is_apart").sum().over("event_id"), n=pl.len().over("event_id")
    ).filter((pl.col("apart_n") > 0) & (pl.col("is_apart") | (pl.col("apart_n") * 2 >= pl.col("n"))))
    refused = [frame.select("event_id", *_KEY) for frame in (sides.filter(~is_believed), apart)]
    return pl.concat(refused).sort(_KEY)


def _accounts_differ() -> pl.Expr:
    return pl.col("account_id").drop_nulls().n_unique() > pl.col("space").drop_nulls().n_unique()


def _gap_s() -> pl.Expr:
    """Seconds by which a moment lies outside the interval of the first known of its id.

    0 for agreement, a wrong zone, or an id that holds its moment or names a record of an account.
    """
    known = pl.col("at").is_not_null()
    width_s = pl.col("at_precision").replace_strict(WIDTH_S, default=0, return_dtype=pl.Float64)
    first_at = pl.col("at").filter(known).first().over("event_id")
    first_width_s = width_s.filter(known).first().over("event_id")
    apart_s = (pl.col("at") - first_at).dt.total_milliseconds() / 1_000
    outside_s = pl.max_horizontal(apart_s - first_width_s, -apart_s - width_s) - _SLACK_S
    hours = (apart_s / _HOUR_S).round()
    rest_s = (apart_s - hours * _HOUR_S).abs()
    is_zone = (rest_s <= width_s + first_width_s + _SLACK_S) & hours.abs().is_between(1, _ZONES_H)
    is_sure = pl.col("at_from_id").is_not_null() | pl.col("event_id").str.contains(":at://", literal=True)
    return pl.when(~is_zone & ~is_sure).then(outside_s.clip(0)).otherwise(0.0)


def plainest(several: pl.DataFrame, refused: pl.DataFrame, sha256: str) -> Contradiction:
    """Of the ids that a file contradicts, the one with the most records."""
    ids = refused.filter(source_sha256=sha256)["event_id"].implode()
    row = (
        several.filter(pl.col("event_id").is_in(ids))
        .group_by("event_id")
        .agg(
            records_n=pl.len(),
            accounts_n=pl.col("account_id").drop_nulls().n_unique(),
            kinds_n=pl.col("kind").n_unique(),
            moments_n=pl.col("at").drop_nulls().n_unique(),
        )
        .sort("records_n", "event_id", descending=[True, False])
        .row(0, named=True)
    )
    return Contradiction(**row)
