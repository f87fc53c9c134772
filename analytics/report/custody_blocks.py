"""The chain of custody: who did what to the case, when, on which state, and the last hash of the log."""

from datetime import datetime
from typing import Any

from analytics.model.messages import catalogue
from analytics.report.blocks import Align, Block, Claim, Column, Grid, Prose, Row
from analytics.report.placeholders import Code, Foreign, Moment
from analytics.report.report_data import LISTED_MAX, ReportData
from analytics.report.section import word
from analytics.store.custody_log import FILE


def custody_blocks(facts: ReportData) -> list[Block]:
    """Build the last hash, the entries that numbers rest on, and what such a chain cannot show."""
    if not facts.custody:
        return [Claim("custody_absent")]
    known = facts.custody
    rows = tuple(_row(e) for e in known[-LISTED_MAX:])
    notes = (
        word("custody_note"),
        *([word("custody_last", n=LISTED_MAX, all=len(known))] if len(known) > LISTED_MAX else []),
    )
    return [
        Claim(
            "custody_hash",
            {"file": FILE, "n": known[-1]["n"], "acts": len(known), "hash": Code(known[-1]["sha256"])},
        ),
        Grid(
            "table_custody",
            (
                Column("col_no", Align.RIGHT, 5),
                Column("col_when", width=19),
                Column("col_who", width=16),
                Column("col_act", width=20),
                Column("col_state_before", width=20),
                Column("col_state_after"),
            ),
            rows,
            notes=notes,
            style="small",
        ),
        Prose("custody_limits"),
        Prose("custody_timestamp"),
    ]


def _row(e: dict[str, Any]) -> Row:
    act = word(f"act_{e['what']}") if f"act_{e['what']}" in catalogue("report") else Foreign(e["what"])
    before, after = (Code(str(e[key])[:16]) if e[key] else word("none_yet") for key in ("before", "after"))
    return Row((e["n"], Moment(datetime.fromisoformat(e["at"])), Foreign(e["who"], 40), act, before, after))
