"""The members of a candidate group, strongest first. A click opens one."""

import polars as pl

from analytics.store.folder import Case
from dashboards.listing import Listing, Shown
from dashboards.queries.groups import groups


def rows(case: Case, about: str) -> pl.LazyFrame:
    """Members of the group `about`."""
    members = next(
        (group.members for group in groups(case) if group.name == about), case.read_or_empty("clusters")
    )
    return members.with_columns(
        name=pl.coalesce("name", "account_id"), lines_n=pl.col("evidence_lines").list.len()
    ).lazy()


LISTING = Listing(
    name="members",
    columns=(
        Shown("name", "col_name", "name"),
        Shown("grade", "col_grade", "text", 72),
        Shown("lines_n", "col_lines", "count", 80),
        Shown("ln_e", "col_ln_e", "decimal", 110),
        Shown("ln_e_needed", "col_ln_e_needed", "decimal", 120),
        Shown("sources_n", "col_sources", "count", 110),
        Shown("text_sources_n", "col_text_sources", "count", 120),
        Shown("stable_share", "col_stable", "share", 100),
        Shown("task_share", "col_task_share", "share", 120),
        Shown("account_id", "col_account_id", "id", 180),
    ),
    rows=rows,
    subject=lambda row: f"account|{row['account_id']}",
)
