"""For each account the one that regularly acts before it: a visible account that it may follow."""

import numpy as np
from numba import njit

from analytics.coordination.groups.case_arrays import CaseArrays, Floats, Ints
from analytics.model.thresholds import DEFAULT, MomentLimits

NO_LEADER = -1


def leaders(arrays: CaseArrays, asked: Ints, limits: MomentLimits = DEFAULT.moments) -> tuple[Ints, Floats]:
    """Find the account that acted before an account on the most of its objects.

    asked: codes of the accounts to look at.

    Returns for each account the code of its leader (-1: none), and for each event the leader's moment on that
    object (0 where there is none before it). To lead is to have acted before it, by less than
    `leader_within_s` (6 h) and among the `leader_back_n` (300) events before it, on `leader_share` (.4) of
    its objects and on `leader_posts_min` (4) at least. Chosen with the whole case: its null can only lower e.
    """
    begin, acts = arrays.by_account()
    rules = (limits.leader_within_s, int(limits.leader_back_n), limits.leader_share, limits.leader_posts_min)
    return _leaders(
        asked, arrays.start, arrays.object, arrays.account, arrays.at_s, begin, acts, arrays.accounts_n, rules
    )


@njit(cache=True)
def _leaders(
    asked: Ints,
    start: Ints,
    objects: Ints,
    account: Ints,
    at_s: Floats,
    begin: Ints,
    acts: Ints,
    accounts_n: int,
    rules: tuple[float, int, float, float],
) -> tuple[Ints, Floats]:
    within_s, back_n, share, least = rules
    led_by, moment = np.full(accounts_n, NO_LEADER), np.zeros(len(at_s))
    counted, seen = np.zeros(accounts_n, np.int64), np.empty(accounts_n, np.int64)
    for j in asked:
        seen_n = 0
        for z in range(begin[j], begin[j + 1]):
            x = acts[z]
            for y in range(max(start[objects[x]], x - back_n), x):
                if at_s[y] < at_s[x] and at_s[x] - at_s[y] < within_s:
                    if counted[account[y]] == 0:
                        seen[seen_n] = account[y]
                        seen_n += 1
                    counted[account[y]] += 1
        best, most = NO_LEADER, 0
        for k in range(seen_n):
            # Of several the smaller code, so that nothing hangs on the order of rows.
            n = counted[seen[k]]
            if n > most or (n == most and seen[k] < best):
                best, most = seen[k], n
            counted[seen[k]] = 0
        if best == NO_LEADER or most < least or most < share * (begin[j + 1] - begin[j]):
            continue
        led_by[j] = best
        for z in range(begin[j], begin[j + 1]):
            x = acts[z]
            for y in range(start[objects[x]], x):
                if account[y] == best and at_s[y] < at_s[x]:
                    moment[x] = at_s[y]
                    break
    return led_by, moment
