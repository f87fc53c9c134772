"""Where the records of a CSV begin and how many cells each has: one pass over its bytes, compiled."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def borders(data: np.ndarray, delimiter: int, last: bool) -> tuple[np.ndarray, np.ndarray, int]:
    """Start and cell count of each record in `data`, and where the first unfinished one begins."""
    size = len(data)
    most = 1 + _line_feeds_n(data)
    starts, cells = np.empty(most + 1, np.int64), np.empty(most + 1, np.int64)
    n, start, count, quoted, fresh = 0, 0, 1, False, True
    i = 0
    while i < size:
        c = data[i]
        if quoted:
            if c == 34:
                if i + 1 < size and data[i + 1] == 34:
                    i += 1
                else:
                    quoted = False
        elif c == 34 and fresh:
            quoted, fresh = True, False
        elif c == delimiter:
            count += 1
            fresh = True
        elif c == 10:
            starts[n], cells[n] = start, count
            n += 1
            start, count, fresh = i + 1, 1, True
        else:
            fresh = False
        i += 1
    if last and start < size:
        starts[n], cells[n] = start, (-1 if quoted else count)
        n += 1
        start = size
    starts[n] = start
    return starts[: n + 1], cells[:n], start


@njit(cache=True, nogil=True)
def _line_feeds_n(data: np.ndarray) -> int:
    n = 0
    for c in data:
        n += c == 10
    return n
