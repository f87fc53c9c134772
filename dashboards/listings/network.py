"""The accounts of a network: the same as its picture, for those who read rather than look. A click opens
one."""

import polars as pl

from analytics.store.folder import Case
from dashboards.listing import Listing, Shown
from dashboards.queries.network import network


def rows(case: Case, about: str) -> pl.LazyFrame:
    """Nodes of the graph `about`, those passed on most first."""
    nodes = network(case, about).nodes.with_columns(name=pl.coalesce("name", "account_id"))
    return nodes.sort("passed_n", "acts_n", "account_id", descending=[True, True, False]).lazy()


LISTING = Listing(
    name="network",
    columns=(
        Shown("name", "col_name", "name"),
        Shown("acts_n", "col_acts", "count", 100),
        Shown("passed_n", "col_passed", "count", 130),
        Shown("role", "col_roles", "word", 140),
        Shown("role_grade", "col_grade", "text", 80),
        Shown("cluster_id", "col_group", "text", 80),
        Shown("cluster_grade", "col_group_grade", "text", 110),
        Shown("first_at", "col_first", "time", 170),
        Shown("last_at", "col_last", "time", 170),
        Shown("account_id", "col_account_id", "id", 190),
    ),
    rows=rows,
    subject=lambda row: f"account|{row['account_id']}",
)
