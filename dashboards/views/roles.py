"""Accounts in candidate roles, best grade first."""

from dataclasses import replace

import polars as pl

from analytics.challenge.joined import with_fragility
from analytics.graph.account_network import last_names
from analytics.roles.standing import in_order
from analytics.store.case_folder import Case
from dashboards.listing import RUNS_COLUMNS, Listing, ShownRows


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
