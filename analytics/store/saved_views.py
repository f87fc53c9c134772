"""Views of the dashboard under short ids: CASE/views/<id>.json, written once.

The id of a view is made from its content: the first twelve signs of the base32 form of the SHA-256 of its
canonical JSON. So the same view has the same id everywhere, and a view cannot be changed under its id. Who
names a view writes an entry of the review; views without a name, in no story, go after VIEW_DAYS days.
"""

import base64
import hashlib
import json
import os
import re
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from analytics.model.errors import CaseError
from analytics.store.reviews import WITHDRAWN, Entry, history, record

FOLDER = "views"
VALUE = "view:"
STORY = "story:"  # The value of a step of the story, which holds its view too: see stories.py.
BYTES_MAX = 4 * 2**20  # A view that names 100,000 accounts takes about half of it.
NAME_MAX = 200
VIEW_DAYS = 90
_ID = re.compile(r"[a-z2-7]{12}")
_MARK = ".pruned"  # Its moment says when the folder was last tidied: once a day is enough.
_DAY_S = 86_400


@dataclass(frozen=True)
class NamedView:
    """A view that a person gave a name."""

    view_id: str
    name: str
    author: str
    at: datetime


def keep_view(folder: Path, state: dict[str, Any]) -> str:
    """Keep a view of the case in `folder` and return its id; one that is kept already stays as it is.

    state: JSON values only.

    Raises CaseError if it is larger than BYTES_MAX or cannot be written.
    """
    text = json.dumps(state, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    if len(text) > BYTES_MAX:
        raise CaseError("view_large", most=BYTES_MAX // 2**20)
    view_id = base64.b32encode(hashlib.sha256(text).digest())[:12].decode().lower()
    file = folder / FOLDER / f"{view_id}.json"
    try:
        file.parent.mkdir(exist_ok=True)
        if file.exists():
            os.utime(file)
        else:
            draft = file.with_name(f".{view_id}.{os.getpid()}.{time.monotonic_ns()}")
            draft.write_bytes(text)
            draft.replace(file)
            _tidied(folder)
    except OSError as fault:
        raise CaseError("cannot_write", path=file, found=fault.strerror or fault) from None
    return view_id


def read_view_state(folder: Path, view_id: str) -> dict[str, Any]:
    """Read the view with an id. Raises CaseError if there is none, or its file is not what its id says."""
    file = folder / FOLDER / f"{view_id}.json"
    if not _ID.fullmatch(view_id) or not file.is_file():
        raise CaseError("view_absent", view=view_id[:40])
    text = file.read_bytes()
    if base64.b32encode(hashlib.sha256(text).digest())[:12].decode().lower() != view_id:
        raise CaseError("view_changed", view=view_id)
    state: dict[str, Any] = json.loads(text)
    return state


def name_view(folder: Path, view_id: str, name: str, author: str) -> Entry:
    """Give a view a name: an entry of the review, so that it tells who did so and when.

    Raises CaseError if there is no such view, or name or author is empty.
    """
    read_view_state(folder, view_id)
    plain = " ".join(name.split())[:NAME_MAX]
    for field, value in (("name", plain), ("author", author.strip())):
        if not value:
            raise CaseError("review_empty", field=field)
    return record(folder, Entry("note", "case", VALUE + view_id, plain, author.strip()))


def named_views(folder: Path) -> list[NamedView]:
    """List the named views, oldest first, without those whose name was withdrawn."""
    entries = history(folder)
    replaced = set(entries["supersedes"].drop_nulls())
    return [
        NamedView(row["value"].removeprefix(VALUE), row["note"] or "", row["author"], row["at"])
        for row in entries.iter_rows(named=True)
        if row["value"].startswith(VALUE)
        and row["value"] != WITHDRAWN
        and row["entry_sha256"] not in replaced
    ]


def prune_views(folder: Path, now_s: float) -> int:
    """Remove views that nobody opened or kept for VIEW_DAYS days; return how many.

    Those with a name, and those that ever were a step of the story, stay. now_s: seconds since 1970.
    """
    named = {one.view_id for one in named_views(folder)}
    told = history(folder)["value"]
    named |= set(told.filter(told.str.starts_with(STORY)).str.strip_prefix(STORY))
    removed = 0
    for file in (folder / FOLDER).glob("*.json"):
        if file.stem not in named and now_s - file.stat().st_mtime > VIEW_DAYS * _DAY_S:
            file.unlink(missing_ok=True)
            removed += 1
    return removed


def _tidied(folder: Path) -> None:
    """Prune at most once a day."""
    mark, now_s = folder / FOLDER / _MARK, time.time()
    if not mark.exists() or now_s - mark.stat().st_mtime > _DAY_S:
        mark.touch()
        prune_views(folder, now_s)
