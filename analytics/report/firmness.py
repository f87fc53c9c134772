"""How firm a listing is: in how many runs with one change an account stays at A or B, and what removes it."""

from typing import Any

from analytics.report.blocks import Block, Claim, Prose
from analytics.report.placeholders import Foreign, Joined, Value, Word
from analytics.report.report_data import ReportData
from analytics.report.section import word

_WITHOUT = "without "  # As `Change.told` begins where something was left out.


def firm_blocks(facts: ReportData) -> list[Block]:
    """Tell what a run is and how many were made, or that `wakeline challenge` was not run.

    Nothing where it was run and nobody is listed.
    """
    if not facts.groups.is_challenged:
        return [Prose("firm_not_run")]
    table = facts.groups.fragility
    if table.is_empty():
        return []
    return [Claim("firm_rule", {"n": int(table["runs_n"][0])})]


def firm_words(row: dict[str, Any]) -> tuple[Word, ...]:
    """Put into words how firm a row of CLUSTERS or ROLES is; nothing where it was not tried.

    >>> told = firm_words({"runs_n": 200, "kept_n": 199, "overturned_by": ["without post weibo:1"]})
    >>> told[0].key, firm_words({"runs_n": None})
    ('report.firm_row', ())
    """
    runs_n, kept_n, by = row.get("runs_n"), row.get("kept_n"), row.get("overturned_by") or []
    if runs_n is None or kept_n is None:
        return ()
    if kept_n == runs_n:
        return (word("firm_row_all", runs=runs_n),)
    told = [_change(one) for one in by]
    if (more_n := runs_n - kept_n - len(by)) > 0:
        told.append(word("firm_more", n=more_n))
    return (word("firm_row", kept=kept_n, runs=runs_n, by=Joined(tuple(told))),)


def _change(told: str) -> Value:
    """A change as FRAGILITY tells it: "links_min=5" or "without post weibo:1"."""
    if not told.startswith(_WITHOUT):
        return Foreign(told)
    kind, name = told.removeprefix(_WITHOUT).split(" ", 1)
    if kind == "line":
        return word("firm_without_line", name=Word(f"coordination.short_{name}"))
    return word(f"firm_without_{kind}", name=Foreign(name))
