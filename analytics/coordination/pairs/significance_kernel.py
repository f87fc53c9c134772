"""How often two accounts would coincide by chance: weights of moments and exact tails, compiled.

Events are sorted by object and moment; the bin of an event is hour * DELAYS + delay. Within an object the
bins follow each other in runs, so the weight of any window is a short sum over runs. The weight that an
account gives a bin is (events at that hour / population's share + PSEUDO) * (events at that delay /
population's share + PSEUDO), always without the event under test: a moment must not be likely because it
happened.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from analytics.model.thresholds import DrawingLimits

HOURS = 24
DELAYS = 25
# Events of the population added to each account's own profile (METHODS S2).
PSEUDO = DrawingLimits.pair_pseudo_n
SMALLEST = 1e-300  # Smaller p are stored as this: 0 would claim the impossible.


class ObjectActs(NamedTuple):
    """First acts sorted by object and moment.

    account: number of the actor, -1 for those in no pair. moment: microseconds since 1970, UTC. objects:
        number of the object. bins: hour * DELAYS + delay. start: where each object begins, and the end. run:
        number of the act's run of equal bins within its object. run_start: where each run begins, and the
        end.
    """

    account: np.ndarray
    moment: np.ndarray
    objects: np.ndarray
    bins: np.ndarray
    start: np.ndarray
    run: np.ndarray
    run_start: np.ndarray


class AccountActs(NamedTuple):
    """Rows of each account's acts in order of object, their objects, and where each account begins, and the
    end."""

    rows: np.ndarray
    objects: np.ndarray
    start: np.ndarray


class Habits(NamedTuple):
    """Acts of each account by hour (accounts, HOURS) and by delay (accounts, DELAYS), and everybody's shares
    of both."""

    by_hour: np.ndarray
    by_delay: np.ndarray
    hour_share: np.ndarray
    delay_share: np.ndarray


class Window(NamedTuple):
    """One window: its width in microseconds; for each act the first row of its object within it and the row
    behind the last, and the summed weights of all acts of its object (of `totals`)."""

    width: int
    low: np.ndarray
    high: np.ndarray
    total: np.ndarray


@njit(cache=True, nogil=True)
def _weight(habits: Habits, j: int, own: int, at: int) -> float:
    """Weight of bin `at` for account `j`, its act in bin `own` left out."""
    h, d = at // DELAYS, at % DELAYS
    hours = habits.by_hour[j, h] - (1 if h == own // DELAYS else 0)
    delays = habits.by_delay[j, d] - (1 if d == own % DELAYS else 0)
    return float((hours / habits.hour_share[h] + PSEUDO) * (delays / habits.delay_share[d] + PSEUDO))


@njit(cache=True, nogil=True)
def totals(acts: ObjectActs, habits: Habits) -> np.ndarray:
    """For each act of a numbered account: the summed weights of all acts of its object, its own included;
    else 0."""
    account, bins, start = acts.account, acts.bins, acts.start
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
                    total[i] += histogram[at] * _weight(habits, j, bins[i], at)
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
    ends: np.ndarray, listed: int, acts: ObjectActs, lists: AccountActs, window: Window, habits: Habits
) -> np.ndarray:
    """p of each pair of accounts.

    ends: (2, pairs), the numbers of both accounts; -1 is an account without acts. listed: shared objects that
        a pair must have to be listed at all.
    """
    most = 0
    for j in range(len(lists.start) - 1):
        most = max(most, lists.start[j + 1] - lists.start[j])
    room, chance = np.empty(most + 1), np.empty(most)
    rows = np.empty((2, most), np.int64)
    p = np.ones(ends.shape[1])
    for r in range(ends.shape[1]):
        i, j = ends[0, r], ends[1, r]
        if i < 0 or j < 0:
            continue
        if lists.start[i + 1] - lists.start[i] > lists.start[j + 1] - lists.start[j]:
            i, j = j, i
        shared, x = _shared(i, j, lists, acts.moment, window.width, rows)
        if x <= listed:
            continue
        for k in range(shared):
            a, b = rows[0, k], rows[1, k]
            chance[k] = max(_chance(a, b, j, acts, window, habits), _chance(b, a, i, acts, window, habits))
        p[r] = tail_given_listed(chance[:shared], x, listed, room)
    return p


@njit(cache=True, nogil=True)
def _shared(
    i: int, j: int, lists: AccountActs, moment: np.ndarray, width: int, rows: np.ndarray
) -> tuple[int, int]:
    """Fill `rows` with the two acts on each object that accounts `i` and `j` share; their number, and how
    many lie within `width`.

    A much longer list is searched by halves: an account that acts on everything costs its partners little.
    """
    a, a_end, b, b_end = lists.start[i], lists.start[i + 1], lists.start[j], lists.start[j + 1]
    shared, x = 0, 0
    halves = b_end - b > 16 * (a_end - a)
    while a < a_end and b < b_end:
        here, there = lists.objects[a], lists.objects[b]
        if here == there:
            rows[0, shared], rows[1, shared] = lists.rows[a], lists.rows[b]
            x += abs(moment[lists.rows[a]] - moment[lists.rows[b]]) <= width
            shared += 1
        a += here <= there
        b += there <= here
        if halves and a < a_end:
            b += np.searchsorted(lists.objects[b:b_end], lists.objects[a])
    return shared, x


@njit(cache=True, nogil=True)
def _chance(a: int, b: int, j: int, acts: ObjectActs, window: Window, habits: Habits) -> float:
    """Chance that act `b` of account `j`, put at any act of its object but `a`, falls among the neighbours of
    `a`."""
    bins, start, run, run_start = acts.bins, acts.start, acts.run, acts.run_start
    o, low, high = acts.objects[a], window.low[a], window.high[a]
    if low == start[o] and high == start[o + 1]:
        return 1.0
    near = 0.0
    for k in range(run[low], run[high - 1] + 1):
        n = min(run_start[k + 1], high) - max(run_start[k], low)
        if k == run[a]:
            n -= 1
        if n:
            near += n * _weight(habits, j, bins[b], bins[run_start[k]])
    return float(min(1.0, near / (window.total[b] - _weight(habits, j, bins[b], bins[a]))))
