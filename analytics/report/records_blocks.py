"""The account of records: records = events + duplicates + rejected + other, for each file and in all."""

from typing import Any

from analytics.model.messages import catalogue
from analytics.report.blocks import Align, Block, Claim, Column, Grid, Prose, Row
from analytics.report.marks import marked, record_id
from analytics.report.placeholders import Foreign, Value, Word
from analytics.report.report_data import ACCOUNTED, ReportData
from analytics.report.section import word

PLACE = ("source_sha256", "source_row", "source_path")


def record_blocks(facts: ReportData) -> list[Block]:
    """Build the sum of every file and the check of it, then rejected records by reason with examples."""
    rows = facts.sources.to_dicts()
    total = {name: int(facts.sources[name].sum()) for name in ACCOUNTED}
    agree_n = sum(_adds_up(row) for row in rows)
    is_whole = (
        agree_n == len(rows)
        and total["events_n"] == facts.stored["events"]
        and total["rejected_n"] == facts.stored["rejected"]
    )
    columns = (
        Column("col_no", Align.RIGHT, 5),
        Column("col_file", width=34),
        *(Column(f"col_{name}", Align.RIGHT, 9) for name in ACCOUNTED),
        Column("col_check", width=8),
    )
    blocks: list[Block] = [
        Prose("records_rule"),
        Claim(
            "records_whole" if is_whole else "records_not_whole",
            {
                "agree": agree_n,
                "files": len(rows),
                "events": facts.stored["events"],
                "rejected": facts.stored["rejected"],
            },
            (marked("files", facts.sources["sha256"]),),
        ),
        Grid(
            "table_records",
            columns,
            (
                *(
                    Row(
                        (
                            k + 1,
                            facts.names.file(row["sha256"], row["name"], 80),
                            *(row[name] for name in ACCOUNTED),
                            _check(row),
                        ),
                        (marked("files", [row["sha256"]]),),
                    )
                    for k, row in enumerate(rows)
                ),
                Row(
                    (
                        None,
                        word("total_files", n=len(rows)),
                        *(total[name] for name in ACCOUNTED),
                        _check(total),
                    ),
                    (marked("files", facts.sources["sha256"]),),
                    is_sum=True,
                ),
            ),
            style="small",
        ),
    ]
    if facts.stored["rejected"] == 0:
        return [*blocks, Claim("rejected_none")]
    return [
        *blocks,
        Claim(
            "rejected_count",
            {"n": facts.stored["rejected"], "reasons": facts.reasons.height},
            (marked("records", facts.refused),),
        ),
        _reasons(facts),
        _examples(facts),
    ]


def _adds_up(row: dict[str, Any]) -> bool:
    return bool(row["records_n"] == sum(row[name] for name in ACCOUNTED[1:]))


def _check(row: dict[str, Any]) -> Value:
    return word("agrees" if _adds_up(row) else "disagrees")


def _reasons(facts: ReportData) -> Grid:
    rows = tuple(
        Row((reason_words(row["reason"]), row["n"]), (marked("records", row["ids"]),))
        for row in facts.reasons.head(30).to_dicts()
    )
    return Grid(
        "table_reasons",
        (Column("col_reason", width=72), Column("col_n", Align.RIGHT, 12)),
        rows,
        style="small",
    )


def _examples(facts: ReportData) -> Grid:
    names = dict(facts.sources.select("sha256", "name").iter_rows())
    rows = tuple(
        Row(
            (reason_words(row["reason"]), facts.names.place(names.get(row["source_sha256"]), row)),
            (marked("records", [record_id(*(row[name] for name in PLACE))]),),
        )
        for row in facts.rejects.to_dicts()
    )
    return Grid(
        "table_rejects",
        (Column("col_reason", width=26), Column("col_place")),
        rows,
        notes=(word("rejects_note"),),
        style="small",
    )


def reason_words(code: str) -> Word | Foreign:
    """A reason code ("cells:7/18") in words; the code itself if the catalogue does not know it."""
    name, _, detail = code.partition(":")
    found, _, expected = detail.partition("/")
    if name not in catalogue("reasons"):
        return Foreign(code)
    return Word(f"reasons.{name}", (("found", Foreign(found, 40)), ("expected", Foreign(expected, 40))))
