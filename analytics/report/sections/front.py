"""Page one: what this document is, what it does not claim, what protects speech, and which case it is."""

from analytics.report.blocks import Block, Box, Column, Grid, Row
from analytics.report.placeholders import Code, Foreign, Moment, Value
from analytics.report.report_data import ReportData
from analytics.report.section import Section, word


def build(facts: ReportData) -> list[Block]:
    """The box and the identity of the document; the answers follow at once."""
    return [_box(), _identity(facts)]


def _box() -> Box:
    return Box(
        "box_title",
        tuple(
            word(key)
            for key in ("box_supports", "box_not_claimed", "box_account", "box_article_10", "box_check")
        ),
    )


def _identity(facts: ReportData) -> Grid:
    case = facts.toml.case
    pairs: list[tuple[str, Value]] = [
        ("id_reference", Foreign(case.reference, 60)),
        ("id_purpose", word(f"purpose_name_{facts.purpose.replace('-', '_')}")),
        ("id_allegation", word(f"allegation_{case.allegation}")),
        ("id_operator", Foreign(case.operator, 60)),
        ("id_date", Moment(facts.date) if facts.date else word("date_not_stated")),
        ("id_zone", case.timezone),
        ("id_author", word("by_hand")),
        ("id_commissioned", word("by_hand")),
        ("id_tool", Foreign(f"wakeline {facts.version}")),
        ("id_generation", Code(str(facts.manifest.get("generation"))[:16])),
    ]
    cells = [(word(key), value) for key, value in pairs]
    return Grid(
        "table_identity",
        (
            Column("col_item", width=17),
            Column("col_content", width=33),
            Column("col_item", width=17),
            Column("col_content"),
        ),
        tuple(Row((*left, *right)) for left, right in zip(cells[::2], cells[1::2], strict=True)),
        style="plain",
    )


SECTION = Section("front", 0, build)
