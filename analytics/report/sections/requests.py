"""What to preserve and to ask for (Articles 11 and 14), with ids, whom to ask and what it would settle."""

from typing import Any

from analytics.report.blocks import Block, Column, Grid, Prose, Reference, Row
from analytics.report.placeholders import Foreign, Joined, Word
from analytics.report.report_data import ReportData
from analytics.report.section import Section, word


def build(facts: ReportData) -> list[Block]:
    """Build the requests of the case, the most telling first."""
    rows = tuple(_row(row) for row in facts.requests.sort("place").to_dicts())
    if not rows:
        return []
    columns = (
        Column("col_lacking", width=24),
        Column("col_n", width=7),
        Column("col_ask", width=32),
        Column("col_settles"),
    )
    return [Prose("preserve_intro"), Grid("table_ask", columns, rows, style="small")]


def _row(row: dict[str, Any]) -> Row:
    what, whom, settles = (Word(f"law.ask_{row['kind']}{part}") for part in ("", "_whom", "_settles"))
    reference = Reference(
        word("about_request", what=what), "", row["n"], table="requests", condition=f"kind = {row['kind']}"
    )
    ids = Joined(tuple(Foreign(one) for one in row["subject_ids"]))
    return Row((what, row["n"], whom, settles), (reference,), (word("preserve_ids", ids=ids),))


SECTION = Section("preserve", 55, build)
