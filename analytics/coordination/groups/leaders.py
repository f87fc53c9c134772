"""For each account the one that regularly acts before it: a visible account that it may follow."""

import numpy as np
from numba import njit

from analytics.coordination.groups.case_arrays import CaseArrays, Floats, Ints
from analytics.model.thresholds import DEFAULT, MomentLimits

NO_LEADER = -1


def leaders(arrays: CaseArrays, asked: Ints, limits: MomentLimits = DEFAULT.moments) -> tuple[Ints, Floats]:
    """Find the accounts that acted before an account on the most of its objects.

    asked: codes of the accounts to look at.

    Returns, for each account and place (shape accounts x `leaders_max`), the code of a leader (-1: none), the
    most frequent first, and for each place and event (`leaders_max` x events) the leader's moment on that
    object (0 where there is none before it). To lead is to have acted before it, by less than
    `leader_within_s` (6 h) and among the `leader_back_n` (300) events before it, on `leader_share` (.4) of
    its objects and on `leader_posts_min` (4) at least. Chosen with the whole case: its null can only lower e.
    """
    begin, acts = arrays.by_account()
    rules = (limits.leader_within_s, int(limits.leader_back_n), limits.leader_share, limits.leader_posts_min)
    who = np.full((arrays.accounts_n, int(limits.leaders_max)), NO_LEADER)
    moment = np.zeros((int(limits.leaders_max), len(arrays.at_s)))
    _leaders(asked, arrays.start, arrays.object, arrays.account, arrays.at_s, begin, acts, rules, who, moment)
    return who, moment


@njit(cache=True)
def _leaders(  # noqa: C901, PLR0912, PLR0913 - one pass an account, compiled
    asked: Ints,
    start: Ints,
    objects: Ints,
    account: Ints,
    at_s: Floats,
    begin: Ints,
    acts: Ints,
    rules: tuple[float, int, float, float],
    who: Ints,
    moment: Floats,
) -> None:
    within_s, back_n, share, least = rules
    accounts_n, places_n = who.shape
    counted, seen = np.zeros(accounts_n, np.int64), np.empty(accounts_n, np.int64)
    for j in asked:
        seen_n, needed = 0, max(least, share * (begin[j + 1] - begin[j]))
        for z in range(begin[j], begin[j + 1]):
            x = acts[z]
            for y in range(max(start[objects[x]], x - back_n), x):
                if at_s[y] < at_s[x] and at_s[x] - at_s[y] < within_s:
                    if counted[account[y]] == 0:
                        seen[seen_n] = account[y]
                        seen_n += 1
                    counted[account[y]] += 1
        for place in range(places_n):
            best, most = NO_LEADER, 0
            for k in range(seen_n):
                # Of several the smaller code, so that nothing hangs on the order of rows.
                n = counted[seen[k]]
                if n > most or (n == most and n > 0 and seen[k] < best):
                    best, most = seen[k], n
            if best == NO_LEADER or most < needed:
                break
            who[j, place] = best
            counted[best] = 0
        for k in range(seen_n):
            counted[seen[k]] = 0
        for place in range(places_n):
            if who[j, place] == NO_LEADER:
                break
            for z in range(begin[j], begin[j + 1]):
                x = acts[z]
                for y in range(start[objects[x]], x):
                    if account[y] == who[j, place] and at_s[y] < at_s[x]:
                        moment[place, x] = at_s[y]
                        break
