"""Pairs by the coordination-network-toolkit's rule, for comparison only: weights count messages, not objects.

A pair stands if one of the two has `least` messages, each within the window of an act of the other on the same object: two
reposts of one post make a pair. Rule: compute_co_retweet_parallel of version 1.5.2, checked against its answers.
"""

import numpy as np
import polars as pl
from numba import njit

from analytics.coordination.pairs import BUDGET_N


def message_pairs(acts: pl.DataFrame, window_s: float, least: int = 2) -> pl.DataFrame:
    """account_a < account_b, messages_n: the larger of the two counts, for pairs with at least `least`.

    acts: account_id, at, object_id; acts without one of them are left out. A message is an act.
    """
    work = acts.drop_nulls(["account_id", "at", "object_id"])
    accounts = work["account_id"].unique().sort()
    n = len(accounts)
    coded = work.join(pl.DataFrame({"account_id": accounts}).with_row_index("account"), on="account_id").select(
        object=pl.col("object_id").rank("dense").cast(pl.Int64), moment=pl.col("at").dt.epoch("us"),
        account=pl.col("account").cast(pl.Int64)).sort("object", "moment", "account")
    found = [pl.DataFrame(schema={"account_a": pl.String, "account_b": pl.String, "messages_n": pl.Int64})]
    if coded.is_empty():
        return found[0]
    account, moment, objects = (coded[name].to_numpy() for name in ("account", "moment", "object"))
    start = np.append(np.flatnonzero(np.append(True, objects[1:] != objects[:-1])), len(objects)).astype(np.int64)
    width, earlier = round(window_s * 1e6), _earlier(account, start, n)
    per_account = np.zeros(n, np.int64)
    _partners(account, moment, start, earlier, width, 0, n, per_account, np.empty(0, np.int64))
    sums, low = np.cumsum(per_account), 0
    while low < n:
        before = int(sums[low - 1]) if low else 0
        high = max(low + 1, int(np.searchsorted(sums, before + BUDGET_N, side="right")))
        met = np.empty(int(sums[high - 1]) - before, np.int64)
        _partners(account, moment, start, earlier, width, low, high, per_account, met)
        pair, count = _runs(np.sort(met), least)
        a, b = pair // n, pair % n
        found.append(pl.DataFrame({"a": np.minimum(a, b), "b": np.maximum(a, b), "messages_n": count}).select(
            account_a=accounts.gather(pl.Series(np.minimum(a, b))), account_b=accounts.gather(pl.Series(np.maximum(a, b))),
            messages_n="messages_n"))
        low = high
    return pl.concat(found).group_by("account_a", "account_b").agg(pl.col("messages_n").max()).sort("account_a", "account_b")


@njit(cache=True)
def _earlier(account, start, accounts_n):  # type: ignore[no-untyped-def]
    """For each act the place of the account's act before it on the same object; -1 for none."""
    last = np.full(accounts_n, -1, np.int64)
    found = np.empty(len(account), np.int64)
    for o in range(len(start) - 1):
        for i in range(start[o], start[o + 1]):
            before = last[account[i]]
            found[i] = before if before >= start[o] else -1
            last[account[i]] = i
    return found


@njit(cache=True)
def _partners(account, moment, start, earlier, width, low_account, high_account, count, met):  # type: ignore[no-untyped-def]
    """For each act of the accounts asked for, every other account with an act within the window, once.

    With an empty `met` they are counted into `count`, else written into it as account * accounts + partner.
    """
    accounts_n, k = len(count), 0
    for o in range(len(start) - 1):
        left = right = start[o]
        for i in range(start[o], start[o + 1]):
            while moment[i] - moment[left] > width:
                left += 1
            while right < start[o + 1] and moment[right] - moment[i] <= width:
                right += 1
            a = account[i]
            if a < low_account or a >= high_account:
                continue
            for j in range(left, right):
                if account[j] != a and earlier[j] < left:
                    if len(met):
                        met[k] = a * accounts_n + account[j]
                        k += 1
                    else:
                        count[a] += 1


@njit(cache=True)
def _runs(met, least):  # type: ignore[no-untyped-def]
    """Values of sorted `met` that occur at least `least` times, and how often."""
    kept = 0
    pair, count = np.empty(0, np.int64), np.empty(0, np.int64)
    for fill in range(2):
        k, i = 0, 0
        while i < len(met):
            j = i
            while j < len(met) and met[j] == met[i]:
                j += 1
            if j - i >= least:
                if fill:
                    pair[k], count[k] = met[i], j - i
                k += 1
            i = j
        kept = k
        if not fill:
            pair, count = np.empty(kept, np.int64), np.empty(kept, np.int64)
    return pair, count
