"""What is usual for an account: its hours of the day, its speed, and whether it follows a schedule."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.coordination.groups.case_arrays import CaseArrays, Floats, Ints
from analytics.model.thresholds import DEFAULT, MomentLimits
from analytics.model.time import BEIJING_OFFSET_S, DAY_S

HOURS = 24
DELAY_BINS = 25
DELAY_MAX_S = 30.0 * DAY_S
# A fixed shift changes hours for all alike and moves no result but at the bins' borders.
ZONE_S = BEIJING_OFFSET_S


class Usual(NamedTuple):
    """The habits of all accounts as the compiled functions take them.

    pseudo: the events of the population that are mixed into each account's own.

    The other fields are those of ActivityProfile.
    """

    hour: Ints
    delay: Ints
    hour_of: Floats
    delay_of: Floats
    hour_all: Floats
    delay_all: Floats
    begin: Ints
    moments: Floats
    pseudo: float


@dataclass(frozen=True)
class ActivityProfile:
    """The habits of each account, and those of the population.

    hour, delay: for each event its hour of the day (0-23) and its bin of delay (0-24).
    hour_of, delay_of: smoothed counts, of shape (accounts, 24) and (accounts, 25).
    hour_all, delay_all: the population's shares, which sum to 1.
    moments: Unix seconds of each account's events, account after account.
    begin: where each account's moments begin, and the end.
    """

    hour: Ints
    delay: Ints
    hour_of: Floats
    delay_of: Floats
    hour_all: Floats
    delay_all: Floats
    begin: Ints
    moments: Floats

    def usual(self, pseudo: float) -> Usual:
        """Give the habits to the compiled functions.

        pseudo: how many events of everybody are mixed into each account's own.
        """
        return Usual(
            self.hour,
            self.delay,
            self.hour_of,
            self.delay_of,
            self.hour_all,
            self.delay_all,
            self.begin,
            self.moments,
            pseudo,
        )


def activity_profiles(acts: CaseArrays) -> ActivityProfile:
    """Count the habits of all accounts: at which hours they act, and how soon after the post.

    Counts are smoothed over the neighbouring bins (1/4, 1/2, 1/4); hours go round the clock. Hours are those
    of Beijing: another zone would shift all alike. The population's shares have one event added to each bin.
    """
    hour = ((acts.at_s + ZONE_S) % DAY_S // 3600).astype(np.int64)
    delay = delay_bin(acts.delay_s())
    n = max(1, acts.accounts_n)
    hour_of = (
        np.bincount(acts.account * HOURS + hour, minlength=n * HOURS).reshape(n, HOURS).astype(np.float64)
    )
    delay_of = (
        np.bincount(acts.account * DELAY_BINS + delay, minlength=n * DELAY_BINS)
        .reshape(n, DELAY_BINS)
        .astype(np.float64)
    )
    hour_of = 0.5 * hour_of + 0.25 * np.roll(hour_of, 1, 1) + 0.25 * np.roll(hour_of, -1, 1)
    padded = np.pad(delay_of, ((0, 0), (1, 1)), mode="edge")
    delay_of = 0.5 * delay_of + 0.25 * padded[:, :-2] + 0.25 * padded[:, 2:]
    hour_all = (hour_of.sum(0) + 1) / (hour_of.sum() + HOURS)
    delay_all = (delay_of.sum(0) + 1) / (delay_of.sum() + DELAY_BINS)
    order = np.argsort(acts.account, kind="stable")
    begin = np.searchsorted(acts.account[order], np.arange(acts.accounts_n + 1)).astype(np.int64)
    return ActivityProfile(hour, delay, hour_of, delay_of, hour_all, delay_all, begin, acts.at_s[order])


def posts_on_schedule(acts: CaseArrays, limits: MomentLimits = DEFAULT.moments) -> NDArray[np.bool_]:
    """Tell for each account whether its events fall on the same minutes of a fixed period.

    Such an account explains its synchrony itself, as a feed or a scheduler. The periods are `clock_periods_s`
    (5 to 60 minutes); accounts with fewer than `clock_acts_min` events are not tested. Rayleigh test: R^2 / n
    over 10 has a chance of exp(-10) = 5e-5 for one account and period (Mardia & Jupp 2000, 6.3.1).
    """
    ticks = np.zeros(acts.accounts_n, bool)
    n = np.bincount(acts.account, minlength=acts.accounts_n)
    for period_s in limits.clock_periods_s:
        angle = acts.at_s % period_s * (2 * np.pi / period_s)
        east = np.bincount(acts.account, np.cos(angle), acts.accounts_n)
        north = np.bincount(acts.account, np.sin(angle), acts.accounts_n)
        strength = (east**2 + north**2) / np.maximum(n, 1)
        ticks |= (n >= limits.clock_acts_min) & (strength > limits.clock_strength)
    return ticks


def delay_bin(delay_s: Floats) -> Ints:
    """Sort delays into 25 bins, evenly spaced in the logarithm from 1 s to 30 days.

    >>> delay_bin(np.array([0.5, 1.0, 60.0, 1e9])).tolist()
    [0, 0, 6, 24]
    """
    share = np.log(np.maximum(delay_s, 1.0)) / np.log(DELAY_MAX_S)
    bins: Ints = np.minimum((share * DELAY_BINS).astype(np.int64), DELAY_BINS - 1)
    return bins
