"""Every row of SCOPE: lower, single figure, upper, unit, moment. A click opens the post it is about."""

import polars as pl

from analytics.store.folder import Case
from dashboards.listing import Listing, Shown


def rows(case: Case, about: str) -> pl.LazyFrame:
    """SCOPE, the case first."""
    return case.scan("scope").sort(pl.col("subject_id") == "case", "subject_id", "measure", descending=[True, False, False])


LISTING = Listing(
    name="scope",
    columns=(
        Shown("measure", "col_measure", "measure", 220), Shown("class_value", "col_class", "name", 130),
        Shown("lower", "col_lower", "figure", 110),
        Shown("point", "col_point", "figure", 110),
        Shown("upper", "col_upper", "figure", 110),
        Shown("as_of", "col_as_of", "time", 170),
        Shown("note_code", "col_rule", "rule", sortable=False),
        Shown("subject_id", "col_subject", "id", 200),
    ),
    rows=rows,
    subject=lambda row: f"act|{row['subject_id']}" if ":" in row["subject_id"] and not row["subject_id"].startswith("text:") else None,
)
