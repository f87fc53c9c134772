"""Where the records of a CSV begin and how many cells each has: one pass over its bytes, compiled."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def csv_offsets(  # noqa: C901, PLR0912 - one pass, compiled: a call inside would cost more than it tells
    data: np.ndarray, delimiter: int, last: bool, patience: int
) -> tuple[np.ndarray, np.ndarray, int]:
    """Start and cell count of each record in `data`, and where the first unfinished one begins.

    A quotation mark that does not close by the end of the file, or within `patience` bytes, costs its own
    line (cell count -1); the next line begins a record again. So that a file made to need this at every line
    ends, the mark takes all that is left from the hundredth time on.
    """
    size = len(data)
    most = 1 + _line_feeds_n(data)
    starts, cells = np.empty(most + 1, np.int64), np.empty(most + 1, np.int64)
    n, start, count, quoted, fresh = 0, 0, 1, False, True
    i, broken = 0, 0
    while i < size or (quoted and (last or size - start > patience) and broken < 100):
        if i >= size:
            end = start
            while end < size and data[end] != 10:
                end += 1
            if end >= size and not last:
                break
            starts[n], cells[n] = start, -1
            n += 1
            broken += 1
            start = min(end + 1, size)
            i, count, quoted, fresh = start, 1, False, True
            continue
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
