"""SCOPE as it is shown: one range a measure, the displayed number beside the traced one."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from analytics.store.folder import Case

ORDER = ("reposts", "comments", "accounts", "views", "followers_sum")


@dataclass(frozen=True)
class Range:
    """A measure of a subject. displayed: the platform's own number, where the export shows one."""

    measure: str
    subject_id: str
    lower: float | None
    point: float | None
    upper: float | None
    note_code: str | None
    as_of: datetime | None
    displayed: float | None
    displayed_at: datetime | None
    displayed_note: str | None


def ranges(case: Case, subjects: tuple[str, ...]) -> dict[str, list[Range]]:
    """The measures of each subject in the order they are read: counts, people, views, followers."""
    table = case.scan("scope").filter(pl.col("subject_id").is_in(list(subjects))).collect()
    known = {(row["subject_id"], row["measure"]): row for row in table.iter_rows(named=True)}
    return {subject: [_range(known, subject, measure) for measure in ORDER if (subject, measure) in known]
            for subject in subjects}


def _range(known: dict[tuple[str, str], dict[str, object]], subject: str, measure: str) -> Range:
    row, shown = known[subject, measure], known.get((subject, f"{measure}_displayed"), {})
    fields = {k: row[k] for k in ("measure", "subject_id", "lower", "point", "upper", "note_code", "as_of")}
    return Range(**fields, displayed=shown.get("point"), displayed_at=shown.get("as_of"),  # type: ignore[arg-type]
                 displayed_note=shown.get("note_code"))
