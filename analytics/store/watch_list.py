"""The watch list of a case, CASE/watch.jsonl: one line for each change, lines are only ever added.

    {"add": {"weibo:1": "5 initiator:B"}, "at": "2025-03-13T01:00:00Z", "author": "...", "remove": [],
     "source": "..."}

`add` holds, for each account, what was known of it when it was put on the list, so that a reader sees what
has changed since. It is a list for the reader's work: no number and no finding rests on it.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from filelock import FileLock

from analytics.model.errors import CaseError
from analytics.store.custody_log import now

FILE = "watch.jsonl"
IDS_MAX = 100_000  # Accounts of one change: a list pasted from a spreadsheet.
SOURCE_MAX = 400
_LOCK = ".watch.lock"
_SCIENTIFIC = re.compile(r"\d[.,]?\d*[eE][+-]?\d+")
_ID = re.compile(r"(?:[a-z_]{1,24}:)?[0-9A-Za-z_\-]{1,64}")
_EXCEL_DIGITS = 15  # A spreadsheet keeps so many digits of a number and sets zeros for the others.


@dataclass(frozen=True)
class Watched:
    """An account on the watch list.

    seen: what was known of it then; "" if nothing.
    source: where the list came from; "" for a mark set on a page.
    """

    account_id: str
    at: datetime
    author: str
    source: str = ""
    seen: str = ""


@dataclass(frozen=True)
class ReadIds:
    """Ids read from a pasted text.

    damaged: (line from 1, what stands there, reason): scientific, rounded or unreadable.
    """

    ids: list[str]
    damaged: list[tuple[int, str, str]] = field(default_factory=list)
    repeated_n: int = 0


def watch_list(folder: Path) -> dict[str, Watched]:
    """Read the watch list of the case in `folder`, by account; what cannot be read is left out."""
    file = folder / FILE
    if not file.exists():
        return {}
    known: dict[str, Watched] = {}
    for raw in file.read_bytes().split(b"\n"):
        try:
            change = json.loads(raw)
            at = datetime.fromisoformat(change["at"])
            added, removed = dict(change["add"]), list(change["remove"])
        except (ValueError, KeyError, TypeError):
            continue
        for one in removed:
            known.pop(one, None)
        author, source = str(change.get("author", "")), str(change.get("source", ""))
        known |= {one: Watched(one, at, author, source, str(seen)) for one, seen in added.items()}
    return known


def change_watch_list(
    folder: Path, add: Mapping[str, str], remove: Iterable[str], author: str, source: str = ""
) -> None:
    """Add accounts to the watch list with what is known of each, and take others off.

    Several processes may do so at once. Raises CaseError for too many accounts, or if it cannot be written.
    """
    taken_off = sorted(set(remove))
    if len(add) + len(taken_off) > IDS_MAX:
        raise CaseError("watch_many", most=IDS_MAX)
    change = {
        "at": now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "author": author,
        "source": " ".join(source.split())[:SOURCE_MAX],
        "add": dict(sorted(add.items())),
        "remove": taken_off,
    }
    text = json.dumps(change, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    try:
        with FileLock(folder / _LOCK), (folder / FILE).open("ab") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise CaseError("cannot_write", path=folder / FILE, found=fault.strerror or fault) from None


def read_ids(text: str, platforms: Iterable[str], known: set[str]) -> ReadIds:
    """Read ids of accounts out of a pasted text, one a line; of several cells the first is read.

    platforms: which an id without one may belong to.
    known: ids of the case, which decide between platforms.

    A number that a spreadsheet has damaged is told and never mended: the digits are gone.

    >>> read = read_ids("5001\\n5,00E+09\\n5123456789012000000\\nweibo:7\\n7\\n", ["weibo"], {"weibo:5001"})
    >>> read.ids, [reason for *_, reason in read.damaged], read.repeated_n
    (['weibo:5001', 'weibo:7'], ['scientific', 'rounded'], 1)
    """
    ids: dict[str, None] = {}
    damaged, repeated_n = [], 0
    platforms = list(platforms)
    first = platforms[0] if platforms else ""
    for number, line in enumerate(text.splitlines(), 1):
        cell = line.split("\t")[0].split(",", 1)[0] if "\t" in line else line
        token = cell.strip().strip("'\"’“”").strip()
        if not token:
            continue
        fits = [token] if ":" in token else [f"{one}:{token}" for one in platforms]
        account = next((one for one in fits if one in known), "")
        reason = "" if account else _damage(token)
        if reason:
            damaged.append((number, token[:80], reason))
            continue
        account = account or (token if ":" in token or not first else f"{first}:{token}")
        repeated_n += account in ids
        ids[account] = None
    return ReadIds(list(ids), damaged, repeated_n)


def _damage(token: str) -> str:
    """Why a token is no id: "" if it is one."""
    if _SCIENTIFIC.fullmatch(token):
        return "scientific"
    if not _ID.fullmatch(token):
        return "unreadable"
    if token.isdecimal() and len(token) > _EXCEL_DIGITS and set(token[_EXCEL_DIGITS:]) == {"0"}:
        return "rounded"
    return ""
