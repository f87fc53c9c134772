"""The account that stands best in each candidate role."""

from typing import Any

import polars as pl

from analytics.model.time import trusted_at
from analytics.roles import standing
from analytics.store.folder import Case


def leading(case: Case) -> dict[str, dict[str, Any]]:
    """Role -> its first row of ROLES by grade, then by the role's own measure, with the name shown last. No
    "insufficient"."""
    best = standing.leading(case.read("roles"))
    names = (
        case.scan("events")
        .filter(pl.col("account_id").is_in(best["account_id"].implode()))
        .group_by("account_id")
        .agg(name=pl.col("account_name").sort_by(trusted_at()).drop_nulls().last())
        .collect()
    )
    joined = best.join(names, on="account_id", how="left", maintain_order="left").with_columns(
        pl.coalesce("name", "account_id")
    )
    return {row["role"]: row for row in joined.iter_rows(named=True)}
