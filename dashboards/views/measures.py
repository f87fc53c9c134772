"""SCOPE as it is shown: a range for each measure, with the displayed number beside the traced one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from analytics.alleged.information import alleged_subjects
from analytics.law.comparison import Comparison, Numbers, numbers_beside
from analytics.model.messages import LANGS
from analytics.scope.wording import class_words
from analytics.store.case_folder import Case
from dashboards.listing import Listing, ShownRows

Known = dict[tuple[str, str], dict[str, Any]]
ORDER = ("reposts", "comments", "accounts", "views", "followers_sum")


@dataclass(frozen=True)
class RangeView:
    """A measure of a subject as a page shows it.

    displayed: the platform's own number, where the export shows one.
    compared: the range beside the number of law; None where none is laid beside it.
    """

    measure: str
    subject_id: str
    lower: float | None
    point: float | None
    upper: float | None
    note_code: str | None
    as_of: datetime | None
    displayed: float | None
    displayed_at: datetime | None
    displayed_note: str | None
    compared: Comparison | None = None


def law_numbers(case: Case) -> Numbers:
    """Read the numbers of law of the case, and the subjects of SCOPE that they may be laid beside."""
    toml = case.toml()
    if not case.has("scope"):
        return numbers_beside(toml, ())
    stated = [one.id for one in toml.alleged]
    scoped = set(case.scan("scope").select(pl.col("subject_id").unique()).collect()["subject_id"])
    of = alleged_subjects(stated, case.read_or_empty("families"), scoped)
    return numbers_beside(toml, (one for one in of.values() if one in scoped))


def ranges(case: Case, subjects: tuple[str, ...]) -> dict[str, list[RangeView]]:
    """Read the measures of each subject in the order they are read: counts, people, views, followers.

    There are none before the scope was measured.
    """
    if not case.has("scope"):
        return {subject: [] for subject in subjects}
    table = (
        case.scan("scope")
        .filter(pl.col("subject_id").is_in(list(subjects)) & pl.col("class_value").is_null())
        .collect()
    )
    known, beside = _known(table), law_numbers(case)
    return {
        subject: [_range(known, subject, measure, beside) for measure in ORDER if (subject, measure) in known]
        for subject in subjects
    }


def _known(table: pl.DataFrame) -> Known:
    return {(row["subject_id"], row["measure"]): row for row in table.iter_rows(named=True)}


def _range(known: Known, subject: str, measure: str, beside: Numbers) -> RangeView:
    row, shown = known[subject, measure], known.get((subject, f"{measure}_displayed"), {})
    fields = {k: row[k] for k in ("measure", "subject_id", "lower", "point", "upper", "note_code", "as_of")}
    return RangeView(
        **fields,
        displayed=shown.get("point"),
        displayed_at=shown.get("as_of"),
        displayed_note=shown.get("note_code"),
        compared=beside.compared(row),
    )


def every_range(case: Case, subject_id: str) -> list[RangeView]:
    """Read all measures of a subject that have one figure: the usual ones first, then by name.

    A displayed counter stands beside its own.
    """
    table = (
        case.scan("scope")
        .filter(pl.col("subject_id") == subject_id, pl.col("class_value").is_null())
        .collect()
    )
    known, laid = _known(table), law_numbers(case)
    names = [measure for _, measure in known]
    beside = {f"{name}_displayed" for name in names}
    order = [name for name in ORDER if name in names] + sorted(
        name for name in names if name not in ORDER and name not in beside
    )
    return [_range(known, subject_id, name, laid) for name in order]


def classes(case: Case, subject_id: str) -> dict[str, pl.DataFrame]:
    """Read the measures of a subject that are split by class (client, region, day, ...).

    Returns by measure: class_value, lower, upper, note_code. The largest class comes first; days stand in
    their order.
    """
    table = (
        case.scan("scope")
        .filter(pl.col("subject_id") == subject_id, pl.col("class_value").is_not_null())
        .collect()
    )
    found = {
        str(name): part for (name,), part in table.sort("measure").group_by("measure", maintain_order=True)
    }
    return {
        name: part.sort("class_value")
        if name.endswith("_by_day")
        else part.sort("lower", "class_value", descending=[True, False], nulls_last=True)
        for name, part in found.items()
    }


def subjects(case: Case) -> pl.DataFrame:
    """List what SCOPE measures: the case first, then by traced reposts.

    Returns subject_id, account_name, own_text and the text of its post.
    """
    table = (
        case.scan("scope")
        .group_by("subject_id")
        .agg(reposts=pl.col("lower").filter(pl.col("measure") == "reposts").first())
        .collect()
    )
    posts = (
        case.scan("events")
        .filter(pl.col("event_id").is_in(table["subject_id"].implode()))
        .select("event_id", "account_name", "own_text", "text")
        .collect()
    )
    return table.join(posts, left_on="subject_id", right_on="event_id", how="left").sort(
        pl.col("subject_id") == "case",
        "reposts",
        "subject_id",
        descending=[True, True, False],
        nulls_last=True,
    )


def rows(case: Case, about: str) -> pl.LazyFrame:
    """Read SCOPE, the case first; a click opens the post that a row is about.

    class_sought is what a filter looks for: the class as stored, and in the words of both languages.
    """
    known = case.scan("scope").select("measure", "class_value").unique().drop_nulls().collect()
    sought = [
        " ".join([value, *(class_words(measure, value, lang) or "" for lang in LANGS)])
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


LISTING_SCOPE = Listing(
    name="scope",
    columns=(
        ShownRows("measure", "col_measure", "measure", 220),
        ShownRows("class_value", "col_class", "class", 190, sought="class_sought"),
        ShownRows("lower", "col_lower", "figure", 110),
        ShownRows("point", "col_point", "figure", 110),
        ShownRows("upper", "col_upper", "figure", 110),
        ShownRows("as_of", "col_as_of", "time", 170),
        ShownRows("note_code", "col_rule", "rule", sortable=False),
        ShownRows("subject_id", "col_subject", "subject", 200),
    ),
    rows=rows,
    subject=lambda row: (
        f"act|{row['subject_id']}"
        if ":" in row["subject_id"] and not row["subject_id"].startswith("text:")
        else None
    ),
)

LISTINGS = (LISTING_SCOPE,)
