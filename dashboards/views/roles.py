"""Accounts in candidate roles, best grade first."""

from dataclasses import replace
from typing import Any

import polars as pl

from analytics.challenge.joined import with_fragility
from analytics.graph.account_network import last_names
from analytics.roles import standing
from analytics.roles.standing import in_order
from analytics.store.case_folder import Case
from dashboards.listing import RUNS_COLUMNS, Listing, ShownRows


def leading(case: Case) -> dict[str, dict[str, Any]]:
    """Find the row of ROLES that stands best in each role, with the name shown last.

    Rows are compared by grade, then by the role's own measure; "insufficient" does not stand.
    """
    best = standing.leading(case.read("roles"))
    names = last_names(case.scan("events"), best["account_id"])
    joined = best.join(names, on="account_id", how="left", maintain_order="left").with_columns(
        pl.coalesce("name", "account_id")
    )
    return {row["role"]: row for row in joined.iter_rows(named=True)}


def rows(case: Case, about: str) -> pl.LazyFrame:
    """Read ROLES of the role `about`, best grade first, with the last name and what a challenge found."""
    table = with_fragility(case.read_or_empty("roles").filter(role=about), case.read_or_empty("fragility"))
    names = last_names(case.scan("events"), table["account_id"])
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


LISTING_ROLES = Listing(
    name="roles",
    columns=(
        ShownRows("name", "col_name", "name", 170),
        ShownRows("grade", "col_grade", "grade", 92),
        ShownRows("reason", "col_reason", "role_reason", sortable=False),
        ShownRows("lines_n", "col_lines", "count", 80),
        ShownRows("else_n", "col_else", "count", 96),
        ShownRows("marks_n", "col_article10", "count", 96),
        ShownRows("subject_id", "col_subject", "id", 170),
    ),
    rows=rows,
    subject=lambda row: f"account|{row['account_id']}",
)

# The same with the runs of a challenge, for a case that has them.
LISTING_ROLES_TRIED = replace(
    LISTING_ROLES,
    name="roles_tried",
    columns=(*LISTING_ROLES.columns[:2], *RUNS_COLUMNS, *LISTING_ROLES.columns[2:]),
)

LISTINGS = (LISTING_ROLES, LISTING_ROLES_TRIED)
