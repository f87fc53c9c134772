"""What a trait is, and how far a group shares one out of proportion."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import polars as pl
from scipy.stats import hypergeom

from analytics.model.thresholds import DEFAULT, GradeLimits
from analytics.registry import load
from analytics.tables import CLUSTER_TRAITS


@dataclass(frozen=True)
class Trait:
    """values: (events, accounts) -> account_id, value (text): one row for each account of which it is
    known."""

    name: str
    values: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]


@cache
def traits() -> dict[str, Trait]:
    """Every trait in the folder, by name."""
    return load("analytics.coordination.traits", "TRAIT", Trait)


def shared_traits(
    clusters: pl.DataFrame, events: pl.DataFrame, accounts: pl.DataFrame, limits: GradeLimits = DEFAULT.grades
) -> pl.DataFrame:
    """CLUSTER_TRAITS: for each group and trait the value most out of proportion, if p < .001.

    p: hypergeometric upper tail over all accounts of which the trait is known, times the values seen in the
        group.
    """
    groups = clusters.select("cluster_id", "account_id")
    acting = events.select("account_id").drop_nulls().unique()
    found = [CLUSTER_TRAITS.empty()]
    for name, trait in traits().items():
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
