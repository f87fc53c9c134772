"""The list of electronic data: every input with format, size, both hashes, and how it was obtained."""

from typing import Any

from analytics.report.claims import Align, Block, Claim, Column, Grid, Prose, Row
from analytics.report.facts import Facts
from analytics.report.section import Section, all_sources, of_source, word
from analytics.report.values import Code, Foreign, Moment, Value


def build(facts: Facts) -> list[Block]:
    """One entry a file, with its hashes below it; then what the list cannot show."""
    lacking_sm3 = facts.sources["sm3"].null_count()
    stated = facts.sources.height - facts.sources["obtained"].null_count()
    blocks: list[Block] = [
        Claim("inputs_count", {"n": facts.sources.height, "bytes": int(facts.sources["bytes"].sum())}, (all_sources(facts),)),
        Claim("inputs_obtained", {"n": stated, "all": facts.sources.height}),
        Grid(
            "table_inputs",
            (
                Column("col_no", Align.RIGHT, 5),
                Column("col_file", width=34),
                Column("col_format", width=8),
                Column("col_bytes", Align.RIGHT, 10),
                Column("col_records", Align.RIGHT, 9),
                Column("col_captured", width=17),
                Column("col_obtained", width=10),
            ),
            tuple(_row(k + 1, row) for k, row in enumerate(facts.sources.to_dicts())),
            style="small",
        ),
        Prose("inputs_note"),
    ]
    if lacking_sm3:
        blocks.append(Claim("inputs_no_sm3", {"n": lacking_sm3}))
    return blocks


def _row(n: int, row: dict[str, Any]) -> Row:
    basis = word(f"hint_{row['hints_basis']}") if row["hints_basis"] in ("file_name", "option") else word("not_stated")
    below: list[Value] = [
        word("inputs_read", importer=Foreign(row["importer"]), encoding=Foreign(row["encoding"]), zone=Foreign(row["timezone"]))
        if row["importer"]
        else word("inputs_archive"),
        word("hash_sha256", hash=Code(row["sha256"])),
        word("hash_sm3", hash=Code(row["sm3"])),
    ]
    for hint in ("about", "author"):
        if row[hint]:
            below.insert(1, word(f"inputs_{hint}", id=Foreign(row[hint]), basis=basis))
    if row["container_sha256"]:
        below.append(word("inputs_container", hash=Code(row["container_sha256"][:16])))
    return Row(
        (
            n,
            Foreign(row["name"], 80),
            Foreign(row["format"]),
            row["bytes"],
            row["records_n"],
            Moment(row["captured_at"]),
            Foreign(row["obtained"]) if row["obtained"] else word("not_stated"),
        ),
        (of_source(row),),
        tuple(below),
    )


SECTION = Section("inputs", 10, build)
