"""The chain of custody, CASE/custody.jsonl: one line for each thing done to the case, chained by hashes.

    {"after": "9c...", "at": "2025-03-13T01:00:00Z", "before": "41...", "detail": {...}, "n": 3,
     "previous": "7f...", "sha256": "e0...", "wakeline": "0.1.0", "what": "analyse", "who": "..."}

A line is compact JSON with sorted keys in UTF-8. `sha256` is the SHA-256 of the same line without that key,
so anybody can recompute it; `previous` is the `sha256` of the line before (null for the first). Lines are
added, never changed. The number and hash of the last one stand in CASE/custody.head too, so that a log cut
off at its end is found. What a chain cannot show is that nobody replaced the whole of it: therefore a report
names its last hash, `wakeline seal` has it signed or stamped, and a third party can time-stamp a package.
"""

import getpass
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from filelock import FileLock

from analytics.model.errors import SettingsError

FILE = "custody.jsonl"
HEAD = "custody.head"
_LOCK = ".custody.lock"  # Held while lines are added; others wait their turn.
DATA = (
    "import",
    "analyse",
    "calibrate",
    "challenge",
    "change",
    "erase",
    "review",
)  # Acts that a report rests on; report and package rest on them.


@dataclass(frozen=True)
class CustodyEntry:
    """What is done to a case.

    what: import, analyse, calibrate, review, report, package, redact, seal, erase, or change (none of these).
    detail: what a reader needs to repeat it (files with their hashes, settings, purpose); JSON values only.
    who: who acts; "": the operator of the case.
    """

    what: str
    detail: dict[str, Any] = field(default_factory=dict)
    who: str = ""


def now() -> datetime:
    """Give the moment in SOURCE_DATE_EPOCH if it is set, else that of the clock, in whole seconds UTC.

    Raises SettingsError if SOURCE_DATE_EPOCH is no whole number of seconds.
    """
    return stated_now() or datetime.now(UTC).replace(microsecond=0)


def stated_now() -> datetime | None:
    """Give the moment in SOURCE_DATE_EPOCH; None if it is not set.

    Raises SettingsError if it is no whole number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise SettingsError("epoch_unreadable", found=epoch) from None


def entry(
    before: dict[str, Any] | None, act: CustodyEntry, who: str, state: tuple[str | None, str | None]
) -> dict[str, Any]:
    """Make the next entry of a log.

    before: the last entry, None for the first.
    who: who acts.
    state: hash of the state that was found, and of the state that was left.

    >>> one = entry(None, CustodyEntry("import"), "a", (None, "ff"))
    >>> one["n"], one["previous"], sealed(one) == one["sha256"]
    (1, None, True)
    """
    known = {
        "n": (before["n"] if before else 0) + 1,
        "at": now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "who": who,
        "what": act.what,
        "wakeline": version("wakeline"),
        "before": state[0],
        "after": state[1],
        "detail": act.detail,
        "previous": before["sha256"] if before else None,
    }
    return {**known, "sha256": sealed(known)}


def sealed(entry: dict[str, Any]) -> str:
    """Compute the SHA-256 of an entry's line without its own hash.

    >>> len(sealed({"what": "import"})), sealed({"what": "a", "sha256": "x"}) == sealed({"what": "a"})
    (64, True)
    """
    return hashlib.sha256(line({k: v for k, v in entry.items() if k != "sha256"})).hexdigest()


def line(entry: dict[str, Any]) -> bytes:
    """Write an entry as it stands in the file, without the line break.

    >>> line({"who": "a", "n": 1})
    b'{"n":1,"who":"a"}'
    """
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def append(folder: Path, act: CustodyEntry, who: str, state: tuple[str | None, str | None]) -> dict[str, Any]:
    """Add an entry to the log of the case in `folder`, and return it.

    It is on the disk before this returns. Several processes may do so at once.
    """
    with _opened(folder) as log:
        new = entry(_last(folder), act, who, state)
        _add(folder, log, new)
    return new


def append_missing(folder: Path, acts: list[tuple[CustodyEntry, str, tuple[str | None, str]]]) -> None:
    """Add those entries that no line of the log names yet by the hash they left.

    acts: (what was done, who, state) of each. None is written twice.
    """
    with _opened(folder) as log:
        logged = {(e.get("what"), e.get("after")) for e in entries(folder)}
        for act, who, state in acts:
            if (act.what, state[1]) not in logged:
                _add(folder, log, entry(_last(folder), act, who, state))


def prepared(
    folder: Path, act: CustodyEntry, who: str, state: tuple[str | None, str | None]
) -> dict[str, Any]:
    """Make the entry that `settle` will add once the commit it belongs to is made."""
    return entry(_last(folder), act, who, state)


def settle(folder: Path, waiting: dict[str, Any]) -> None:
    """Add an entry made by `prepared`, unless it is in the log already (its commit was cut off after that).

    Its number and its link are set again if another process has added lines since.
    """
    with _opened(folder) as log:
        known = [e for e in _linked(folder) if e["n"] >= waiting["n"]]
        same = [
            e
            for e in known
            if all(e.get(k) == waiting[k] for k in ("what", "at", "who", "before", "after", "detail"))
        ]
        if not same:
            last = _last(folder)
            moved = {
                **waiting,
                "n": (last["n"] if last else 0) + 1,
                "previous": last["sha256"] if last else None,
            }
            moved = {**moved, "sha256": sealed(moved)}
            _add(folder, log, moved)


def entries(folder: Path) -> list[dict[str, Any]]:
    """Read every entry that can be read, in order; none if there is no log.

    Nothing is checked here: see `analytics.evidence.verification.custody`.
    """
    file = folder / FILE
    return entries_in(file.read_bytes()) if file.exists() else []


def entries_in(content: bytes) -> list[dict[str, Any]]:
    """Read every entry that can be read in the bytes of a log."""
    found = []
    for raw in content.split(b"\n"):
        try:
            value = json.loads(raw)
        except ValueError:
            continue
        if isinstance(value, dict):
            found.append(value)
    return found


def documents(known: list[dict[str, Any]]) -> dict[str, str]:
    """List the files of the report folder with the SHA-256 that the log states, moved ones where they went.

    known: entries of the log.
    """
    stated: dict[str, str] = {}
    for detail in (e["detail"] for e in known if e.get("what") in ("report", "erase")):
        for name in detail.get("removed", ()):
            stated.pop(name, None)
        for name, place in detail.get("replaced", {}).items():
            if name in stated:
                stated[place] = stated.pop(name)
        stated |= detail.get("files", {})
    return stated


def inputs_after(known: Iterable[dict[str, Any]]) -> dict[str, str | None]:
    """Tell what became of inputs that were erased: the SHA-256 before -> that of what stands in its place.

    known: entries of the log. None: nothing does. One that was changed twice leads to where it is now.
    """
    became: dict[str, str | None] = {}
    for file in (f for e in known if e.get("what") == "erase" for f in e["detail"].get("inputs", ())):
        became = {old: file["after"] if new == file["before"] else new for old, new in became.items()}
        became[file["before"]] = file["after"]
    return became


def operator(stated: str) -> str:
    """Name who acts: the operator that case.toml states, else the login name of this machine."""
    if stated:
        return stated
    try:
        return f"login:{getpass.getuser()}"
    except (KeyError, OSError):
        return "unknown"


def _linked(folder: Path) -> list[dict[str, Any]]:
    return [e for e in entries(folder) if isinstance(e.get("n"), int) and isinstance(e.get("sha256"), str)]


def _last(folder: Path) -> dict[str, Any] | None:
    known = _linked(folder)
    return known[-1] if known else None


def head_line(last: dict[str, Any] | None) -> bytes:
    """Write what CASE/custody.head says of the last entry; empty where there is none."""
    return line({"n": last["n"], "sha256": last["sha256"]}) + b"\n" if last else b""


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """The log, open for adding and held alone, its last line whole."""
    with FileLock(folder / _LOCK), (folder / FILE).open("ab") as log:
        _mend(folder, log.fileno())
        yield log.fileno()


def heal(folder: Path) -> None:
    """Mend a last line that a power loss cut in two; nothing where that cannot be or may not be written."""
    file = folder / FILE
    if file.exists() and not _is_whole(file):
        with suppress(OSError), _opened(folder):
            pass


def _is_whole(file: Path) -> bool:
    with file.open("rb") as log:
        size = log.seek(0, os.SEEK_END)
        if not size:
            return True
        log.seek(-1, os.SEEK_END)
        return log.read(1) == b"\n"


def _mend(folder: Path, number: int) -> None:
    """Take a half line off the end, or end a whole one.

    Bytes that the head names were once a whole line and were changed since: they stay, for `verify` to find.
    """
    whole = (folder / FILE).read_bytes()
    if not whole or whole.endswith(b"\n"):
        return
    intact = whole.rfind(b"\n") + 1
    known = entries_in(whole[:intact])
    head = folder / HEAD
    stated = head.read_bytes() if head.exists() else b""
    is_half = not entries_in(whole[intact:])
    if is_half and stated == head_line(known[-1] if known else None):
        os.ftruncate(number, intact)
    else:
        os.write(number, b"\n")


def _add(folder: Path, number: int, entry: dict[str, Any]) -> None:
    """Write an entry, then the head: both are on the disk before this returns."""
    os.write(number, line(entry) + b"\n")
    os.fsync(number)
    _write_head(folder, head_line(entry))


def _write_head(folder: Path, head: bytes) -> None:
    draft = folder / f".{HEAD}.next"
    with draft.open("wb") as out:
        out.write(head)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(folder / HEAD)
