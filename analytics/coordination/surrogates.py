"""S8: copies of this very case in which only chance and habit set the moments.

Within each post the moments of its acts are exchanged between the accounts, so often and with such odds that
each account keeps the hours and the speed that are usual for it (Metropolis steps; conditional permutation
test: Besag & Clifford 1989, doi:10.1093/biomet/76.4.633).
"""

from dataclasses import replace

import numpy as np
from numba import njit

from analytics.coordination.acts import Acts, Ints
from analytics.coordination.habits import Habits
from analytics.model.thresholds import DEFAULT, MomentLimits


def surrogate(acts: Acts, habits: Habits, seed: int, limits: MomentLimits = DEFAULT.moments) -> Acts:
    """The acts with moments exchanged within each post; accounts, posts and the set of moments on each post
    stay."""
    usual = habits.usual(limits.habit_pseudo_n)
    order = _exchanged(acts.start, acts.account, usual, limits.surrogate_sweeps, seed)
    account = acts.account[order]
    return replace(acts, account=account, event=acts.event[order])


@njit(cache=True)
def _exchanged(start, account, usual, sweeps, seed):  # type: ignore[no-untyped-def]
    """order[k]: whose act falls on the k-th moment."""
    np.random.seed(seed)
    order = np.arange(len(account))
    for o in range(len(start) - 1):
        low, n = start[o], start[o + 1] - start[o]
        if n < 2:
            continue
        for _ in range(sweeps * n):
            x, y = low + np.random.randint(n), low + np.random.randint(n)
            a, b = account[order[x]], account[order[y]]
            if x == y:
                continue
            odds = _fits(a, y, usual) * _fits(b, x, usual) / _fits(a, x, usual) / _fits(b, y, usual)
            if odds >= 1 or np.random.random() < odds:
                order[x], order[y] = order[y], order[x]
    return order


@njit(cache=True)
def _fits(a, k, u):  # type: ignore[no-untyped-def]
    """How usual the k-th moment is for account a: its share of that hour times its share of that delay."""
    return (u.hour_of[a, u.hour[k]] + u.pseudo * u.hour_all[u.hour[k]]) * (
        u.delay_of[a, u.delay[k]] + u.pseudo * u.delay_all[u.delay[k]]
    )


def seeds(n: int) -> Ints:
    """One fixed seed for each of `n` surrogates."""
    return np.arange(1, n + 1)
