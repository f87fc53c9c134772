"""Answers to the questions of a court, and the sets behind their numbers, row by row."""

from typing import Any

import polars as pl

from analytics.model.errors import CaseError
from analytics.questions.answer import Answer, answered
from analytics.questions.question import ask, questions
from analytics.report.marks import MarkKind
from analytics.store.case_folder import Case
from dashboards.listing import Listing, ShownRows, parts_of

SHOWN = ("id", "file", "row", "pointer")  # Columns of a set that have a column of their own here.
OPENS = {
    MarkKind.RECORDS: "act",
    MarkKind.VERSIONS: "act",
    MarkKind.COUNTERS: "act",
    MarkKind.ACCOUNTS: "account",
    MarkKind.FILES: "source",
}


def answer_of(case: Case, name: str, account_id: str) -> Answer:
    """Answer a question, about one account if `account_id` is not "".

    Raises CaseError if the case has no record of that account.
    """
    question = next((one for one in questions() if one.name == name), None)
    if question is None:
        raise CaseError("asked_unknown", found=name[:80] or "-")
    return answered(ask(case, (account_id or None) if question.is_about_account else None), question)


def about_of(name: str, account_id: str, mark: str) -> str:
    """Name a mark of an answer, as a listing is told what it is about.

    >>> about_of("reach", "", "5.1")
    'reach||5.1'
    """
    return "|".join((name, account_id, mark))


def members(case: Case, about: str) -> pl.LazyFrame:
    """Read the set of a mark: the columns SHOWN, what its kind adds in words, and what a click opens."""
    name, account_id, mark = parts_of(about, 3)
    answer = answer_of(case, name, account_id)
    found = answer.mark(mark)
    rows = answer.rows(found)
    known = {column: rows[column] if column in rows.columns else None for column in SHOWN}
    told = [
        pl.format("{}: {}", pl.lit(column), pl.col(column).cast(pl.String))
        for column in rows.columns
        if column not in SHOWN
    ]
    more = pl.concat_str(told, separator="; ", ignore_nulls=True) if told else pl.lit(None, pl.String)
    kept = rows.with_columns(
        *(pl.lit(None, pl.String).alias(column) for column, values in known.items() if values is None),
        more=more,
        kind=pl.lit(OPENS.get(MarkKind(found.kind))),
    )
    return kept.select(*SHOWN, "more", "kind").lazy()


def _subject(row: dict[str, Any]) -> str | None:
    return f"{row['kind']}|{row['id']}" if row["kind"] and row["id"] else None


LISTING = Listing(
    name="set_members",
    columns=(
        ShownRows("id", "col_member", "id", 196),
        ShownRows("file", "col_file", "text", 200),
        ShownRows("row", "col_row", "count", 68),
        ShownRows("pointer", "col_path", "text", 84),
        ShownRows("more", "col_more", "text"),
    ),
    rows=members,
    subject=_subject,
)
