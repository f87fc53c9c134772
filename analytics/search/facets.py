"""Facets of a search: how many found records have each value, and which are kept or left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from analytics.model.time import known_within

UNKNOWN = ""  # The value of a record that has none.
LISTS = ("roles", "groups")  # A record may have several of their values.
COLUMNS = {
    "u": "in_u",
    "place": "place",
    "post": "post",
    "kind": "kind",
    "author": "account_id",
    "region": "region",
    "client": "client",
    "verified": "verified",
    "followers": "followers",
    "role": "roles",
    "group": "groups",
    "side": "side",
}
HOUR_S = 3_600


@dataclass(frozen=True)
class Choice:
    """What a person chose: facet -> values of which a record must have one, and values it may not have."""

    kept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def chosen(found: pl.DataFrame, choice: Choice, without: str = "") -> pl.DataFrame:
    """Keep the records that fit what was chosen; of the facet `without` nothing is asked.

    Values of one facet are joined by or, facets by and.
    """
    tests = [_has(name, values) for name, values in choice.kept.items() if values and name != without]
    tests += [~_has(name, values) for name, values in choice.left_out.items() if values and name != without]
    return found.filter(*tests) if tests else found


def facet(found: pl.DataFrame, name: str, choice: Choice) -> pl.DataFrame:
    """Count the records of each value of a facet, under what was chosen in all other facets.

    Returns value ("" : none) and n, most first. Over all values but of "role" and "group", where a record may
    have several, the counts add up to the records.
    """
    column = COLUMNS[name]
    rows = chosen(found, choice, name).select(value=pl.col(column))
    if column in LISTS:
        rows = rows.explode("value", empty_as_null=True, keep_nulls=True)
    return (
        rows.select(pl.col("value").fill_null(UNKNOWN))
        .group_by("value")
        .agg(n=pl.len())
        .sort("n", "value", descending=[True, False])
    )


def hours(found: pl.DataFrame, zone: str) -> tuple[pl.DataFrame, int]:
    """Count records per hour of a zone.

    Returns the table (at: start of the hour in the zone, n), hours without records left out, and how many
    records have no time known to the hour.
    """
    is_known = pl.col("at").is_not_null() & pl.col("at_precision").fill_null("s").is_in(known_within(HOUR_S))
    timed = found.filter(is_known)
    table = (
        timed.select(at=pl.col("at").dt.convert_time_zone(zone).dt.truncate("1h"))
        .group_by("at")
        .agg(n=pl.len())
        .sort("at")
    )
    return table, found.height - timed.height


def _has(name: str, values: tuple[str, ...]) -> pl.Expr:
    """Whether a record has one of the values."""
    column, is_unknown = pl.col(COLUMNS[name]), UNKNOWN in values
    if COLUMNS[name] in LISTS:
        held = column.list.set_intersection(pl.lit(list(values), pl.List(pl.String))).list.len() > 0
        return held | (column.list.len() == 0) if is_unknown else held
    held = column.is_in(values).fill_null(False)
    return held | column.is_null() if is_unknown else held
