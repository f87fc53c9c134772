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
import polars as pl
from numba import njit

from analytics.coordination.groups.activity_profile import ActivityProfile, Usual, activity_profiles
from analytics.coordination.groups.case_arrays import CaseArrays, Ints
from analytics.coordination.groups.grading import grade_accounts
from analytics.coordination.groups.search import PAIRS, weigh
from analytics.model.processes import end_with_parent
from analytics.model.thresholds import DEFAULT, MomentLimits, Thresholds


def surrogate(
    acts: CaseArrays, habits: ActivityProfile, seed: int, limits: MomentLimits = DEFAULT.moments
) -> CaseArrays:
    """Make a shuffled copy: moments are exchanged between the accounts within each post.

    Accounts, posts and the set of moments on each post stay. Equal seeds give equal copies.
    """
    usual = habits.usual(limits.surrogate_pseudo_n)
    order = _exchanged(acts.start, acts.account, usual, limits.surrogate_sweeps, seed)
    return replace(acts, account=acts.account[order], event=acts.event[order], family=acts.family[order])


@njit(cache=True)
def _exchanged(start: Ints, account: Ints, usual: Usual, sweeps: int, seed: int) -> Ints:
    """order[k]: the event that falls on the k-th moment."""
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
    """Give one fixed seed for each of `n` shuffled copies.

    >>> seeds(3).tolist()
    [1, 2, 3]
    """
    return np.arange(1, n + 1)


Prepared = tuple[CaseArrays, Thresholds]
_CASE: list[Prepared] = []  # In a worker: the case that it was started with.


def accounts_at_a(case: Prepared, number: int) -> int:
    """Count the accounts at grade A in shuffled copy `number`. case: the case's arrays and the thresholds."""
    arrays, limits = case
    copy = surrogate(arrays, activity_profiles(arrays), number, limits.moments)
    pairs = pl.DataFrame(schema=PAIRS)
    graded = grade_accounts(copy, *weigh(copy, limits), pairs, limits.grades, limits.moments)
    return int((graded.grade == "A").sum())


def calibrate(
    case: Prepared, numbers: list[int], workers: int, told: Callable[[int, int], None]
) -> Iterator[tuple[int, int]]:
    """Count the accounts at grade A in several shuffled copies; yield (copy, count) as each is done.

    workers: the number of processes; with 1 all is done in this one. The counts do not depend on it.
    told: called as told(done, of) after each copy.
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


def _begin(case: Prepared) -> None:
    end_with_parent()
    _CASE.append(case)


def _one(number: int) -> int:
    return accounts_at_a(_CASE[-1], number)
