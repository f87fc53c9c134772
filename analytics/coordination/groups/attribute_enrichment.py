"""Attributes that a group shares out of proportion: client, name pattern, region, month of registration."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import polars as pl
from scipy.stats import hypergeom

from analytics.model.tables import CLUSTER_TRAITS
from analytics.model.thresholds import DEFAULT, GradeLimits


@dataclass(frozen=True)
class Attribute:
    """values: (events, accounts) -> account_id, value (text): one row for each account of which it is
    known."""

    name: str
    values: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]


@cache
def attributes() -> dict[str, Attribute]:
    """Every attribute, by name."""
    return {attribute.name: attribute for attribute in TRAITS}


def enriched_attributes(
    clusters: pl.DataFrame, events: pl.DataFrame, accounts: pl.DataFrame, limits: GradeLimits = DEFAULT.grades
) -> pl.DataFrame:
    """CLUSTER_TRAITS: for each group and trait the value most out of proportion, if p < .001.

    p: hypergeometric upper tail over all accounts of which the trait is known, times the values seen in the
        group.
    """
    groups = clusters.select("cluster_id", "account_id")
    acting = events.select("account_id").drop_nulls().unique()
    found = [CLUSTER_TRAITS.empty()]
    for name, trait in attributes().items():
        known = trait.values(events, accounts).drop_nulls().join(acting, on="account_id", how="semi")
        if known.is_empty():
            continue
        everywhere = known.group_by("value").agg(all_n=pl.len())
        inside = groups.join(known, on="account_id").with_columns(known_n=pl.len().over("cluster_id"))
        count = (
            inside.group_by("cluster_id", "known_n", "value")
            .agg(members_n=pl.len())
            .join(everywhere, on="value")
        )
        p = hypergeom.sf(
            count["members_n"].to_numpy() - 1,
            len(known),
            count["all_n"].to_numpy(),
            count["known_n"].to_numpy(),
        )
        count = count.with_columns(
            p_value=pl.Series(p) * pl.len().over("cluster_id"),
            trait=pl.lit(name),
            case_share=pl.col("all_n") / len(known),
        )
        best = (
            count.filter(
                (pl.col("p_value") < limits.trait_p) & (pl.col("members_n") >= limits.trait_members_min)
            )
            .sort("p_value", "value")
            .unique("cluster_id", keep="first", maintain_order=True)
        )
        found.append(CLUSTER_TRAITS.fit(best))
    return pl.concat(found)


def values_client(events: pl.DataFrame, _accounts: pl.DataFrame) -> pl.DataFrame:
    """The most frequent client of each account's acts (of several, the first in alphabetical order)."""
    used = (
        events.select("account_id", value="client")
        .drop_nulls()
        .group_by("account_id", "value")
        .agg(n=pl.len())
    )
    return (
        used.sort("account_id", "n", "value", descending=[False, True, False])
        .unique("account_id", keep="first", maintain_order=True)
        .select("account_id", "value")
    )


TRAIT_CLIENT = Attribute("client", values_client)


DEFAULT_NAME = r"^(用户|手机用户|微博用户|抖音用户|小红薯|user|User)[_-]?[0-9A-Za-z]{5,}$"


def values_default_name(_events: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """`default` or `chosen`."""
    return accounts.filter(pl.col("name").is_not_null()).select(
        "account_id",
        value=pl.when(pl.col("name").str.contains(DEFAULT_NAME))
        .then(pl.lit("default"))
        .otherwise(pl.lit("chosen")),
    )


TRAIT_DEFAULT_NAME = Attribute("default_name", values_default_name)


def values_region(events: pl.DataFrame, _accounts: pl.DataFrame) -> pl.DataFrame:
    """The most frequent region of each account's acts (of several, the first in alphabetical order)."""
    seen = (
        events.select("account_id", value="region")
        .drop_nulls()
        .group_by("account_id", "value")
        .agg(n=pl.len())
    )
    return (
        seen.sort("account_id", "n", "value", descending=[False, True, False])
        .unique("account_id", keep="first", maintain_order=True)
        .select("account_id", "value")
    )


TRAIT_REGION = Attribute("region", values_region)


def values_registration(_events: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Year and month."""
    return accounts.select("account_id", value=pl.col("registered_at").dt.strftime("%Y-%m"))


TRAIT_REGISTRATION = Attribute("registration", values_registration)

TRAITS = (TRAIT_CLIENT, TRAIT_DEFAULT_NAME, TRAIT_REGION, TRAIT_REGISTRATION)
