"""How often so many of several unlike chances come true together."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def at_least(chances: Floats, hits_n: int) -> float:
    """P(at least `hits_n` of independent events with these chances): the exact Poisson-binomial upper tail,
    by convolution.

    >>> at_least(np.array([.5, .5]), 1)
    0.75
    >>> at_least(np.array([.1, .2]), 0)
    1.0
    """
    if hits_n <= 0:
        return 1.0
    mass = np.zeros(hits_n + 1)  # mass[k]: exactly k so far; the last cell holds "hits_n or more".
    mass[0] = 1.0
    for q in chances:
        more = mass[:-1] * q
        mass[:-1] -= more
        mass[1:] += more
    return float(min(1.0, mass[-1]))
