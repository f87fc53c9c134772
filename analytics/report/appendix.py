"""The appendix: for each mark the command that opens it, the filter that lists it, and its first records."""

from dataclasses import dataclass
from shlex import quote

from analytics.report.blocks import Numbered, Reference
from analytics.report.placeholders import Code, Foreign, Word
from analytics.report.report_data import ReportData

# Acts named with their file and row in an entry; the first 20 stand in findings.json, all are listed by
# `wakeline show`.
PLACES_SHOWN = 1
CONDITION_SHOWN = (
    300  # Characters of a filter: every one of ours is shorter, an id of a stranger might not be.
)


@dataclass(frozen=True)
class AppendixEntry:
    """An entry of the appendix.

    number: of the mark; reference: what it stands for; lines: those that lead to it.
    """

    number: int
    reference: Reference
    lines: tuple[Word, ...]


def appendix_entries(numbered: Numbered, facts: ReportData) -> list[AppendixEntry]:
    """Make one entry for each mark, in reading order."""
    names = dict(facts.sources.select("sha256", "name").iter_rows())
    return [
        AppendixEntry(n, reference, (*_how(reference, n), *_places(reference, facts, names)))
        for reference, n in numbered.marks.items()
    ]


def _how(reference: Reference, n: int) -> list[Word]:
    """The command that opens what a mark stands for, and the table with its filter."""
    lines = []
    opens = f"E{n}" if reference.kind else quote(reference.opens)
    lines.append(Word("report.entry_command", (("command", Code(f"wakeline show {opens} --case CASE")),)))
    if reference.table:
        table = ("table", Code(f"tables/{reference.table}.csv"))
        rows = ("rows", Foreign(reference.condition, CONDITION_SHOWN))
        lines.append(
            Word("report.entry_rows", (table, rows))
            if reference.condition
            else Word("report.entry_table", (table,))
        )
    return lines


def _places(reference: Reference, facts: ReportData, names: dict[str, str]) -> list[Word]:
    """Where the first events behind a mark stand: file, row, path."""
    known = [
        (event_id, facts.places[event_id])
        for event_id in reference.event_ids[:PLACES_SHOWN]
        if event_id in facts.places
    ]
    return [
        Word(
            "report.place_of",
            (
                ("id", Foreign(event_id)),
                ("file", Foreign(names.get(sha256), 60)),
                ("row", row),
                ("path", Foreign(path or "/")),
            ),
        )
        for event_id, (sha256, row, path) in known
    ]
