"""The chance of a pair's coincidences: a p for each row of COACTION_PAIRS, and a q over all rows.

For a judge: if the reposts of this account are put at any other moment at which the same posts were being
reposted, at hours and speeds usual for that account, how often would the two still coincide on as many posts?

Only chance is tested. Common causes such as one news feed or one fan club give a small p too, and so do
habits finer than an hour of the day (two accounts that both begin at 7:10). A group that makes up most of a
cascade hides itself. So a small p is no finding.
"""

import numpy as np
import polars as pl
from scipy.stats import false_discovery_control

from analytics.coordination.pairs.significance_kernel import (
    DELAYS,
    HOURS,
    AccountActs,
    Habits,
    ObjectActs,
    Window,
    pair_tails,
    totals,
)
from analytics.coordination.pairs.sweep import window_bounds
from analytics.model.tables import COACTION_PAIRS, check
from analytics.model.thresholds import DrawingLimits
from analytics.model.time import BEIJING_OFFSET_S, DAY_S

LISTED_N = (
    DrawingLimits.pair_objects_min
)  # Rows of COACTION_PAIRS have at least this many objects: p is conditional on it.
# Seconds since the object's first act: below 15 s, then 23 equal ratios (1.69) up to 30 days, then later.
_DELAY_EDGES_S = np.geomspace(15.0, 30.0 * DAY_S, DELAYS - 1)


def pair_p_values(acts: pl.DataFrame, pairs: pl.DataFrame, zone_s: int = BEIJING_OFFSET_S) -> pl.DataFrame:
    """`pairs`, rows in the same order, with p_value: how often chance brings two accounts together on as many
    objects.

    acts: event_id, account_id, at, at_precision, object_id of one kind, as a detector gives them: the same
        that `pairs` were found in. pairs: COACTION_PAIRS of that kind, any windows. zone_s: what is added to
        UTC for the hour of the day.

    Only each account's first act on an object counts. X is the number of shared objects whose two first acts
    lie within the window (inclusive). Under the null, act j of a shared object falls on any act of that
    object but i's, with a weight: how usual that hour and that delay since the object's first act are for j,
    relative to everybody, shrunk with 20 acts of everybody and without the act under test. The chance of an
    object is the sum of the weights within the window of i over the sum of all; the larger of this and its
    mirror image is taken (benefit of the doubt). The null is that the moments of an object's acts are shared
    out among its participants by chance.

    p = P(X >= x) / P(X >= 2), exact (Poisson-binomial over all shared objects): conditional on the pair
    having been listed at all, for only pairs with two or more objects have a row. So among the listed rows no
    more than a share a has p <= a under that null (seen on real participation,
    tests/benchmarks/null_check.py), and two coincidences, the least that is listed, always give p = 1,
    however close: that a pair is listed is no evidence. x < 2 by first acts gives p = 1 as well. No p is
    below 1e-300.
    Raises TableError if `pairs` is not a COACTION_PAIRS table.

    Source: Poisson-binomial tail by the convolution recursion, Hong 2013, doi:10.1016/j.csda.2012.10.006,
        section 2.
    """
    check(pairs, COACTION_PAIRS)
    accounts = pl.concat([pairs["account_a"], pairs["account_b"]]).unique().sort()
    work = _first_acts(acts, accounts, zone_s)
    if pairs.is_empty() or not len(work.moment):
        return pairs.with_columns(p_value=pl.lit(1.0))
    ends = np.stack([_codes(pairs[name], accounts).to_numpy() for name in ("account_a", "account_b")])
    habits = _habits(work, len(accounts))
    total = totals(work, habits)
    rows = np.argsort(work.account, kind="stable")
    begin = np.searchsorted(work.account[rows], np.arange(len(accounts) + 1))
    lists = AccountActs(rows, work.objects[rows].astype(np.int32), begin)
    windows = pairs["window_s"].to_numpy()
    p = np.ones(len(windows))
    for window_s in np.unique(windows):
        at = np.flatnonzero(windows == window_s)
        width = round(window_s * 1e6)
        window = Window(width, *window_bounds(work.moment, work.start, width), total)
        p[at] = pair_tails(ends[:, at], LISTED_N, work, lists, window, habits)
    return pairs.with_columns(p_value=pl.Series(p))


def with_q_values(pairs: pl.DataFrame) -> pl.DataFrame:
    """`pairs` with q_value over all rows that have a p, all kinds and windows together; null where p is null.

    q is the smallest share of false rows, under any dependence, at which the row would be kept: never below
    p, and it never falls as p grows. Source: Benjamini & Yekutieli 2001, doi:10.1214/aos/1013699998, theorem
    1.3.

    >>> with_q_values(pl.DataFrame({"p_value": [0.01, None, 1.0]}))["q_value"].to_list()
    [0.03, None, 1.0]
    """
    p = pairs["p_value"].drop_nulls().to_numpy()
    filled = np.full(pairs.height, np.nan)
    filled[pairs["p_value"].is_not_null().to_numpy()] = false_discovery_control(p, method="by")
    return pairs.with_columns(q_value=pl.Series(filled, dtype=pl.Float64).fill_nan(None))


def _codes(names: pl.Series, accounts: pl.Series) -> pl.Series:
    """The place of each name in `accounts`; -1 for others."""
    return names.cast(pl.Enum(accounts), strict=False).to_physical().cast(pl.Int64).fill_null(-1)


def _first_acts(acts: pl.DataFrame, accounts: pl.Series, zone_s: int) -> ObjectActs:
    first = (
        acts.drop_nulls(["account_id", "at", "object_id"])
        .group_by("object_id", "account_id")
        .agg(moment=pl.col("at").min().dt.epoch("us"))
    )
    coded = first.select(
        object=pl.col("object_id").rank("dense").cast(pl.Int64) - 1,
        moment="moment",
        account=_codes(first["account_id"], accounts),
    ).sort("object", "moment", "account")
    objects, moment, account = (coded[name].to_numpy() for name in ("object", "moment", "account"))
    start = np.searchsorted(objects, np.arange((objects[-1] + 1 if len(objects) else 0) + 1))
    hours = (moment // 1_000_000 + zone_s) // 3_600 % HOURS
    delay_s = (moment - np.repeat(moment[start[:-1]], np.diff(start))) / 1e6
    bins = hours * DELAYS + np.searchsorted(_DELAY_EDGES_S, delay_s, side="right")
    fresh = np.append(True, (bins[1:] != bins[:-1]) | (objects[1:] != objects[:-1]))[: len(bins)]
    return ObjectActs(
        account,
        moment,
        objects,
        bins,
        start,
        np.cumsum(fresh) - 1,
        np.append(np.flatnonzero(fresh), len(bins)),
    )


def _habits(acts: ObjectActs, accounts_n: int) -> Habits:
    """What hours and delays are usual for each numbered account, and for everybody."""
    hours, delays = acts.bins // DELAYS, acts.bins % DELAYS
    return Habits(
        _profile(acts.account, hours, HOURS, accounts_n),
        _profile(acts.account, delays, DELAYS, accounts_n),
        np.bincount(hours, minlength=HOURS) / len(hours),
        np.bincount(delays, minlength=DELAYS) / len(delays),
    )


def _profile(account: np.ndarray, bins: np.ndarray, bins_n: int, accounts_n: int) -> np.ndarray:
    """Acts of each numbered account in each bin."""
    known = account >= 0
    counts = np.bincount(account[known] * bins_n + bins[known], minlength=accounts_n * bins_n)
    return counts.reshape(accounts_n, bins_n)
