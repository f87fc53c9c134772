"""The signature page: blanks that people fill in; the program fills nothing that a person must know."""

from analytics.report.blocks import Block, Column, Grid, Prose, Row
from analytics.report.report_data import ReportData
from analytics.report.section import Section, word

LINES = ("sign_author", "sign_qualification", "sign_reviewer", "sign_body")


def build(facts: ReportData) -> list[Block]:
    """Build the lines for those who examined and signed."""
    columns = (Column("col_item", width=30), Column("col_content", width=40), Column("col_sign_date"))
    rows = tuple(Row((word(key), "", "")) for key in LINES)
    return [Prose("sign_note"), Grid("table_sign", columns, rows, style="blank")]


SECTION = Section("form", 11, build)
