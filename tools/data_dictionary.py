"""Print docs/data_dictionary.md from analytics/model/tables.py: every table, column, type and meaning.

python -m tools.data_dictionary            write the page
python -m tools.data_dictionary --check    exit code 1 if the page is stale
"""

import sys
from typing import Any

import polars as pl

from analytics.model.tables import TABLES, Column, Table
from analytics.pipeline import STAGES, STUDY
from analytics.study.calibration_stage import CALIBRATE
from tools.printed_page import table, write_or_check

PAGE = "data_dictionary.md"
NOT_STORED = {"coactions": "no stage: made when a pair is opened"}
BY_COMMAND = {"fragility": "no stage: `wakeline challenge`"}
HEAD = """# Data dictionary

Printed by `python -m tools.data_dictionary` from `analytics/model/tables.py`; do not edit it by hand.

Every table of a case is a Parquet file, `CASE/tables/<name>.parquet`. Names and columns are a contract:
columns are added, never renamed. Unknown is null, never an empty text or 0. Times are UTC, to the
microsecond. Counts end in `_n`, seconds in `_s`, shares in `_share`, ids in `_id`. A column marked *always*
is never null. An *act* in a meaning is an event: a post, a repost, a quote or a comment.
"""


def page() -> str:
    """The whole page."""
    made_by = (
        {name: stage.name for stage in (*STUDY, CALIBRATE) for name in stage.writes} | NOT_STORED | BY_COMMAND
    )
    index = [(f"[{t.name}](#{t.name})", t.row, made_by.get(t.name, STAGES[0])) for t in TABLES.values()]
    parts = [HEAD, table(("table", "one row is", "written by the stage"), index) + "\n"]
    return "\n".join([*parts, *(_section(one) for one in TABLES.values())])


def _section(one: Table) -> str:
    rows = [_column(column) for column in one.columns]
    order = ", ".join(f"`{name}`" for name in one.order) or "the order of `events`"
    return "\n".join(
        [
            f"## {one.name}\n",
            f"One row is {one.row}. Sorted by {order}.\n",
            table(("column", "type", "null", "meaning"), rows) + "\n",
        ]
    )


def _column(column: Column) -> tuple[str, ...]:
    null = "may be null" if column.nullable else "always"
    return f"`{column.name}`", _type(column.dtype), null, column.meaning or column.name.replace("_", " ")


def _type(dtype: Any) -> str:
    """The type in words.

    >>> _type(pl.Int64), _type(pl.List(pl.String)), _type(pl.Datetime("us", "UTC"))
    ('whole number', 'list of text', 'time')
    """
    if isinstance(dtype, pl.List):
        return f"list of {_type(dtype.inner)}"
    if isinstance(dtype, pl.Datetime):
        return "time"
    names = {pl.String: "text", pl.Int64: "whole number", pl.Float64: "number", pl.Boolean: "true or false"}
    return next(name for kind, name in names.items() if dtype == kind)


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page(), sys.argv[1:]))
