"""What people found, in CASE/review.sqlite: entries are only ever added, each chained to the one before it.

An entry is about the case, an event, an account, a family, a group or a target of case.toml. A correction is
a new entry that names the old one (`supersedes`); both stay. SQLite's triggers refuse a change; whoever
removes the triggers still breaks the chain, which `breaks` shows.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import polars as pl

from analytics.model.errors import CaseError
from analytics.model.tables import LABELS, TIME
from analytics.model.untrusted_text import has_lone_surrogate
from analytics.store.case_toml import CaseToml
from analytics.store.custody_log import FILE as LOG
from analytics.store.custody_log import CustodyEntry, append_missing, heal, now
from analytics.store.stated_moments import stated_start

FILE = "review.sqlite"
KINDS = ("finding", "label", "note")
WITHDRAWN = (
    "withdrawn"  # The value of an entry that takes back the one it supersedes and puts nothing in its place.
)
DEALT_WITH = "dealt_with:yes"  # The label of an act that an authority has dealt with.
START = "0" * 64  # What the first entry names as the one before it.
LONGEST = 20_000  # Characters of a note: a page is a document of its own, to be named by reference.
_WAIT_S = 30.0  # An entry is written in milliseconds; whoever waits longer meets a stuck process and is told.
FIELDS = (
    "number",
    "kind",
    "subject_id",
    "value",
    "note",
    "author",
    "at",
    "supersedes",
    "previous_sha256",
    "entry_sha256",
)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('finding', 'label', 'note')),
  subject_id TEXT NOT NULL,
  value TEXT NOT NULL, note TEXT, author TEXT NOT NULL, at TEXT NOT NULL, supersedes TEXT,
  previous_sha256 TEXT NOT NULL, entry_sha256 TEXT NOT NULL UNIQUE);
CREATE TRIGGER IF NOT EXISTS no_update BEFORE UPDATE ON entries
  BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON entries
  BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
CREATE TRIGGER IF NOT EXISTS in_order BEFORE INSERT ON entries
  WHEN NEW.number != (SELECT COUNT(*) + 1 FROM entries)
    OR NEW.previous_sha256 != COALESCE(
      (SELECT entry_sha256 FROM entries ORDER BY number DESC LIMIT 1), printf('%064d', 0))
    OR EXISTS (SELECT 1 FROM entries WHERE entry_sha256 = NEW.entry_sha256)
  BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
"""


@dataclass(frozen=True)
class Entry:
    """One thing that a person recorded.

    kind: finding, label or note.
    subject_id: an event, account, family, group, target or `case`.
    value: a label ("abuse"), one on a scale of its own ("dealt_with:yes"), or a finding on a factor
        ("A8-1:found"); for a note, "note".
    at: None means now (SOURCE_DATE_EPOCH, if set).
    supersedes: entry_sha256 of the entry that it corrects.

    number, previous_sha256 and entry_sha256 are set by `record`.
    """

    kind: str
    subject_id: str
    value: str
    note: str | None
    author: str
    at: datetime | None = None
    supersedes: str | None = None
    number: int = 0
    previous_sha256: str = ""
    entry_sha256: str = ""


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold.

    reason: number, previous or hash: what does not follow from what stands before.
    """

    number: int
    reason: str


def record(folder: Path, entry: Entry) -> Entry:
    """Add an entry to the case in `folder`.

    Returns the entry as it stands there, with its number, moment and hashes; it is on the disk before this
    returns. Several processes may record at once: they wait for each other. Raises CaseError for an unknown
    kind, an empty or unwritable text, a `supersedes` that names no entry of the same kind and subject or one
    that is superseded already, or a review.sqlite that cannot be read.
    """
    _check_words(entry)
    at = (entry.at or now()).astimezone(UTC)
    with _opened(folder, create=True) as base:
        base.execute("BEGIN IMMEDIATE")
        last = base.execute(
            "SELECT number, entry_sha256 FROM entries ORDER BY number DESC LIMIT 1"
        ).fetchone() or (0, START)
        _check_superseded(base, entry)
        placed = replace(entry, at=at, number=last[0] + 1, previous_sha256=last[1])
        placed = replace(placed, entry_sha256=_hash(_row(placed)))
        row = _row(placed)
        base.execute(
            f"INSERT INTO entries ({', '.join(FIELDS)}) VALUES ({', '.join('?' * len(FIELDS))})",
            [row[name] for name in FIELDS[:-1]] + [placed.entry_sha256],
        )
        base.execute("COMMIT")
    log_missing(folder)
    return placed


def stored_rows(folder: Path) -> list[dict[str, object]]:
    """Read every entry as it is stored, `at` as text, in order."""
    return _rows(folder)


def restore(folder: Path, rows: list[dict[str, object]]) -> int:
    """Add entries with their numbers, moments and hashes as another copy of the case recorded them.

    rows: as `stored_rows` gives them, the whole log. Those that the case holds already are passed over.

    Returns how many were added. Raises CaseError if the chain of `rows` does not hold, or if the case has
    recorded something else.
    """
    broken = _breaks(rows)
    if broken:
        raise CaseError("review_broken_chain", case=folder, number=broken[0].number)
    known = _rows(folder)
    if known != rows[: len(known)]:
        raise CaseError("review_log_differs", case=folder, found=len(known))
    new = rows[len(known) :]
    with _opened(folder, create=True) as base:
        base.execute("BEGIN IMMEDIATE")
        base.executemany(
            f"INSERT INTO entries ({', '.join(FIELDS)}) VALUES ({', '.join('?' * len(FIELDS))})",
            [[row[name] for name in FIELDS] for row in new],
        )
        base.execute("COMMIT")
    log_missing(folder)
    return len(new)


def log_missing(folder: Path) -> None:
    """Name every entry in the chain of custody, those too that a crash kept out of it."""
    append_missing(folder, [_logged(row) for row in _rows(folder)])


def heal_log(folder: Path) -> None:
    """Finish what a crash cut off between an entry and its line in the chain of custody.

    Nothing is done where all entries have their line, where the folder may not be written, or where the log
    or the records cannot be read: `verify` says that.
    """
    if not (folder / LOG).exists():
        return
    with suppress(CaseError, OSError):
        heal(folder)
        last = head(folder)
        if last != START and last.encode() not in (folder / LOG).read_bytes():
            log_missing(folder)


def _logged(row: dict[str, object]) -> tuple[CustodyEntry, str, tuple[str | None, str]]:
    """What the chain of custody says of an entry."""
    detail = {name: row[name] for name in ("number", "kind", "subject_id", "value")}
    state = (str(row["previous_sha256"]), str(row["entry_sha256"]))
    return CustodyEntry("review", detail), str(row["author"]), state


def history(folder: Path) -> pl.DataFrame:
    """Read every entry ever recorded, in order; no rows if nothing was recorded.

    Returns number, kind, subject_id, value, note, author, at, supersedes, previous_sha256, entry_sha256.
    Raises CaseError if review.sqlite cannot be read.
    """
    rows = [tuple(row[name] for name in FIELDS) for row in _rows(folder)]
    frame = pl.DataFrame(
        rows, schema=[(name, pl.Int64 if name == "number" else pl.String) for name in FIELDS], orient="row"
    )
    return frame.with_columns(
        pl.col("at")
        .str.to_datetime("%Y-%m-%dT%H:%M:%S%.6fZ", time_unit="us", strict=False)
        .dt.replace_time_zone("UTC")
    )


def current(folder: Path) -> pl.DataFrame:
    """Read the LABELS that hold now.

    Superseded and withdrawn entries are left out, and of one author only the latest on a subject and scale
    counts. The scale of a value is what stands before its colon ("A8-1" of "A8-1:found"), so an author's
    findings on two factors stand side by side. Different authors all stand, and so does every note. Raises
    CaseError if the chain is broken.
    """
    broken = breaks(folder)
    if broken:
        raise CaseError("review_broken_chain", case=folder, number=broken[0].number)
    entries = history(folder)
    scale = (
        pl.when(pl.col("kind") == "note")
        .then(pl.col("entry_sha256"))
        .when(pl.col("value").str.contains(":", literal=True))
        .then(pl.col("value").str.split(":").list.first())
        .otherwise(pl.lit(""))
    )
    standing = entries.filter(~pl.col("entry_sha256").is_in(entries["supersedes"].drop_nulls().implode()))
    latest = (
        standing.with_columns(scale=scale)
        .sort("number")
        .unique(["kind", "subject_id", "author", "scale"], keep="last", maintain_order=True)
    )
    return LABELS.fit(latest.filter(pl.col("value") != WITHDRAWN).rename({"value": "label"})).sort(
        LABELS.order
    )


def with_stated(labels: pl.DataFrame, facts: CaseToml) -> pl.DataFrame:
    """Add to LABELS what case.toml states as labels: events dealt with (`[[dealt_with]]`).

    The author is the operator of the case, and the note is the document.
    """
    zone = ZoneInfo(facts.case.timezone)
    rows = [
        {
            "subject_id": one.event_id,
            "label": DEALT_WITH,
            "author": facts.case.operator or "case.toml",
            "at": stated_start(one.at, zone),
            "kind": "label",
            "note": one.document or None,
        }
        for one in facts.dealt_with
    ]
    if not rows:
        return labels
    return pl.concat(
        [labels, LABELS.fit(pl.DataFrame(rows, schema_overrides={"at": TIME, "note": pl.String}))]
    ).sort(LABELS.order)


def breaks(folder: Path, head: str | None = None) -> list[Break]:
    """Find where the chain of a case does not hold; nothing if it is unbroken.

    head: the entry_sha256 that analysis.json names as the last. If no entry has it, entries were cut off the
        end.
    """
    rows = _rows(folder)
    found = _breaks(rows)
    if head is not None and head not in {START, *(row["entry_sha256"] for row in rows)}:
        found.append(Break(len(rows) + 1, "previous"))
    return found


def _breaks(rows: list[dict[str, object]]) -> list[Break]:
    found, before = [], START
    for place, row in enumerate(rows, 1):
        for reason, holds in (
            ("number", row["number"] == place),
            ("previous", row["previous_sha256"] == before),
            ("hash", row["entry_sha256"] == _hash(row)),
        ):
            if not holds:
                found.append(Break(place, reason))
        before = str(row["entry_sha256"])
    return found


def head(folder: Path) -> str:
    """Give the entry_sha256 of the last entry; 64 zeros if nothing was recorded."""
    rows = _rows(folder)
    return str(rows[-1]["entry_sha256"]) if rows else START


def _row(entry: Entry) -> dict[str, object]:
    assert entry.at is not None
    return {
        **{name: getattr(entry, name) for name in FIELDS},
        "at": entry.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }


def _hash(row: dict[str, object]) -> str:
    """SHA-256 over the entry as JSON in UTF-8: all fields but entry_sha256, keys sorted, no blanks."""
    body = {name: row[name] for name in FIELDS if name != "entry_sha256"}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _check_words(entry: Entry) -> None:
    if entry.kind not in KINDS:
        raise CaseError("review_kind", found=entry.kind, known=", ".join(KINDS))
    for name in ("subject_id", "value", "author"):
        if not str(getattr(entry, name)).strip():
            raise CaseError("review_empty", field=name)
    for name in ("subject_id", "value", "author", "note"):
        text = getattr(entry, name) or ""
        if len(text) > LONGEST or "\0" in text or has_lone_surrogate(text):
            raise CaseError("review_text", field=name, found=len(text), most=LONGEST)


def _check_superseded(base: sqlite3.Connection, entry: Entry) -> None:
    if entry.supersedes is None:
        return
    same = base.execute(
        "SELECT 1 FROM entries WHERE entry_sha256 = ? AND kind = ? AND subject_id = ?",
        (entry.supersedes, entry.kind, entry.subject_id),
    ).fetchone()
    if same is None:
        raise CaseError("review_supersedes", found=entry.supersedes[:16])
    if base.execute("SELECT 1 FROM entries WHERE supersedes = ?", (entry.supersedes,)).fetchone():
        raise CaseError("review_superseded", found=entry.supersedes[:16])


def _rows(folder: Path) -> list[dict[str, object]]:
    if not (folder / FILE).exists():
        return []
    with _opened(folder, create=False) as base:
        if base.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'entries'").fetchone()[0] == 0:
            return []  # Cut off while it was made.
        rows = base.execute(f"SELECT {', '.join(FIELDS)} FROM entries ORDER BY number").fetchall()
    # A blob can only come from another hand: as text it is shown, and breaks the chain.
    return [
        {
            name: repr(value) if isinstance(value, bytes) else value
            for name, value in zip(FIELDS, row, strict=True)
        }
        for row in rows
    ]


@contextmanager
def _opened(folder: Path, create: bool) -> Iterator[sqlite3.Connection]:
    """The database of a case. A rolled-back journal keeps it one file, which can be moved and hashed."""
    address = f"file:{quote(str((folder / FILE).absolute()))}?mode={'rwc' if create else 'rw'}"
    base: sqlite3.Connection | None = None
    try:
        base = sqlite3.connect(address, uri=True, timeout=_WAIT_S, isolation_level=None)
        base.execute("PRAGMA trusted_schema = OFF")
        base.execute("PRAGMA synchronous = FULL")
        if (
            create
            and base.execute(
                "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('entries', 'in_order')"
            ).fetchone()[0]
            < 2
        ):
            base.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
        yield base
    except sqlite3.Error as fault:
        raise CaseError("review_unreadable", file=folder / FILE, found=fault) from None
    finally:
        if base is not None:
            base.close()
