"""The check of every mark of a report: the number printed, the rows of its set and a new count must agree."""

import json
import re
from typing import Any

import polars as pl

from analytics.evidence.check import Check, compared
from analytics.evidence.mark_sets import MarkSet, Recount, lower_end, mark_lists, read_marks, read_set
from analytics.model.errors import CaseError
from analytics.store.case_folder import Case, sha256_of

_NUMBER = re.compile(r"\d[\d,]*")


def check_marks(case: Case) -> list[Check]:
    """Check every mark of every report of a case, several checks a mark.

    Of each: the hash of its set; as many rows as the number says, at both ends of a range; as many members
    when the case counts them anew; the kind that findings.json states; and the number in every sentence and
    row that prints the mark. Raises CaseError if the case has no report with marks.
    """
    lists = mark_lists(case)
    if not lists:
        raise CaseError("marks_absent", case=case.folder, purpose="court")
    recount, checks = Recount(case), []
    for purpose in lists:
        stated = _stated(case, purpose)
        for mark in read_marks(case, purpose)["mark"].unique(maintain_order=True):
            one = read_set(case, mark, purpose)
            checks += _checked(one, recount) + _printed(one, stated.get(mark, {}))
    return checks


def _stated(case: Case, purpose: str) -> dict[str, Any]:
    """What findings.json says of the marks."""
    tail = "" if purpose == "court" else f"-{purpose}"
    file = case.report / f"findings{tail}.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["marks"] if file.exists() else {}
    return found


def _checked(one: MarkSet, recount: Recount) -> list[Check]:
    ends = [("lower", one.n, lower_end(one.rows))]
    if one.n_upper != one.n:
        ends.append(("upper", one.n_upper, one.rows))
    checks = [compared("marks_hash", one.mark, sha256_of(one.file), one.sha256)]
    for _, n, rows in ends:
        checks.append(compared("marks_rows", one.mark, rows.height, n))
        checks.append(compared("marks_count", one.mark, recount.members_n(one.kind, rows), n))
    return checks


def _printed(one: MarkSet, stated: dict[str, Any]) -> list[Check]:
    """The number stands where the mark is printed, in both languages, or every member does.

    Figures draw their members; displayed numbers are printed themselves, one by one or added up.

    A mark of one member, or of none, may stand beside what it shows instead of a number.
    """
    checks = [compared("marks_kind", one.mark, stated.get("kind"), one.kind)]
    ends = {one.n, one.n_upper}
    ids = one.rows["id"].drop_nulls() if "id" in one.rows.columns else pl.Series(dtype=pl.String)
    for told in stated.get("printed", ()):
        if "figure " in told["place"]:
            continue
        for lang, text in told["text"].items():
            numbers = {int(found.replace(",", "")) for found in _NUMBER.findall(text)}
            is_listed = ids.len() == one.n_upper and all(member in text for member in ids)
            ok = is_listed or _values_told(one, numbers) or all(n in numbers or n <= 1 for n in ends)
            params = {
                "mark": one.mark,
                "n": one.n_upper,
                "place": told["place"],
                "lang": lang,
                "text": text[:80],
            }
            checks.append(Check("marks_printed", ok, params))
    return checks


def _values_told(one: MarkSet, numbers: set[int]) -> bool:
    """Whether a text prints the displayed numbers of a set, or their sum."""
    if one.kind != "counters" or "value" not in one.rows.columns:
        return False
    values = [int(value) for value in one.rows["value"].drop_nulls()]
    return set(values) <= numbers or sum(values) in numbers
