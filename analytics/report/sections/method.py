"""Part 8: the steps, and every threshold that decides a grade or a row."""

from analytics.model.formatting import span
from analytics.model.messages import LANGS
from analytics.model.thresholds import Limit, limits, shown
from analytics.model.thresholds import Value as Limited
from analytics.report.blocks import Block, Claim, Column, Grid, Items, Prose, Row
from analytics.report.method_data import Threshold, deciding
from analytics.report.placeholders import Code, Joined, Told, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import Section, word

STEPS = ("keep", "merge", "times", "words", "parents", "alleged", "together", "roles", "scope", "report")
ROOMS = ("texts", "grades", "roles", "scope")


def build(facts: ReportData) -> list[Block]:
    """Build the steps, the thresholds by what they decide, and which of them this case changed."""
    gap = Told(*(span(facts.setting("id_gap_s"), lang) for lang in LANGS))
    steps = tuple(Claim(f"method.step_{step}", {"gap": gap} if step == "times" else {}) for step in STEPS)
    found = deciding(facts.settings)
    rows = tuple(_room([one for one in found if one.room == room], room) for room in ROOMS)
    columns = (Column("method.col_room", width=13), Column("method.col_values"))
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


def _room(found: list[Threshold], room: str) -> Row:
    """The thresholds of a room, one after the other: what each is about, its value, unit and reason."""
    return Row((word(f"method.room_{room}"), Joined(tuple(_entry(one) for one in found))))


def _entry(one: Threshold) -> Word:
    return word(
        "method.entry",
        what=word(f"method.what_{one.limit.name}"),
        value=_written(one.limit, one.value),
        unit=Word(f"thresholds.unit_{one.limit.unit}"),
        why=word(f"method.why_{one.why}"),
    )


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
    room: Value = Word("thresholds.stays")
    if limit.span is not None:
        room = Word("thresholds.span", tuple(zip(("low", "high"), map(shown, limit.span), strict=True)))
    told = (
        ("reason", Word(f"thresholds.{limit.name}")),
        ("source", Word(f"thresholds.source_{limit.source}")),
    )
    unit = Word(f"thresholds.unit_{limit.unit}")
    return Row((Code(limit.name), _written(limit, shown(value)), unit, room, Word("thresholds.told", told)))


SECTION = Section("method", 8, build, build_annex)
