"""What is usual for an account: its hours of the day, its speed, and whether it follows a schedule."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.coordination.groups.case_arrays import (
    DELAY_BINS,
    CaseArrays,
    Floats,
    Ints,
    bin_widths_s,
    delay_bin,
)
from analytics.model.thresholds import DEFAULT, MomentLimits
from analytics.model.time import BEIJING_OFFSET_S, DAY_S

HOURS = 24
# A fixed shift changes hours for all alike and moves no result but at the bins' borders.
ZONE_S = BEIJING_OFFSET_S


class Usual(NamedTuple):
    """Habits as the kernels take them; width_s: seconds of each bin of delay; pseudo: acts of the population
    mixed into each account's own."""

    hour: Ints
    delay: Ints
    hour_of: Floats
    delay_of: Floats
    hour_all: Floats
    delay_all: Floats
    width_s: Floats
    begin: Ints
    moments: Floats
    pseudo: float


@dataclass(frozen=True)
class ActivityProfile:
    """Counts of each account (accounts, 24) and (accounts, 25), the population's shares, and the bins of each
    act.

    moments: Unix seconds of each account's acts, account after account; begin: where each account's begin,
        and the end.
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
        """The same for the kernels, with `pseudo` acts of the population mixed into each account's own."""
        return Usual(
            self.hour,
            self.delay,
            self.hour_of,
            self.delay_of,
            self.hour_all,
            self.delay_all,
            bin_widths_s(),
            self.begin,
            self.moments,
            pseudo,
        )


def activity_profiles(acts: CaseArrays) -> ActivityProfile:
    """Habits of all accounts. Counts of hours are smoothed over the neighbouring hours (1/4, 1/2, 1/4)."""
    hour = ((acts.at_s + ZONE_S) % DAY_S // 3600).astype(np.int64)
    delay = delay_bin(acts.delay_s)
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
    """For each account: whether a Rayleigh test finds its acts on a tick. Such an account explains its
    synchrony itself.

    R^2 / n over 16 has a chance of exp(-16) = 1e-7 for one account and period (Mardia & Jupp 2000, 6.3.1).
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
