"""For each account those who regularly act before it: visible accounts that it may follow."""

import numpy as np
from numba import njit

from analytics.coordination.groups.case_arrays import CaseArrays, Floats, Ints
from analytics.model.thresholds import DEFAULT, MomentLimits

NO_LEADER = -1
_ASKED_N = 40  # Of those who came first most often so many are compared with it object by object.


def leaders(arrays: CaseArrays, asked: Ints, limits: MomentLimits = DEFAULT.moments) -> tuple[Ints, Floats]:
    """Find the accounts that come before an account on nearly all objects on which both act.

    asked: codes of the accounts to look at.

    Returns, for each account and place (shape accounts x `leaders_max`), the code of a leader (-1: none), the
    most frequent first, and for each place and event (`leaders_max` x events) the leader's moment on that
    object (0 where there is none before it). To lead is to have acted before it, by less than
    `leader_within_s` (6 h) and among the `leader_back_n` (300) events before it, on `leader_posts_min` (4)
    objects at least and on `leader_own_share` (a quarter) of its objects; on `leader_share` (nine of ten) of
    the objects on which both acted; and more often than turns would give (binomial tail at 1/2, times the
    number of those who come before it so often, at most `leader_p`, .05). Members of one group come before
    each other by turns and are no leaders. Chosen with the whole case: the explanation can
    only lower e.
    """
    begin, acts = arrays.by_account()
    order = np.lexsort((arrays.object, arrays.account))
    own = arrays.object[order]
    rules = (
        limits.leader_within_s,
        int(limits.leader_back_n),
        limits.leader_share,
        limits.leader_own_share,
        int(limits.leader_posts_min),
        limits.leader_p,
    )
    who = np.full((arrays.accounts_n, int(limits.leaders_max)), NO_LEADER)
    moment = np.zeros((int(limits.leaders_max), len(arrays.at_s)))
    case = (arrays.start, arrays.object, arrays.account, arrays.at_s, begin, acts, own)
    _leaders(asked, case, rules, who, moment)
    return who, moment


@njit(cache=True)
def _leaders(asked, case, rules, who, moment):  # type: ignore[no-untyped-def]
    """Fill who and moment; see `leaders`. case: start, object, account, at_s, begin, acts, own objects."""
    _, _, _, _, begin, _, own = case
    _, _, share, own_share, least, p_max = rules
    accounts_n, places_n = who.shape
    counted, seen = np.zeros(accounts_n, np.int64), np.empty(accounts_n, np.int64)
    for j in asked:
        seen_n = _count_first(j, case, rules, counted, seen)
        needed, often_n = max(least, own_share * (begin[j + 1] - begin[j])), 0
        for k in range(seen_n):
            often_n += counted[seen[k]] >= needed
        place = 0
        for _ in range(_ASKED_N):
            best = _most_frequent(counted, seen, seen_n)
            if best == NO_LEADER or counted[best] < needed or place == places_n:
                break
            most = counted[best]
            counted[best] = 0
            mine, theirs = own[begin[j] : begin[j + 1]], own[begin[best] : begin[best + 1]]
            common_n = _common_n(mine, theirs)
            if most >= share * common_n and _tail(most, common_n) * often_n <= p_max:
                who[j, place] = best
                _write_moments(j, best, case, moment[place])
                place += 1
        counted[seen[:seen_n]] = 0


@njit(cache=True)
def _count_first(j, case, rules, counted, seen):  # type: ignore[no-untyped-def]
    """Count into `counted` on how many objects each account came before account j.

    Writes these accounts into `seen`, and returns how many they are.
    """
    start, objects, account, at_s, begin, acts, _ = case
    within_s, back_n = rules[0], rules[1]
    seen_n = 0
    for z in range(begin[j], begin[j + 1]):
        x = acts[z]
        for y in range(max(start[objects[x]], x - back_n), x):
            if at_s[y] < at_s[x] and at_s[x] - at_s[y] < within_s:
                if counted[account[y]] == 0:
                    seen[seen_n] = account[y]
                    seen_n += 1
                counted[account[y]] += 1
    return seen_n


@njit(cache=True)
def _most_frequent(counted: Ints, seen: Ints, seen_n: int) -> int:
    """The account that is counted most often; of several the smaller code, whatever the order of rows."""
    best, most = NO_LEADER, 0
    for k in range(seen_n):
        n = counted[seen[k]]
        if n > most or (n == most and n > 0 and seen[k] < best):
            best, most = seen[k], n
    return best


@njit(cache=True)
def _write_moments(j, leader, case, moment):  # type: ignore[no-untyped-def]
    """Write into `moment`, for each event of account j, when its leader acted on that object before it."""
    start, objects, account, at_s, begin, acts, _ = case
    for z in range(begin[j], begin[j + 1]):
        x = acts[z]
        for y in range(start[objects[x]], x):
            if account[y] == leader and at_s[y] < at_s[x]:
                moment[x] = at_s[y]
                break


@njit(cache=True)
def _common_n(a: Ints, b: Ints) -> int:
    """How many objects two ascending lists have in common."""
    x, y, n = 0, 0, 0
    while x < len(a) and y < len(b):
        if a[x] == b[y]:
            n, x, y = n + 1, x + 1, y + 1
        elif a[x] < b[y]:
            x += 1
        else:
            y += 1
    return n


@njit(cache=True)
def _tail(hits_n: int, n: int) -> float:
    """The chance of so many heads or more in n tosses of a fair coin."""
    total, term = 0.0, 0.5**n
    for k in range(n, hits_n - 1, -1):
        total += term
        term *= k / (n - k + 1.0)
    return total
