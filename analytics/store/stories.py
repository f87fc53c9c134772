"""The story of a case: views of the dashboard in order, a sentence with each, as entries of the review.

A step is a note on the case with the value story:<id of its view>, whose note is the sentence. Its place is
that of its entry until somebody gives an order: a note with the value story-order, which lists the numbers of
the entries; the last one holds. A step that is withdrawn leaves the story, and the report. Nothing is changed
or lost: who put what where, and when, stays in the review.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from analytics.model.errors import CaseError
from analytics.store.reviews import WITHDRAWN, Entry, history, record
from analytics.store.saved_views import FOLDER, keep_view, read_view_state
from analytics.store.saved_views import STORY as VALUE

ORDER = "story-order"
SENTENCE_MAX = 400
STEPS_MAX = 60  # Steps of a story: more is a report of its own, and each takes half a page.


@dataclass(frozen=True)
class Step:
    """A step of the story.

    number: of its entry in the review; sentence, author, at: as that entry has them.
    """

    number: int
    view_id: str
    sentence: str
    author: str
    at: datetime


def add_step(folder: Path, view_id: str, sentence: str, author: str) -> Entry:
    """Put a view with a sentence at the end of the story of the case in `folder`.

    Returns the entry as recorded. Raises CaseError if there is no such view, the sentence is empty or longer
    than SENTENCE_MAX, the author is empty, or the story has STEPS_MAX steps.
    """
    read_view_state(folder, view_id)
    plain = " ".join(sentence.split())
    if not plain or len(plain) > SENTENCE_MAX:
        raise CaseError("story_sentence", most=SENTENCE_MAX)
    if not author.strip():
        raise CaseError("review_empty", field="author")
    if len(story(folder)) >= STEPS_MAX:
        raise CaseError("story_long", most=STEPS_MAX)
    return record(folder, Entry("note", "case", VALUE + view_id, plain, author.strip()))


def order_steps(folder: Path, numbers: list[int], author: str) -> Entry:
    """Give the story an order.

    numbers: of the entries of all its steps, each once.

    Raises CaseError if they are not, as when somebody changed the story meanwhile, or the author is empty.
    """
    if sorted(numbers) != sorted(one.number for one in story(folder)):
        raise CaseError("story_changed")
    if not author.strip():
        raise CaseError("review_empty", field="author")
    return record(folder, Entry("note", "case", ORDER, " ".join(map(str, numbers)), author.strip()))


def withdraw_step(folder: Path, number: int, author: str) -> Entry:
    """Take a step out of the story; its entry stays.

    Raises CaseError if the story has no step of this number, or the author is empty.
    """
    step = next((one for one in story(folder) if one.number == number), None)
    if step is None:
        raise CaseError("story_changed")
    if not author.strip():
        raise CaseError("review_empty", field="author")
    old = history(folder).filter(pl.col("number") == number)["entry_sha256"][0]
    return record(folder, Entry("note", "case", WITHDRAWN, None, author.strip(), supersedes=old))


def take_views(folder: Path, other: Path) -> int:
    """Take in the views of the story from `other`/views, as a package brings them; return how many.

    A file that is not what its id says is passed over, as is one that is not there.
    """
    taken = 0
    for view_id in {one.view_id for one in story(folder)}:
        if (folder / FOLDER / f"{view_id}.json").exists():
            continue
        with suppress(CaseError, ValueError):
            taken += keep_view(folder, read_view_state(other, view_id)) == view_id
    return taken


def story(folder: Path) -> list[Step]:
    """List the steps of a case in their order; those that the last order does not name follow by number."""
    entries = history(folder)
    replaced = set(entries["supersedes"].drop_nulls())
    held = [row for row in entries.iter_rows(named=True) if row["entry_sha256"] not in replaced]
    steps = {
        row["number"]: Step(
            row["number"], row["value"].removeprefix(VALUE), row["note"] or "", row["author"], row["at"]
        )
        for row in held
        if row["kind"] == "note" and row["value"].startswith(VALUE)
    }
    orders = [row["note"] or "" for row in held if row["kind"] == "note" and row["value"] == ORDER]
    first = [int(word) for word in orders[-1].split() if word.isdecimal()] if orders else []
    return [steps[number] for number in dict.fromkeys([*first, *sorted(steps)]) if number in steps]
