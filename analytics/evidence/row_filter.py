"""The rows that a reference of the report names: a table and a filter, as "role = organizer, grade = A"."""

import re

import polars as pl

from analytics.model.errors import CaseError
from analytics.model.tables import TABLES
from analytics.store.case_folder import Case

_BETWEEN = re.compile(r", (?=[a-z_0-9]+ (?:=|in|not) ?)")
_TERM = re.compile(r"([a-z_0-9]+) (?:(=) (.*)|(in) \((.*)\)|(not) (null))", re.DOTALL)


def split_reference(subject: str) -> tuple[str, str] | None:
    """(table, filter) of a subject that names a table of the study; None if it does not.

    >>> split_reference("roles: role = organizer"), split_reference("weibo:1")
    (('roles', 'role = organizer'), None)
    """
    table, _, condition = subject.partition(": ")
    return (table, condition) if table in TABLES else None


def rows_of(case: Case, table: str, condition: str) -> pl.LazyFrame:
    """The rows of a table that a filter lists; all of them without one.

    Raises CaseError if the case lacks the table or the filter names no column of it.
    """
    frame = case.placed_events() if table == "events" else case.scan(table)
    schema = frame.collect_schema()
    terms = [_TERM.fullmatch(term) for term in _BETWEEN.split(condition)] if condition else []
    for term in terms:
        if term is None or term[1] not in schema:
            raise CaseError(
                "filter_unreadable", case=case.folder, found=f"{table}: {condition}", known=", ".join(schema)
            )
        frame = frame.filter(_holds(term, schema[term[1]]))
    return frame


def _holds(term: re.Match[str], dtype: pl.DataType) -> pl.Expr:
    column = pl.col(term[1])
    if term[6]:
        return column.is_not_null()
    if term[4]:
        return column.cast(pl.String).is_in(term[5].split(", "))
    if term[3] == "null":
        return column.is_null()
    return column.eq(term[3] == "true") if dtype == pl.Boolean else column.cast(pl.String).eq(term[3])
