"""S8: how many accounts would stand at A in copies of this case where only chance and habit set the
moments."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from analytics.coordination.search import Case, search, with_moments
from analytics.coordination.surrogates import surrogate

_CASE: list[Case] = []  # In a worker: the case that it was started with.


def accounts_at_a(case: Case, number: int) -> int:
    """Accounts at grade A in surrogate `number` (stability, which can only lower a grade, is not asked)."""
    copy = with_moments(case, surrogate(case.material.acts, case.material.habits, number))
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
