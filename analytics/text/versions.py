"""The versions of a post: every different text that captures show of it, and what differs between two."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

import polars as pl

from analytics.model.tables import TIME
from analytics.store.case_folder import Case

# A Latin word, a number, one mark or one Chinese character: what a reader sees as one thing that was changed.
_TOKEN = re.compile(r"[A-Za-z]+|[0-9]+|\s+|.", re.DOTALL)
# What platforms put at the end of a text of which they show the beginning only.
_CUT_END = re.compile(r"(?:\.{3}|…)+\s*(?:全文|展开|展开全文)?\s*$|\s*(?:全文|展开全文)\s*$")
VERSIONS = pl.Schema(
    {
        "event_id": pl.String(),
        "number": pl.Int64(),
        "text": pl.String(),
        "first_at": TIME,
        "last_at": TIME,
        "records_n": pl.Int64(),
    }
)  # Versions as a table: what rows of law read of them.


@dataclass(frozen=True)
class Version:
    """A text that at least one captured record shows of a post.

    number: 1 for the text that was captured first; text: as exported.
    first_at, last_at: the first and the last capture that shows it; None where no capture states its time.
    records_n: captured records with this text; sources: SHA-256 of their files, sorted.
    place: (source_sha256, source_row, source_path) of the first of these records.
    is_cut: the text is the beginning of another version, as platforms show it in a list: no change by anyone.
    """

    event_id: str
    number: int
    text: str
    text_sha256: str
    first_at: datetime | None
    last_at: datetime | None
    records_n: int
    sources: tuple[str, ...]
    place: tuple[str, int, str]
    is_cut: bool = False


def changed_within(
    old_last_at: datetime | None, new_first_at: datetime | None
) -> tuple[datetime, datetime] | None:
    """Tell between which captures a text was changed: the last with the old text, the first with the new one.

    None where captures do not bound it: one states no time, or the old text was seen once more later.

    >>> changed_within(datetime(2025, 3, 6, 18), datetime(2025, 3, 10, 11))[0].isoformat()
    '2025-03-06T18:00:00'
    >>> changed_within(datetime(2025, 3, 11), datetime(2025, 3, 10)) is None
    True
    """
    if old_last_at is None or new_first_at is None or old_last_at >= new_first_at:
        return None
    return old_last_at, new_first_at


@dataclass(frozen=True)
class Run:
    """A stretch of a text, and whether it differs from the other text."""

    text: str
    is_changed: bool


def versions_of(case: Case, event_ids: list[str]) -> dict[str, tuple[Version, ...]]:
    """Read every text that the exports show of some posts, in the order in which captures first show them.

    Returns the versions by event id, in the order of `event_ids`; an event without any text has none. A text
    that is only the beginning of another one, as lists show it, comes last and `is_cut` says so.

    Raises CaseError if a table of the case is not the file that analysis.json names.
    """
    if not event_ids:
        return {}
    wanted = pl.Series(event_ids, dtype=pl.String)
    seen = (
        case.scan("occurrences")
        .filter(pl.col("event_id").is_in(wanted.implode()) & pl.col("text_sha256").is_not_null())
        .collect()
    )
    told = (
        seen.sort("captured_at", "source_sha256", "source_row", "source_path", nulls_last=True)
        .group_by("event_id", "text_sha256", maintain_order=True)
        .agg(
            first_at=pl.col("captured_at").min(),
            last_at=pl.col("captured_at").max(),
            records_n=pl.len(),
            sources=pl.col("source_sha256").unique().sort(),
            place=pl.struct("source_sha256", "source_row", "source_path").first(),
        )
        .join(_texts(case, event_ids), on=["event_id", "text_sha256"], maintain_order="left")
    )
    rows = told.to_dicts()
    return {one: _numbered([row for row in rows if row["event_id"] == one]) for one in event_ids}


def _texts(case: Case, event_ids: list[str]) -> pl.DataFrame:
    """The text of each (event_id, text_sha256), from what the imports read."""
    wanted = pl.Series(event_ids, dtype=pl.String).implode()
    names = [name for name in case.manifest.get("tables", {}) if name.startswith("parsed/")]
    parts = [case.scan(name.removesuffix(".parquet")) for name in names if name.endswith(".events.parquet")]
    columns = ("event_id", "text_sha256", "text")
    if not parts:
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    found = [part.select(columns).filter(pl.col("event_id").is_in(wanted)) for part in parts]
    return pl.concat(found).drop_nulls("text_sha256").unique(["event_id", "text_sha256"]).collect()


def _numbered(rows: list[dict[str, Any]]) -> tuple[Version, ...]:
    """The versions of one post: whole texts first, by the capture that first shows them."""
    texts = [row["text"] for row in rows]
    rows = [{**row, "is_cut": is_beginning(row["text"], texts)} for row in rows]
    rows.sort(key=lambda row: row["is_cut"])
    return tuple(
        Version(
            **{**row, "sources": tuple(row["sources"]), "place": tuple(row["place"].values())}, number=k + 1
        )
        for k, row in enumerate(rows)
    )


def is_beginning(text: str, others: list[str]) -> bool:
    """Tell whether a text ends as cut texts do and is otherwise how a longer one of `others` begins.

    >>> is_beginning("面包过期了...全文", ["面包过期了，三个孩子住院"])
    True
    >>> is_beginning("面包过期了", ["面包过期了，三个孩子住院"])
    False
    """
    kept = _CUT_END.sub("", text)
    return kept != text and any(len(other) > len(kept) and other.startswith(kept) for other in others)


def compared(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Cut two texts into runs that both have and runs that only one has.

    Texts are compared by Latin words, numbers and single other characters. Two changes with only one
    character between them are told as one, so that a reader sees phrases and not letters.

    Returns the runs of `old` and those of `new`; joined, each gives its text back.

    >>> old, new = compared("他卖过期面包", "他疑似卖面包")
    >>> [(run.text, run.is_changed) for run in new]
    [('他', False), ('疑似', True), ('卖面包', False)]
    >>> "".join(run.text for run in old)
    '他卖过期面包'
    """
    first, second = _TOKEN.findall(old), _TOKEN.findall(new)
    left: list[Run] = []
    right: list[Run] = []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        left.append(Run("".join(first[a1:a2]), kind != "equal"))
        right.append(Run("".join(second[b1:b2]), kind != "equal"))
    return _joined(left), _joined(right)


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """Runs without empty ones; one character in common between two changes belongs to them."""
    full = [run for run in runs if run.text]
    bridged = [
        Run(run.text, True)
        if 0 < k < len(full) - 1 and len(run.text) == 1 and full[k - 1].is_changed and full[k + 1].is_changed
        else run
        for k, run in enumerate(full)
    ]
    return tuple(
        Run("".join(run.text for run in group), is_changed)
        for is_changed, group in groupby(bridged, key=lambda run: run.is_changed)
    )
