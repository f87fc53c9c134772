"""How the numbers came about: the steps in order, with definitions, and every threshold with its reason."""

from analytics.report.claims import Block, Claim, Column, Grid, Prose, Row
from analytics.report.facts import Facts
from analytics.report.section import Section
from analytics.report.values import Foreign, Joined, Span, Value, Word
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
    """Numbered steps, the settings of this run, the versions it ran on."""
    steps: list[Block] = [
        Claim(f"step_{step}", {"gap": Span(facts.settings["id_gap_s"])} if step == "times" else {})
        for step in STEPS
    ]
    settings = tuple(
        Row((Foreign(name), value, Word(f"settings.{name}_unit"), Word(f"settings.{name}_reason")))
        for name, value in sorted(facts.settings.items())
    )
    stages = tuple(_stage(name) for name in facts.manifest.get("stages", []))
    return [
        Prose("method_intro", {"stages": Joined(stages)}),
        *steps,
        Grid(
            "table_settings",
            (
                Column("col_setting", width=20),
                Column("col_value", width=16),
                Column("col_unit", width=10),
                Column("col_reason"),
            ),
            settings,
            style="small",
        ),
    ]


def _stage(name: str) -> Value:
    return Word(f"dashboard.stage_{name}") if f"stage_{name}" in catalogue("dashboard") else Foreign(name)


SECTION = Section("method", 110, build, is_annex=True)
