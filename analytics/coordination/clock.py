"""Accounts that keep a clock: their acts fall on the same minutes of every 5, 10, 15, 30 or 60."""

import numpy as np
from numpy.typing import NDArray

from analytics.coordination.acts import Acts
from analytics.model.thresholds import DEFAULT, MomentLimits


def keeps_a_clock(acts: Acts, limits: MomentLimits = DEFAULT.moments) -> NDArray[np.bool_]:
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
