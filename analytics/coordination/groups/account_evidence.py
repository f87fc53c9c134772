"""Question 1 for each account: how far its moments speak against five innocent explanations."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl

from analytics.coordination.groups.alternatives import ZONE_S, case_view, rules_of
from analytics.coordination.groups.bets import population_density, value_functions
from analytics.coordination.groups.case_arrays import CaseArrays
from analytics.coordination.groups.leaders import leaders
from analytics.coordination.groups.martingale import (
    BEFORE,
    BETS_N,
    COLUMNS_N,
    DAYS_N,
    NO_CROWD_N,
    TEXT,
    TIMETABLE,
    account_scores,
)
from analytics.coordination.groups.partners import Partners, joined
from analytics.model.thresholds import DEFAULT, MomentLimits

NULLS = ("crowd", "crowd_habit", "own_clock", "own_pace", "leader")
THREADS_MAX = 2
_PARTS = 8  # For each thread, so that one heavy account does not keep the others waiting.


def account_evidence(
    arrays: CaseArrays, partners: Partners, limits: MomentLimits = DEFAULT.moments, threads: int = 0
) -> pl.DataFrame:
    """Compute one e-value for each account that met partners of earlier days.

    partners: of each account, with the days after which they count (`draw_partners`).
    threads: 0 takes two where the machine has them. The numbers do not depend on it.

    Left out of the crowd are partners and, where they are more than half of the others on a post, accounts
    with `kin_common_min` (2) partners in common (the second ring of METHODS 2.2): there a group's own
    members, not drawn together yet, would be the controls of each other. Both are fixed by earlier days: an
    account whose moment is any of the crowd's has any of those of a part fixed beforehand, and its bet keeps
    a mean of 1.

    Returns, sorted by account, account (a code); bets_n, days_n; no_crowd_n (bets on words or a hashtag that
    too few others used); ln_e_<explanation> for crowd,
    crowd_habit, own_clock, own_pace and leader, and ln_e_timetable (the own clock of the same day of the
    week, told beside the grade); ln_e, the least of the five, and strictest, which of them is least;
    ln_e_unled, the least of the first four; ln_e_before, that against earlier events of partners alone (not
    above 0: source of the others, or copied by them); text_score; leader (a code, null: none). Under each
    explanation the mean of exp(ln_e) is at most 1: exactly for crowd, own clock and own pace, approximately
    for the other two, which can only lower it. text_score has no such bound.
    """
    asked = np.flatnonzero(np.diff(partners.begin) > 0).astype(np.int64)
    led_by, led_s = leaders(arrays, asked, limits)
    density = population_density(arrays.at_s, ZONE_S)
    kin = joined(partners, int(limits.kin_common_min), int(limits.kin_through_max))
    view = case_view(arrays, partners, kin, led_s, density)
    widest = int(arrays.sizes().max(initial=0)) + 1
    most = int(np.bincount(arrays.account, minlength=1).max(initial=0)) + 1
    rules, values = rules_of(limits), value_functions(limits)
    threads = threads or min(THREADS_MAX, os.cpu_count() or 1)
    parts = [np.ascontiguousarray(asked[k :: threads * _PARTS]) for k in range(threads * _PARTS)]
    parts = [part for part in parts if len(part)]
    with ThreadPoolExecutor(threads) as pool:
        scored = list(pool.map(lambda part: account_scores(part, view, rules, values, widest, most), parts))
    rows = np.concatenate(scored) if scored else np.empty((0, COLUMNS_N))
    codes = np.concatenate(parts) if parts else asked
    led = led_by[codes, 0]
    frame = pl.DataFrame(
        {
            "account": codes,
            "bets_n": rows[:, BETS_N].astype(np.int64),
            "days_n": rows[:, DAYS_N].astype(np.int64),
            "no_crowd_n": rows[:, NO_CROWD_N].astype(np.int64),
            **{f"ln_e_{name}": rows[:, k] for k, name in enumerate(NULLS)},
            "ln_e_timetable": rows[:, TIMETABLE],
            "ln_e_before": rows[:, BEFORE],
            "text_score": rows[:, TEXT],
            "leader": pl.Series(led, dtype=pl.Int64),
        }
    )
    each = [f"ln_e_{name}" for name in NULLS]
    strictest = pl.concat_list(each).list.arg_min()
    return (
        frame.filter(pl.col("bets_n") > 0)
        .with_columns(
            ln_e=pl.min_horizontal(each),
            ln_e_unled=pl.min_horizontal(each[:-1]),
            strictest=strictest.replace_strict(dict(enumerate(NULLS)), return_dtype=pl.String),
            leader=pl.when(pl.col("leader") >= 0).then("leader"),
        )
        .sort("account")
    )
