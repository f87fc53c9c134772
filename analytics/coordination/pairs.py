"""Co-action pairs (S0): accounts that act on the same objects within a window, by number of distinct objects.

A list of candidates, never a finding: people who follow the same accounts at the same hours coincide too.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from analytics.coordination.sweep import CLASSES, meetings, meetings_by_account, tally
from analytics.errors import SettingsError
from analytics.tables import COACTION_PAIRS

BUDGET_N = 40_000_000  # Meetings held at once: 320 MB.
_WIDTH_S = {"us": 0.0, "ms": 0.0, "s": 1.0, "min": 60.0, "h": 3_600.0, "day": 86_400.0}


def coaction_pairs(acts: pl.DataFrame, kind: str, windows_s: tuple[float, ...], least: int = 2) -> pl.DataFrame:
    """COACTION_PAIRS of one kind: pairs with at least `least` distinct objects, for each window (inclusive).

    acts: event_id, account_id, at, at_precision, object_id; acts without account, moment or object are left out.
    Memory is bounded by working through ranges of accounts: a viral object costs time, not memory. p and q are null:
    nothing is tested here.
    Raises SettingsError for more than 8 windows, or one narrower than the precision of the times.
    """
    windows = np.unique(np.asarray(windows_s, np.float64))
    if not 0 < len(windows) <= CLASSES:
        raise SettingsError("windows_number", found=len(windows), most=CLASSES)
    work = acts.drop_nulls(["account_id", "at", "object_id"])
    coarsest = work.select(pl.col("at_precision").replace_strict(_WIDTH_S, default=0.0, return_dtype=pl.Float64).max()).item() or 0.0
    if coarsest > windows[0]:
        raise SettingsError("window_finer_than_time", found=windows[0], expected=coarsest)
    coded, accounts = _coded(work)
    n = len(accounts)
    frames = {float(w): [COACTION_PAIRS.empty()] for w in windows}
    for pair, counts in _swept(coded, n, windows, least):
        for c, window_s in enumerate(frames):
            enough = counts[:, c] >= least
            some = pair[enough]
            frames[window_s].append(pl.DataFrame({
                "account_a": accounts.gather(some // n), "account_b": accounts.gather(some % n),
                "objects_n": pl.Series(counts[enough, c], dtype=pl.Int64)}).select(
                "account_a", "account_b", kind=pl.lit(kind), window_s=pl.lit(window_s), objects_n="objects_n",
                p_value=pl.lit(None, pl.Float64), q_value=pl.lit(None, pl.Float64)))
    # Accounts are coded in order of id and ranges follow each other: the table is in its order as it is built.
    return pl.concat([frame for found in frames.values() for frame in found])


def _coded(work: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Acts as integers, sorted by object and moment; accounts that act on fewer than two objects cannot form a pair."""
    busy = work.group_by("account_id").agg(n=pl.col("object_id").n_unique()).filter(pl.col("n") >= 2)["account_id"].sort()
    codes = pl.DataFrame({"account_id": busy}).with_row_index("account")
    coded = work.join(codes, on="account_id", how="inner").select(
        object=pl.col("object_id").rank("dense").cast(pl.Int64), moment=pl.col("at").dt.epoch("us"),
        account=pl.col("account").cast(pl.Int64))
    return coded.sort("object", "moment", "account"), busy


def _swept(coded: pl.DataFrame, accounts_n: int, windows: np.ndarray, least: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """(pair as a * accounts_n + b, objects shared in each window) of every range of accounts, in order."""
    if coded.is_empty():
        return []
    account, moment, objects = (coded[name].to_numpy() for name in ("account", "moment", "object"))
    start = np.append(np.flatnonzero(np.append(True, objects[1:] != objects[:-1])), len(objects)).astype(np.int64)
    return list(shared_objects(account, moment, start, np.round(windows * 1e6).astype(np.int64), accounts_n, least))


def shared_objects(account: np.ndarray, moment: np.ndarray, start: np.ndarray, widths: np.ndarray, accounts_n: int,
                   least: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(pair as a * accounts_n + b, objects shared within each width) with `least` or more, range after range of accounts.

    account, moment (integers, in the unit of widths): acts sorted by object and moment; start: where each object begins, and the end.
    """
    per_account = meetings_by_account(account, moment, start, int(widths[-1]), accounts_n)
    for low, high in _ranges(per_account, 2**62 // (accounts_n * len(start) * CLASSES)):
        met = meetings(account, moment, start, widths, low, high, accounts_n, per_account)
        pair, counts = tally(met, len(start) - 1, len(widths), least)
        yield pair + low * accounts_n, counts


def _ranges(per_account: np.ndarray, widest: int) -> list[tuple[int, int]]:
    """(first account, end) of ranges of at most `widest` accounts that hold at most BUDGET_N meetings, or one account."""
    ranges, low = [], 0
    sums = np.cumsum(per_account)
    while low < len(per_account):
        before = int(sums[low - 1]) if low else 0
        high = max(low + 1, int(np.searchsorted(sums, before + BUDGET_N, side="right")))
        high = min(high, low + max(1, widest))
        if int(sums[high - 1]) > before:
            ranges.append((low, high))
        low = high
    return ranges
