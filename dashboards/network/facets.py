"""What accounts are filtered by, and how many pass: region, client, followers, age, pair, group, community.

Counts are of the whole graph. A bar tells how many accounts with its value pass all other filters, of how
many there are; "unknown" is a bar like any other.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from analytics.roles.standing import PAIRS
from analytics.store.case_folder import Case

_SECONDS = re.compile(r"(-?\d{1,12}(\.\d{1,6})?)?")
UNKNOWN = ""  # The value of an account of which the exports do not say.
SINGLE = ("region", "client", "followers", "age", "group", "community")  # One value an account.
FACETS = ("pair", *SINGLE)
VALUES_MAX = 300  # Values of a facet that are sent; the rest is counted in one.
TAIL = 0.05  # Share of the accounts that lies beyond either end of the axis of followers.
_FOLLOWERS = (0, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)
AGES = ("0", "30", "365", "1095", "1825", "3650")  # Days since registration, from which on.


def facet_columns(case: Case, nodes: pl.DataFrame) -> pl.DataFrame:
    """Add region, client, followers and age to accounts; null where the exports do not say.

    nodes: with account_id, first_at, cluster_id and community. region and client are those of most events of
        the account; followers is the power of ten below the number, on an axis with an overflow bin at either
        end (`_on_axis`), age the days below it since registration
        at the first event, both as text. group and community are added as text too.
    """
    profiles = case.read_or_empty("accounts").select("account_id", "followers_n", "registered_at")
    known = nodes.join(profiles, on="account_id", how="left")
    for name in ("region", "client"):
        known = known.join(_most_used(case, name), on="account_id", how="left")
    age = (pl.col("first_at") - pl.col("registered_at")).dt.total_days()
    return known.with_columns(
        followers=_on_axis(known["followers_n"]),
        age=_bin(age, {days: int(days) for days in AGES}),
        group=pl.col("cluster_id"),
        community=pl.col("community").cast(pl.String).replace("0", None),
    ).drop("followers_n", "registered_at")


def _most_used(case: Case, name: str) -> pl.DataFrame:
    return (
        case.scan("events")
        .filter(pl.col(name).is_not_null() & (pl.col(name) != ""))
        .group_by("account_id", name)
        .len()
        .sort("len", name, descending=[True, False])
        .unique("account_id", keep="first", maintain_order=True)
        .select("account_id", name)
        .collect()
    )


def _bin(value: pl.Expr, bounds: Mapping[str, int]) -> pl.Expr:
    """The last bound that a value reaches, as text; null for null and below the first."""
    told: pl.Expr = pl.when(value >= 0).then(pl.lit(next(iter(bounds))))
    for label, bound in list(bounds.items())[1:]:
        told = pl.when(value >= bound).then(pl.lit(label)).otherwise(told)
    return told


def _on_axis(known: pl.Series) -> pl.Series:
    """Bin numbers of followers by powers of ten, on an axis from the 5th to the 95th percentile of the known.

    A few far numbers would stretch the axis: those below its first bin share one, "<10", and those above its
    last bin another, ">100000" (at or above). Null for unknown.

    >>> counts = pl.Series([None, 3] + [50] * 40 + [7_000] * 50 + [80_000_000])
    >>> _on_axis(counts).value_counts(sort=True).rows()
    [('1000', 50), ('10', 40), (None, 1), ('<10', 1), ('>10000', 1)]
    """
    ends = [known.quantile(share, "nearest") for share in (TAIL, 1 - TAIL)]
    if known.drop_nulls().is_empty():
        return known.cast(pl.String)
    low, high = (max(n for n in _FOLLOWERS if n <= max(end or 0, 0)) for end in ends)
    beyond = next((n for n in _FOLLOWERS if n > high), None)
    table, value = known.to_frame("n"), pl.col("n")
    binned = _bin(value, {str(n): n for n in _FOLLOWERS})
    binned = pl.when(value < low).then(pl.lit(f"<{low}")).otherwise(binned)
    if beyond is not None:
        binned = pl.when(value >= beyond).then(pl.lit(f">{beyond}")).otherwise(binned)
    return table.select(binned.alias("followers"))["followers"]


def passing(nodes: pl.DataFrame, chosen: Mapping[str, Sequence[str]], without: str = "") -> pl.Expr:
    """Tell of each account whether it passes the filters.

    chosen: facet -> values, any of which will do; none chosen lets all through. "pair" values are
        "role:grade"; "time" is ["from", "to"] in seconds, "" for an open end.
    without: a facet that is not asked.
    """
    tests = [pl.col("account_id").is_not_null()]
    for facet, values in chosen.items():
        if facet == without or not values:
            continue
        if facet == "pair":
            tests.append(_in_pairs(values))
        elif facet == "time":
            low, high = (datetime.fromtimestamp(float(end), UTC) if end else None for end in values)
            tests += [] if low is None else [(pl.col("last_at") >= low).fill_null(False)]
            tests += [] if high is None else [(pl.col("first_at") <= high).fill_null(False)]
        elif facet in SINGLE:
            tests.append(pl.col(facet).fill_null(UNKNOWN).is_in(list(values)))
    return pl.all_horizontal(tests)


def _in_pairs(values: Sequence[str]) -> pl.Expr:
    stands = [
        (pl.col(role) == grade).fill_null(False) for role, grade in PAIRS if f"{role}:{grade}" in values
    ]
    return pl.any_horizontal(stands or [pl.lit(False)])


def read_filters(asked: Mapping[str, Any]) -> dict[str, list[str]]:
    """Read the filters of a request: facet -> values as text; what is no list of a known facet is left out.

    >>> read_filters({"region": ["北京"], "time": ["", 1743557400], "elsewhere": [1], "pair": "x"})
    {'region': ['北京'], 'time': ['', '1743557400']}
    """
    known = {name: values for name, values in asked.items() if name in (*FACETS, "time")}
    read = {
        name: ["" if one is None else str(one) for one in values]
        for name, values in known.items()
        if isinstance(values, list)
    }
    return {name: values for name, values in read.items() if name != "time" or _is_span(values)}


def _is_span(values: list[str]) -> bool:
    return len(values) == 2 and all(_SECONDS.fullmatch(end) for end in values)


def bars(nodes: pl.DataFrame, chosen: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Count the accounts of every value of every facet, and those that pass all filters.

    Returns passing (how many), all, and facets: for each its rows [value, passing the other filters, all],
    the most frequent first; values of followers and age by size. Unknown stands last.
    """
    told: dict[str, Any] = {
        "all": nodes.height,
        "passing": int(nodes.select(passing(nodes, chosen).sum()).item()),
    }
    told["facets"] = {"pair": _pair_bars(nodes, chosen)} | {
        facet: _single_bars(nodes, chosen, facet) for facet in SINGLE
    }
    return told


def _pair_bars(nodes: pl.DataFrame, chosen: Mapping[str, Sequence[str]]) -> list[list[Any]]:
    others = passing(nodes, chosen, "pair")
    counts = nodes.select(
        expr
        for k, (role, grade) in enumerate(PAIRS)
        for expr in (
            ((pl.col(role) == grade).fill_null(False) & others).sum().alias(f"{k}"),
            (pl.col(role) == grade).fill_null(False).sum().alias(f"{k}all"),
        )
    ).row(0, named=True)
    rows = [[f"{role}:{grade}", counts[f"{k}"], counts[f"{k}all"]] for k, (role, grade) in enumerate(PAIRS)]
    return [row for row in rows if row[2]]


def _single_bars(nodes: pl.DataFrame, chosen: Mapping[str, Sequence[str]], facet: str) -> list[list[Any]]:
    counted = (
        nodes.select(value=pl.col(facet).fill_null(UNKNOWN), is_in=passing(nodes, chosen, facet))
        .group_by("value")
        .agg(n=pl.col("is_in").sum(), all=pl.len().cast(pl.Int64))
    )
    size = pl.col("value").str.strip_prefix(">").cast(pl.Int64, strict=False)
    order = size.fill_null(-1) if facet in ("followers", "age") else -pl.col("all")  # "<10" stands first.
    rows = counted.sort(pl.col("value") == UNKNOWN, order, "value").rows()
    return [list(row) for row in rows[:VALUES_MAX]]
