"""What is selected on every page: accounts, records and one span of time, kept with the view under its id."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import polars as pl

IDS_MAX = 100_000  # Accounts or records of one selection: more is a filter, not a choice.
LISTS = ("accounts", "records")
_LATEST_S = 253_402_300_799.0  # The last second of the year 9999, as far as calendars here reach.


@dataclass(frozen=True)
class Selection:
    """What a reader chose, on whatever page: each in the order in which it was chosen.

    begin_s, end_s: seconds since 1970 between which the window lies, both ends in it; None: open at that end.
    """

    accounts: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    begin_s: float | None = None
    end_s: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is chosen, no window either."""
        return self == Selection()

    @property
    def has_window(self) -> bool:
        """Whether the window of time has an end."""
        return self.begin_s is not None or self.end_s is not None

    def ends(self) -> tuple[datetime | None, datetime | None]:
        """Give the ends of the window in UTC; None for an open one.

        >>> Selection(begin_s=0).ends()
        (datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), None)
        """
        return (
            None if self.begin_s is None else datetime.fromtimestamp(self.begin_s, UTC),
            None if self.end_s is None else datetime.fromtimestamp(self.end_s, UTC),
        )

    def kept(self) -> dict[str, Any]:
        """Write it as a view keeps it; `selection_of` reads it again.

        >>> Selection(("a",), begin_s=1.0).kept()
        {'accounts': ['a'], 'records': [], 'span': [1.0, None]}
        """
        return {
            "accounts": list(self.accounts),
            "records": list(self.records),
            "span": [self.begin_s, self.end_s],
        }

    def test(self, account: str = "account_id", record: str = "event_id", at: str = "at") -> pl.Expr:
        """Tell of each record whether it is selected: chosen or of a chosen account, and in the window.

        account, record, at: the columns that hold them. A record without a time is in no window. Without
        chosen accounts and records the window alone decides.
        """
        tests = [pl.lit(True)]
        if self.accounts or self.records:
            tests.append(
                pl.col(account).is_in(list(self.accounts)).fill_null(False)
                | pl.col(record).is_in(list(self.records))
            )
        begin, end = self.ends()
        tests += [] if begin is None else [(pl.col(at) >= begin).fill_null(False)]
        tests += [] if end is None else [(pl.col(at) <= end).fill_null(False)]
        return pl.all_horizontal(tests)


def selection_of(state: Mapping[str, Any]) -> Selection:
    """Read the selection of a kept view; what is no list of ids or no span is passed over.

    A view of the network that was kept before pages shared a selection has it in its choice.

    >>> selection_of({"choice": {"chosen": ["a"], "from": 5, "to": None}})
    Selection(accounts=('a',), records=(), begin_s=5.0, end_s=None)
    >>> selection_of({"shared": {"accounts": ["a", 3, "a"], "span": [9, 2]}})
    Selection(accounts=('a',), records=(), begin_s=2.0, end_s=9.0)
    """
    held = state.get("shared")
    if not isinstance(held, Mapping):
        found = state.get("choice")
        choice: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
        span = [choice.get("from"), choice.get("to")]
        return Selection(_ids(choice.get("chosen")), (), *_span(span))
    return Selection(_ids(held.get("accounts")), _ids(held.get("records")), *_span(held.get("span")))


def changed(now: Selection, step: Mapping[str, Any]) -> Selection:
    """Make one step: a selection with what a page asks for added, taken out or put in its place.

    step: any of "accounts", "records" (lists), "span" ([begin, end] in seconds, or null), which take the
        place of what is there; "toggle" ({"accounts": [...], "records": [...]}): what is all there leaves,
        else joins; "clear": true empties it.

    >>> changed(Selection(("a",)), {"toggle": {"accounts": ["b"]}}).accounts
    ('a', 'b')
    >>> changed(Selection(("a", "b")), {"toggle": {"accounts": ["b"]}}).accounts
    ('a',)
    >>> changed(Selection(("a",), begin_s=1.0), {"span": None})
    Selection(accounts=('a',), records=(), begin_s=None, end_s=None)
    """
    if step.get("clear") is True:
        return Selection()
    lists = {name: _ids(step[name]) if name in step else getattr(now, name) for name in LISTS}
    asked = step.get("toggle")
    toggled: Mapping[str, Any] = asked if isinstance(asked, Mapping) else {}
    for name in LISTS:
        lists[name] = _toggled(lists[name], _ids(toggled.get(name)))
    begin_s, end_s = _span(step["span"]) if "span" in step else (now.begin_s, now.end_s)
    return replace(now, **lists, begin_s=begin_s, end_s=end_s)


def gone(selection: Selection, accounts: Iterable[str], records: Iterable[str]) -> tuple[int, int]:
    """Count the chosen accounts and records that a case no longer holds.

    >>> gone(Selection(("a", "b"), ("e",)), ["a"], ["e"])
    (1, 0)
    """
    return len(set(selection.accounts) - set(accounts)), len(set(selection.records) - set(records))


def _toggled(held: tuple[str, ...], ids: tuple[str, ...]) -> tuple[str, ...]:
    if ids and set(ids) <= set(held):
        return tuple(one for one in held if one not in set(ids))
    return tuple(dict.fromkeys((*held, *ids)))[:IDS_MAX]


def _ids(listed: object) -> tuple[str, ...]:
    if not isinstance(listed, list | tuple):
        return ()
    return tuple(dict.fromkeys(one for one in listed if isinstance(one, str) and one))[:IDS_MAX]


def _span(ends: object) -> tuple[float | None, float | None]:
    """Both ends in order; a bound that is no moment is open."""
    if not isinstance(ends, list | tuple) or len(ends) != 2:
        return None, None
    begin, end = (_moment(one) for one in ends)
    return (end, begin) if begin is not None and end is not None and end < begin else (begin, end)


def _moment(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value) if abs(value) <= _LATEST_S and value > -_LATEST_S / 5 else None
