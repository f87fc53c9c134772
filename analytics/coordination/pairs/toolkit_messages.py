"""Pairs by the rule of the coordination-network-toolkit, for comparison only: weights count messages.

A pair stands if one of the two has `least` messages, each within the window of an event of the other on the
same object: two reposts of one post make a pair. Rule: compute_co_retweet_parallel of version 1.5.2, checked
against its answers.
"""

import numpy as np
import polars as pl
from numba import njit

from analytics.coordination.pairs.counting import codes
from analytics.coordination.pairs.sweep import grow, rows_by_account, window_bounds


def pairs_by_messages(acts: pl.DataFrame, window_s: float, least: int = 2) -> pl.DataFrame:
    """account_a < account_b, messages_n: the larger of the two counts, for pairs with at least `least`.

    acts: account_id, at, object_id; acts without one of them are left out. A message is an act.
    """
    work = acts.drop_nulls(["account_id", "at", "object_id"])
    accounts = work["account_id"].unique().sort()
    n = len(accounts)
    if not n:
        return pl.DataFrame(schema={"account_a": pl.String, "account_b": pl.String, "messages_n": pl.Int64})
    coded = work.select(
        object=codes(work["object_id"], work["object_id"].unique()),
        moment=pl.col("at").dt.epoch("us"),
        account=codes(work["account_id"], accounts),
    ).sort("object", "moment", "account")
    account, moment, objects = (coded[name].to_numpy() for name in ("account", "moment", "object"))
    start = np.append(np.flatnonzero(np.append(True, objects[1:] != objects[:-1])), len(objects)).astype(
        np.int64
    )
    rows, begin = rows_by_account(account, n)
    pair, count = _partners(
        account,
        window_bounds(moment, start, round(window_s * 1e6)),
        _earlier(account, start, n),
        rows,
        begin,
        least,
    )
    a, b = pair // n, pair % n
    found = pl.DataFrame(
        {"pair": np.minimum(a, b) * n + np.maximum(a, b), "messages_n": count[:, 0].astype(np.int64)}
    )
    found = found.group_by("pair").agg(pl.col("messages_n").max()).sort("pair")
    return found.select(
        account_a=accounts.gather(found["pair"] // n),
        account_b=accounts.gather(found["pair"] % n),
        messages_n="messages_n",
    )


@njit(cache=True)
def _earlier(account: np.ndarray, start: np.ndarray, accounts_n: int) -> np.ndarray:
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
def _partners(
    account: np.ndarray,
    span: tuple[np.ndarray, np.ndarray],
    earlier: np.ndarray,
    rows: np.ndarray,
    begin: np.ndarray,
    least: int,
) -> tuple[np.ndarray, np.ndarray]:
    """(a * accounts + b, how many of a's acts have one of b's on the object within the window), where that is
    `least` or more."""
    accounts_n, k = len(begin) - 1, 0
    pairs, counts = np.empty(1024, np.int64), np.empty((1024, 1), np.int32)
    messages, met = np.zeros(accounts_n, np.int32), np.empty(accounts_n, np.int64)
    for a in range(accounts_n):
        met_n = 0
        for r in range(begin[a], begin[a + 1]):
            left, right = span[0][rows[r]], span[1][rows[r]]
            for j in range(left, right):
                b = account[j]
                if b != a and earlier[j] < left:  # Another act of b's in this window was counted already.
                    if messages[b] == 0:
                        met[met_n] = b
                        met_n += 1
                    messages[b] += 1
        for b in met[:met_n]:
            if messages[b] >= least:
                if k == len(pairs):
                    pairs, counts = grow(pairs, counts)
                pairs[k], counts[k, 0] = a * accounts_n + b, messages[b]
                k += 1
            messages[b] = 0
    return pairs[:k].copy(), counts[:k].copy()
