"""All pairs of accounts that act on one object within a window, account by account: memory of one account,
time of the meetings.

For each account its acts are gone through object by object; whoever acts within the window is noted once an
object with the closest gap. Each pair is found from its smaller account alone, so accounts can be shared out
among threads.
"""

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


@njit(cache=True, nogil=True)
def count_pairs(
    account: np.ndarray,
    moment: np.ndarray,
    objects: np.ndarray,
    span: tuple[np.ndarray, np.ndarray],
    widths: np.ndarray,
    rows: np.ndarray,
    begin: np.ndarray,
    low: int,
    high: int,
    least: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs that share at least `least` objects in the widest window and whose smaller account lies in [low,
    high), in order.

    A pair is a * accounts + b; the counts are the objects shared within each of `widths` (rising). span: of
    near, for the widest;
    rows, begin: of rows_by_account. An account's most crowded object comes last, and there only those are
        noted who need but this one: in the crowd below a viral post nearly all meet just there.
    """
    accounts_n, classes_n = len(begin) - 1, len(widths)
    visited, closest = np.zeros(accounts_n, np.int32), np.zeros(accounts_n, np.int8)
    shared, by_class = np.zeros(accounts_n, np.int32), np.zeros((accounts_n, classes_n), np.int32)
    here, met = np.empty(accounts_n, np.int32), np.empty(accounts_n, np.int32)
    pairs, counts, k, visit = np.empty(1024, np.int64), np.empty((1024, classes_n), np.int32), 0, 0
    for a in range(low, high):
        met_n, crowded = 0, _most_crowded(rows[begin[a] : begin[a + 1]], objects, span)
        for last in range(2):
            r = begin[a]
            while r < begin[a + 1]:
                o = objects[rows[r]]
                visit += 1
                here_n, asked = 0, (o == crowded) == (last == 1)
                while r < begin[a + 1] and objects[rows[r]] == o:
                    if asked:
                        i = rows[r]
                        here_n = _visited(
                            account,
                            moment,
                            i,
                            span[0][i],
                            span[1][i],
                            a,
                            widths,
                            visit,
                            least - 1 if last else 0,
                            visited,
                            closest,
                            shared,
                            here,
                            here_n,
                        )
                    r += 1
                for b in here[:here_n]:
                    if shared[b] == 0:
                        met[met_n] = b
                        met_n += 1
                    shared[b] += 1
                    by_class[b, closest[b]] += 1
        found = met[:met_n][shared[met[:met_n]] >= least]
        found.sort()
        while k + len(found) > len(pairs):
            pairs, counts = grow(pairs, counts)
        for b in found:
            pairs[k] = a * accounts_n + b
            counts[k] = np.cumsum(by_class[b])
            k += 1
        for b in met[:met_n]:
            shared[b] = 0
            by_class[b] = 0
    return pairs[:k].copy(), counts[:k].copy()


@njit(cache=True, nogil=True)
def _most_crowded(mine: np.ndarray, objects: np.ndarray, span: tuple[np.ndarray, np.ndarray]) -> int:
    """The object on which most acts stand near these; -1 without any."""
    found, most, now, n = -1, -1, -1, 0
    for i in mine:
        if objects[i] != now:
            now, n = objects[i], 0
        n += span[1][i] - span[0][i]
        if n > most:
            found, most = now, n
    return found


@njit(cache=True, nogil=True)
def _visited(
    account: np.ndarray,
    moment: np.ndarray,
    i: int,
    first: int,
    behind: int,
    a: int,
    widths: np.ndarray,
    visit: int,
    need: int,
    visited: np.ndarray,
    closest: np.ndarray,
    shared: np.ndarray,
    here: np.ndarray,
    here_n: int,
) -> int:
    """Note who acts near row `i` and is larger than `a`, with the closest gap of this visit; how many this
    visit has noted.

    Those who share fewer than `need` objects so far are passed over.
    """
    for j in range(first, behind):
        b = account[j]
        if b <= a or shared[b] < need:
            continue
        kind = 0
        if len(widths) > 1:
            gap = abs(moment[j] - moment[i])
            while gap > widths[kind]:
                kind += 1
        if visited[b] != visit:
            visited[b], closest[b] = visit, kind
            here[here_n] = b
            here_n += 1
        elif kind < closest[b]:
            closest[b] = kind
    return here_n


@njit(cache=True, nogil=True)
def grow(pairs: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same with room for twice as many."""
    more, wider = np.empty(2 * len(pairs), np.int64), np.empty((2 * len(pairs), counts.shape[1]), np.int32)
    more[: len(pairs)], wider[: len(pairs)] = pairs, counts
    return more, wider
