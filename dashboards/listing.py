"""What a listing is: a table of the case that a page shows row by row, however long."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.model.errors import CaseError
from analytics.model.formatting import number, size
from analytics.model.messages import say
from analytics.model.untrusted_text import cut
from analytics.roles.reasons import reason_words
from analytics.scope.wording import class_words
from analytics.store.case_folder import Case
from dashboards.page import View
from dashboards.wording import NONE, count, deed, figure, moment, reason, share, span, standings_words

CELL_MAX = 160  # Characters of a text in a cell; the drawer shows all.


@dataclass(frozen=True)
class ShownRows:
    """A column of a listing.

    kind: text, name, count, decimal, figure, share, span, size, time, id, hash, reason, grade, measure, rule,
        line (of evidence), null (an innocent explanation that was tested), path (already safe), role_reason
        (the row's own reason), class (of a measure), subject (an id, or the whole case), deed (what an entry
        of the custody was about), kinds (of co-action, a list), standings (roles, each with its grade), or
        word (a key of the catalogue, word_<field>_<value>).
    width: in pixels; 0 takes what is left.
    sought: the column that a filter looks into, where the cell shows other words than are stored.
    """

    field: str
    title_key: str
    kind: str = "text"
    width: int = 0
    sortable: bool = True
    sought: str = ""


# In how many runs of a challenge a row stays listed, and of how many.
RUNS_COLUMNS = (ShownRows("kept_n", "col_kept", "count", 110), ShownRows("runs_n", "col_runs", "count", 90))


@dataclass(frozen=True)
class Listing:
    """One listing: a table of the case that a page shows row by row.

    rows: (case, about) -> a lazy table with at least the shown columns.
    subject: row -> what a click asks for, a kind and an id such as "act|weibo:4857881961438732" (see
        drawer.py); None for nothing.
    """

    name: str
    columns: tuple[ShownRows, ...]
    rows: Callable[[Case, str], pl.LazyFrame]
    subject: Callable[[dict[str, Any]], str | None]

    def written(self, row: dict[str, Any], view: View) -> dict[str, Any]:
        """Write a row as the reader sees it, with the subject that a click on it asks for."""
        cells = {column.field: cell(row.get(column.field), column, row, view) for column in self.columns}
        return {**cells, "_subject": self.subject(row)}


def parts_of(about: str, n: int) -> list[str]:
    """Take apart what a listing is about: n parts with bars between them, the last may hold more bars.

    Raises CaseError for fewer parts, which no page names.

    >>> parts_of("repost|weibo:1|weibo:2", 3)
    ['repost', 'weibo:1', 'weibo:2']
    """
    parts = about.split("|", n - 1)
    if len(parts) < n:
        raise CaseError("asked_unknown", found=about[:80] or "-")
    return parts


def cell(value: Any, column: ShownRows, row: dict[str, Any], view: View) -> str:
    """Write one cell in words.

    >>> cell(12345, ShownRows("acts_n", "", "count"), {}, View()), cell(None, ShownRows("x", ""), {}, View())
    ('12,345', '–')
    """
    if column.kind == "role_reason":
        return cut(reason_words(row, view.lang), CELL_MAX)
    if value is None or value == "":
        return NONE
    writers: dict[str, Callable[[Any], str]] = {
        "count": count,
        "share": lambda v: share(v, 1),
        "span": lambda v: span(v, view),
        "size": size,
        "hash": str,
        "path": str,
        "time": lambda v: moment(v, view, row.get("at_precision")),
        "reason": lambda v: reason(v, view),
        "measure": lambda v: say(f"scope.{v}", view.lang),
        "rule": lambda v: say(f"scope.{v}", view.lang),
        "line": lambda v: say(f"coordination.short_{v}", view.lang),
        "null": lambda v: say(f"coordination.null_{v}", view.lang),
        "figure": figure,
        "decimal": lambda v: number(v, 2),
        "grade": lambda v: view.t("grade_insufficient") if v == "insufficient" else str(v),
        "class": lambda v: class_words(row["measure"], v, view.lang) or cut(str(v), CELL_MAX),
        "subject": lambda v: view.t("scope_case") if v == "case" else cut(str(v), CELL_MAX),
        "deed": lambda v: cut(deed(row["what"], v, view), CELL_MAX),
        "standings": lambda v: standings_words(v, row["role_grades"], view),
        "word": lambda v: view.t(f"word_{column.field}_{v}"),
        "kinds": lambda v: " · ".join(view.t(f"word_kind_{one}") for one in v),
    }
    return writers.get(column.kind, lambda v: cut(str(v), CELL_MAX))(value)
