"""e-BH: which of many e-values stand, with at most a stated share of false ones among them, whatever hangs
together."""

import numpy as np

from analytics.coordination.acts import Floats


def e_bh(ln_e: Floats, share: float) -> float:
    """The ln e from which hypotheses stand at false discovery rate `share`: ln(n / (k * share)); infinity if
    none stands.

    Wang & Ramdas 2022, doi:10.1111/rssb.12489, equation 4: the largest k with k-th largest e >= n / (k *
    share).

    >>> round(e_bh(np.log([1000.0, 900.0, 1.0, .5]), .01), 3) == round(float(np.log(4 / (2 * .01))), 3)
    True
    >>> e_bh(np.log([50.0, 2.0]), .01)
    inf
    """
    n = len(ln_e)
    if not n:
        return float("inf")
    ordered = np.sort(ln_e)[::-1]
    stands = np.flatnonzero(ordered >= np.log(n) - np.log(np.arange(1, n + 1)) - np.log(share))
    return float(np.log(n) - np.log(stands[-1] + 1) - np.log(share)) if len(stands) else float("inf")
