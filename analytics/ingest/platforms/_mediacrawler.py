"""What MediaCrawler's Weibo layouts share: real ids before July 2026, hashed ones and masked names since.

create_time is eight hours late from December 2023 to July 2026: create_date_time, which states its zone,
goes first.
"""

import polars as pl

from analytics.ingest.values import native_ids

HASHED = "weibo~mediacrawler"


def account_of(raw: pl.DataFrame) -> dict[str, pl.Expr]:
    """account and account_space: user_id where the file has it, else creator_hash (16 digits of the id's
    SHA-256)."""
    known, hashed = native_ids(raw, "user_id"), native_ids(raw, "creator_hash")
    return {
        "account": pl.coalesce(pl.lit(known), pl.lit(hashed)),
        "account_space": pl.when(known.is_null() & hashed.is_not_null())
        .then(pl.lit(HASHED))
        .otherwise(pl.lit("weibo")),
    }
