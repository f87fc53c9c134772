"""Pairs that act within a minute of each other on more posts than how much both act lets expect. They draw
candidates, no more.

Where a group is most of a small post's acts its meetings look like a rush (affinity.py); that it meets on
post after post does not.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.stats import poisson

from analytics.coordination.acts import Acts, Floats, Ints
from analytics.coordination.pairs import shared_objects
from analytics.coordination.sweep import meetings_n
from analytics.model.thresholds import DEFAULT, DrawingLimits


def close_pairs(
    acts: Acts, objects: NDArray[np.bool_], limits: DrawingLimits = DEFAULT.drawing
) -> tuple[Ints, Floats]:
    """(pair as a * accounts_n + b, weight): three or more of the posts marked in `objects` on which both act
    within a minute.

    Kept below a chance of 1e-7: Poisson with all such meetings shared out by how much each of the two acts on
    these posts.
    weight: -ln of that chance, 50 at most.
    """
    n, within_s = acts.accounts_n, limits.close_within_s
    crowded = _crowded(acts.start, acts.at_s, within_s, limits.close_crowd_n)
    rows = np.flatnonzero(objects[acts.object] & ~crowded)
    if not len(rows):
        return np.empty(0, np.int64), np.empty(0)
    account, post = acts.account[rows], acts.object[rows]
    start = np.append(np.flatnonzero(np.append(True, post[1:] != post[:-1])), len(post)).astype(np.int64)
    busy = np.bincount(account, minlength=n).astype(np.float64)
    moment, width = np.round(acts.at_s[rows] * 1e6).astype(np.int64), round(within_s * 1e6)
    all_n = float(meetings_n(moment, start, width))  # An account acts on a post once.
    parts = list(shared_objects(account, moment, start, np.array([width]), n, limits.close_posts_min))
    pair, shared = (
        np.concatenate([part[k].reshape(-1) for part in parts] or [np.empty(0, np.int64)]) for k in (0, 1)
    )
    expected = 2 * all_n * busy[pair // n] * busy[pair % n] / busy.sum() ** 2
    chance = poisson.logsf(shared - 1, expected)
    kept = chance < np.log(limits.close_p)
    return pair[kept], np.minimum(limits.close_weight_max, -chance[kept])


@njit(cache=True)
def _crowded(start, at_s, within_s, most):  # type: ignore[no-untyped-def]
    """For each act whether more than `most` others on its post follow within `within_s`."""
    found = np.zeros(len(at_s), np.bool_)
    for o in range(len(start) - 1):
        right = start[o]
        for i in range(start[o], start[o + 1]):
            while right < start[o + 1] and at_s[right] - at_s[i] <= within_s:
                right += 1
            found[i] = right - i > most
    return found
