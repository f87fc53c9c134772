"""S8: copies of this very case in which only chance and habit set the moments.

Within each post the moments of its acts are exchanged between the accounts, so often and with such odds that
each account keeps the hours and the speed that are usual for it (Metropolis steps; conditional permutation
test: Besag & Clifford 1989, doi:10.1093/biomet/76.4.633).
"""

from dataclasses import replace

import numpy as np
from numba import njit

from analytics.coordination.acts import Acts, Ints
from analytics.coordination.habits import PSEUDO, Habits

SWEEPS = 12  # Proposed exchanges for each act.


def surrogate(acts: Acts, habits: Habits, seed: int) -> Acts:
    """The acts with moments exchanged within each post; accounts, posts and the set of moments on each post
    stay."""
    order = _exchanged(
        acts.start,
        acts.account,
        habits.hour,
        habits.delay,
        habits.hour_of,
        habits.delay_of,
        habits.hour_all,
        habits.delay_all,
        seed,
    )
    account = acts.account[order]
    return replace(acts, account=account, event=acts.event[order])


@njit(cache=True)
def _exchanged(start, account, hour, delay, hour_of, delay_of, hour_all, delay_all, seed):  # type: ignore[no-untyped-def]
    """order[k]: whose act falls on the k-th moment."""
    np.random.seed(seed)
    order = np.arange(len(account))
    for o in range(len(start) - 1):
        low, n = start[o], start[o + 1] - start[o]
        if n < 2:
            continue
        for _ in range(SWEEPS * n):
            x, y = low + np.random.randint(n), low + np.random.randint(n)
            a, b = account[order[x]], account[order[y]]
            if x == y:
                continue
            odds = (
                _usual(a, y, hour, delay, hour_of, delay_of, hour_all, delay_all)
                * _usual(b, x, hour, delay, hour_of, delay_of, hour_all, delay_all)
                / _usual(a, x, hour, delay, hour_of, delay_of, hour_all, delay_all)
                / _usual(b, y, hour, delay, hour_of, delay_of, hour_all, delay_all)
            )
            if odds >= 1 or np.random.random() < odds:
                order[x], order[y] = order[y], order[x]
    return order


@njit(cache=True)
def _usual(a, k, hour, delay, hour_of, delay_of, hour_all, delay_all):  # type: ignore[no-untyped-def]
    """How usual the k-th moment is for account a: its share of that hour times its share of that delay."""
    return (hour_of[a, hour[k]] + PSEUDO * hour_all[hour[k]]) * (
        delay_of[a, delay[k]] + PSEUDO * delay_all[delay[k]]
    )


def seeds(n: int) -> Ints:
    """One fixed seed for each of `n` surrogates."""
    return np.arange(1, n + 1)
