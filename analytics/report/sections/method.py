"""The method: the steps in order, every threshold with its reason, and the words of the report."""

from analytics.model.messages import catalogue
from analytics.model.thresholds import Limit, limits, shown
from analytics.model.thresholds import Value as Limited
from analytics.report.blocks import Block, Claim, Column, Grid, Prose, Row, Terms
from analytics.report.placeholders import Code, Foreign, Joined, Span, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import Section, word

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


def build_method(facts: ReportData) -> list[Block]:
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


SECTION_METHOD = Section("method", 110, build_method, is_annex=True)


TERMS = (
    "account",
    "post",
    "repost",
    "comment",
    "event",
    "root",
    "parent",
    "tree",
    "size",
    "depth",
    "breadth",
    "virality",
    "half_life",
    "traced",
    "displayed",
    "bounds",
    "record",
    "duplicate",
    "rejected",
    "other",
    "own_text",
    "chain",
    "capture",
    "hash",
    "mid",
)


# Words of the platforms' users that a court may not know: 刑诉法解释（法释〔2021〕1号）第一百一十五条 asks
# for their
# explanation.
SLANG = (
    "bare",
    "chain_mark",
    "supertopic",
    "hot_list",
    "human_flesh",
    "open_box",
    "hang",
    "rhythm",
    "control",
    "heat",
    "fans",
    "melon",
)


def build_glossary(facts: ReportData) -> list[Block]:
    """The same terms in every report; words of users; the names under which the target of this case
    appears."""
    blocks: list[Block] = [
        Terms(tuple((word(f"term_{t}"), word(f"term_{t}_other"), word(f"term_{t}_means")) for t in TERMS)),
        Prose("heading_slang", style="heading"),
        Prose("slang_note"),
        Terms(tuple((word(f"slang_{t}"), word(f"slang_{t}_other"), word(f"slang_{t}_means")) for t in SLANG)),
    ]
    for target in facts.toml.targets:
        names = Joined(tuple(Foreign(name) for name in dict.fromkeys([*target.names, *target.terms])))
        blocks.append(Claim("slang_target", {"name": Foreign(target.name), "names": names}))
    return blocks


SECTION_GLOSSARY = Section("glossary", 120, build_glossary, is_annex=True)

SECTIONS = (SECTION_METHOD, SECTION_GLOSSARY)
