"""How probably an account has the largest subtree of its repost tree, where parents are not known.

Unknown parents are drawn many times: the root, or an earlier event with weight attention / (age + 300 s).
How much attention an event got is not known, so it is drawn anew each time (Lomax with exponent 1.2, plus
.05). The share of direct reposts is drawn from a Beta distribution, fitted to the parents that are known.

Only ranks are used. The spread of the drawn sizes held the true size in .30 of the trees tried and is never
printed (docs/methods.md).
"""

import numpy as np
import polars as pl
from numba import njit
from numpy.typing import NDArray

from analytics.model.thresholds import RoleLimits

KNOWN = ("stated", "chain")
NEAR_S = RoleLimits.promoter_near_s
TAIL, LEAST = RoleLimits.promoter_attention
PRIOR = RoleLimits.promoter_direct
SEED = 5
ROOT, UNKNOWN = -1, -2
_BUCKETS = 28  # Ages up to 300 s times 2^28: more than any export spans.

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def rank_shares(tree: pl.DataFrame, limits: RoleLimits) -> pl.DataFrame:
    """Compute in which share of the draws each account has the largest subtree of its tree.

    tree: root_id, event_id, parent_used_id, depth, account_id, at, parent_basis of whole repost trees, the
        events of the root's author without an account_id.

    An account's subtree is what hangs below its events, its own events not counted. Of two equally large ones
    neither is the largest. Trees with fewer than `promoter_tree_min` reposts are left out. A parent is known
    if it is stated or follows from the chain of names, and is not later than its child.

    Returns root_id, account_id, rank_share for the accounts that are ever the largest. Where it is clear
    before the last draw that nobody reaches `promoter_rank_min`, the share is that of the draws made.

    >>> from datetime import datetime, timedelta
    >>> at = [datetime(2025, 3, 1) + timedelta(seconds=60 * k) for k in range(13)]
    >>> tree = pl.DataFrame(
    ...     {
    ...         "root_id": ["p"] * 13,
    ...         "event_id": ["p", "h", *(f"e{k}" for k in range(11))],
    ...         "parent_used_id": [None, "p", *["h"] * 11],
    ...         "depth": [0, 1, *[2] * 11],
    ...         "account_id": [None, "hub", *(f"u{k}" for k in range(11))],
    ...         "at": at,
    ...         "parent_basis": [None, *["stated"] * 12],
    ...     }
    ... )
    >>> rank_shares(tree, RoleLimits()).rows()
    [('p', 'hub', 1.0)]
    """
    below = tree.filter(pl.col("depth") > 0).filter(pl.len().over("root_id") >= RoleLimits.promoter_tree_min)
    if below.is_empty():
        return pl.DataFrame(schema={"root_id": pl.String, "account_id": pl.String, "rank_share": pl.Float64})
    below = below.sort("root_id", "at", "depth", "event_id", nulls_last=True).with_columns(
        place=pl.int_range(pl.len()).over("root_id").cast(pl.Int64)
    )
    above = below.select("root_id", parent_used_id="event_id", above="place")
    below = below.join(above, on=["root_id", "parent_used_id"], how="left", maintain_order="left")
    known = pl.col("parent_basis").is_in(KNOWN).fill_null(False)
    at_root = known & pl.col("above").is_null()
    is_order = known & (pl.col("above") < pl.col("place"))
    below = below.with_columns(
        parent=pl.when(at_root).then(ROOT).when(is_order).then("above").otherwise(UNKNOWN).cast(pl.Int64),
        at_s=(pl.col("at").dt.epoch("us") / 1e6).forward_fill().over("root_id").fill_null(0.0),
        code=pl.when(pl.col("account_id").is_not_null()).then(
            pl.struct("root_id", "account_id").rank("dense").cast(pl.Int64) - 1
        ),
    )
    ends = np.append(np.flatnonzero(below["place"].to_numpy() == 0), below.height).astype(np.int64)
    code = below["code"].fill_null(-1).to_numpy()
    shares = _win_shares(
        below["at_s"].to_numpy(),
        below["parent"].to_numpy(),
        code,
        ends,
        limits.promoter_draws_n,
        limits.promoter_rank_min,
    )
    who = below.drop_nulls("code").unique("code", keep="first").sort("code")
    return (
        who.select("root_id", "account_id", rank_share=pl.Series(shares))
        .filter(pl.col("rank_share") > 0)
        .sort("root_id", "account_id")
    )


@njit(cache=True, nogil=True)
def _win_shares(at: Floats, parent: Ints, code: Ints, ends: Ints, draws_n: int, enough: float) -> Floats:
    """In which share of the draws each account (code) has the largest subtree.

    Trees lie between `ends`, parents count within their tree. A tree is drawn no further once nobody in it
    can reach the share `enough` of all draws.
    """
    codes_n = max(0, code.max() + 1)
    shares = np.zeros(codes_n)
    wins = np.zeros(codes_n, np.int64)
    lost = np.zeros(codes_n, np.int64)
    for k in range(len(ends) - 1):
        low, high = ends[k], ends[k + 1]
        t, known, who = at[low:high], parent[low:high], code[low:high]
        n = high - low
        several = _several(who, codes_n)
        direct, deep = 0, 0
        for i in range(n):
            direct += known[i] == ROOT
            deep += known[i] >= 0
        drawn = np.empty(n, np.int64)
        size = np.empty(n, np.int64)
        mass = np.empty(n + 1)
        leading, made = 0, 0
        for d in range(draws_n):
            np.random.seed(SEED + d)
            _draw(t, known, direct, deep, mass, drawn)
            best = _largest(drawn, who, several, size, lost)
            if best >= 0:
                wins[best] += 1
                leading = max(leading, wins[best])
            made = d + 1
            if leading + draws_n - made < enough * draws_n:
                break
        for one in who:
            if one >= 0:
                shares[one] = wins[one] / made
    return shares


@njit(cache=True, nogil=True)
def _several(who: Ints, codes_n: int) -> NDArray[np.bool_]:
    """For each event whether its account has another event in the tree."""
    order = np.argsort(who)
    found = np.zeros(len(who), np.bool_)
    for k in range(1, len(who)):
        if who[order[k]] >= 0 and who[order[k]] == who[order[k - 1]]:
            found[order[k]] = True
            found[order[k - 1]] = True
    return found


@njit(cache=True, nogil=True)
def _draw(t: Floats, known: Ints, direct: int, deep: int, mass: Floats, drawn: Ints) -> None:
    """Draw the unknown parents once. mass[j]: attention of all events before j, filled here."""
    n = len(t)
    # Chains alone say nothing of the share that came directly.
    share = np.random.beta(PRIOR[0] + direct, PRIOR[1] + (deep if direct > 0 else 0))
    mass[0] = 0.0
    for i in range(n):
        mass[i + 1] = mass[i] + np.random.random() ** (-1.0 / TAIL) - 1.0 + LEAST
    begin = np.zeros(_BUCKETS, np.int64)
    most = np.empty(_BUCKETS)
    for i in range(n):
        if known[i] != UNKNOWN:
            drawn[i] = known[i]
        elif i == 0 or np.random.random() < share:
            drawn[i] = ROOT
        else:
            drawn[i] = _earlier(t, mass, begin, most, i)


@njit(cache=True, nogil=True)
def _earlier(t: Floats, mass: Floats, begin: Ints, most: Floats, i: int) -> int:
    """Draw an earlier event with weight attention / (age + 300 s).

    Events are put into buckets in which age + 300 s at most doubles: a bucket is drawn by the most that it
    may weigh, an event in it by attention, and taken with the share of that most which it really weighs (one
    half or more). begin: where each bucket began for an earlier event; it only ever moves on. most: room.
    """
    total = 0.0
    used = 0
    end = i
    for b in range(_BUCKETS):
        oldest = t[i] - NEAR_S * (2.0 ** (b + 1) - 1.0)
        j = begin[b]
        while j < end and t[j] <= oldest:
            j += 1
        begin[b] = j
        most[b] = (mass[end] - mass[j]) / (NEAR_S * 2.0**b)
        total += most[b]
        used = b + 1
        end = j
        if j == 0:
            break
    while True:
        x = np.random.random() * total
        b = 0
        while b < used - 1 and x >= most[b]:
            x -= most[b]
            b += 1
        first = begin[b]
        last = begin[b - 1] if b > 0 else i
        if last <= first:
            continue
        y = mass[first] + np.random.random() * (mass[last] - mass[first])
        j = first
        while last - j > 1:  # mass[j] <= y < mass[last]
            middle = (j + last) // 2
            if mass[middle] <= y:
                j = middle
            else:
                last = middle
        if np.random.random() * (t[i] - t[j] + NEAR_S) <= NEAR_S * 2.0**b:
            return int(j)


@njit(cache=True, nogil=True)
def _largest(drawn: Ints, who: Ints, several: NDArray[np.bool_], size: Ints, lost: Ints) -> int:
    """The account with the largest subtree in a drawn tree; -1: nobody, or two equally large."""
    _count_below(drawn, who, several, size, lost)
    best, most, is_tie = -1, 0, False
    for code in who:
        if code < 0 or code == best or lost[code] < most:
            continue
        is_tie = lost[code] == most
        if not is_tie:
            best, most = code, lost[code]
    return -1 if is_tie else best


@njit(cache=True, nogil=True)
def _count_below(drawn: Ints, who: Ints, several: NDArray[np.bool_], size: Ints, lost: Ints) -> None:
    """Fill lost[code] with what hangs below the account's events, its own not counted; size: room to work."""
    n = len(drawn)
    size[:] = 0
    for i in range(n - 1, -1, -1):
        if drawn[i] >= 0:
            size[drawn[i]] += size[i] + 1
    for code in who:
        if code >= 0:
            lost[code] = 0
    for i in range(n):
        if who[i] >= 0:
            above = drawn[i] if several[i] else ROOT
            while above >= 0 and who[above] != who[i]:
                above = drawn[above]
            lost[who[i]] += -1 if above >= 0 else size[i]
