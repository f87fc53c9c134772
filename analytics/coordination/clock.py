"""Accounts that keep a clock: their acts fall on the same minutes of every 5, 10, 15, 30 or 60."""

import numpy as np
from numpy.typing import NDArray

from analytics.coordination.acts import Acts

PERIODS_S = (300.0, 600.0, 900.0, 1800.0, 3600.0)
ACTS_MIN = 8
STRENGTH = (
    16.0  # R^2 / n: chance exp(-16) = 1e-7 for one account and period (Mardia & Jupp 2000, section 6.3.1).
)


def keeps_a_clock(acts: Acts) -> NDArray[np.bool_]:
    """For each account: whether a Rayleigh test finds its acts on a tick. Such an account explains its
    synchrony itself."""
    ticks = np.zeros(acts.accounts_n, bool)
    n = np.bincount(acts.account, minlength=acts.accounts_n)
    for period_s in PERIODS_S:
        angle = acts.at_s % period_s * (2 * np.pi / period_s)
        east = np.bincount(acts.account, np.cos(angle), acts.accounts_n)
        north = np.bincount(acts.account, np.sin(angle), acts.accounts_n)
        ticks |= (n >= ACTS_MIN) & ((east**2 + north**2) / np.maximum(n, 1) > STRENGTH)
    return ticks
