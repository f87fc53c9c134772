"""The list of electronic data: every input with format, size, both hashes, and how it was obtained."""

from typing import Any

import polars as pl

from analytics.report.blocks import Align, Block, Claim, Column, Grid, Prose, Row
from analytics.report.marks import marked
from analytics.report.names import Names
from analytics.report.placeholders import Code, Foreign, Moment, Value
from analytics.report.report_data import ReportData
from analytics.report.section import word

NAMES = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "sha512": "SHA-512", "sm3": "SM3"}
WEAK = (
    "md5",
    "sha1",
    # Collisions have been made (Wang & Yu 2005; Stevens et al. 2017): they find accidents, not replacement by
    # design.
)


def input_table(facts: ReportData) -> list[Block]:
    """Build one entry a file, with its hashes below it; then what the list cannot show."""
    columns = (
        Column("col_no", Align.RIGHT, 5),
        Column("col_file", width=34),
        Column("col_format", width=8),
        Column("col_bytes", Align.RIGHT, 10),
        Column("col_records", Align.RIGHT, 9),
        Column("col_captured", width=17),
        Column("col_obtained", width=10),
    )
    rows = tuple(
        _row(facts.names, k + 1, row, facts.certificates.filter(source_sha256=row["sha256"]).to_dicts())
        for k, row in enumerate(facts.sources.to_dicts())
    )
    lacking = facts.sources.filter(pl.col("sm3").is_null())["sha256"]
    without = [Claim("inputs_no_sm3", {"n": lacking.len()}, (marked("files", lacking),))]
    return [
        Grid("table_inputs", columns, rows, style="small"),
        Prose("inputs_note"),
        *(without if lacking.len() else []),
    ]


def _certificate(row: dict[str, Any]) -> Value:
    params: dict[str, Value] = {
        "name": Foreign(row["name"], 80),
        "algorithm": NAMES[row["algorithm"]],
        "value": Code(row["value"]),
    }
    document: Value = Foreign(row["document"], 80) if row["document"] else word("not_stated")
    kept: Value = (
        Code(row["certificate_sha256"]) if row["certificate_sha256"] else word("certificate_not_kept")
    )
    weak: Value = word("certificate_weak") if row["algorithm"] in WEAK else ""
    return word(f"certificate_{row['basis']}", document=document, kept=kept, weak=weak, **params)


def _row(names: Names, n: int, row: dict[str, Any], certificates: list[dict[str, Any]]) -> Row:
    basis = (
        word(f"hint_{row['hints_basis']}")
        if row["hints_basis"] in ("file_name", "option")
        else word("not_stated")
    )
    below: list[Value] = [
        word(
            "inputs_read",
            importer=Foreign(row["importer"]),
            encoding=Foreign(row["encoding"]),
            zone=Foreign(row["timezone"]),
        )
        if row["importer"]
        else word("inputs_archive"),
        word("hash_sha256", hash=Code(row["sha256"])),
        word("hash_sm3", hash=Code(row["sm3"])),
    ]
    for hint in ("about", "author"):
        if row[hint]:
            shown = names.native(row[hint]) if hint == "author" else Foreign(row[hint])
            below.insert(1, word(f"inputs_{hint}", id=shown, basis=basis))
    if row["container_sha256"]:
        below.append(word("inputs_container", hash=Code(row["container_sha256"][:16])))
    below += [_certificate(found) for found in certificates]
    return Row(
        (
            n,
            names.file(row["sha256"], row["name"], 80),
            Foreign(row["format"]),
            row["bytes"],
            row["records_n"],
            Moment(row["captured_at"]),
            Foreign(row["obtained"]) if row["obtained"] else word("not_stated"),
        ),
        (marked("files", [row["sha256"]]),),
        tuple(below),
    )
