"""How often two accounts would coincide by chance: weights of moments and exact tails, compiled.

Acts are sorted by object and moment; an act's bin is hour * DELAYS + delay. Within an object bins follow each
other in runs, so the weight of any window is a short sum over runs. An account's weight of a bin is
(acts at that hour / population's share + PSEUDO) * (acts at that delay / population's share + PSEUDO), always
taken
without the act under test: a moment must not be likely because it happened.
"""

import numpy as np
from numba import njit

from analytics.model.thresholds import DrawingLimits

HOURS = 24
DELAYS = 25
# Events of the population added to each account's own profile (METHODS S2).
PSEUDO = DrawingLimits.pair_pseudo_n
SMALLEST = 1e-300  # Smaller p are stored as this: 0 would claim the impossible.


@njit(cache=True, nogil=True)
def _weight(
    by_hour: np.ndarray,
    by_delay: np.ndarray,
    hour_share: np.ndarray,
    delay_share: np.ndarray,
    own: int,
    at: int,
) -> float:
    """Weight of bin `at` for an account with these counts, its act in bin `own` left out."""
    h, d = at // DELAYS, at % DELAYS
    hours = by_hour[h] - (1 if h == own // DELAYS else 0)
    delays = by_delay[d] - (1 if d == own % DELAYS else 0)
    return float((hours / hour_share[h] + PSEUDO) * (delays / delay_share[d] + PSEUDO))


@njit(cache=True, nogil=True)
def totals(
    account: np.ndarray,
    bins: np.ndarray,
    start: np.ndarray,
    by_hour: np.ndarray,
    by_delay: np.ndarray,
    hour_share: np.ndarray,
    delay_share: np.ndarray,
) -> np.ndarray:
    """For each act of a numbered account: the summed weights of all acts of its object, its own included;
    else 0."""
    total = np.zeros(len(account))
    histogram = np.zeros(HOURS * DELAYS, np.int64)
    for o in range(len(start) - 1):
        used = np.unique(bins[start[o] : start[o + 1]])
        for i in range(start[o], start[o + 1]):
            histogram[bins[i]] += 1
        for i in range(start[o], start[o + 1]):
            j = account[i]
            if j >= 0:
                for at in used:
                    total[i] += histogram[at] * _weight(
                        by_hour[j], by_delay[j], hour_share, delay_share, bins[i], at
                    )
        for at in used:
            histogram[at] = 0
    return total


@njit(cache=True, nogil=True)
def tail_given_listed(chance: np.ndarray, x: int, listed: int, room: np.ndarray) -> float:
    """P(X >= x) / P(X >= listed), X the number of successes of independent trials with these chances
    (Poisson-binomial).

    Only sums of positive terms: small tails keep their relative precision. `room` holds x + 1 numbers or
        more.
    """
    sure = 0
    for q in chance:
        sure += q >= 1.0
    need, least = x - sure, max(0, listed - sure)
    if need <= least:
        return 1.0
    room[: need + 1] = 0.0
    room[0] = 1.0
    top = 0
    for q in chance:
        if q < 1.0:
            top = min(top + 1, need)
            # What reaches `need` stays there.
            room[need] += room[need - 1] * q
            for k in range(min(top, need - 1), 0, -1):
                room[k] = room[k] * (1.0 - q) + room[k - 1] * q
            room[0] *= 1.0 - q
    below = room[least:need].sum()
    return float(max(SMALLEST, room[need] / (below + room[need])))


@njit(cache=True, nogil=True)
def pair_tails(
    first: np.ndarray,
    second: np.ndarray,
    width: int,
    listed: int,
    moment: np.ndarray,
    objects: np.ndarray,
    bins: np.ndarray,
    start: np.ndarray,
    run: np.ndarray,
    run_start: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    total: np.ndarray,
    acts_of: np.ndarray,
    objects_of: np.ndarray,
    acts_start: np.ndarray,
    by_hour: np.ndarray,
    by_delay: np.ndarray,
    hour_share: np.ndarray,
    delay_share: np.ndarray,
) -> np.ndarray:
    """p of each pair of accounts (first, second; -1 is an account without acts).

    run: the run of each act; run_start: where each run begins, and the end. acts_of: rows of each account's
        acts in order of object, objects_of their objects, acts_start where each account begins, and the end.
    """
    most = 0
    for j in range(len(acts_start) - 1):
        most = max(most, acts_start[j + 1] - acts_start[j])
    room, chance = np.empty(most + 1), np.empty(most)
    rows = np.empty((2, most), np.int64)
    p = np.ones(len(first))
    for r in range(len(first)):
        i, j = first[r], second[r]
        if i < 0 or j < 0:
            continue
        if acts_start[i + 1] - acts_start[i] > acts_start[j + 1] - acts_start[j]:
            i, j = j, i
        shared, x = _shared(
            acts_of,
            objects_of,
            acts_start[i],
            acts_start[i + 1],
            acts_start[j],
            acts_start[j + 1],
            moment,
            width,
            rows,
        )
        if x <= listed:
            continue
        for k in range(shared):
            a, b = rows[0, k], rows[1, k]
            chance[k] = max(
                _chance(
                    a,
                    b,
                    by_hour[j],
                    by_delay[j],
                    hour_share,
                    delay_share,
                    bins,
                    objects,
                    start,
                    run,
                    run_start,
                    low,
                    high,
                    total,
                ),
                _chance(
                    b,
                    a,
                    by_hour[i],
                    by_delay[i],
                    hour_share,
                    delay_share,
                    bins,
                    objects,
                    start,
                    run,
                    run_start,
                    low,
                    high,
                    total,
                ),
            )
        p[r] = tail_given_listed(chance[:shared], x, listed, room)
    return p


@njit(cache=True, nogil=True)
def _shared(
    acts_of: np.ndarray,
    objects_of: np.ndarray,
    a: int,
    a_end: int,
    b: int,
    b_end: int,
    moment: np.ndarray,
    width: int,
    rows: np.ndarray,
) -> tuple[int, int]:
    """Fill `rows` with the two acts on each shared object; their number, and how many lie within `width`.

    A much longer list is searched by halves: an account that acts on everything costs its partners little.
    """
    shared, x = 0, 0
    halves = b_end - b > 16 * (a_end - a)
    while a < a_end and b < b_end:
        here, there = objects_of[a], objects_of[b]
        if here == there:
            rows[0, shared], rows[1, shared] = acts_of[a], acts_of[b]
            x += abs(moment[acts_of[a]] - moment[acts_of[b]]) <= width
            shared += 1
        a += here <= there
        b += there <= here
        if halves and a < a_end:
            b += np.searchsorted(objects_of[b:b_end], objects_of[a])
    return shared, x


@njit(cache=True, nogil=True)
def _chance(
    a: int,
    b: int,
    by_hour: np.ndarray,
    by_delay: np.ndarray,
    hour_share: np.ndarray,
    delay_share: np.ndarray,
    bins: np.ndarray,
    objects: np.ndarray,
    start: np.ndarray,
    run: np.ndarray,
    run_start: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    total: np.ndarray,
) -> float:
    """Chance that act `b`, put at any act of its object but `a`, falls among the neighbours of `a`; counts
    are those of b's account."""
    o = objects[a]
    if low[a] == start[o] and high[a] == start[o + 1]:
        return 1.0
    near = 0.0
    for k in range(run[low[a]], run[high[a] - 1] + 1):
        n = min(run_start[k + 1], high[a]) - max(run_start[k], low[a])
        if k == run[a]:
            n -= 1
        if n:
            near += n * _weight(by_hour, by_delay, hour_share, delay_share, bins[b], bins[run_start[k]])
    return float(
        min(1.0, near / (total[b] - _weight(by_hour, by_delay, hour_share, delay_share, bins[b], bins[a])))
    )
