"""The page that examiners fill in: blanks for what a person must know, the data's own facts filled in.

Asked by the forms of judicial appraisal and of police examination (numbering, client, material, process,
result, signature), with the opinion left blank: this program gives none.
"""

from analytics.report.blocks import Block, Column, Grid, Prose, Row
from analytics.report.marks import marked
from analytics.report.packaged_csv import LISTS
from analytics.report.placeholders import Code, Foreign, Joined, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import Section, stage
from analytics.report.tool import this_tool

FILES_SHOWN = 3  # Names of files on the page; all stand in inputs.csv.
BLANKS_BEFORE = ("number", "client")
BLANKS_AFTER = ("opinion", "signed", "reviewed", "sealed")


def build(facts: ReportData) -> list[Block]:
    """Build the page: one table, an item a row."""
    filled = {name: Word(f"integrity.form_{name}_filled", params) for name, params in _filled(facts).items()}
    files = (marked("files", facts.sources["sha256"]),)
    rows = [
        *(_row(name) for name in BLANKS_BEFORE),
        Row((_item("material"), filled["material"]), files),
        _row("obtained"),
        Row((_item("process"), filled["process"])),
        _row("place"),
        Row((_item("analysis"), filled["analysis"])),
        *(_row(name) for name in BLANKS_AFTER),
        Row((_item("annexes"), filled["annexes"])),
    ]
    columns = (Column("integrity.col_form_item", width=30), Column("integrity.col_form_content"))
    return [Prose("integrity.form_note"), Grid("integrity.form_table", columns, tuple(rows), style="blank")]


def _item(name: str) -> Word:
    return Word(f"integrity.form_{name}")


def _row(name: str) -> Row:
    return Row((_item(name), ""))


def _filled(facts: ReportData) -> dict[str, tuple[tuple[str, Value], ...]]:
    """What follows from the data, by item."""
    sources, tool = facts.sources, this_tool()
    size = int(sources.filter(sources["container_sha256"].is_null())["bytes"].sum())
    names: list[Value] = [
        facts.names.file(row["sha256"], row["name"]) for row in sources.head(FILES_SHOWN).to_dicts()
    ]
    if sources.height > FILES_SHOWN:
        names.append(Word("integrity.form_more", (("n", sources.height),)))
    stages = [stage(name) for name in facts.manifest.get("stages", ())]
    return {
        "material": (("n", sources.height), ("bytes", size), ("names", Joined(tuple(names)))),
        "process": (
            ("version", tool.version),
            ("source", Code(tool.source_sha256)),
            ("steps", Joined(tuple(stages))),
        ),
        "analysis": (),
        "annexes": (("lists", Joined(tuple(Foreign(name) for name in (*LISTS, "marks.csv")))),),
    }


SECTION = Section("form", 11, build)
