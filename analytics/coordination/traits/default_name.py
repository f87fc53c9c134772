"""Names as the platform gives them: a word and digits, never changed by their owner."""

import polars as pl

from analytics.coordination.trait import Trait

DEFAULT = r"^(用户|手机用户|微博用户|抖音用户|小红薯|user|User)[_-]?[0-9A-Za-z]{5,}$"


def values(_events: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """`default` or `chosen`."""
    return accounts.filter(pl.col("name").is_not_null()).select(
        "account_id",
        value=pl.when(pl.col("name").str.contains(DEFAULT))
        .then(pl.lit("default"))
        .otherwise(pl.lit("chosen")),
    )


TRAIT = Trait("default_name", values)
