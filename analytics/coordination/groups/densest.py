"""The shortest span of time that holds a given share of moments."""

from typing import NamedTuple

import numpy as np

from analytics.coordination.groups.case_arrays import Floats


class Span(NamedTuple):
    """A span of time.

    begin_s: its begin, in Unix seconds; width_s: its length in seconds; kept_n: the moments that it had to
    hold; places_n: the spans of so many moments in a row among which it is the shortest.
    """

    begin_s: float
    width_s: float
    kept_n: int
    places_n: int


def densest_span(at_s: Floats, share: float) -> Span:
    """Find the shortest span that holds `share` of the moments, rounded up; the earliest of equal ones.

    at_s: sorted moments, one at least; share: above 0, at most 1. A short span means that most came close
    together, whenever that was.

    >>> densest_span(np.array([0.0, 50.0, 52.0, 55.0, 400.0]), 0.6)
    Span(begin_s=50.0, width_s=5.0, kept_n=3, places_n=3)
    """
    kept_n = int(np.ceil(share * len(at_s)))
    widths = at_s[kept_n - 1 :] - at_s[: len(at_s) - kept_n + 1]
    k = int(widths.argmin())
    return Span(float(at_s[k]), float(widths[k]), kept_n, len(widths))
