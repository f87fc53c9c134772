"""What the data covers and what it lacks: kinds, times, accounts, parents."""

from typing import Any

from analytics.model.messages import catalogue
from analytics.report.blocks import Align, Block, Claim, Column, Figure, Grid, Prose, Reference, Row
from analytics.report.error_claims import error_claims
from analytics.report.placeholders import Foreign, Moment, Share, Span, Value, Word
from analytics.report.records_blocks import record_blocks
from analytics.report.report_data import LISTED_MAX, ReportData
from analytics.report.section import Section, of_event, of_table, platform, subset, word


def build(facts: ReportData) -> list[Block]:
    """Build what is missing in a few sentences: the span, times in doubt, parents not known, errors."""
    told = [
        block for block in (*_times(facts), *_conflicts(facts), *_parents(facts)) if isinstance(block, Claim)
    ]
    return [*told, *error_claims(facts)]


def build_annex(facts: ReportData) -> list[Block]:
    """Build the tables behind it: kinds, time conflicts, missing parents, rejected records."""
    found = [_kinds(facts), *_conflicts(facts), *_parents(facts), *record_blocks(facts)]
    return [block for block in found if isinstance(block, Grid)]


def _kinds(facts: ReportData) -> Grid:
    rows = tuple(
        Row(
            (platform(row["platform"]), _kind(row["kind"]), row["n"], Share(row["n"], facts.acts_n)),
            (_kind_reference(row),),
        )
        for row in facts.kinds.to_dicts()
    )
    return Grid(
        "table_kinds",
        (
            Column("col_platform", width=25),
            Column("col_kind", width=30),
            Column("col_acts", Align.RIGHT, 15),
            Column("col_share", Align.RIGHT, 15),
        ),
        rows,
    )


def _kind(name: str) -> Value:
    return word(f"kind_{name}") if f"kind_{name}" in catalogue("report") else Foreign(name)


def _kind_reference(row: dict[str, Any]) -> Reference:
    show = {"repost": "reposts@case", "comment": "comments@case"}.get(row["kind"], row["event_ids"][0])
    return Reference(
        word("about_kind", kind=_kind(row["kind"]), platform=platform(row["platform"])),
        show,
        row["n"],
        tuple(row["event_ids"]),
        table="events",
        condition=f"platform = {row['platform']}, kind = {row['kind']}",
    )


def _times(facts: ReportData) -> list[Block]:
    """The span of the case, events without account, where moments come from, and events over time."""
    sets = facts.subsets
    blocks: list[Block] = []
    if facts.span[0] is not None:
        blocks.append(
            Claim(
                "coverage_span",
                {
                    "first": Moment(facts.span[0]),
                    "last": Moment(facts.span[1]),
                    "zone": facts.toml.case.timezone,
                },
                (of_table("events", facts.acts_n),),
            )
        )
    blocks.append(
        Claim(
            "coverage_accounts",
            {"accounts": facts.accounts_n, "n": sets["no_account"].n, "all": facts.acts_n},
            subset(facts, "no_account"),
        )
    )
    blocks.append(
        Claim(
            "coverage_basis",
            {
                "export": sets["by_export"].n,
                "id": sets["by_id"].n,
                "none": sets["no_time"].n,
                "coarse": sets["coarse"].n,
            },
            (
                *subset(facts, "by_export"),
                *subset(facts, "by_id"),
                *subset(facts, "no_time"),
                *subset(facts, "coarse"),
            ),
        )
    )
    if sets["edited"].n:
        blocks.append(Claim("coverage_edited", {"n": sets["edited"].n}, subset(facts, "edited")))
    if facts.bars:
        blocks += [
            _busiest(facts),
            Figure(
                "figure_time",
                facts.bars,
                {"zone": facts.toml.case.timezone, "step": Span(facts.bars.step_s)},
                (of_table("events", facts.acts_n),),
                notes=(
                    word("figure_time_note", outside=facts.bars.outside_n, left_out=facts.bars.left_out_n),
                ),
            ),
        ]
    return blocks


def _busiest(facts: ReportData) -> Block:
    assert facts.bars is not None
    at, n = facts.bars.busiest
    params: dict[str, Value] = {"at": Moment(at, "min"), "step": Span(facts.bars.step_s), "n": n}
    return Claim("coverage_busiest", params, (of_table("events", facts.acts_n),))


def _conflicts(facts: ReportData) -> list[Block]:
    found, compared = (
        facts.subsets["conflict"],
        facts.acts_n - facts.subsets["uncompared"].n - facts.subsets["no_time"].n,
    )
    blocks: list[Block] = [
        Claim(
            "coverage_conflicts" if found.n else "coverage_no_conflict",
            {
                "n": found.n,
                "compared": compared,
                "gap": Span(facts.setting("id_gap_s")),
                "uncompared": facts.subsets["uncompared"].n,
            },
            (*subset(facts, "conflict"), *subset(facts, "uncompared")),
        )
    ]
    if found.n:
        rows = tuple(
            Row(
                (
                    Foreign(row["event_id"]),
                    Foreign(row["at_text"]),
                    Moment(row["at_from_id"]),
                    Span(
                        (row["at"] - row["at_from_id"]).total_seconds()
                        if row["at"] and row["at_from_id"]
                        else None
                    ),
                ),
                (of_event(row["event_id"]),),
            )
            for row in facts.conflicts.to_dicts()
        )
        notes: tuple[Word, ...] = (word("conflicts_note"),)
        if found.n > LISTED_MAX:
            notes += (word("listed_first", n=LISTED_MAX, all=found.n, table="events"),)
        blocks.append(
            Grid(
                "table_conflicts",
                (
                    Column("col_event", width=28),
                    Column("col_at_text", width=24),
                    Column("col_at_id", width=24),
                    Column("col_gap", width=14),
                ),
                rows,
                notes=notes,
                style="small",
            )
        )
    return blocks


def _parents(facts: ReportData) -> list[Block]:
    sets = facts.subsets
    blocks: list[Block] = [
        Prose("heading_parents", style="heading"),
        Prose("parents_rule"),
        Claim(
            "coverage_parents",
            {
                "stated": sets["stated"].n,
                "chain": sets["chain"].n,
                "assumed": sets["assumed"].n,
                "missing": sets["missing"].n,
            },
            (
                *subset(facts, "stated"),
                *subset(facts, "chain"),
                *subset(facts, "assumed"),
                *subset(facts, "missing"),
            ),
        ),
        Claim("coverage_assumed", {"n": sets["assumed"].n}, subset(facts, "assumed")),
    ]
    if sets["absent_parent"].n:
        blocks.append(
            Claim("coverage_absent_parent", {"n": sets["absent_parent"].n}, subset(facts, "absent_parent"))
        )
    if facts.missing_roots.height:
        blocks.append(
            Claim(
                "coverage_missing_roots",
                {"n": facts.missing_roots.height},
                (
                    Reference(
                        word("about_missing_roots"),
                        facts.missing_roots["root_id"][0],
                        facts.missing_roots.height,
                        table="cascades",
                        condition="missing_root = true",
                    ),
                ),
            )
        )
    if sets["circle"].n or sets["early"].n:
        blocks.append(
            Claim(
                "coverage_odd",
                {"circle": sets["circle"].n, "early": sets["early"].n},
                (*subset(facts, "circle"), *subset(facts, "early")),
            )
        )
    if facts.notes.height:
        blocks.append(_notes(facts))
    return blocks


def _notes(facts: ReportData) -> Grid:
    """Why parents are missing, in the words of the notes."""
    rows = tuple(
        Row(
            (_note(row["parent_note"]), word(f"kind_{row['kind']}"), row["n"]),
            (
                Reference(
                    word("about_note", note=_note(row["parent_note"])),
                    row["event_ids"][0],
                    row["n"],
                    tuple(row["event_ids"]),
                    table="events",
                    condition=(
                        f"parent_basis = missing, kind = {row['kind']}, parent_note = {row['parent_note']}"
                    ),
                ),
            ),
        )
        for row in facts.notes.to_dicts()
    )
    return Grid(
        "table_notes",
        (Column("col_why", width=66), Column("col_kind", width=12), Column("col_n", Align.RIGHT, 10)),
        rows,
        style="small",
    )


def _note(code: str | None) -> Value:
    if code is None:
        return word("note_none")
    return word(f"note_{code}") if f"note_{code}" in catalogue("report") else Foreign(code)


SECTION = Section("coverage", 7, build, build_annex)
