"""How a group arrives: together at a late moment (sent), or spread out the longer after the post the later (reacting)."""

import numpy as np
from numba import njit

from analytics.coordination.acts import Acts, Floats, Ints

SHARE = .6  # Of the members' acts on a post, in the shortest window that holds them.


def dispatch_ratios(acts: Acts, members: Ints, tasks: Ints) -> Floats:
    """For each task: half the width of the shortest window with 60 % of the members' acts, divided by its lag from the post.

    NaN with fewer than three acts of members.
    """
    inside = np.zeros(acts.accounts_n, np.bool_)
    inside[members] = True
    return np.asarray(_ratios(inside, tasks, acts.start, acts.account, acts.at_s, acts.delay_s))


@njit(cache=True)
def _ratios(inside, tasks, start, account, at_s, delay_s):  # type: ignore[no-untyped-def]
    found = np.full(len(tasks), np.nan)
    for x in range(len(tasks)):
        o = tasks[x]
        n = 0
        moment = np.empty(start[o + 1] - start[o])
        lag = np.empty(start[o + 1] - start[o])
        for e in range(start[o], start[o + 1]):
            if inside[account[e]]:
                moment[n], lag[n] = at_s[e], delay_s[e]
                n += 1
        if n < 3:
            continue
        k = int(np.ceil(SHARE * n))
        best, where = np.inf, 0
        for i in range(n - k + 1):
            width = moment[i + k - 1] - moment[i]
            if width < best:
                best, where = width, i
        middle = (lag[where] + lag[where + k - 1]) / 2
        found[x] = best / 2 / max(1.0, middle)
    return found
