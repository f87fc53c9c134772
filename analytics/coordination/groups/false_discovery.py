"""Which of many e-values stand, at a stated share of false ones among those that stand."""

import numpy as np

from analytics.coordination.groups.case_arrays import Floats


def e_bh(ln_e: Floats, share: float, tested_n: int) -> float:
    """Find the value (ln e) from which hypotheses stand at false discovery rate `share`.

    ln_e: the values of those hypotheses that have any; tested_n: how many hypotheses there are in all (the
    others count as e of 0).

    The value is ln(n / (k * share)) for the largest k whose k-th largest e-value reaches n / (k * share);
    infinity if none stands. If these are e-values, the rate holds whatever the dependence between them.
    Source: Wang & Ramdas 2022, doi:10.1111/rssb.12489, equation 4.

    >>> round(e_bh(np.log([1000.0, 900.0, 1.0]), .01, 4), 3) == round(float(np.log(4 / (2 * .01))), 3)
    True
    >>> e_bh(np.log([50.0, 2.0]), .01, 2)
    inf
    """
    if not len(ln_e) or not tested_n:
        return float("inf")
    ordered = np.sort(ln_e)[::-1]
    needed = np.log(tested_n) - np.log(np.arange(1, len(ordered) + 1)) - np.log(share)
    stands = np.flatnonzero(ordered >= needed)
    return float(needed[stands[-1]]) if len(stands) else float("inf")
