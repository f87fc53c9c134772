"""How far it went, as ranges with unit, source, moment and reason; and the numbers of a rule where it has
any."""

from typing import Any

from analytics.report.claims import Align, Block, Box, Claim, Column, Figure, Grid, Prose, Row
from analytics.report.facts import Facts
from analytics.report.figures import Ranges, Ribbon
from analytics.report.section import Section, of_measure, of_table, root_names, word
from analytics.report.values import Foreign, Moment, Range, Value, Word

ORDER = (
    "reposts",
    "reposts_displayed",
    "comments",
    "comments_displayed",
    "accounts",
    "views",
    "followers_sum",
)
DRAWN = ("reposts", "comments", "accounts", "views")
# 法释〔2013〕21号 第二条（一）: 实际被点击、浏览次数达到五千次以上，或者被转发次数达到五百次以上. For
# defamation only.
NUMBERS = {"reposts": 500.0, "views": 5_000.0}


def build(facts: Facts) -> list[Block]:
    """The case as a whole, its picture, the roots one by one, then the numbers of the rule or that there are
    none."""
    case = _rows(facts, "case")
    if not case:
        return [Prose("scope_none")]
    return [Prose("scope_rule"), _case(case), *_figure(facts), *_roots(facts), *_numbers(facts)]


def _rows(facts: Facts, subject_id: str) -> list[dict[str, Any]]:
    found = {
        row["measure"]: row
        for row in facts.scope.filter(subject_id=subject_id).to_dicts()
        if row["class_value"] is None
    }
    rest = [
        row for m, row in found.items() if m not in ORDER and not m.endswith("_unknown")
    ]  # of what, stands with its classes alone
    return [found[m] for m in ORDER if m in found] + rest


def _case(rows: list[dict[str, Any]]) -> Grid:
    return Grid(
        "table_scope",
        (
            Column("col_measure", width=18),
            Column("col_range", Align.RIGHT, 16),
            Column("col_unit", width=10),
            Column("col_as_of", width=17),
            Column("col_note"),
        ),
        tuple(
            Row(
                (
                    Word(f"scope.{row['measure']}"),
                    Range(row["lower"], row["upper"], _digits(row)),
                    word(f"unit_{row['unit']}"),
                    Moment(row["as_of"]),
                    Word(f"scope.{row['note_code']}"),
                ),
                (of_measure(row),),
            )
            for row in rows
        ),
        style="small",
    )


def _digits(row: dict[str, Any]) -> int:
    """Two digits for a rate that is no whole number: 0.05-0.43 acts an hour are not 0."""
    return (
        2
        if any(end is not None and not float(end).is_integer() for end in (row["lower"], row["upper"]))
        else 0
    )


def _figure(facts: Facts) -> list[Block]:
    """The case and its largest root: measures that are known, on one scale; a rule's number only beside a
    root."""
    ribbons = []
    for row in _rows(facts, "case"):
        if _is_drawn(row) and row["measure"] in DRAWN:
            ribbons.append(_ribbon("case_name", row, None))
    for root_id, name in list(root_names(facts).items())[:1]:
        is_laid = facts.is_defamation and root_id in _complained_of(facts)
        for row in _rows(facts, root_id):
            if _is_drawn(row) and row["measure"] in DRAWN:
                ribbons.append(_ribbon(name, row, NUMBERS.get(row["measure"]) if is_laid else None))
    return (
        [
            Figure(
                "figure_scope",
                Ranges(tuple(ribbons)),
                {},
                tuple(
                    of_measure(row)
                    for row in _rows(facts, "case")
                    if row["measure"] in DRAWN and _is_drawn(row)
                ),
                notes=(
                    word("figure_scope_note"),
                    *((word("figure_scope_numbers"),) if facts.is_defamation else ()),
                ),
            )
        ]
        if ribbons
        else []
    )


def _is_drawn(row: dict[str, Any]) -> bool:
    """Whether a logarithmic scale can show the range: its lower end is known, and not 0."""
    return bool(row["lower"])


def _ribbon(name: str, row: dict[str, Any], number: float | None) -> Ribbon:
    subject: Value = word("case_name") if name == "case_name" else name
    return Ribbon(
        word("ribbon", subject=subject, measure=Word(f"scope.{row['measure']}")),
        row["lower"],
        row["upper"],
        row["point"],
        number,
    )


def _roots(facts: Facts) -> list[Block]:
    columns = ("reposts", "reposts_displayed", "comments", "comments_displayed", "accounts", "views")
    rows, used = [], []
    for root_id, name in root_names(facts).items():
        found = {row["measure"]: row for row in _rows(facts, root_id)}
        cells = tuple(Range(found[m]["lower"], found[m]["upper"]) if m in found else None for m in columns)
        rows.append(
            Row(
                (name, Foreign(root_id), *cells),
                tuple(of_measure(found[m]) for m in ("reposts", "comments") if m in found),
            )
        )
        used += [found[m]["note_code"] for m in columns if m in found]
    return [
        Grid(
            "table_scope_roots",
            (
                Column("col_root", width=5),
                Column("col_event", width=23),
                *(Column(f"col_scope_{m}", Align.RIGHT, 10) for m in columns),
            ),
            tuple(rows),
            notes=(word("scope_roots_note"),),
            style="small",
        )
    ]


def _numbers(facts: Facts) -> list[Block]:
    if not facts.is_defamation:
        return [
            Prose("heading_numbers", style="heading"),
            Prose("numbers_none", {"allegation": word(f"allegation_{facts.toml.case.allegation}")}),
        ]
    rows: list[Row] = []
    lacking: dict[str, int] = dict.fromkeys(NUMBERS, 0)
    roots = _complained_of(facts)
    for root_id, name in roots.items():
        found = {row["measure"]: row for row in _rows(facts, root_id)}
        for measure, number in NUMBERS.items():
            row = found.get(measure)
            if row is None or (row["lower"] is None and row["upper"] is None):
                lacking[measure] += 1
            else:
                rows.append(
                    Row(
                        (
                            name,
                            Word(f"scope.{measure}"),
                            Range(row["lower"], row["upper"]),
                            int(number),
                            word(_lies(row["lower"], row["upper"], number)),
                        ),
                        (of_measure(row),),
                    )
                )
    if not roots:
        return [Prose("heading_numbers", style="heading"), Claim("numbers_elsewhere")]
    return [
        Prose("heading_numbers", style="heading"),
        Box("numbers_box", (word("numbers_disclaimer"), word("numbers_same"), word("numbers_actual"))),
        Claim("numbers_rule"),
        Grid(
            "table_numbers",
            (
                Column("col_root", width=8),
                Column("col_measure", width=26),
                Column("col_range", Align.RIGHT, 18),
                Column("col_number", Align.RIGHT, 14),
                Column("col_lies"),
            ),
            tuple(rows),
            style="small",
        ),
        *(
            Claim(
                "numbers_lacking",
                {"measure": Word(f"scope.{measure}"), "n": n, "all": len(roots)},
                (of_table("scope"),),
            )
            for measure, n in lacking.items()
            if n
        ),
    ]


def _complained_of(facts: Facts) -> dict[str, str]:
    """The roots that a number of law is laid beside: those that case.toml states as alleged, if it states
    any."""
    stated = {alleged.id for alleged in facts.toml.alleged}
    return {root_id: name for root_id, name in root_names(facts).items() if not stated or root_id in stated}


def _lies(lower: float | None, upper: float | None, number: float) -> str:
    """Where a range lies beside a number, as a wording key: a comparison of numbers, nothing more.

    >>> _lies(548, 600, 500), _lies(236, None, 500), _lies(None, None, 5000)
    ('lies_above', 'lies_open', 'lies_unknown')
    """
    if lower is None and upper is None:
        return "lies_unknown"
    if lower is not None and lower >= number:
        return "lies_above"
    if upper is None:
        return "lies_open"
    return "lies_below" if upper < number else "lies_across"


SECTION = Section("scope", 20, build)
