"""Bets on words: does an account use words that its partners used before on the post? A score, no e-value.

People with a habit of copying break the exchange of texts that the first bet rests on, so the product of
these bets has no error rate (METHODS 2.7).
"""

import numpy as np
from numba import njit

from analytics.coordination.groups.alternatives import CaseView
from analytics.coordination.groups.case_arrays import Floats, Ints


@njit(cache=True, nogil=True)
def text_bets(  # noqa: PLR0913 - compiled: arrays that are handed on
    case: CaseView, x: int, rows: Ints, partners_n: int, since: Floats, tilts: Floats, result: Floats
) -> None:
    """Write the bets on the words of event x: exchange of texts first, then copying; 1 where there is none.

    rows: sorted rows of the partners' events on the post; since: for each account the day after which it is a
    partner; tilts: a hit is worth exp of each (`ValueFunctions.text_tilts`), all else 1.

    A hit: x uses a family of words that a partner used at the same moment or before. Exchange: its chance is
    the share of hits among the later events of accounts that are not partners, x included. Copying: the share
    of the earlier events on the post that are partners' worded ones.
    """
    result[:] = 1.0
    q, moment = case.object[x], case.at_s[x]
    if not case.is_post[q]:
        return
    first, earlier_n, is_hit = -1, 0, False
    for i in range(partners_n):
        v = rows[i]
        if case.family[v] < 0 or case.at_s[v] > moment:
            continue
        first = v if first < 0 else first
        earlier_n += 1
        is_hit = is_hit or case.family[v] == case.family[x]
    if first < 0:
        return
    hits_n, asked_n = _later_hits(case, x, rows, partners_n, since, first)
    before_n = np.searchsorted(case.at_s[case.start[q] : case.start[q + 1]], moment, side="right") - 1
    for s in range(len(tilts)):
        value = np.exp(tilts[s])
        for k in range(2):
            chance = (hits_n + is_hit) / (asked_n + 1.0) if k == 0 else earlier_n / before_n
            result[k * len(tilts) + s] = (value if is_hit else 1.0) / (1.0 + (value - 1.0) * chance)


@njit(cache=True, nogil=True)
def _later_hits(
    case: CaseView, x: int, rows: Ints, partners_n: int, since: Floats, first: int
) -> tuple[int, int]:
    """Count the events from the first worded partner's on, neither x nor of partners: hits, and all."""
    q = case.object[x]
    low, high = case.start[q], case.start[q + 1]
    begin = low + np.searchsorted(case.at_s[low:high], case.at_s[first])
    partners_after = partners_n - np.searchsorted(rows[:partners_n], begin)
    asked_n = high - begin - partners_after - (1 if x >= begin else 0)
    hits_n = 0
    for i in range(partners_n):
        v = rows[i]
        if case.family[v] < 0 or _is_used_before(case, rows, i):
            continue
        key = q * case.families_n + case.family[v]
        place = np.searchsorted(case.cell, key)
        while place < len(case.cell) and case.cell[place] == key:
            y = case.cell_row[place]
            if y > v and y != x and not since[case.account[y]] < case.day[q]:
                hits_n += 1
            place += 1
    return hits_n, asked_n


@njit(cache=True, nogil=True)
def _is_used_before(case: CaseView, rows: Ints, i: int) -> bool:
    """Whether an earlier partner on the post used the words of the i-th already."""
    for k in range(i):  # noqa: SIM110 - compiled: no generators
        if case.family[rows[k]] == case.family[rows[i]]:
            return True
    return False
