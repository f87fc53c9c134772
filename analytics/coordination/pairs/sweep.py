"""All pairs of accounts that act on one object within a window, found account by account.

Memory grows with one account, time with the number of meetings. The events of each account are visited object
by object; every other account within the window is noted once an object, with the smallest gap. Each pair is
found from its smaller account alone, so that accounts can be shared out among threads.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

CLASSES = 8  # At most 8 windows.


@njit(cache=True, nogil=True)
def rows_by_account(account: np.ndarray, accounts_n: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of each account's acts, in their order, and where each account begins in them, and the end."""
    begin = np.zeros(accounts_n + 1, np.int64)
    for a in account:
        begin[a + 1] += 1
    begin = np.cumsum(begin)
    rows, place = np.empty(len(account), np.int64), begin[:-1].copy()
    for i in range(len(account)):
        rows[place[account[i]]] = i
        place[account[i]] += 1
    return rows, begin


@njit(cache=True, nogil=True)
def meetings_n(moment: np.ndarray, start: np.ndarray, width: int) -> int:
    """How many pairs of acts on one object lie within `width`.

    Acts are sorted by object and moment; start: where each object begins, and the end.
    """
    count = 0
    for o in range(len(start) - 1):
        left = start[o]
        for i in range(start[o], start[o + 1]):
            while moment[i] - moment[left] > width:
                left += 1
            count += i - left
    return count


@njit(cache=True, nogil=True)
def window_bounds(moment: np.ndarray, start: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """For each act the first row on its object within `width` of it, and the row behind the last."""
    first, behind = np.empty(len(moment), np.int32), np.empty(len(moment), np.int32)
    for o in range(len(start) - 1):
        a, b = start[o], start[o]
        for i in range(start[o], start[o + 1]):
            while moment[i] - moment[a] > width:
                a += 1
            while b < start[o + 1] and moment[b] - moment[i] <= width:
                b += 1
            first[i], behind[i] = a, b
    return first, behind


class Meetings(NamedTuple):
    """Acts sorted by object and moment, and which of them are near each other.

    first, behind: of window_bounds for the widest of `widths` (rising, in the unit of `moment`). rows, begin:
        of rows_by_account.
    """

    account: np.ndarray
    moment: np.ndarray
    objects: np.ndarray
    first: np.ndarray
    behind: np.ndarray
    widths: np.ndarray
    rows: np.ndarray
    begin: np.ndarray


class _Notes(NamedTuple):
    """What is noted of each account while one account is gone through, and the list of those on one object.

    visited: the last visit (account and object) that noted it; closest: class of its smallest gap in that
        visit; shared: objects so far, by_class: the same by class of gap.
    """

    visited: np.ndarray
    closest: np.ndarray
    shared: np.ndarray
    by_class: np.ndarray
    here: np.ndarray
    met: np.ndarray


@njit(cache=True, nogil=True)
def count_pairs(acts: Meetings, low: int, high: int, least: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs that share at least `least` objects in the widest window and whose smaller account lies in [low,
    high), in order.

    A pair is a * accounts + b; the counts (pairs, windows) are the objects shared within each width.
    """
    accounts_n, classes_n = len(acts.begin) - 1, len(acts.widths)
    notes = _Notes(
        np.zeros(accounts_n, np.int32),
        np.zeros(accounts_n, np.int8),
        np.zeros(accounts_n, np.int32),
        np.zeros((accounts_n, classes_n), np.int32),
        np.empty(accounts_n, np.int32),
        np.empty(accounts_n, np.int32),
    )
    pairs, counts, k, visit = np.empty(1024, np.int64), np.empty((1024, classes_n), np.int32), 0, 0
    for a in range(low, high):
        met_n, visit = _met(acts, a, visit, least, notes)
        met = notes.met[:met_n]
        found = met[notes.shared[met] >= least]
        found.sort()
        while k + len(found) > len(pairs):
            pairs, counts = grow(pairs, counts)
        for b in found:
            pairs[k] = a * accounts_n + b
            counts[k] = np.cumsum(notes.by_class[b])
            k += 1
        for b in met:
            notes.shared[b] = 0
            notes.by_class[b] = 0
    return pairs[:k].copy(), counts[:k].copy()


@njit(cache=True, nogil=True)
def _met(acts: Meetings, a: int, visit: int, least: int, notes: _Notes) -> tuple[int, int]:
    """Note all whom account `a` met; how many those are, and the number of the last visit.

    An account's most crowded object comes last, and there only those are noted who need but this one: in the
    crowd below a viral post nearly all meet just there.
    """
    mine = acts.rows[acts.begin[a] : acts.begin[a + 1]]
    crowded, met_n = _most_crowded(mine, acts), 0
    for last in range(2):
        r = 0
        while r < len(mine):
            o, end = acts.objects[mine[r]], r
            while end < len(mine) and acts.objects[mine[end]] == o:
                end += 1
            visit += 1
            here_n = 0
            if (o == crowded) == (last == 1):
                here_n = _visited(acts, mine[r:end], a, visit, least - 1 if last else 0, notes)
            for b in notes.here[:here_n]:
                if notes.shared[b] == 0:
                    notes.met[met_n] = b
                    met_n += 1
                notes.shared[b] += 1
                notes.by_class[b, notes.closest[b]] += 1
            r = end
    return met_n, visit


@njit(cache=True, nogil=True)
def _most_crowded(mine: np.ndarray, acts: Meetings) -> int:
    """The object on which most acts stand near these; -1 without any."""
    found, most, now, n = -1, -1, -1, 0
    for i in mine:
        if acts.objects[i] != now:
            now, n = acts.objects[i], 0
        n += acts.behind[i] - acts.first[i]
        if n > most:
            found, most = now, n
    return found


@njit(cache=True, nogil=True)
def _visited(acts: Meetings, mine: np.ndarray, a: int, visit: int, need: int, notes: _Notes) -> int:
    """Note who acts near the rows `mine` of account `a` on one object and is larger than `a`, with the
    closest gap of this visit; how many this visit has noted.

    Those who share fewer than `need` objects so far are passed over.
    """
    here_n = 0
    for i in mine:
        for j in range(acts.first[i], acts.behind[i]):
            b = acts.account[j]
            if b <= a or notes.shared[b] < need:
                continue
            kind = 0
            if len(acts.widths) > 1:
                gap = abs(acts.moment[j] - acts.moment[i])
                while gap > acts.widths[kind]:
                    kind += 1
            if notes.visited[b] != visit:
                notes.visited[b], notes.closest[b] = visit, kind
                notes.here[here_n] = b
                here_n += 1
            elif kind < notes.closest[b]:
                notes.closest[b] = kind
    return here_n


@njit(cache=True, nogil=True)
def grow(pairs: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same with room for twice as many."""
    more, wider = np.empty(2 * len(pairs), np.int64), np.empty((2 * len(pairs), counts.shape[1]), np.int32)
    more[: len(pairs)], wider[: len(pairs)] = pairs, counts
    return more, wider
