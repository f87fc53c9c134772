"""Bursts of one text on one post: accounts that are seen once leave no other trace (METHODS 2.6)."""

import numpy as np
import polars as pl
from scipy.stats import binom, hypergeom

from analytics.coordination.groups.case_arrays import CaseArrays
from analytics.coordination.groups.densest import densest_span
from analytics.model.thresholds import DEFAULT, GradeLimits

BURSTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "object": pl.Int64,
    "accounts": pl.List(pl.Int64),
    "users_n": pl.Int64,
    "window_s": pl.Float64,
    "p_window": pl.Float64,
    "once_n": pl.Int64,
    "p_once": pl.Float64,
}


def one_post_bursts(arrays: CaseArrays, limits: GradeLimits = DEFAULT.grades) -> pl.DataFrame:
    """Find texts of one post whose users came in a short window, or have no other event in the export.

    Asked is each family of words with `burst_accounts_min` (5) users on a post, `burst_home_share` (80 %) of
    its uses there, and five other events there. Its first use is the visible source of the others and is left
    out. p_window: the binomial tail of the shortest window that holds 60 % of the other users, against the
    post's other events of accounts that are seen elsewhere too, times the windows looked at: who is seen once
    may belong to the burst, with words of its own. p_once: the hypergeometric tail of users without any other
    event. Both are multiplied by the number of texts asked (Bonferroni). Says nothing where the export holds
    few posts.

    Returns object, accounts (codes), users_n, window_s, p_window, once_n, p_once, for the texts with p_window
    below `burst_p`.
    """
    families_n = int(arrays.family.max(initial=-1)) + 1
    worded = np.flatnonzero(arrays.family >= 0)
    uses = np.bincount(arrays.family[worded], minlength=families_n)
    cell = arrays.object[worded] * families_n + arrays.family[worded]
    order = np.lexsort((worded, cell))
    cell, worded = cell[order], worded[order]
    begin = np.flatnonzero(np.append(True, cell[1:] != cell[:-1])) if len(cell) else np.empty(0, np.int64)
    size = np.diff(np.append(begin, len(cell)))
    of_post = arrays.is_post()[arrays.object[worded[begin]]] if len(begin) else np.empty(0, bool)
    total = arrays.sizes()[arrays.object[worded[begin]]] if len(begin) else size
    asked = (
        of_post
        & (size >= limits.burst_accounts_min)
        & (size >= limits.burst_home_share * uses[arrays.family[worded[begin]]])
        & (total - size >= limits.burst_accounts_min)
    )
    once = np.bincount(arrays.account, minlength=arrays.accounts_n)[arrays.account] == 1
    rows = []
    for k in np.flatnonzero(asked):
        users = worded[begin[k] : begin[k] + size[k]]
        rows.append(_burst(arrays, users, once, int(asked.sum()), limits))
    found = pl.DataFrame(rows, schema=BURSTS, orient="row")
    return found.filter(pl.col("p_window") < limits.burst_p)


def _burst(
    arrays: CaseArrays, users: np.ndarray, once: np.ndarray, asked_n: int, limits: GradeLimits
) -> tuple[object, ...]:
    """A row of BURSTS: users are the events with the text, in order of time."""
    o = int(arrays.object[users[0]])
    everybody = np.arange(arrays.start[o], arrays.start[o + 1])
    others = np.setdiff1d(everybody, users)
    span = densest_span(arrays.at_s[users], limits.burst_share)
    outside = arrays.at_s[others[~once[others]]]
    inside_n = int(((outside >= span.begin_s) & (outside <= span.begin_s + span.width_s)).sum())
    share = (inside_n + 1) / (len(outside) + 2)
    p_window = binom.sf(span.kept_n - 2, len(users) - 1, share) * span.places_n * asked_n
    once_n = int(once[users].sum())
    p_once = hypergeom.sf(once_n - 1, len(everybody), int(once[everybody].sum()), len(users)) * asked_n
    return (
        o,
        arrays.account[users].tolist(),
        len(users),
        span.width_s,
        min(1.0, float(p_window)),
        once_n,
        min(1.0, float(p_once)),
    )
