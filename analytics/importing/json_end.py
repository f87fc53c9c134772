"""Where a JSON value ends, by its brackets and quotation marks alone: one pass over bytes, compiled."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def value_end(  # noqa: C901 - one pass, compiled: a call inside would cost more than it tells
    data: np.ndarray, depth: int, quoted: bool, escaped: bool
) -> tuple[int, int, bool, bool]:
    """The byte after the end of a value; -1 if it goes on beyond `data`.

    depth, quoted, escaped: how things stood where `data` begins (0, False, False at the value's beginning);
    returned again as they stand where it ends.
    """
    for i in range(len(data)):
        c = data[i]
        if quoted:
            if escaped:
                escaped = False
            elif c == 92:  # backslash
                escaped = True
            elif c == 34:
                quoted = False
                if depth == 0:
                    return i + 1, depth, quoted, escaped
        elif c == 34:
            quoted = True
        elif c in (91, 123):
            depth += 1
        elif c in (93, 125):
            depth -= 1
            if depth <= 0:
                return i + 1, depth, quoted, escaped
    return -1, depth, quoted, escaped
