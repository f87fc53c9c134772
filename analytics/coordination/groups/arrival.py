"""How a group arrives at a post: together at a late moment (sent there), or spread out (reacting to it).

Accounts that react to a post come the more spread out the later they come. Accounts that were sent come
within a narrow time, however late that is.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from analytics.coordination.groups.case_arrays import CaseArrays, Floats, Ints
from analytics.model.thresholds import DEFAULT, MomentLimits


class _Board(NamedTuple):
    """Acts of every post, sorted by post and moment, and the text each shares (`wave`, -1: none)."""

    start: Ints
    account: Ints
    at_s: Floats
    delay_s: Floats
    wave: Ints


def width_to_lag_ratios(
    acts: CaseArrays,
    members: Ints,
    tasks: Ints,
    wave: Ints | None = None,
    limits: MomentLimits = DEFAULT.moments,
) -> Floats:
    """For each task: half the width of the shortest window with 60 % of the members' acts, divided by its lag
    from the post.

    wave: for each act the text it shares, -1 for none (None: no texts). Where members of one task were handed
        several texts,
    each text is a wave of its own: the median over waves of three or more acts counts if that is smaller. NaN
        with fewer than three acts of members.
    """
    inside = np.zeros(acts.accounts_n, np.bool_)
    inside[members] = True
    waves = np.full(len(acts.account), -1, np.int64) if wave is None else wave
    board = _Board(acts.start, acts.account, acts.at_s, acts.delay_s, waves)
    return np.asarray(
        _width_to_lag_ratios(board, inside, tasks, limits.arrival_share, limits.arrival_acts_min)
    )


@njit(cache=True)
def _width_to_lag_ratios(
    board: _Board, inside: NDArray[np.bool_], tasks: Ints, share: float, acts_min: int
) -> Floats:
    start, account, at_s, delay_s, wave = board
    found = np.full(len(tasks), np.nan)
    for x in range(len(tasks)):
        low, high = start[tasks[x]], start[tasks[x] + 1]
        mine = np.array([e for e in range(low, high) if inside[account[e]]], np.int64)
        if len(mine) < acts_min:
            continue
        found[x] = _ratio(at_s[mine], delay_s[mine], share)
        waves = np.unique(wave[mine])
        parts = np.empty(len(waves))
        n = 0
        for w in waves:
            part = mine[wave[mine] == w]
            if w >= 0 and len(part) >= acts_min:
                parts[n] = _ratio(at_s[part], delay_s[part], share)
                n += 1
        if n >= 2:
            found[x] = min(found[x], np.median(parts[:n]))
    return found


@njit(cache=True)
def _ratio(moment: Floats, lag: Floats, share: float) -> float:
    """Half the shortest window with `share` of the moments (in order), divided by its lag."""
    k = int(np.ceil(share * len(moment)))
    best, where = np.inf, 0
    for i in range(len(moment) - k + 1):
        width = moment[i + k - 1] - moment[i]
        if width < best:
            best, where = width, i
    return float(best / 2 / max(1.0, (lag[where] + lag[where + k - 1]) / 2))
