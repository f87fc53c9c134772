"""Part 8: the steps, and every threshold that decides a grade or a row."""

from itertools import zip_longest

from analytics.model.thresholds import Limit, limits, shown
from analytics.model.thresholds import Value as Limited
from analytics.report.blocks import Block, Claim, Column, Grid, Items, Prose, Row
from analytics.report.method_data import Threshold, deciding
from analytics.report.placeholders import Code, Joined, Span, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import Section, word

STEPS = ("keep", "merge", "times", "words", "parents", "alleged", "together", "roles", "scope", "report")
ROOMS = ("texts", "grades", "roles", "scope")


def build(facts: ReportData) -> list[Block]:
    """Build the steps, the thresholds by what they decide, and which of them this case changed."""
    steps = tuple(
        Claim(f"method.step_{step}", {"gap": Span(facts.setting("id_gap_s"))} if step == "times" else {})
        for step in STEPS
    )
    found = deciding(facts.settings)
    rows = tuple(row for room in ROOMS for row in _group([one for one in found if one.room == room], room))
    columns = (
        Column("method.col_what", width=34),
        Column("method.col_value", width=16),
        Column("method.col_what", width=34),
        Column("method.col_value", width=16),
    )
    return [
        Prose("method.intro"),
        Items(steps),
        Grid(
            "method.thresholds",
            columns,
            rows,
            {"n": len(found)},
            (word("method.thresholds_note"),),
            style="small",
        ),
        _changed(found),
    ]


def _group(found: list[Threshold], room: str) -> tuple[Row, ...]:
    """A head, and the thresholds of a room, two a row: down the left half, then down the right."""
    half = (len(found) + 1) // 2
    pairs = zip_longest(found[:half], found[half:])
    rows = tuple(Row((*_cells(left), *_cells(right))) for left, right in pairs)
    return (Row((word(f"method.room_{room}"), None, None, None), is_sum=True), *rows)


def _cells(one: Threshold | None) -> tuple[Value, Value]:
    if one is None:
        return "", ""
    value = word(
        "method.value",
        value=_written(one.limit, one.value),
        unit=Word(f"thresholds.unit_{one.limit.unit}"),
        why=word(f"method.why_{one.why}"),
    )
    return word(f"method.what_{one.limit.name}"), value


def _written(limit: Limit, value: str) -> str:
    """A year has no thousands apart."""
    return value.replace(",", "") if limit.unit == "years" else value


def _changed(found: tuple[Threshold, ...]) -> Claim:
    changed = [one for one in found if one.is_changed]
    if not changed:
        return Claim("method.changed_none")
    which = tuple(
        word("method.change", what=word(f"method.what_{one.limit.name}"), was=one.default, now=one.value)
        for one in changed
    )
    return Claim("method.changed", {"n": len(changed), "which": Joined(which)})


def build_annex(facts: ReportData) -> list[Block]:
    """Build the whole list of thresholds with range, reason and source: first those that decide."""
    decide = tuple(_row(one.limit, facts.settings[one.limit.name]) for one in deciding(facts.settings))
    others = tuple(_row(limit, facts.settings[name]) for name, limit in limits().items() if not limit.decides)
    return [
        Grid("method.table", _COLUMNS, decide, style="small"),
        Grid("method.table_other", _COLUMNS, others, style="small"),
    ]


_COLUMNS = (
    Column("col_setting", width=20),
    Column("col_value", width=12),
    Column("col_unit", width=9),
    Column("col_span", width=14),
    Column("col_reason"),
)


def _row(limit: Limit, value: Limited) -> Row:
    """One threshold: name, value, unit, the range in which a reader may move it, reason and source."""
    span: Value = Word("thresholds.stays")
    if limit.span is not None:
        span = Word("thresholds.span", tuple(zip(("low", "high"), map(shown, limit.span), strict=True)))
    told = (
        ("reason", Word(f"thresholds.{limit.name}")),
        ("source", Word(f"thresholds.source_{limit.source}")),
    )
    unit = Word(f"thresholds.unit_{limit.unit}")
    return Row((Code(limit.name), _written(limit, shown(value)), unit, span, Word("thresholds.told", told)))


SECTION = Section("method", 8, build, build_annex)
