"""The client an account uses most."""

import polars as pl

from analytics.coordination.trait import Trait


def values(events: pl.DataFrame, _accounts: pl.DataFrame) -> pl.DataFrame:
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


TRAIT = Trait("client", values)
