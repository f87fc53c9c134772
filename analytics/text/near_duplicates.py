"""Near duplicates among many short texts: MinHash finds who may be alike, an exact check decides.

Sources: Broder 1997 (resemblance); Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, chapter 3
(banding).
"""

from typing import NamedTuple

import numpy as np
import polars as pl
from numba import njit
from numpy.typing import NDArray

from analytics.model.thresholds import DEFAULT, TextLimits

WIDTH = 3  # Characters a shingle.
BANDS, ROWS = 20, 3  # A pair at .7 is a candidate with 1 - (1 - .7**3)**20 = .9998.
NEIGHBOURS = 12  # Members of a bucket each text is compared with: keeps buckets of thousands linear.
Ints = NDArray[np.int64]


class Runs(NamedTuple):
    """Sorted distinct runs of letters (as hashes) of each text, one behind the other, and where each text's
    begin."""

    runs: NDArray[np.uint64]
    begin: Ints


class Least(NamedTuple):
    """Two texts are alike from this share of all their distinct runs on, if both have so many."""

    share: float
    runs_min: int


def near_families(
    plain: pl.Series, side: pl.Series | None = None, limits: TextLimits = DEFAULT.texts
) -> Ints:
    """A family number for each text (as `plain` gives it); -1 for null and texts of fewer than 6 distinct
    shingles.

    side: a number for each text; texts with unlike ones are never alike (of equal texts the first one's
        number holds).

    Families are connected: a is alike b and b alike c puts a and c together. Numbers are 0, 1, ... in order
        of each family's first text. Equal texts are always one family.

    >>> texts = ["今天的面包真的特别好吃", "今天的面包真的特别好吃啊", "昨天晚上那家店没有开门", None]
    >>> near_families(pl.Series(texts)).tolist()
    [0, 0, 1, -1]
    """
    sides = pl.repeat(0, len(plain), dtype=pl.Int64, eager=True) if side is None else side.cast(pl.Int64)
    each = (
        pl.DataFrame({"text": plain, "side": sides})
        .drop_nulls("text")
        .unique("text", keep="first", maintain_order=True)
    )
    known = each["text"]
    if known.is_empty():
        return np.full(len(plain), -1, np.int64)
    points, start = code_points(known)
    shingles, begin = _shingles(points, start)
    of = each["side"].to_numpy()
    family = _joined(
        Runs(shingles, begin),
        _signatures(shingles, begin, of),
        of,
        Least(limits.near_share, limits.near_runs_min),
    )
    family[np.diff(begin) < limits.near_runs_min] = -1
    table = pl.DataFrame({"text": known, "family": family})
    found = (
        plain.to_frame("text")
        .join(table, on="text", how="left", maintain_order="left")["family"]
        .fill_null(-1)
        .to_numpy()
    )
    return renumbered(found)


def renumbered(family: Ints) -> Ints:
    """The same families, numbered in order of first appearance; -1 stays.

    >>> renumbered(np.array([7, -1, 3, 7])).tolist()
    [0, -1, 1, 0]
    """
    values, first, inverse = np.unique(family, return_index=True, return_inverse=True)
    rank = np.empty(len(values), np.int64)
    is_family = values >= 0
    rank[~is_family] = -1
    order = np.argsort(first[is_family])
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    rank[is_family] = place
    return rank[inverse]


def code_points(texts: pl.Series) -> tuple[NDArray[np.uint32], Ints]:
    """All code points one behind the other, and where each text begins (and the end)."""
    lengths = texts.str.len_chars().to_numpy()
    start = np.append(0, np.cumsum(lengths)).astype(np.int64)
    return np.frombuffer("".join(texts.to_list()).encode("utf-32-le"), np.uint32), start


@njit(cache=True)
def _mixed(x: np.uint64) -> np.uint64:
    """A 64-bit mix (splitmix64's finaliser)."""
    x ^= x >> np.uint64(30)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(27)
    x *= np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@njit(cache=True)
def _shingles(points: NDArray[np.uint32], start: Ints) -> tuple[NDArray[np.uint64], Ints]:
    """Sorted distinct shingles of each text, one behind the other, and where each text's begin."""
    found = np.empty(len(points), np.uint64)
    begin = np.zeros(len(start), np.int64)
    n = 0
    for k in range(len(start) - 1):
        count = max(0, start[k + 1] - start[k] - WIDTH + 1)
        one = np.empty(count, np.uint64)
        for i in range(count):
            value = np.uint64(0)
            for c in range(WIDTH):
                value = _mixed(
                    value * np.uint64(0x9E3779B97F4A7C15) + np.uint64(points[start[k] + i + c]) + np.uint64(1)
                )
            one[i] = value
        one.sort()
        for i in range(count):
            if i == 0 or one[i] != one[i - 1]:
                found[n] = one[i]
                n += 1
        begin[k + 1] = n
    return found[:n], begin


@njit(cache=True)
def _signatures(shingles: NDArray[np.uint64], begin: Ints, side: Ints) -> NDArray[np.uint64]:
    """(BANDS, texts): the hash of each band of ROWS minima and of the side; each minimum under a
    multiplication of its own."""
    odd = np.empty(BANDS * ROWS, np.uint64)
    for r in range(BANDS * ROWS):
        odd[r] = _mixed(np.uint64(r + 1)) | np.uint64(1)
    bands = np.zeros((BANDS, len(begin) - 1), np.uint64)
    for k in range(len(begin) - 1):
        for b in range(BANDS):
            value = _mixed(np.uint64(b + 1) + np.uint64(side[k]) * np.uint64(BANDS))
            for r in range(b * ROWS, (b + 1) * ROWS):
                least = np.uint64(0xFFFFFFFFFFFFFFFF)
                for i in range(begin[k], begin[k + 1]):
                    least = min(least, shingles[i] * odd[r])
                value = _mixed(value ^ least)
            bands[b, k] = value
    return bands


@njit(cache=True)
def are_alike(texts: Runs, a: int, b: int, least: Least) -> bool:
    """Whether texts `a` and `b` are long enough to compare and share enough of their runs (Jaccard)."""
    runs, begin = texts
    i, j, shared = begin[a], begin[b], 0
    na, nb = begin[a + 1] - i, begin[b + 1] - j
    if min(na, nb) < least.runs_min or min(na, nb) < least.share * max(na, nb):
        return False
    while i < begin[a + 1] and j < begin[b + 1]:
        if runs[i] == runs[j]:
            shared += 1
            i += 1
            j += 1
        elif runs[i] < runs[j]:
            i += 1
        else:
            j += 1
    return bool(shared >= least.share * (na + nb - shared))


@njit(cache=True)
def _top(above: Ints, k: int) -> int:
    while above[k] != k:
        above[k] = above[above[k]]
        k = above[k]
    return k


@njit(cache=True)
def _joined(runs: Runs, bands: NDArray[np.uint64], side: Ints, least: Least) -> Ints:
    """The family of each text, as the number of one of its members."""
    above = np.arange(bands.shape[1])
    for b in range(BANDS):
        order = np.argsort(bands[b])
        low = 0
        for x in range(1, len(order) + 1):
            if x < len(order) and bands[b, order[x]] == bands[b, order[low]]:
                continue
            for i in range(low + 1, x):
                for j in range(max(low, i - NEIGHBOURS), i):
                    one, other = _top(above, order[i]), _top(above, order[j])
                    if (
                        one != other
                        and side[order[i]] == side[order[j]]
                        and are_alike(runs, order[i], order[j], least)
                    ):
                        above[max(one, other)] = min(one, other)
            low = x
    for k in range(len(above)):
        above[k] = _top(above, k)
    return above


@njit(cache=True)
def shared_share(
    points: NDArray[np.uint32], start: Ints, within: NDArray[np.uint32], within_start: Ints, of: Ints
) -> NDArray[np.float64]:
    """For each text k, the share of its shingles that also stand in text of[k] of `within`; 0 where of[k]
    is -1."""
    mine, mine_begin = _shingles(points, start)
    theirs, theirs_begin = _shingles(within, within_start)
    share = np.zeros(len(start) - 1)
    for k in range(len(share)):
        o = of[k]
        n = mine_begin[k + 1] - mine_begin[k]
        if o < 0 or n == 0:
            continue
        i, j, hit = mine_begin[k], theirs_begin[o], 0
        while i < mine_begin[k + 1] and j < theirs_begin[o + 1]:
            if mine[i] == theirs[j]:
                hit += 1
                i += 1
                j += 1
            elif mine[i] < theirs[j]:
                i += 1
            else:
                j += 1
        share[k] = hit / n
    return share
