"""Accounts in one candidate role, best grade first. A click opens one."""

import polars as pl

from analytics.model.time import trusted_at
from analytics.roles.standing import in_order
from analytics.store.folder import Case
from dashboards.listing import Listing, Shown


def rows(case: Case, about: str) -> pl.LazyFrame:
    """ROLES of the role `about` with the name shown last."""
    table = case.read_or_empty("roles").filter(role=about)
    names = (
        case.scan("events")
        .filter(pl.col("account_id").is_in(table["account_id"].unique().implode()))
        .group_by("account_id")
        .agg(name=pl.col("account_name").sort_by(trusted_at()).drop_nulls().last())
        .collect()
    )
    return (
        table.join(names, on="account_id", how="left")
        .with_columns(
            name=pl.coalesce("name", "account_id"),
            lines_n=pl.col("evidence_lines").list.len(),
            else_n=pl.col("explanations").list.len(),
            marks_n=pl.col("article10").list.len(),
        )
        .pipe(in_order)
        .lazy()
    )


LISTING = Listing(
    name="roles",
    columns=(
        Shown("name", "col_name", "name", 170),
        Shown("grade", "col_grade", "grade", 92),
        Shown("reason", "col_reason", "role_reason", sortable=False),
        Shown("lines_n", "col_lines", "count", 80),
        Shown("else_n", "col_else", "count", 96),
        Shown("marks_n", "col_article10", "count", 96),
        Shown("subject_id", "col_subject", "id", 170),
    ),
    rows=rows,
    subject=lambda row: f"account|{row['account_id']}",
)
