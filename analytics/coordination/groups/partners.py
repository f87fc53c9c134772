"""Partners: accounts that earlier days drew together by near moments or shared words: a question only.

Whether two accounts are partners on a day rests on earlier days alone; what they do on that day and later can
then be asked about without having selected itself (METHODS 2.2).
"""

from typing import NamedTuple

import numpy as np
import polars as pl
from numba import njit
from numpy.typing import NDArray

from analytics.coordination.groups.case_arrays import CaseArrays, Flags, Floats, Ints
from analytics.model.thresholds import DEFAULT, DrawingLimits
from analytics.model.time import BEIJING_OFFSET_S, DAY_S

# Mean and variance of the weight of a shared post on which nothing but chance brings the two together: the
# share r is then uniform, and its weight -ln r for r <= 1/e, else 0: 2/e and 5/e - 4/e**2 = 1.30.
CHANCE_MEAN, CHANCE_VARIANCE = 0.736, 1.3
SKETCH_BITS = 24  # 64 MB: sums of weights by a hash of the pair, an upper bound that sorts most pairs out.
_VARIANCE_ROOM = 0.01


class Partners(NamedTuple):
    """For each account the accounts that became its partners, in order of the day.

    begin: where each account's partners begin, and the end; shape (accounts + 1,).
    account: codes of the partners; shape (links,), each pair twice.
    since_day: the day after which they count (days as in CaseArrays.day), ascending for each account.
    """

    begin: Ints
    account: Ints
    since_day: Floats

    def owner(self) -> Ints:
        """Give for each entry the account whose partner it is.

        >>> Partners(np.array([0, 1, 3]), np.array([1, 0, 2]), np.zeros(3)).owner().tolist()
        [0, 1, 1]
        """
        owner: Ints = np.repeat(np.arange(len(self.begin) - 1), np.diff(self.begin))
        return owner


class _Near(NamedTuple):
    """Limits of the sweep, as the compiled functions take them; width_s: of a moment of this export."""

    next_n: int
    text_weight: float
    zone_s: float
    day_s: float
    width_s: float


class _Met(NamedTuple):
    """Meetings sorted by pair and day; begin: where each pair's meetings begin, and the end."""

    begin: Ints
    pair: Ints
    day: Floats
    weight: Floats
    is_text: Flags


class _Objects(NamedTuple):
    """Each account's objects in ascending order: where they begin, which, and the day of its event there."""

    begin: Ints
    object: Ints
    day: Floats


def draw_partners(arrays: CaseArrays, limits: DrawingLimits = DEFAULT.drawing) -> Partners:
    """Find for each account its partners, and the day after which they count.

    Two accounts that meet on a post of m events have r = the larger of the two shares (other events at least
    as near in time) / (m + 1); the `near_next_n` (40) next events are looked at, and only r <= 1/e counts,
    with weight -ln r. Where they meet by posts of their own, all who use a hashtag may be one group, and the
    share of others says nothing: r is there the share of a day that lies as near, 2 x (gap + the width of a
    moment) / 24 hours. Words of one family on one post weigh `text_weight` (3) unless the family is a common
    phrase (`common_texts`). With S and T the sums of both up to a day, and k the objects that both acted on
    up to it, they are partners from the next day if T + S >= `partner_weight_min` (6) and (T >= 6 or
    (S - .736 k) / sqrt(1.3 k) >= `partner_z_min` (1)). Accounts with one event are left out: they cannot meet
    again.
    """
    n = arrays.accounts_n
    fit = np.bincount(arrays.account, minlength=n) >= 2
    near = _Near(
        int(limits.near_next_n),
        limits.text_weight,
        float(BEIJING_OFFSET_S),
        float(DAY_S),
        max(1.0, arrays.precision_s),
    )
    words = _next_same(arrays, common_texts(arrays, limits))
    sweep = (arrays.start, arrays.account, arrays.at_s, words, arrays.day, arrays.is_post(), fit, n, near)
    none = np.empty(0, np.int64), np.empty(0), np.empty(0), np.empty(0, np.bool_)
    sketch = np.zeros(1 << SKETCH_BITS, np.float32)
    _meetings(*sweep, sketch, 0.0, False, *none)
    # The sketch is in single precision: a hair below the limit is let through.
    least = 0.999 * limits.partner_weight_min
    size = _meetings(*sweep, sketch, least, True, *none)
    found = np.empty(size, np.int64), np.empty(size), np.empty(size), np.empty(size, np.bool_)
    _meetings(*sweep, sketch, least, True, *found)
    meetings = pl.DataFrame(dict(zip(("pair", "day", "weight", "is_text"), found, strict=True)))
    meetings = meetings.filter(pl.col("weight").sum().over("pair") >= limits.partner_weight_min)
    meetings = meetings.sort("pair", "day")
    if meetings.is_empty():
        return Partners(np.zeros(n + 1, np.int64), np.empty(0, np.int64), np.empty(0))
    pair = meetings["pair"].to_numpy()
    begin = np.append(np.flatnonzero(np.append(True, pair[1:] != pair[:-1])), len(pair))
    met = _Met(begin, *(meetings[name].to_numpy() for name in ("pair", "day", "weight", "is_text")))
    since = _activated(met, _objects_of(arrays), n, limits.partner_weight_min, limits.partner_z_min)
    stands = np.isfinite(since)
    pair, since = pair[begin[:-1]][stands], since[stands]
    drawn = _both_ways(n, pair // n, pair % n, since)
    return joined(drawn, int(limits.joined_common_min), int(limits.joined_through_max))


def joined(drawn: Partners, common_min: int, through_max: int) -> Partners:
    """Let accounts with enough common partners become partners too, from the day on which they have them.

    common_min: how many; 0 leaves the partners as they are. through_max: of each account only so many
    partners, in order of the day, are gone through.

    0 and 3 have 1 and 2 as partners, and so two in common:

    >>> links = np.array([1, 2, 0, 3, 0, 3, 1, 2])
    >>> drawn = Partners(np.array([0, 2, 4, 6, 8]), links, np.arange(8.0))
    >>> found = joined(drawn, 2, 80)
    >>> found.account[found.begin[0] : found.begin[1]].tolist()
    [1, 2, 3]
    """
    if not common_min or not len(drawn.account):
        return drawn
    owner, partner, since = _with_common_partners(*drawn, common_min, through_max)
    order = np.lexsort((partner, since, owner))
    begin = np.searchsorted(owner[order], np.arange(len(drawn.begin))).astype(np.int64)
    return Partners(begin, partner[order], since[order])


def common_texts(arrays: CaseArrays, limits: DrawingLimits = DEFAULT.drawing) -> Flags:
    """Tell for each family of words whether it is a common phrase rather than the words of a few posts.

    It is one if it lives on more than `phrase_posts_max` (15) objects, or on more than `task_posts_max` (3)
    with fewer than `task_uses_min` (5) uses an object. The result has one entry more than there are families,
    for events without one.
    """
    families_n = int(arrays.family.max(initial=-1)) + 1
    some = arrays.family >= 0
    uses = np.bincount(arrays.family[some], minlength=families_n)
    cells = np.unique(np.stack([arrays.family[some], arrays.object[some]], 1), axis=0)
    posts = np.bincount(cells[:, 0], minlength=families_n)
    thin = (posts > limits.task_posts_max) & (uses / np.maximum(1, posts) < limits.task_uses_min)
    return np.append(thin | (posts > limits.phrase_posts_max), False)


def _next_same(arrays: CaseArrays, is_common: Flags) -> Ints:
    """For each event the next one on the same object with words of the same family, -1 for none."""
    found = np.full(len(arrays.account), -1, np.int64)
    rows = np.flatnonzero((arrays.family >= 0) & ~is_common[arrays.family])
    rows = rows[np.lexsort((rows, arrays.family[rows], arrays.object[rows]))]
    same = (arrays.object[rows[1:]] == arrays.object[rows[:-1]]) & (
        arrays.family[rows[1:]] == arrays.family[rows[:-1]]
    )
    found[rows[:-1][same]] = rows[1:][same]
    return found


def _objects_of(arrays: CaseArrays) -> _Objects:
    order = np.lexsort((arrays.object, arrays.account))
    begin = np.searchsorted(arrays.account[order], np.arange(arrays.accounts_n + 1)).astype(np.int64)
    acted = np.floor((arrays.at_s[order] + BEIJING_OFFSET_S) / DAY_S)
    objects = arrays.object[order]
    return _Objects(begin, objects, np.maximum(arrays.day[objects], acted))


def _both_ways(n: int, a: Ints, b: Ints, since_day: Floats) -> Partners:
    owner, partner, since = np.append(a, b), np.append(b, a), np.append(since_day, since_day)
    order = np.lexsort((partner, since, owner))
    begin = np.searchsorted(owner[order], np.arange(n + 1)).astype(np.int64)
    return Partners(begin, partner[order], since[order])


@njit(cache=True)
def _first_at_least(at_s: Floats, low: int, high: int, moment: float) -> int:
    """The first row of low..high whose moment is not before `moment`."""
    while low < high:
        mid = (low + high) // 2
        if at_s[mid] < moment:
            low = mid + 1
        else:
            high = mid
    return low


@njit(cache=True)
def _first_after(at_s: Floats, low: int, high: int, moment: float) -> int:
    """The first row of low..high whose moment is after `moment`."""
    while low < high:
        mid = (low + high) // 2
        if at_s[mid] <= moment:
            low = mid + 1
        else:
            high = mid
    return low


@njit(cache=True)
def _slot(pair: int) -> int:
    """A fixed place of the sketch for a pair."""
    mixed = np.uint64(pair) * np.uint64(0x9E3779B97F4A7C15)
    return int(mixed >> np.uint64(64 - SKETCH_BITS))


@njit(cache=True)
def _meetings(  # noqa: C901, PLR0913 - one sweep, compiled: a call inside would cost more than it tells
    start: Ints,
    account: Ints,
    at_s: Floats,
    next_same: Ints,
    object_day: Floats,
    is_post: Flags,
    fit: Flags,
    accounts_n: int,
    near: _Near,
    sketch: NDArray[np.float32],
    least: float,
    is_sketched: bool,
    pair: Ints,
    day: Floats,
    weight: Floats,
    is_text: Flags,
) -> int:
    """Sweep over all meetings: fill the sketch first, then count those of pairs that may reach `least`.

    next_same: for each event the next one on its object in the same family of words, -1 for none. Where
    `pair` has room, the meetings are written too. Returns how many there are.
    """
    k = 0
    for o in range(len(start) - 1):
        low, high = start[o], start[o + 1]
        for i in range(low, high):
            if not fit[account[i]]:
                continue
            j, seen, worded = i + 1, 0, False
            while True:
                if not worded and (seen == near.next_n or j >= high):
                    j, seen, worded = next_same[i], 0, True
                if worded and (seen == near.next_n or j < 0):
                    break
                nats = (
                    near.text_weight if worded else -np.log(_share(at_s, low, high, i, j, is_post[o], near))
                )
                if not worded and nats < 1.0:
                    j = high  # Later events are farther away.
                    continue
                if fit[account[j]]:
                    key = min(account[i], account[j]) * accounts_n + max(account[i], account[j])
                    slot = _slot(key)
                    if not is_sketched:
                        sketch[slot] += nats
                    elif sketch[slot] >= least:
                        if k < len(pair):
                            pair[k], weight[k], is_text[k] = key, nats, worded
                            day[k] = max(object_day[o], np.floor((at_s[j] + near.zone_s) / near.day_s))
                        k += 1
                j = next_same[j] if worded else j + 1
                seen += 1
    return k


@njit(cache=True)
def _share(  # noqa: PLR0913 - compiled: arrays that are handed on
    at_s: Floats, low: int, high: int, i: int, j: int, is_post: bool, near: _Near
) -> float:
    """The larger share of the post's other events at least as near: to i as j is, to j as i is.

    Without a post the share of a day that lies as near.
    """
    gap = at_s[j] - at_s[i]
    if not is_post:
        return float(2.0 * (gap + near.width_s) / near.day_s)
    to_i = _first_after(at_s, j, high, at_s[i] + gap) - _first_at_least(at_s, low, i, at_s[i] - gap) - 1
    to_j = _first_after(at_s, j, high, at_s[j] + gap) - _first_at_least(at_s, low, i, at_s[j] - gap) - 1
    return max(to_i, to_j) / (high - low + 1.0)


@njit(cache=True)
def _activated(met: _Met, own: _Objects, accounts_n: int, least: float, z_min: float) -> Floats:
    """For each pair the day on which it first stands out of what both share; infinite if never."""
    since = np.full(len(met.begin) - 1, np.inf)
    for q in range(len(since)):
        low, high = met.begin[q], met.begin[q + 1]
        days = _common_days(met.pair[low] // accounts_n, met.pair[low] % accounts_n, own)
        near, worded, shared_n = 0.0, 0.0, 0
        for r in range(low, high):
            if met.is_text[r]:
                worded += met.weight[r]
            else:
                near += met.weight[r]
            if r + 1 < high and met.day[r + 1] == met.day[r]:
                continue
            while shared_n < len(days) and days[shared_n] <= met.day[r]:
                shared_n += 1
            spread = np.sqrt(CHANCE_VARIANCE * shared_n + _VARIANCE_ROOM)
            stands_out = worded >= least or (near - CHANCE_MEAN * shared_n) / spread >= z_min
            if worded + near >= least and stands_out:
                since[q] = met.day[r]
                break
    return since


@njit(cache=True)
def _common_days(a: int, b: int, own: _Objects) -> Floats:
    """The days on which two accounts had both acted on an object, ascending, one for each such object."""
    x, y, k = own.begin[a], own.begin[b], 0
    days = np.empty(min(own.begin[a + 1] - x, own.begin[b + 1] - y))
    while x < own.begin[a + 1] and y < own.begin[b + 1]:
        if own.object[x] == own.object[y]:
            days[k] = max(own.day[x], own.day[y])
            k, x, y = k + 1, x + 1, y + 1
        elif own.object[x] < own.object[y]:
            x += 1
        else:
            y += 1
    return np.sort(days[:k])


@njit(cache=True)
def _with_common_partners(  # noqa: C901 - one pass, compiled
    begin: Ints, account: Ints, since_day: Floats, common_min: int, through_max: int
) -> tuple[Ints, Ints, Floats]:
    """Owner, partner and day of the drawn partners and of those that common partners add."""
    n = len(begin) - 1
    # For each account the days of its first `common_min` common partners, ascending.
    days, seen = np.full((n, common_min), np.inf), np.empty(n, np.int64)
    owner, partner, since = [0], [0], [0.0]
    for i in range(n):
        seen_n = 0
        for r in range(begin[i], min(begin[i + 1], begin[i] + through_max)):
            k = account[r]
            for q in range(begin[k], min(begin[k + 1], begin[k] + through_max)):
                j = account[q]
                if j == i:
                    continue
                if np.isinf(days[j, 0]):
                    seen[seen_n] = j
                    seen_n += 1
                day = max(since_day[r], since_day[q])
                for c in range(common_min):
                    if day < days[j, c]:
                        day, days[j, c] = days[j, c], day
        for r in range(begin[i], begin[i + 1]):
            j = account[r]
            owner.append(i)
            partner.append(j)
            since.append(min(since_day[r], days[j, common_min - 1]))
            days[j] = np.inf
        for s in range(seen_n):
            j = seen[s]
            if not np.isinf(days[j, common_min - 1]):
                owner.append(i)
                partner.append(j)
                since.append(days[j, common_min - 1])
            days[j] = np.inf
    return np.array(owner[1:]), np.array(partner[1:]), np.array(since[1:])
