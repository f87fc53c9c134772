"""The calendar month in which an account was opened: batches are opened together."""

import polars as pl

from analytics.coordination.trait import Trait


def values(_events: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Year and month."""
    return accounts.select("account_id", value=pl.col("registered_at").dt.strftime("%Y-%m"))


TRAIT = Trait("registration", values)
