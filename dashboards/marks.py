"""What people put on accounts for their own work: the watch list and notes, read anew when they change."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from analytics.roles.standing import grades_by_role, pairs_of
from analytics.store import reviews
from analytics.store.case_folder import Case
from analytics.store.report_pictures import VALUE as PICTURE
from analytics.store.reviews import WITHDRAWN, history
from analytics.store.saved_views import STORY
from analytics.store.saved_views import VALUE as VIEW
from analytics.store.selection import Selection
from analytics.store.stories import ORDER
from analytics.store.watch_list import FILE, Watched, watch_list

WATCHED, NOTED, CHOSEN = "★", "✎", "◉"


def stamp(folder: Path) -> str:
    """Name the state of watch list and notes, so that what shows them is read again when they change."""
    files = [folder / FILE, folder / reviews.FILE]
    return "-".join(str(file.stat().st_mtime_ns) if file.exists() else "0" for file in files)


def watched(folder: Path) -> dict[str, Watched]:
    """Read the watch list, once as long as it stays as it is."""
    return _watched(folder, stamp(folder))


def notes_n(folder: Path) -> dict[str, int]:
    """Count the notes and labels that people wrote on each subject, those withdrawn left out."""
    return _notes_n(folder, stamp(folder))


@lru_cache(maxsize=4)
def _watched(folder: Path, state: str) -> dict[str, Watched]:
    del state
    return watch_list(folder)


@lru_cache(maxsize=4)
def _notes_n(folder: Path, state: str) -> dict[str, int]:
    del state
    return dict(noted(folder)["subject_id"].value_counts().iter_rows())


def noted(folder: Path) -> pl.DataFrame:
    """Read the notes and labels that hold, oldest first; pictures, names of views and stories are none."""
    every = history(folder)
    replaced = every["supersedes"].drop_nulls()
    value = pl.col("value")
    return every.filter(
        ~pl.col("entry_sha256").is_in(replaced.implode())
        & (value != WITHDRAWN)
        & ~value.str.starts_with(PICTURE)
        & ~value.str.starts_with(VIEW)
        & ~value.str.starts_with(STORY)
        & (value != ORDER)
    )


def marked(folder: Path, nodes: pl.DataFrame) -> pl.DataFrame:
    """Add `mark` to a table with account_id: a star for the watch list, a pen with the number of notes.

    The column is null for accounts without either.
    """
    told = marks_of(folder)
    return nodes.with_columns(
        mark=pl.col("account_id").replace_strict(told, default=None, return_dtype=pl.String)
        if told
        else pl.lit(None, pl.String)
    )


def marks_of(folder: Path) -> dict[str, str]:
    """Write the mark of every subject that has one."""
    known, counts = watched(folder), notes_n(folder)
    return {one: mark_of(one in known, counts.get(one, 0)) for one in {*known, *counts}}


def marks_with_chosen(folder: Path, chosen: Selection) -> dict[str, str]:
    """Write the mark of every subject that has one, and the sign of every account that is selected."""
    told = marks_of(folder)
    return told | {one: f"{CHOSEN} {told.get(one, '')}".strip() for one in chosen.accounts}


def mark_of(is_watched: bool, notes_n: int) -> str:
    """Write the mark of a subject.

    >>> mark_of(True, 2), mark_of(False, 1), mark_of(True, 0)
    ('★ ✎2', '✎1', '★')
    """
    return " ".join([WATCHED] * is_watched + [f"{NOTED}{notes_n}"] * (notes_n > 0))


def seen_now(case: Case, account_ids: list[str]) -> dict[str, str]:
    """Write what is known of accounts: how many events, and in which pairs of role and grade they stand."""
    ids = pl.Series(account_ids, dtype=pl.String)
    events = case.scan("events").filter(pl.col("account_id").is_in(ids.implode()))
    acts = dict(events.group_by("account_id").len().collect().iter_rows())
    roles = grades_by_role(case.read_or_empty("roles").filter(pl.col("account_id").is_in(ids.implode())))
    pairs: dict[str, Any] = {row["account_id"]: pairs_of(row) for row in roles.iter_rows(named=True)}
    return {
        one: " ".join([str(acts.get(one, 0)), *(f"{role}:{grade}" for role, grade in pairs.get(one, []))])
        for one in account_ids
    }
