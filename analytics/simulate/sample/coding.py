"""What two invented coders decided about texts of the sample case, as `wakeline review` records it."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analytics.simulate.names_and_phrases import phrases
from analytics.simulate.sample.story import Story
from analytics.store.reviews import START
from analytics.text.coding_sheet import drawn

AT = "2025-03-13T01:00:00.000000Z"  # The moment of `wakeline demo`: 09:00 in Shanghai.


def entries(story: Story) -> list[dict[str, str | int | None]]:
    """List the judgments of both coders, one coder after the other, as chained entries of review.jsonl.

    A text of the sheet has two judgments a coder: its class, with a note that says how many comments it
    stands for, and its side towards the alleged information (`side:deny`). The judgments belong to the words
    that seed 7 makes: an event that does not exist, or that says something else, is left out.
    """
    coded, acts = phrases("coding"), story.model.acts
    mids = [str(mid) for mid in acts["mid"]]
    said = dict(zip(mids, acts["own_text"].to_list(), strict=True))
    roots = {mid: mids[root] for mid, root in zip(mids, acts["root"].to_list(), strict=True)}
    made: list[dict[str, str | int | None]] = []
    before = START
    for place, author in enumerate(coded["coders"]):
        for mid, text, value, note in _judgments(coded, roots, place):
            if said.get(mid) == text:
                entry = _entry(len(made) + 1, author, mid, value, note) | {"previous_sha256": before}
                before = hashlib.sha256(_line(entry).encode()).hexdigest()
                made.append(entry | {"entry_sha256": before})
    return made


def _judgments(
    coded: dict[str, Any], roots: dict[str, str], coder: int
) -> Iterator[tuple[str, str, str, str | None]]:
    """Event, words, value and note of each judgment of one coder, in the order in which they were read."""
    for mid, text, *codes in coded["sheet"]:
        if mid in roots:
            yield mid, text, codes[coder], drawn(coded["weights"][roots[mid]])
        yield mid, text, f"side:{codes[2 + coder]}", None
    for mid, text, *sides in [*coded["sentences"], *coded["words"]]:
        yield mid, text, f"side:{sides[coder]}", None


def _entry(number: int, author: str, mid: str, value: str, note: str | None) -> dict[str, str | int | None]:
    return {
        "number": number,
        "kind": "label",
        "subject_id": f"weibo:{mid}",
        "value": value,
        "note": note,
        "author": author,
        "at": AT,
        "supersedes": None,
    }


def _line(entry: dict[str, str | int | None]) -> str:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def write_review(story: Story, file: Path) -> None:
    """Write review.jsonl: one judgment a line, as `wakeline review --load` reads it."""
    file.write_text("".join(f"{_line(entry)}\n" for entry in entries(story)), encoding="utf-8")
