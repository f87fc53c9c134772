"""The accounts of a group in print: what each line of evidence says, who stands at A and B, how many at C."""

from typing import Any

from analytics.report.blocks import Align, Block, Claim, Column, Grid, Row
from analytics.report.firmness import firm_words
from analytics.report.group_data import NAMED
from analytics.report.placeholders import Foreign, Joined, Share, Value, Word
from analytics.report.report_data import LISTED_MAX
from analytics.report.section import of_account, of_rows, word

# Lines of evidence in the order in which they are told: strongest first, those for reading alone last.
LINES = ("moments", "followed", "pair_timing", "text", "link", "one_post", "own_clock", "source")


def member_blocks(every: list[dict[str, Any]], name: Value) -> list[Block]:
    """Build what each line of evidence says, the accounts at A and B, and how many stand at C.

    every: CLUSTERS of one group; name: its name.

    Accounts at C (a clock of their own, a source or copied) are counted and not named.
    """
    rows = [row for row in every if row["grade"] in NAMED]
    hidden_n = len(every) - len(rows)
    reference = of_rows("clusters", f"cluster_id = {every[0]['cluster_id']}, grade = C", hidden_n)
    unnamed = [Claim("group_members_c", {"id": name, "n": hidden_n}, (reference,))] if hidden_n else []
    return [_lines(every), *([_named(rows, name)] if rows else []), *unnamed]


def _named(rows: list[dict[str, Any]], name: Value) -> Grid:
    listed = tuple(
        Row(
            (
                Foreign(row["account_id"]),
                row["grade"],
                Joined(tuple(Word(f"coordination.short_{line}") for line in row["evidence_lines"])),
                _moments(row),
                Word(f"coordination.null_{row['strictest']}") if row["strictest"] else None,
                row["days_n"],
                row["sources_n"],
                Share(row["task_share"], 1) if row["task_share"] is not None else None,
            ),
            (of_account(row["account_id"], row["event_ids"]),),
            (*(Word(f"coordination.reason_{code}") for code in row["reasons"] or ()), *firm_words(row)),
        )
        for row in rows[:LISTED_MAX]
    )
    notes: tuple[Word, ...] = (word("group_members_note"),)
    if len(rows) > LISTED_MAX:
        notes += (word("listed_first", n=LISTED_MAX, all=len(rows), table="clusters"),)
    columns = (
        Column("col_account", width=21),
        Column("col_grade", width=7),
        Column("col_lines", width=18),
        Column("col_ln_e", Align.RIGHT, 13),
        Column("col_strictest", width=14),
        *(Column(f"col_{c}", Align.RIGHT, 9) for c in ("days_met", "authors", "task_share")),
    )
    return Grid("table_members", columns, listed, {"id": name}, notes, "small")


def _moments(row: dict[str, Any]) -> Value:
    """The strength of the moments, with what it needs to stand; None where no bet was possible."""
    if row["ln_e"] is None:
        return None
    found = row["ln_e_unled"] if "followed" in row["evidence_lines"] else row["ln_e"]
    return word("ln_e_of", found=found, needed=row["ln_e_needed"])


def _lines(rows: list[dict[str, Any]]) -> Grid:
    """What each line of evidence that stands in the group says, and what it does not."""
    stands = [line for line in LINES if any(line in row["evidence_lines"] for row in rows)]
    reference = of_rows("clusters", f"cluster_id = {rows[0]['cluster_id']}", len(rows))
    listed = tuple(
        Row(
            (Word(f"coordination.line_{line}"), sum(line in row["evidence_lines"] for row in rows)),
            (reference,),
        )
        for line in stands
    )
    columns = (Column("col_line_says", width=86), Column("col_members", Align.RIGHT, 14))
    return Grid("table_lines", columns, listed, {"id": Foreign(rows[0]["cluster_id"])}, style="small")
