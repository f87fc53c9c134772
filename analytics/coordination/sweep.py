"""All pairs of accounts that act on one object within a window: two pointers over time, integers only.

Each meeting is one 64-bit number: (((a - low) * accounts + b) * objects + object) * CLASSES + class of the gap. Sorting
brings the meetings of a pair together, object by object, the closest first; an object counts once for a pair.
"""

import numpy as np
from numba import njit

CLASSES = 8  # At most 8 windows.


@njit(cache=True, nogil=True)
def meetings_by_account(account: np.ndarray, moment: np.ndarray, start: np.ndarray, width: int, accounts_n: int) -> np.ndarray:
    """For each account, the pairs of acts within `width` that have it as the smaller of the two.

    Acts are sorted by object and moment; `start` holds where each object begins, and the end.
    """
    count = np.zeros(accounts_n, np.int64)
    for o in range(len(start) - 1):
        for i in range(start[o], start[o + 1]):
            j = i + 1
            while j < start[o + 1] and moment[j] - moment[i] <= width:
                if account[i] != account[j]:
                    count[min(account[i], account[j])] += 1
                j += 1
    return count


@njit(cache=True, nogil=True)
def meetings(
    account: np.ndarray, moment: np.ndarray, start: np.ndarray, widths: np.ndarray, low: int, high: int, accounts_n: int,
    per_account: np.ndarray,
) -> np.ndarray:
    """Sorted meetings of pairs whose smaller account lies in [low, high).

    per_account: how many each account has. Each fills a shelf of its own, which is sorted alone: short sorts stay in the cache.
    """
    shelf = np.zeros(high - low + 1, np.int64)
    shelf[1:] = np.cumsum(per_account[low:high])
    found, place = np.empty(shelf[-1], np.int64), shelf.copy()
    objects_n = len(start) - 1
    width = widths[-1]
    for o in range(objects_n):
        for i in range(start[o], start[o + 1]):
            j = i + 1
            while j < start[o + 1]:
                gap = moment[j] - moment[i]
                if gap > width:
                    break
                a, b = account[i], account[j]
                if a > b:
                    a, b = b, a
                if a != b and low <= a < high:
                    kind = 0
                    while gap > widths[kind]:
                        kind += 1
                    found[place[a - low]] = (((a - low) * accounts_n + b) * objects_n + o) * CLASSES + kind
                    place[a - low] += 1
                j += 1
    for k in range(high - low):
        found[shelf[k]:shelf[k + 1]].sort()
    return found


@njit(cache=True, nogil=True)
def tally(found: np.ndarray, objects_n: int, classes_n: int, least: int) -> tuple[np.ndarray, np.ndarray]:
    """From sorted meetings: the pairs that share at least `least` objects in the widest window, and how many in each.

    A pair is (a - low) * accounts + b.
    """
    kept = 0
    pairs = np.empty(0, np.int64)
    counts = np.zeros((0, classes_n), np.int32)
    for fill in range(2):
        k, i = 0, 0
        while i < len(found):
            pair = found[i] // (CLASSES * objects_n)
            shared = 0
            last = -1
            j = i
            while j < len(found) and found[j] // (CLASSES * objects_n) == pair:
                if found[j] // CLASSES != last:
                    last = found[j] // CLASSES
                    shared += 1
                j += 1
            if shared >= least:
                if fill:
                    pairs[k] = pair
                    last = -1
                    for x in range(i, j):
                        if found[x] // CLASSES != last:
                            last = found[x] // CLASSES
                            for c in range(found[x] % CLASSES, classes_n):
                                counts[k, c] += 1
                k += 1
            i = j
        kept = k
        if not fill:
            pairs = np.empty(kept, np.int64)
            counts = np.zeros((kept, classes_n), np.int32)
    return pairs, counts
