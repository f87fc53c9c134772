"""When people act: a daily rhythm in Beijing time, and how long they take to answer."""

import numpy as np
from numpy.typing import NDArray

from analytics.model.time import BEIJING_OFFSET_S

# Share of the busiest hour, Beijing time, hour 0 to 23: invented, shaped after the night trough and the two
# daily
# crests that every public study of posting times shows.
HOURS = np.array(
    [
        0.38,
        0.2,
        0.11,
        0.07,
        0.06,
        0.09,
        0.22,
        0.45,
        0.62,
        0.72,
        0.78,
        0.82,
        0.95,
        0.88,
        0.76,
        0.72,
        0.76,
        0.82,
        0.86,
        0.9,
        0.97,
        1.0,
        0.95,
        0.68,
    ]
)

Ints = NDArray[np.int64]


def delays(rng: np.random.Generator, n: int, median_s: float, sigma: float) -> Ints:
    """Draw `n` lognormal delays in whole seconds, at least 2.

    median_s: half lie below it; sigma: their spread, of the logarithm.
    """
    return np.maximum(2, np.exp(rng.normal(np.log(median_s), sigma, n))).astype(np.int64)


def awake(rng: np.random.Generator, at_s: Ints) -> Ints:
    """Put moments in hours of sleep off (mean 90 minutes a try) until somebody is up.

    Never earlier than given, so a child stays later than its parent.
    """
    at = at_s.copy()
    todo = np.arange(len(at))
    for _ in range(12):
        hour = (at[todo] + BEIJING_OFFSET_S) % 86_400 // 3600
        todo = todo[rng.random(len(todo)) > HOURS[hour]]
        at[todo] += rng.exponential(5400, len(todo)).astype(np.int64)
    return at
