"""How far it went, as ranges with unit, source, moment and reason, beside the numbers of a rule."""

from typing import Any

from analytics.law.comparison import Comparison, Position
from analytics.law.rule_set import Provision, RuleSet
from analytics.report.blocks import Align, Block, Box, Claim, Column, Figure, Grid, Prose, Row
from analytics.report.charts import Ranges, Ribbon
from analytics.report.placeholders import Foreign, Joined, Moment, Range, Told, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import Section, of_measure, of_table, root_names, word

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


def build(facts: ReportData) -> list[Block]:
    """The case as a whole, its picture, the roots one by one, then the numbers of the rule or that there are
    none."""
    case = _rows(facts, "case")
    if not case:
        return [Prose("scope_none")]
    return [Prose("scope_rule"), _case(case), *_figure(facts), *_roots(facts), *_numbers(facts)]


def _rows(facts: ReportData, subject_id: str) -> list[dict[str, Any]]:
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


def _figure(facts: ReportData) -> list[Block]:
    """The case and its largest root: measures that are known, on one scale; a rule's number only beside a
    root."""
    ribbons = []
    for row in _rows(facts, "case"):
        if _is_drawn(row) and row["measure"] in DRAWN:
            ribbons.append(_ribbon("case_name", row, None))
    for root_id, name in list(root_names(facts).items())[:1]:
        for row in _rows(facts, root_id):
            if _is_drawn(row) and row["measure"] in DRAWN:
                ribbons.append(_ribbon(name, row, facts.numbers.beside(root_id, row["measure"])))
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
                    *((word("figure_scope_numbers"),) if any(r.mark is not None for r in ribbons) else ()),
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


def _roots(facts: ReportData) -> list[Block]:
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


def _numbers(facts: ReportData) -> list[Block]:
    """The ranges of the alleged information beside the numbers of its rule, or why there are none."""
    numbers = facts.numbers
    if not numbers.provisions:
        return [
            Prose("heading_numbers", style="heading"),
            Prose("numbers_none", {"allegation": word(f"allegation_{facts.toml.case.allegation}")}),
        ]
    if not facts.toml.alleged:
        return [Prose("heading_numbers", style="heading"), Claim("numbers_not_stated")]
    if not numbers.subjects:
        return [Prose("heading_numbers", style="heading"), Claim("numbers_elsewhere")]
    names = root_names(facts)
    rows: list[Row] = []
    lacking: dict[str, int] = dict.fromkeys(numbers.provisions, 0)
    for subject_id in numbers.subjects:
        found = {row["measure"]: row for row in _rows(facts, subject_id)}
        for measure in numbers.provisions:
            row = found.get(measure)
            compared = None if row is None else numbers.compared(row)
            if row is None or compared is None or compared.position is Position.UNKNOWN:
                lacking[measure] += 1
            else:
                rows.append(_beside(names.get(subject_id), row, compared))
    return [
        Prose("heading_numbers", style="heading"),
        Box("numbers_box", (word("numbers_disclaimer"), word("numbers_same"), word("numbers_actual"))),
        *(Claim("numbers_rule", _cited(*named)) for named in _rules_of(facts)),
        Grid(
            "table_numbers",
            (
                Column("col_root", width=23),
                Column("col_measure", width=21),
                Column("col_range", Align.RIGHT, 14),
                Column("col_number", Align.RIGHT, 12),
                Column("col_lies"),
            ),
            tuple(rows),
            style="small",
        ),
        *(
            Claim(
                "numbers_lacking",
                {"measure": Word(f"scope.{measure}"), "n": n, "all": len(numbers.subjects)},
                (of_table("scope"),),
            )
            for measure, n in lacking.items()
            if n
        ),
    ]


def _beside(name: str | None, row: dict[str, Any], compared: Comparison) -> Row:
    """A range beside its number. The range is the one compared: an end that bounds nothing is left out."""
    said = tuple(Word(key, tuple(holes.items())) for key, holes in compared.sentences)
    return Row(
        (
            Foreign(row["subject_id"]) if name is None else name,
            Word(f"scope.{row['measure']}"),
            Range(compared.lower, compared.upper, _digits(row)),
            int(compared.number),
            Joined(said),
        ),
        (of_measure(row),),
    )


def _rules_of(facts: ReportData) -> list[tuple[RuleSet, Provision]]:
    """The provisions that name the numbers, each text once."""
    return list({p.sha256: (rules, p) for rules, p in facts.numbers.provisions.values()}.values())


def _cited(rules: RuleSet, provision: Provision) -> dict[str, Value]:
    return {
        "number": rules.number,
        "article": Told(provision.article, provision.article_en),
        "text": Told(provision.text.rstrip("；"), provision.gloss.rstrip(".")),
    }


SECTION = Section("scope", 20, build)
