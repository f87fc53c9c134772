"""Shuffled copies of a case, and how many accounts stand at grade A in them.

In a copy only chance and habit set the moments. Within each post the moments of the events are exchanged
between the accounts by Metropolis steps, with such odds that each account keeps the hours and the speed that
are usual for it (conditional permutation test: Besag & Clifford 1989, doi:10.1093/biomet/76.4.633).
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
from numba import njit

from analytics.coordination.groups.activity_profile import ActivityProfile, Usual
from analytics.coordination.groups.case_arrays import CaseArrays, Ints
from analytics.coordination.groups.search import Case, search, with_moments
from analytics.model.thresholds import DEFAULT, MomentLimits


def surrogate(
    acts: CaseArrays, habits: ActivityProfile, seed: int, limits: MomentLimits = DEFAULT.moments
) -> CaseArrays:
    """The acts with moments exchanged within each post; accounts, posts and the set of moments on each post
    stay."""
    usual = habits.usual(limits.habit_pseudo_n)
    order = _exchanged(acts.start, acts.account, usual, limits.surrogate_sweeps, seed)
    account = acts.account[order]
    return replace(acts, account=account, event=acts.event[order])


@njit(cache=True)
def _exchanged(start: Ints, account: Ints, usual: Usual, sweeps: int, seed: int) -> Ints:
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
def _fits(a: int, k: int, u: Usual) -> float:
    """How usual the k-th moment is for account a: its share of that hour times its share of that delay."""
    by_hour = u.hour_of[a, u.hour[k]] + u.pseudo * u.hour_all[u.hour[k]]
    return float(by_hour * (u.delay_of[a, u.delay[k]] + u.pseudo * u.delay_all[u.delay[k]]))


def seeds(n: int) -> Ints:
    """One fixed seed for each of `n` surrogates."""
    return np.arange(1, n + 1)


_CASE: list[Case] = []  # In a worker: the case that it was started with.


def accounts_at_a(case: Case, number: int) -> int:
    """Accounts at grade A in surrogate `number` (stability, which can only lower a grade, is not asked)."""
    material = case.material
    copy = with_moments(case, surrogate(material.acts, material.habits, number, material.limits.moments))
    judged = search(copy, below_one=False).judged
    members = [j.examined.candidate.members[j.grade == "A"] for j in judged]
    return len(np.unique(np.concatenate(members))) if members else 0


def calibrate(
    case: Case, numbers: list[int], workers: int, told: Callable[[int, int], None]
) -> Iterator[tuple[int, int]]:
    """(surrogate, accounts at A) for each of `numbers`, as they are done.

    workers: processes; 1 does all in this one. told(done, of) is called after each. The numbers do not depend
        on workers.
    """
    if min(workers, len(numbers)) <= 1:
        for k, number in enumerate(numbers, 1):
            yield number, accounts_at_a(case, number)
            told(k, len(numbers))
        return
    # Polars may hang in a process that was forked after its threads began: workers start afresh.
    with ProcessPoolExecutor(
        min(workers, len(numbers)), get_context("spawn"), initializer=_begin, initargs=(case,)
    ) as pool:
        for k, (number, n) in enumerate(zip(numbers, pool.map(_one, numbers), strict=True), 1):
            yield number, n
            told(k, len(numbers))


def _begin(case: Case) -> None:
    _CASE.append(case)


def _one(number: int) -> int:
    return accounts_at_a(_CASE[-1], number)
