"""Every row of SCOPE, its classes in words: lower, single figure, upper, unit, moment. A click opens the
post it is about."""

import polars as pl

from analytics.scope.said import class_said
from analytics.store.folder import Case
from analytics.words import LANGS
from dashboards.listing import Listing, Shown


def rows(case: Case, about: str) -> pl.LazyFrame:
    """SCOPE, the case first. class_sought: what a filter looks for, the class as stored and in the words
    of both languages."""
    known = case.scan("scope").select("measure", "class_value").unique().drop_nulls().collect()
    sought = [
        " ".join([value, *(class_said(measure, value, lang) or "" for lang in LANGS)])
        for measure, value in known.iter_rows()
    ]
    table = case.scan("scope").join(
        known.with_columns(class_sought=pl.Series(sought, dtype=pl.String)).lazy(),
        on=["measure", "class_value"],
        how="left",
        maintain_order="left",
    )
    return table.sort(
        pl.col("subject_id") == "case",
        "subject_id",
        "measure",
        descending=[True, False, False],
        maintain_order=True,
    )


LISTING = Listing(
    name="scope",
    columns=(
        Shown("measure", "col_measure", "measure", 220),
        Shown("class_value", "col_class", "class", 190, sought="class_sought"),
        Shown("lower", "col_lower", "figure", 110),
        Shown("point", "col_point", "figure", 110),
        Shown("upper", "col_upper", "figure", 110),
        Shown("as_of", "col_as_of", "time", 170),
        Shown("note_code", "col_rule", "rule", sortable=False),
        Shown("subject_id", "col_subject", "subject", 200),
    ),
    rows=rows,
    subject=lambda row: (
        f"act|{row['subject_id']}"
        if ":" in row["subject_id"] and not row["subject_id"].startswith("text:")
        else None
    ),
)
