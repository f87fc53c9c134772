"""Roles: which accounts are candidates, by which lines, what else explains it, what would overturn it."""

import json
from dataclasses import replace
from typing import Any

import polars as pl

from analytics.model.thresholds import ROLES
from analytics.report.blocks import Block, Claim, Column, Grid, Prose, Row
from analytics.report.firmness import firm_blocks, firm_words
from analytics.report.group_data import NAMED
from analytics.report.placeholders import Foreign, Joined, Value, Word
from analytics.report.report_data import LISTED_MAX, ReportData
from analytics.report.section import Section, of_role, of_rows, of_table, word
from analytics.roles.standing import EVERY_GRADE, rows_by_grade


def build(facts: ReportData) -> list[Block]:
    """Build the numbers by role and grade, then those at A and B one by one, with all that belongs to
    them."""
    roles = facts.groups.roles
    if not facts.groups.is_assigned:
        return [Prose("roles_not_run")]
    blocks: list[Block] = [Prose("roles_rule"), *firm_blocks(facts), _counts(facts)]
    for role in ROLES:
        rows = (
            roles.filter(pl.col("grade").is_in(NAMED), role=role)
            .sort("grade", "subject_id", "account_id")
            .to_dicts()
        )
        if rows:
            blocks += [
                Prose("heading_role", {"role": Word(f"roles.role_{role}")}, "heading"),
                _listed(role, rows),
            ]
    return [
        *blocks,
        Claim(
            "roles_unnamed",
            {"n": roles.filter(~pl.col("grade").is_in(NAMED)).height},
            (of_table("roles", roles.height),),
        ),
    ]


def _counts(facts: ReportData) -> Grid:
    found = rows_by_grade(facts.groups.roles)
    rows = tuple(
        Row(
            (Word(f"roles.role_{role}"), *(found.get(role, {}).get(grade, 0) for grade in EVERY_GRADE)),
            (of_rows("roles", f"role = {role}", sum(found.get(role, {}).values())),),
        )
        for role in ROLES
    )
    columns = (
        Column("col_role", width=36),
        *(Column(f"col_grade_{g.lower()}", width=14) for g in EVERY_GRADE),
    )
    return Grid("table_roles", columns, rows, notes=(word("roles_counts_note"),), style="small")


def _listed(role: str, rows: list[dict[str, Any]]) -> Grid:
    notes: tuple[Word, ...] = (word("roles_events_note"), word("role_as_above"))
    if len(rows) > LISTED_MAX:
        notes += (word("listed_first", n=LISTED_MAX, all=len(rows), table="roles"),)
    return Grid(
        "table_role",
        (
            Column("col_account", width=23),
            Column("col_subject", width=25),
            Column("col_grade", width=8),
            Column("col_reason"),
        ),
        _told(rows[:LISTED_MAX]),
        {"role": Word(f"roles.role_{role}")},
        notes,
        "small",
    )


def _row(row: dict[str, Any]) -> Row:
    stated = json.loads(row["reason_params"] or "{}")
    params = tuple(
        (name, _traits(value) if name == "traits" else _plain(value)) for name, value in stated.items()
    )
    below: list[Value] = [
        _keyed("role_lines", row["evidence_lines"]),
        _keyed("role_else", row["explanations"]),
        _keyed("role_overturn", row["challenges"]),
    ]
    if row["article10"]:
        below.append(_keyed("role_article10", row["article10"]))
    cells = (
        Foreign(row["account_id"]),
        Foreign(row["subject_id"]),
        row["grade"],
        Word(f"roles.{row['reason_code']}", params),
    )
    return Row(cells, (of_role(row),), tuple(below))


def _told(rows: list[dict[str, Any]]) -> tuple[Row, ...]:
    """The rows, with how firm each is as the last of what stands below it."""
    bare = _without_repeats([_row(row) for row in rows])
    return tuple(
        replace(written, below=(*written.below, *firm_words(row)))
        for written, row in zip(bare, rows, strict=True)
    )


def _without_repeats(rows: list[Row]) -> tuple[Row, ...]:
    """The rows, without repeats of what stands below them.

    Where all that stands below one is what stands below the one before it, nothing does: a note says so.
    """
    return tuple(
        replace(row, below=()) if k and row.below == rows[k - 1].below else row for k, row in enumerate(rows)
    )


def _traits(names: str) -> Value:
    """What an account shares with its group ("client, region"), in words."""
    return Joined(tuple(word(f"trait_{name}") for name in names.split(", "))) if names else ""


def _plain(value: object) -> Value:
    if isinstance(value, bool) or value is None:
        return None if value is None else str(value)
    return value if isinstance(value, int | float) else Foreign(str(value))


def _keyed(label: str, codes: list[str] | None) -> Word:
    """A label, then the sentences of some codes one after the other."""
    return word(label, items=Joined(tuple(Word(f"roles.{code}") for code in codes or ())))


SECTION = Section("listed", 3, build)
