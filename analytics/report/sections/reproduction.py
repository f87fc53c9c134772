"""How anybody can make these numbers again: the commands, the hash of every table, and who signs."""

from analytics.law.rule_set import RULES, rule_sets
from analytics.report.blocks import Align, Block, Claim, Column, Grid, Prose, Row
from analytics.report.placeholders import Code, Foreign, Joined, Value
from analytics.report.report_data import ReportData
from analytics.report.section import Section, word
from analytics.report.tool import this_tool
from analytics.store.case_folder import sha256_of

COMMANDS = ("sha256", "sm3", "verify", "again", "report", "show")


def build(facts: ReportData) -> list[Block]:
    """What to check without this tool, what with it, the expected hashes, the lines for signatures."""
    tables = facts.manifest.get("tables", {})
    epoch = str(int(facts.date.timestamp())) if facts.date else "0"
    blocks: list[Block] = [Claim("reproduce_intro"), _tool(facts)]
    for name in COMMANDS:
        blocks.append(Prose(f"reproduce_{name}"))
        blocks.append(Prose(f"command_{name}", {"epoch": epoch} if name == "report" else {}, "command"))
    rows = tuple(
        Row((Foreign(name), tables[name]["bytes"], Code(tables[name]["sha256"])))
        for name in sorted(tables)
        if "/" not in name
    )
    blocks.append(
        Grid(
            "table_hashes",
            (Column("col_table", width=24), Column("col_bytes", Align.RIGHT, 12), Column("col_sha256")),
            rows,
            notes=(word("hashes_note", generation=Code(facts.manifest.get("generation"))),),
            style="small",
        )
    )
    blocks += _fonts(facts)
    blocks += [
        Prose("heading_sign", style="heading"),
        Prose("sign_note"),
        Grid(
            "table_sign",
            (Column("col_item", width=30), Column("col_content", width=40), Column("col_sign_date")),
            tuple(
                Row((word(key), "", ""))
                for key in ("sign_author", "sign_qualification", "sign_reviewer", "sign_body")
            ),
            style="blank",
        ),
    ]
    return blocks


def _tool(facts: ReportData) -> Grid:
    """The very program: anybody can take its source and libraries and hold them against these hashes."""
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
        return [Claim("fonts_none")]
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


SECTION = Section("reproduction", 140, build, is_annex=True)
