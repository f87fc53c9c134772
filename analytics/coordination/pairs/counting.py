"""Co-action pairs: accounts that act on the same objects within a window, by the number of distinct objects.

The result is a list of candidates, never a finding: people who follow the same accounts at the same hours
coincide too.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl

from analytics.coordination.pairs.detectors import detectors
from analytics.coordination.pairs.significance import pair_p_values, with_q_values
from analytics.coordination.pairs.sweep import CLASSES, Meetings, count_pairs, rows_by_account, window_bounds
from analytics.model.errors import SettingsError
from analytics.model.tables import COACTION_PAIRS
from analytics.model.thresholds import DrawingLimits
from analytics.model.time import TO_THE_SECOND, width_s

THREADS = 2  # The compiled sweep lets go of the interpreter; each thread holds some 30 bytes an account.
PARTS = 16  # Ranges of accounts with about as many acts each, shared out among the threads.


def coaction_pairs(
    acts: pl.DataFrame, kind: str, windows_s: tuple[float, ...], least: int = 2
) -> pl.DataFrame:
    """COACTION_PAIRS of one kind: pairs with at least `least` distinct objects, for each window (inclusive).

    acts: event_id, account_id, at, at_precision, object_id; acts without account, moment or object are left
        out. Memory is that of the acts and of the pairs found: a viral object costs time, not memory. p and q
        are null: nothing is tested here.
    Raises SettingsError for more than 8 windows, or one narrower than the precision of the times.
    """
    windows = np.unique(np.asarray(windows_s, np.float64))
    if not 0 < len(windows) <= CLASSES:
        raise SettingsError("windows_number", found=len(windows), most=CLASSES)
    work = acts.select("account_id", "at", "at_precision", "object_id").drop_nulls(
        ["account_id", "at", "object_id"]
    )
    coarsest = work.select(width_s().max()).item() or 0.0
    if coarsest > windows[0]:
        raise SettingsError("window_finer_than_time", found=windows[0], expected=coarsest)
    coded, accounts = _coded(work)
    n = len(accounts)
    pair, counts = _swept(coded, n, windows, least)
    del coded, work  # The table of pairs may be larger than they were.
    frames = []
    for c, window_s in enumerate(windows):
        enough = counts[:, c] >= least
        some = pair[enough]
        frames.append(
            pl.DataFrame(
                {
                    "account_a": accounts.gather(some // n),
                    "account_b": accounts.gather(some % n),
                    "objects_n": pl.Series(counts[enough, c], dtype=pl.Int64),
                }
            ).select(
                "account_a",
                "account_b",
                kind=pl.lit(kind),
                window_s=pl.lit(window_s, pl.Float64),
                objects_n="objects_n",
                p_value=pl.lit(None, pl.Float64),
                q_value=pl.lit(None, pl.Float64),
            )
        )
    # Accounts are coded in order of id and ranges follow each other: the table is in its order as it is
    # built.
    return pl.concat(frames)


def _coded(work: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Acts as integers, sorted by object and moment; accounts that act on fewer than two objects cannot
    form a pair."""
    names, objects = work["account_id"].unique().sort(), work["object_id"].unique()
    coded = work.select(
        object=codes(work["object_id"], objects),
        moment=pl.col("at").dt.epoch("us"),
        account=codes(work["account_id"], names),
    )
    lone = pl.col("object").min() == pl.col("object").max()
    busy = coded.group_by("account").agg(lone=lone).filter(~pl.col("lone"))["account"].sort()
    place = np.full(len(names), -1, np.int64)
    place[busy.to_numpy()] = np.arange(len(busy))
    coded = coded.with_columns(account=place[coded["account"].to_numpy()]).filter(pl.col("account") >= 0)
    return coded.sort("object", "moment", "account"), names.gather(busy)


def codes(names: pl.Series, known: pl.Series) -> pl.Series:
    """Each name's place in `known`, which holds every one of them once.

    >>> codes(pl.Series(["b", "a", "b"]), pl.Series(["a", "b"])).to_list()
    [1, 0, 1]
    """
    return names.cast(pl.Enum(known)).to_physical().cast(pl.Int64)


def _swept(
    coded: pl.DataFrame, accounts_n: int, windows: np.ndarray, least: int
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs as a * accounts_n + b in order, and for each the objects shared in each window."""
    account, moment, objects = (coded[name].to_numpy() for name in ("account", "moment", "object"))
    start = (
        np.flatnonzero(np.append(True, objects[1:] != objects[:-1]))
        if len(objects)
        else np.empty(0, np.int64)
    )
    start = np.append(start, len(objects)).astype(np.int64)
    parts = [
        (np.empty(0, np.int64), np.empty((0, len(windows)), np.int32)),
        *shared_objects(account, moment, start, np.round(windows * 1e6).astype(np.int64), accounts_n, least),
    ]
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def shared_objects(
    account: np.ndarray,
    moment: np.ndarray,
    start: np.ndarray,
    widths: np.ndarray,
    accounts_n: int,
    least: int,
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(pair as a * accounts_n + b, objects shared within each width) with `least` or more, range after range
    of accounts.

    account, moment (integers, in the unit of widths): acts sorted by object and moment; start: where each
    object begins, and the end.
    """
    objects = np.repeat(np.arange(len(start) - 1), np.diff(start))
    rows, begin = rows_by_account(account, accounts_n)
    first, behind = window_bounds(moment, start, int(widths[-1]))
    acts = Meetings(account.astype(np.int32), moment, objects, first, behind, widths, rows, begin)
    cuts = np.unique(np.searchsorted(begin, np.linspace(0, len(rows), PARTS + 1)[1:-1]))
    edges = np.unique(np.concatenate([[0], cuts, [accounts_n]]))
    with ThreadPoolExecutor(THREADS) as pool:
        yield from pool.map(lambda low, high: count_pairs(acts, low, high, least), edges[:-1], edges[1:])


def candidate_pairs(events: pl.DataFrame) -> pl.DataFrame:
    """COACTION_PAIRS of all kinds. Acts known only to the minute or day are left out: no window of seconds
    can hold them."""
    fine = events.filter(pl.col("at_precision").is_in(TO_THE_SECOND))
    return pl.concat(
        [
            COACTION_PAIRS.empty(),
            *(
                coaction_pairs(detector.objects(fine), name, DrawingLimits.pair_windows_s)
                for name, detector in detectors().items()
            ),
        ]
    )


def pair_table(events: pl.DataFrame) -> pl.DataFrame:
    """COACTION_PAIRS in its order. events: EVENTS, with FAMILIES joined as column family_id for co_text."""
    pairs = candidate_pairs(events)
    fine = events.filter(pl.col("at_precision").is_in(TO_THE_SECOND))
    tested = [
        pair_p_values(detector.objects(fine), of_kind)
        for kind, detector in detectors().items()
        if (of_kind := pairs.filter(pl.col("kind") == kind)).height
    ]
    return with_q_values(pl.concat([COACTION_PAIRS.empty(), *tested]).sort(COACTION_PAIRS.order))
