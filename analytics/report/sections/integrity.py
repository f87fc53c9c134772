"""Integrity and reproduction: the files, their sums, the commands, the hash of every table."""

from analytics.law.rule_set import RULES, rule_sets
from analytics.report.blocks import Align, Block, Claim, Column, Grid, Prose, Row
from analytics.report.inputs_blocks import input_blocks
from analytics.report.placeholders import Code, Foreign, Joined, Value
from analytics.report.records_blocks import record_blocks
from analytics.report.report_data import ReportData
from analytics.report.section import Section, word
from analytics.report.tool import this_tool
from analytics.store.case_folder import sha256_of

COMMANDS = ("sha256", "sm3", "verify", "again", "report", "show")


def build(facts: ReportData) -> list[Block]:
    """Build how many files were read, whether the sums agree, and how to check it all again."""
    epoch = str(int(facts.date.timestamp())) if facts.date else "0"
    told = [block for block in (*input_blocks(facts), *record_blocks(facts)) if isinstance(block, Claim)]
    blocks: list[Block] = [*told, Claim("reproduce_intro")]
    for name in COMMANDS:
        blocks.append(Prose(f"reproduce_{name}"))
        blocks.append(Prose(f"command_{name}", {"epoch": epoch} if name == "report" else {}, "command"))
    return blocks


def build_annex(facts: ReportData) -> list[Block]:
    """Build the list of inputs, this program, the hash of every table, and the type of the PDF."""
    tables = facts.manifest.get("tables", {})
    rows = tuple(
        Row((Foreign(name), tables[name]["bytes"], Code(tables[name]["sha256"])))
        for name in sorted(tables)
        if "/" not in name
    )
    columns = (Column("col_table", width=24), Column("col_bytes", Align.RIGHT, 12), Column("col_sha256"))
    notes = (word("hashes_note", generation=Code(facts.manifest.get("generation"))),)
    inputs = [block for block in input_blocks(facts) if not isinstance(block, Claim)]
    return [
        *inputs,
        _tool(facts),
        Grid("table_hashes", columns, rows, notes=notes, style="small"),
        *_fonts(facts),
    ]


def _tool(facts: ReportData) -> Grid:
    """This program: anybody can take its source and libraries and compare them with these hashes."""
    tool = this_tool()
    made = facts.manifest.get("versions", {})
    rows: list[tuple[Value, Value]] = [
        (word("tool_name"), Foreign(f"wakeline {tool.version}")),
        (word("tool_source"), Code(tool.source_sha256)),
        (word("tool_lock"), Code(tool.lock_sha256) if tool.lock_sha256 else word("tool_lock_absent")),
        (word("tool_python"), Foreign(tool.python)),
        (
            word("tool_libraries"),
            Joined(tuple(Foreign(f"{name} {found}") for name, found in tool.libraries.items())),
        ),
        (
            word("tool_tables"),
            Joined(tuple(Foreign(f"{name} {found}") for name, found in sorted(made.items()))),
        ),
        (word("tool_rules"), Joined(tuple(_rules(facts)))),
    ]
    columns = (Column("col_item", width=28), Column("col_content"))
    return Grid(
        "table_tool",
        columns,
        tuple(Row(row) for row in rows),
        notes=(word("tool_note"), word("tool_recipe")),
        style="small",
    )


def _rules(facts: ReportData) -> list[Value]:
    """The rule sets in force, each with the hash of its file."""
    known, main = rule_sets(), facts.toml.case.rule_set
    names = [main, *known[main].beside] if main in known else []
    return [
        Foreign(f"{name} {sha256_of(RULES / f'{name}.toml')[:16]}")
        for name in names
        if (RULES / f"{name}.toml").is_file()
    ]


def _fonts(facts: ReportData) -> list[Block]:
    """The type of the PDF: the same files give the same bytes."""
    if not facts.fonts:
        return []
    rows = tuple(Row((Foreign(name), Code(sha256))) for name, sha256 in sorted(facts.fonts.items()))
    return [
        Grid(
            "table_fonts",
            (Column("col_font", width=36), Column("col_sha256")),
            rows,
            notes=(word("fonts_note"),),
            style="small",
        )
    ]


SECTION = Section("integrity", 9, build, build_annex)
