"""How the numbers came about: the steps in order, with definitions, and every threshold with its reason."""

from analytics.model.thresholds import Limit, limits, shown
from analytics.model.thresholds import Value as Limited
from analytics.report.claims import Block, Claim, Column, Grid, Prose, Row
from analytics.report.facts import Facts
from analytics.report.section import Section
from analytics.report.values import Code, Foreign, Joined, Span, Value, Word
from analytics.words import catalogue

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


def build(facts: Facts) -> list[Block]:
    """Numbered steps, every threshold of this run, the versions it ran on."""
    steps: list[Block] = [
        Claim(f"step_{step}", {"gap": Span(facts.setting("id_gap_s"))} if step == "times" else {})
        for step in STEPS
    ]
    settings = tuple(_threshold(limit, facts.settings[name]) for name, limit in limits().items())
    stages = tuple(_stage(name) for name in facts.manifest.get("stages", []))
    return [
        Prose("method_intro", {"stages": Joined(stages)}),
        *steps,
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
        ),
    ]


def _threshold(limit: Limit, value: Limited) -> Row:
    """One threshold: its name, value, unit, the range a reader may move it in, the reason and the source."""
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


def _stage(name: str) -> Value:
    return Word(f"dashboard.stage_{name}") if f"stage_{name}" in catalogue("dashboard") else Foreign(name)


SECTION = Section("method", 110, build, is_annex=True)
