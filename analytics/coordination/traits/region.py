"""The region the platform shows with most of an account's acts."""

import polars as pl

from analytics.coordination.trait import Trait


def values(events: pl.DataFrame, _accounts: pl.DataFrame) -> pl.DataFrame:
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


TRAIT = Trait("region", values)
