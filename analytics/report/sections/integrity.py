"""Integrity: what was handed over, whether it adds up, and how to make the report again and check it."""

from collections.abc import Iterable

from analytics.evidence.reproduction import Record, folded, reproduction_steps
from analytics.law.rule_set import RULES, rule_sets
from analytics.report.blocks import Align, Block, Claim, Column, Grid, Items, Prose, Row
from analytics.report.inputs_blocks import input_table
from analytics.report.marks import marked
from analytics.report.placeholders import Code, Foreign, Joined, Lines, Value
from analytics.report.report_data import ACCOUNTED, ReportData
from analytics.report.section import COURT, Section, word
from analytics.report.tool import this_tool
from analytics.store.case_folder import sha256_of

# What checks a package with tools that every system has; ROW as a set says, SHA256 as inputs.csv does.
WITHOUT = (
    "cd PACKAGE && sha256sum -c manifest-sha256.txt",
    "while read -r h p; do",
    'test "$(openssl dgst -sm3 -r "$p" | cut -d" " -f1)" = "$h" || echo "$p"',
    "done < sm3.txt",
)
ROW = ("sed -n ROWp data/evidence/SHA256",)  # Of JSON lines and CSV.
# Of a JSON page; the lines stand within quotation marks, so that they may be copied with their breaks.
POINTER = (
    "python3 -c '",
    "import functools, json, sys",
    'page = json.load(open(sys.argv[1], encoding="utf-8"))',
    "step = lambda one, part: one[int(part) if isinstance(one, list) else part]",
    'print(functools.reduce(step, sys.argv[2].split("/")[1:], page))',
    "' data/evidence/SHA256 POINTER",
)


def build(facts: ReportData) -> list[Block]:
    """Build what was handed over, whether the sums agree, custody, and for a court the lists of commands."""
    told = [Claim(f"integrity.{key}") for key in ("custody", "hash_shows", "hash_not", "sealed")]
    seen = Items((*_inputs(facts), *told))
    if facts.purpose == COURT:
        return [seen, *_reproduction(facts)]
    return [seen, Prose("integrity.commands_elsewhere", style="small")]


def _reproduction(facts: ReportData) -> list[Block]:
    """How to make the report again from its package, and how to check it without this program."""
    steps = reproduction_steps(record(facts), facts.date, facts.purpose)
    return [
        Prose("integrity.again"),
        _commands(line for step in steps for line in folded(step)),
        Prose("integrity.source", {"source": Code(this_tool().source_sha256)}),
        Prose("integrity.without"),
        _commands(WITHOUT),
        Prose("integrity.row"),
        _commands(ROW),
    ]


def record(facts: ReportData) -> Record:
    """Give what the case records of its own making."""
    return Record(facts.manifest, facts.custody, facts.certificate_files, facts.toml.case.operator)


def _commands(lines: Iterable[str]) -> Prose:
    return Prose("integrity.command", {"lines": Lines(tuple(lines))}, "command")


def _inputs(facts: ReportData) -> list[Claim]:
    """How many files, whether their records add up, and which came with a value to compare."""
    sources, files = facts.sources, marked("files", facts.sources["sha256"])
    total = {name.removesuffix("_n"): int(sources[name].sum()) for name in ACCOUNTED}
    agree_n = sum(row[0] == sum(row[1:]) for row in sources.select(ACCOUNTED).iter_rows())
    is_whole = (
        agree_n == sources.height
        and total["events"] == facts.stored["events"]
        and total["rejected"] == facts.stored["rejected"]
    )
    refused = (marked("records", facts.refused),) if facts.refused else ()
    sums = (
        Claim("integrity.sums", {"files": sources.height, **total}, (files, *refused))
        if is_whole
        else Claim("integrity.sums_not", {"agree": agree_n, "files": sources.height}, (files,))
    )
    certified = facts.certificates["source_sha256"].unique()
    size = int(sources.filter(sources["container_sha256"].is_null())["bytes"].sum())
    return [
        Claim("integrity.inputs", {"n": sources.height, "bytes": size}, (files,)),
        sums,
        Claim("integrity.certified", {"n": certified.len()}, (marked("files", certified),))
        if certified.len()
        else Claim("integrity.uncertified", {"n": sources.height}, (files,)),
    ]


def build_annex(facts: ReportData) -> list[Block]:
    """Build how to open a mark, the list of inputs, this program, the hash of every table, and the type."""
    tables = facts.manifest.get("tables", {})
    rows = tuple(
        Row((Foreign(name), tables[name]["bytes"], Code(tables[name]["sha256"])))
        for name in sorted(tables)
        if "/" not in name
    )
    columns = (Column("col_table", width=24), Column("col_bytes", Align.RIGHT, 12), Column("col_sha256"))
    notes = (word("hashes_note", generation=Code(facts.manifest.get("generation"))),)
    again = [] if facts.purpose == COURT else _reproduction(facts)
    return [
        *again,
        Prose("integrity.open_mark"),
        Prose("integrity.pointer"),
        _commands(POINTER),
        *input_table(facts),
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
    notes = (word("tool_note"), word("tool_recipe"))
    return Grid("table_tool", columns, tuple(Row(row) for row in rows), notes=notes, style="small")


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
    columns = (Column("col_font", width=36), Column("col_sha256"))
    return [Grid("table_fonts", columns, rows, notes=(word("fonts_note"),), style="small")]


SECTION = Section("integrity", 9, build, build_annex)
