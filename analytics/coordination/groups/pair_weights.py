"""Which accounts are linked in the search: by shared text, by repeated meetings, or by the same minutes.

Links yield candidates, no more. Where a group accounts for most of a small post's events, its meetings look
like an ordinary rush on that post; that the same accounts meet on post after post does not.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.stats import poisson

from analytics.coordination.groups.case_arrays import CaseArrays, Floats, Ints
from analytics.coordination.groups.shared_text import SharedText
from analytics.coordination.pairs.counting import shared_objects
from analytics.coordination.pairs.sweep import meetings_n
from analytics.model.thresholds import DEFAULT, DrawingLimits


def synchronous_pairs(
    acts: CaseArrays, objects: NDArray[np.bool_], limits: DrawingLimits = DEFAULT.drawing
) -> tuple[Ints, Floats]:
    """(pair as a * accounts_n + b, weight): three or more of the posts marked in `objects` on which both act
    within a minute.

    Kept below a chance of 1e-7: Poisson with all such meetings shared out by how much each of the two acts on
    these posts.
    weight: -ln of that chance, 50 at most.
    """
    n, within_s = acts.accounts_n, limits.close_within_s
    crowded = _crowded(acts.start, acts.at_s, within_s, limits.close_crowd_n)
    rows = np.flatnonzero(objects[acts.object] & ~crowded)
    if not len(rows):
        return np.empty(0, np.int64), np.empty(0)
    account, post = acts.account[rows], acts.object[rows]
    start = np.append(np.flatnonzero(np.append(True, post[1:] != post[:-1])), len(post)).astype(np.int64)
    busy = np.bincount(account, minlength=n).astype(np.float64)
    moment, width = np.round(acts.at_s[rows] * 1e6).astype(np.int64), round(within_s * 1e6)
    all_n = float(meetings_n(moment, start, width))  # An account acts on a post once.
    parts = list(shared_objects(account, moment, start, np.array([width]), n, limits.close_posts_min))
    pair, shared = (
        np.concatenate([part[k].reshape(-1) for part in parts] or [np.empty(0, np.int64)]) for k in (0, 1)
    )
    expected = 2 * all_n * busy[pair // n] * busy[pair % n] / busy.sum() ** 2
    chance = poisson.logsf(shared - 1, expected)
    kept = chance < np.log(limits.close_p)
    return pair[kept], np.minimum(limits.close_weight_max, -chance[kept])


@njit(cache=True)
def _crowded(start: Ints, at_s: Floats, within_s: float, most: int) -> NDArray[np.bool_]:
    """For each act whether more than `most` others on its post follow within `within_s`."""
    found = np.zeros(len(at_s), np.bool_)
    for o in range(len(start) - 1):
        right = start[o]
        for i in range(start[o], start[o + 1]):
            while right < start[o + 1] and at_s[right] - at_s[i] <= within_s:
                right += 1
            found[i] = right - i > most
    return found


Flags = NDArray[np.bool_]


class _Board(NamedTuple):
    """Acts of every post, sorted by post and moment, and which posts (`objects`) and accounts (`who`) may be
    looked at."""

    start: Ints
    account: Ints
    at_s: Floats
    source: Ints
    objects: Flags
    who: Flags
    accounts_n: int


class _Near(NamedTuple):
    """What is a meeting: see DrawingLimits."""

    within_s: float
    next_n: int
    bet_min: float


def _near(limits: DrawingLimits) -> _Near:
    return _Near(limits.meeting_within_s, limits.meeting_next_n, limits.meeting_bet_min)


def pairs_by_text(
    cells: SharedText, source: Ints, accounts_n: int, limits: DrawingLimits = DEFAULT.drawing
) -> tuple[Ints, Ints]:
    """(pair as a * accounts_n + b, on how many sources' posts the two share a cell), a < b."""
    sources_n = np.zeros(accounts_n, np.int64)
    some = np.unique(np.stack([cells.account, source[cells.object]], 1), axis=0)
    np.add.at(sources_n, some[:, 0], 1)
    kept = sources_n[cells.account] >= limits.text_sources_min
    account, cell, of = cells.account[kept], cells.cell[kept], source[cells.object][kept]
    start = (
        np.append(np.flatnonzero(np.append(True, cell[1:] != cell[:-1])), len(cell))
        if len(cell)
        else np.zeros(1, np.int64)
    )
    pair, where = _within_cells(account, of, start.astype(np.int64), accounts_n)
    return _distinct(pair, where)


@njit(cache=True)
def _within_cells(account: Ints, source: Ints, start: Ints, accounts_n: int) -> tuple[Ints, Ints]:
    n = 0
    for c in range(len(start) - 1):
        k = start[c + 1] - start[c]
        n += k * (k - 1) // 2
    pair, where = np.empty(n, np.int64), np.empty(n, np.int64)
    n = 0
    for c in range(len(start) - 1):
        for i in range(start[c], start[c + 1]):
            for j in range(i + 1, start[c + 1]):
                a, b = min(account[i], account[j]), max(account[i], account[j])
                pair[n], where[n] = a * accounts_n + b, source[i]
                n += 1
    return pair, where


def _distinct(pair: Ints, where: Ints) -> tuple[Ints, Ints]:
    """Pairs and their number of distinct `where`."""
    if not len(pair):
        return pair, where
    order = np.lexsort((where, pair))
    pair, where = pair[order], where[order]
    new = np.append(True, (pair[1:] != pair[:-1]) | (where[1:] != where[:-1]))
    found, count = np.unique(pair[new], return_counts=True)
    return found, count.astype(np.int64)


def pairs_by_meetings(
    acts: CaseArrays, source: Ints, objects: Flags, who: Flags, limits: DrawingLimits = DEFAULT.drawing
) -> tuple[Ints, Floats]:
    """(pair, weight): accounts that met within 5 minutes on posts of three sources or more.

    weight: sum over sources of the largest -ln(share of the post's acts that lie that near): meeting in a
        rush says little.
    objects, who: true for the posts and accounts that may be looked at.
    """
    board = _Board(acts.start, acts.account, acts.at_s, source, objects, who, acts.accounts_n)
    pair, where, bet = _meetings(board, _near(limits))
    order = np.lexsort((-bet, where, pair))
    pair, where, bet = pair[order], where[order], bet[order]
    first = np.ones(len(pair), bool)
    first[1:] = (pair[1:] != pair[:-1]) | (where[1:] != where[:-1])
    pair, bet = pair[first], bet[first]
    found, inverse, count = np.unique(pair, return_inverse=True, return_counts=True)
    weight = np.bincount(inverse, bet, len(found)).astype(np.float64)
    enough = count >= limits.meeting_sources_min
    return found[enough], weight[enough]


def posts_met(
    acts: CaseArrays, source: Ints, objects: Flags, posts_min: int, limits: DrawingLimits = DEFAULT.drawing
) -> tuple[Ints, Floats, Ints]:
    """(pair, weight, source): accounts that met within 5 minutes on `posts_min` posts or more of one source.

    weight: sum over posts of -ln(share of the post's acts that lie that near).
    """
    alone, everybody = np.arange(acts.objects_n), np.ones(acts.accounts_n, bool)
    board = _Board(acts.start, acts.account, acts.at_s, alone, objects, everybody, acts.accounts_n)
    pair, where, bet = _meetings(board, _near(limits))
    of = source[where]
    order = np.lexsort((pair, of))
    pair, of, bet = pair[order], of[order], bet[order]
    first = (
        np.flatnonzero(np.append(True, (pair[1:] != pair[:-1]) | (of[1:] != of[:-1])))
        if len(pair)
        else np.empty(0, np.int64)
    )
    number = np.diff(np.append(first, len(pair)))
    weight = np.add.reduceat(bet, first) if len(pair) else np.empty(0)
    enough = number >= posts_min
    return pair[first][enough], weight[enough], of[first][enough]


@njit(cache=True)
def _meetings(board: _Board, near: _Near) -> tuple[Ints, Ints, Floats]:
    """(pair, source, bet) of every meeting: each act with the next `near.next_n` accounts behind it, post
    after post."""
    behind, worth = _worth(board, near)
    account, who = board.account, board.who
    pair, where, bet, n = np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), 0
    for fill in range(2):
        if fill:
            pair, where, bet = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n)
        n = 0
        for o in range(len(board.start) - 1):
            for i in range(board.start[o], board.start[o + 1]):
                met = 0
                for j in range(i + 1, behind[i]):
                    if not who[account[j]]:
                        continue
                    if fill:
                        a, b = min(account[i], account[j]), max(account[i], account[j])
                        pair[n], where[n], bet[n] = a * board.accounts_n + b, board.source[o], worth[i]
                    n += 1
                    met += 1
                    if met == near.next_n:
                        break
    return pair, where, bet


@njit(cache=True)
def _worth(board: _Board, near: _Near) -> tuple[Ints, Floats]:
    """For each act the row behind the last within reach, and -ln(share of the post's acts that lie that
    near); row 0 where a meeting there says too little or may not be looked at."""
    start, at_s = board.start, board.at_s
    behind, worth = np.zeros(len(at_s), np.int64), np.zeros(len(at_s))
    for o in range(len(start) - 1):
        if not board.objects[o]:
            continue
        low, high = start[o], start[o + 1]
        left, right = low, low
        for i in range(low, high):
            while at_s[i] - at_s[left] > near.within_s:
                left += 1
            while right < high and at_s[right] - at_s[i] <= near.within_s:
                right += 1
            worth[i] = -np.log((right - left) / (high - low + 2.0))
            if worth[i] >= near.bet_min and board.who[board.account[i]]:
                behind[i] = right
    return behind, worth
