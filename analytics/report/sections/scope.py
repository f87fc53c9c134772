"""How far it went, as ranges with unit, source, moment and reason, beside the numbers of a rule."""

from typing import Any

from analytics.law.comparison import Comparison, Position
from analytics.law.rule_set import Provision, RuleSet
from analytics.report.blocks import Align, Block, Box, Claim, Column, Grid, Prose, Row
from analytics.report.placeholders import Foreign, Joined, Range, Told, Value, Word
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


def build(facts: ReportData) -> list[Block]:
    """Build the ranges of the alleged information beside the numbers of the rule.

    Where the rule names no numbers, that is said.
    """
    if not _rows(facts, "case"):
        return [Prose("scope_none")]
    return _numbers(facts)


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


def _digits(row: dict[str, Any]) -> int:
    """Two digits for a rate that is no whole number: 0.05-0.43 events an hour are not 0."""
    return (
        2
        if any(end is not None and not float(end).is_integer() for end in (row["lower"], row["upper"]))
        else 0
    )


def _numbers(facts: ReportData) -> list[Block]:
    """The ranges of the alleged information beside the numbers of its rule, or why there are none."""
    numbers = facts.numbers
    if not numbers.provisions:
        return [Prose("numbers_none", {"allegation": word(f"allegation_{facts.toml.case.allegation}")})]
    if not facts.toml.alleged:
        return [Claim("numbers_not_stated")]
    if not numbers.subjects:
        return [Claim("numbers_elsewhere")]
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


SECTION = Section("scope", 5, build)
