"""Ids and moments of invented acts, files of every container, one import of them, and the comparison by hand."""

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

import analytics

BEIJING = timezone(timedelta(hours=8))
FIRST = datetime(2025, 5, 20, 1, 0, 0, tzinfo=UTC)  # 09:00:00 in Beijing, a Tuesday.
STEP = timedelta(minutes=1, seconds=7)
SIGNS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
WIDTH = {
    "us": timedelta(microseconds=1),
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "day": timedelta(days=1),
}
COUNTERS = ("reposts", "comments", "likes", "views", "plays", "shares", "members", "quotes")
COLUMNS = {"name": "account_name", "text": "text", "own": "own_text", "client": "client", "region": "region"}


# ---------------------------------------------------------------------------------- ids and moments
def t(k: int) -> datetime:
    """The moment of act k: k times 67 s after the first."""
    return FIRST + k * STEP


def mid_of(moment: datetime, low: int = 0) -> str:
    """The Weibo id of a second; `low` tells ids of one second apart."""
    return str(((int(moment.timestamp()) - 515_483_463) << 22) + low)


def moment_of(mid: str) -> datetime:
    """The second that a Weibo id holds."""
    return datetime.fromtimestamp((int(mid) >> 22) + 515_483_463, UTC)


def m(k: int) -> str:
    """The Weibo id of act k."""
    return mid_of(t(k), 1_000 + k)


def bid_of(mid: str) -> str:
    """The short form of a Weibo id: seven digits from the right become four signs of base 62."""
    groups: list[str] = []
    while mid:
        mid, seven = mid[:-7], int(mid[-7:])
        four = ""
        while seven:
            seven, sign = divmod(seven, 62)
            four = SIGNS[sign] + four
        groups.insert(0, four.rjust(4, "0"))
    return "".join(groups).lstrip("0")


def b(k: int) -> str:
    """The bid of act k."""
    return bid_of(m(k))


def u(k: int) -> str:
    """The id of account k."""
    return str(9_200_000_000 + k)


def n(k: int) -> str:
    """The name of account k."""
    return "虚构" + "零甲乙丙丁戊己庚辛壬癸子丑寅卯辰"[k]


def bj(k: int, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """The moment of act k as Beijing's clock shows it."""
    return t(k).astimezone(BEIJING).strftime(form)


def bj_min(k: int) -> str:
    """The same to the minute."""
    return bj(k, "%Y-%m-%d %H:%M")


def api(k: int) -> str:
    """The moment of act k as the platform's interface writes it."""
    return bj(k, "%a %b %d %H:%M:%S +0800 %Y")


def unix(k: int) -> int:
    """Seconds since 1970 of act k."""
    return int(t(k).timestamp())


# ---------------------------------------------------------------------------------- containers
def table(
    head: Sequence[str] | str | None,
    rows: Iterable[Sequence[Any]],
    encoding: str = "utf-8-sig",
    end: str = "\r\n",
) -> bytes:
    """A CSV file; rows may be shorter or longer than the head."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end)
    if head is not None:
        writer.writerow(head.split(",") if isinstance(head, str) else head)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def cells(head: str, rows: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """Rows given by name, in the order of the head; what is not named is an empty cell."""
    return [[row.get(name, "") for name in head.split(",")] for row in rows]


def lines(rows: Iterable[Any]) -> bytes:
    """JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def document(value: Any) -> bytes:
    """One JSON document, indented."""
    return json.dumps(value, ensure_ascii=False, indent=4).encode()


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """An xlsx file; texts stay texts."""
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for y, row in enumerate(rows):
                for x, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(y, x, cell)
                    elif cell is not None:
                        sheet.write(y, x, cell)
    return path


def database(path: Path, tables: Mapping[str, tuple[str, Sequence[Sequence[Any]]]]) -> Path:
    """An SQLite file: table -> (columns as in CREATE TABLE, rows)."""
    with closing(sqlite3.connect(path)) as base:
        for name, (columns, rows) in tables.items():
            base.execute(f"create table {name} ({columns})")
            marks = ",".join("?" * len(columns.split(",")))
            base.executemany(f"insert into {name} values ({marks})", rows)
        base.commit()
    return path


# ---------------------------------------------------------------------------------- imports
class Hashed(str):
    """An account id that must stand in a space of its own."""

    __slots__ = ()


class Itself:
    """The root or parent that must be the post itself or, for a parent, may be left open."""


SELF = Itself()
Files = Mapping[str, bytes | str] | Path | Sequence[Path]


def _paths(folder: Path, files: Files) -> list[Path]:
    if isinstance(files, Path):
        return [files]
    if not isinstance(files, Mapping):
        return list(files)
    paths = []
    for name, content in files.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(path)
    return paths


class Read:
    """What one import gave, and the questions that tests ask it."""

    def __init__(self, folder: Path, files: Files, **stated: Any) -> None:
        taken = analytics.import_files(
            folder / "case", _paths(folder, files), analytics.ImportOptions(**stated)
        )
        self.taken, self.case = taken, taken.case
        self.events = self.case.read("events")
        self.counters = self.case.read("counters")
        self.accounts = self.case.read("accounts")
        self.rejected = self.case.read("rejected")
        self.sources = self.case.read("sources")
        for row in self.sources.to_dicts():
            parts = ("events_n", "duplicates_n", "rejected_n", "other_n")
            assert row["records_n"] == sum(row[part] for part in parts), row

    def sums(self) -> tuple[int, int, int, int]:
        """Events, duplicates, rejected, other, over all files."""
        names = ("events_n", "duplicates_n", "rejected_n", "other_n")
        return tuple(int(self.sources[name].sum()) for name in names)  # type: ignore[return-value]

    def gave(
        self, events: int, duplicates: int | None = 0, rejected: int = 0, other: int | None = None
    ) -> "Read":
        """Check the sums; None: any number. Where a record is repeated inside another, both counts are honest."""
        found, wanted = self.sums(), (events, duplicates, rejected, other)
        fits = [one in (None, number) for one, number in zip(wanted, found, strict=True)]
        assert all(fits), (found, self.rejected.select("reason", "raw").rows())
        return self

    def event(self, native: str, kind: str | None = None) -> dict[str, Any]:
        """The one event of a native id, whatever space it stands in."""
        found = self.events.filter(pl.col("event_id").str.contains(f"[:/_-]{re.escape(native)}$"))
        if kind is not None:
            found = found.filter(kind=kind)
        assert found.height == 1, (native, self.events["event_id"].to_list())
        return found.row(0, named=True)

    def by(self, column: str, value: str) -> dict[str, Any]:
        """The one event with that value in a column; for acts without an id of their own."""
        found = self.events.filter(pl.col(column) == value)
        assert found.height == 1, (value, self.events[column].to_list())
        return found.row(0, named=True)

    def are(self, expected: Mapping[str, Mapping[str, Any]], **common: Any) -> "Read":
        """Check events by native id."""
        for native, wanted in expected.items():
            self.is_(self.event(native), {**common, **wanted})
        return self

    def rows_are(self, column: str, expected: Mapping[str, Mapping[str, Any]], **common: Any) -> "Read":
        """Check events by the value of a column; for acts without an id of their own."""
        for value, wanted in expected.items():
            self.is_(self.by(column, value), {**common, **wanted})
        return self

    def is_(self, event: dict[str, Any], wanted: Mapping[str, Any]) -> None:
        """Check one event. Each wanted value is a value, or a tuple of honest ones."""
        for key, value in wanted.items():
            told = f"{event['event_id']} {key}: "
            if key == "at":
                self._at(event, value, told)
            elif key == "at_or_conflict":
                assert event["at_conflict"] or event["at"] is not None, told
                if not event["at_conflict"]:
                    self._at(event, value, told)
            elif key == "prec":
                assert event["at_precision"] in _listed(value), told + str(event["at_precision"])
            elif key == "says":
                assert any(part in (event["text"] or "") for part in _listed(value)), told + repr(
                    event["text"]
                )
            elif key in ("root", "parent"):
                found = event[f"stated_{key}_id"]
                assert any(_same(found, one, event) for one in _listed(value)), told + str(found)
            elif key == "account":
                found = event["account_id"]
                assert any(_same_account(found, one) for one in _listed(value)), told + str(found)
            elif key.split("|")[0] in COUNTERS:  # "shares|reposts": under either name.
                shown = self.counters.filter(
                    pl.col("counter").is_in(key.split("|")), event_id=event["event_id"]
                )
                shown = shown["value"].to_list()
                fits = [not shown if one is None else set(shown) == {one} for one in _listed(value)]
                assert any(fits), told + str(shown)
            else:
                found = event[COLUMNS.get(key, key)]
                assert found in _listed(value), told + repr(found)

    def _at(self, event: dict[str, Any], value: Any, told: str) -> None:
        """The true moment lies in the interval that the event states."""
        at = event["at"]
        if value is None or at is None:
            assert at is None and value is None, told + str(at)
            return
        assert at <= value < at + WIDTH[event["at_precision"]], told + f"{at} {event['at_precision']}"

    def never(self, ids: Iterable[str] = (), accounts: Iterable[str] = (), own: Iterable[str] = ()) -> "Read":
        """Check that none of these stands for an event, an account, or anybody's own words."""
        for native in ids:
            ends = f"[:/_-]{re.escape(native)}$"
            for column in ("event_id", "stated_root_id", "stated_parent_id"):
                named = self.events[column].drop_nulls()  # Ids made of the row are no ids of the file.
                named = named.filter(~named.str.contains(":row/", literal=True))
                assert not named.str.contains(ends).any(), (native, column)
        for account in accounts:
            for frame in (self.events, self.accounts):
                ends = f"(^|:){re.escape(account)}$"
                assert not frame["account_id"].str.contains(ends).any(), account
        for words in own:
            assert not self.events["own_text"].str.contains(words, literal=True).any(), words
        return self

    def every(self, **wanted: Any) -> "Read":
        """Check a value of all events."""
        for event in self.events.to_dicts():
            self.is_(event, wanted)
        return self

    def authors(self, many: int) -> "Read":
        """Check that the acts of `many` people are not those of one: so many ids, or none at all."""
        known = self.events["account_id"].drop_nulls()
        assert known.n_unique() in (0, many), known.to_list()
        return self


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _same(found: str | None, wanted: Any, event: dict[str, Any]) -> bool:
    if wanted is SELF:
        return found == event["event_id"]
    if found is None or wanted is None:
        return found is wanted
    return bool(re.search(f"[:/_-]{re.escape(wanted)}$", found))


def _same_account(found: str | None, wanted: str | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    space, _, rest = found.partition(":")
    return rest == wanted and ("~" in space) == isinstance(wanted, Hashed)


def top(post: str) -> tuple[str | None, str]:
    """What may be stated as the parent of a comment that answers the post: nothing, or the post."""
    return (None, post)


def refused(folder: Path, files: Files, *words: str, **stated: Any) -> str:
    """Check that the import is refused in one line that names the file (and one of `words`, if there are
    any), and that nothing was written."""
    paths = _paths(folder, files)
    with pytest.raises(analytics.WakelineError) as caught:
        Read(folder, paths, **stated)
    told = str(caught.value)
    assert "\n" not in told and any(path.name in told for path in paths), told
    assert not words or any(word.lower() in told.lower() for word in words), told
    assert not (folder / "case").exists()
    return told


def read_or_refused(folder: Path, files: Files, **stated: Any) -> Read | None:
    """The import; None if it was refused in one line that names the file, which is honest as well."""
    paths = _paths(folder, files)
    try:
        return Read(folder, paths, **stated)
    except analytics.WakelineError as fault:
        assert "\n" not in str(fault) and any(path.name in str(fault) for path in paths), str(fault)
        assert not (folder / "case").exists()
        return None
