"""The method: the steps in order, and every threshold with its reason."""

from analytics.model.thresholds import Limit, limits, shown
from analytics.model.thresholds import Value as Limited
from analytics.report.blocks import Block, Claim, Column, Grid, Prose, Row
from analytics.report.placeholders import Code, Joined, Span, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import Section, stage

STEPS = (
    "keep",
    "recognise",
    "account",
    "merge",
    "times",
    "own_text",
    "parents",
    "trees",
    "measures",
    "scope",
    "report",
)


def build(facts: ReportData) -> list[Block]:
    """Build the numbered steps with definitions."""
    steps: list[Block] = [
        Claim(f"step_{step}", {"gap": Span(facts.setting("id_gap_s"))} if step == "times" else {})
        for step in STEPS
    ]
    stages = tuple(stage(name) for name in facts.manifest.get("stages", []))
    return [Prose("method_intro", {"stages": Joined(stages)}), *steps]


def build_annex(facts: ReportData) -> list[Block]:
    """Build the list of every threshold of this run."""
    settings = tuple(_threshold(limit, facts.settings[name]) for name, limit in limits().items())
    return [
        Grid(
            "table_settings",
            (
                Column("col_setting", width=20),
                Column("col_value", width=12),
                Column("col_unit", width=9),
                Column("col_span", width=14),
                Column("col_reason"),
            ),
            settings,
            style="small",
        )
    ]


def _threshold(limit: Limit, value: Limited) -> Row:
    """One threshold: name, value, unit, the range in which a reader may move it, reason and source."""
    is_year = limit.unit == "years"  # A year has no thousands apart.
    span: Value = Word("thresholds.stays")
    if limit.span is not None:
        span = Word("thresholds.span", tuple(zip(("low", "high"), map(shown, limit.span), strict=True)))
    told = (
        ("reason", Word(f"thresholds.{limit.name}")),
        ("source", Word(f"thresholds.source_{limit.source}")),
    )
    return Row(
        (
            Code(limit.name),
            shown(value).replace(",", "") if is_year else shown(value),
            Word(f"thresholds.unit_{limit.unit}"),
            span,
            Word("thresholds.told", told),
        )
    )


SECTION = Section("method", 8, build, build_annex)
