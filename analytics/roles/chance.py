"""How often so many of several unlike chances come true together."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import poisson_binom

Floats = NDArray[np.float64]


def at_least(chances: Floats, hits_n: int) -> float:
    """P(at least `hits_n` of independent events with these chances): the exact Poisson-binomial upper tail.

    Asked as "at most n - hits_n of them fail": scipy gives the upper tail as 1 - cdf, which loses every
    chance below about 1e-16; the lower tail of the failures is a sum of positive terms and keeps them.
    Relative error below 1e-9 while no chance is below 1e-6.

    >>> at_least(np.array([.5, .5]), 1)
    0.75
    >>> at_least(np.array([.1, .2]), 0)
    1.0
    """
    if hits_n <= 0:
        return 1.0
    if hits_n > len(chances):
        return 0.0
    return float(poisson_binom.cdf(len(chances) - hits_n, 1.0 - chances))
