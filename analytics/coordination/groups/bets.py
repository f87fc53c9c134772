"""One bet: how near an event lies to the events of partners, beside the moments at which it might have come.

All bets have the form E = v(gap of the event) / (weighted mean of v over all alternatives, the event itself
among them). That has mean 1 whenever the event's moment is drawn from the alternatives with these weights,
whatever the value function v >= 0: an e-value (Vovk & Wang 2021, doi:10.1214/20-AOS2020, section 2).
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from analytics.coordination.groups.case_arrays import Floats, Ints
from analytics.model.thresholds import MomentLimits

NO_ACT_S = 1e9  # The gap where no partner acted.


class ValueFunctions(NamedTuple):
    """The value functions that are used side by side.

    edges_s: limits of the levels of closeness: level 6 up to 5 s, ..., 1 up to 1,800 s, 0 beyond.
    tilts: theta of exp(theta x level).
    powers: kappa of rank ** (kappa - 1).
    text_tilts: exponents of the bets on shared words: `text_tilt` times each theta.
    far_s: gaps beyond it all share the last rank.
    """

    edges_s: Floats
    tilts: Floats
    powers: Floats
    text_tilts: Floats
    far_s: float

    @property
    def functions_n(self) -> int:
        """Count the value functions."""
        return len(self.tilts) + len(self.powers)


def value_functions(limits: MomentLimits) -> ValueFunctions:
    """Read the value functions from the thresholds.

    >>> from analytics.model.thresholds import DEFAULT
    >>> value_functions(DEFAULT.moments).functions_n
    5
    """
    return ValueFunctions(
        np.array(limits.gap_levels_s, np.float64),
        np.array(limits.gap_tilts, np.float64),
        np.array(limits.rank_powers, np.float64),
        limits.text_tilt * np.array(limits.gap_tilts, np.float64),
        float(limits.rank_gap_max_s),
    )


@njit(cache=True, nogil=True)
def nearest_gap(moment: float, times: Floats, times_n: int, is_two_sided: bool) -> float:
    """Compute the seconds from `moment` to the nearest of the first `times_n` sorted times.

    is_two_sided: whether later times count too. Returns 1e9 where there is none.

    >>> nearest_gap(10.0, np.array([4.0, 11.0]), 2, True), nearest_gap(10.0, np.array([4.0, 11.0]), 2, False)
    (1.0, 6.0)
    """
    low, high = 0, times_n
    while low < high:
        mid = (low + high) // 2
        if times[mid] <= moment:
            low = mid + 1
        else:
            high = mid
    gap = moment - times[low - 1] if low > 0 else NO_ACT_S
    if is_two_sided and low < times_n:
        gap = min(gap, times[low] - moment)
    return float(gap)


@njit(cache=True, nogil=True)
def _level(gap: float, edges_s: Floats) -> int:
    for k in range(len(edges_s)):
        if gap <= edges_s[k]:
            return len(edges_s) - k
    return 0


@njit(cache=True, nogil=True)
def bet(  # noqa: PLR0913 - compiled: arrays that are handed on
    gaps: Floats, weights: Floats, gaps_n: int, own: int, values: ValueFunctions, result: Floats, at: int
) -> None:
    """Write the bets of all value functions on one event into `result[at:]`.

    gaps, weights: the first `gaps_n` alternatives; own: the place of the event itself among them.

    The value of a tie in rank is taken at the middle of the tied weight.

    >>> result = np.empty(5)
    >>> from analytics.model.thresholds import DEFAULT
    >>> bet(np.array([1.0, 1e9]), np.ones(2), 2, 0, value_functions(DEFAULT.moments), result, 0)
    >>> x = np.exp(0.35 * 6)  # The event at level 6, the other moment at level 0.
    >>> round(float(result[0] - 2 * x / (x + 1)), 12)
    0.0
    """
    total = weights[:gaps_n].sum()
    levels = np.zeros(len(values.edges_s) + 1)
    for i in range(gaps_n):
        levels[_level(gaps[i], values.edges_s)] += weights[i]
    mine = _level(gaps[own], values.edges_s)
    for s in range(len(values.tilts)):
        mean = 0.0
        for k in range(len(levels)):
            mean += levels[k] * np.exp(values.tilts[s] * k)
        result[at + s] = np.exp(values.tilts[s] * mine) * total / mean
    _rank_bets(gaps, weights, gaps_n, own, total, values, result, at + len(values.tilts))


@njit(cache=True, nogil=True)
def _rank_bets(  # noqa: PLR0913 - compiled: arrays that are handed on
    gaps: Floats,
    weights: Floats,
    gaps_n: int,
    own: int,
    total: float,
    values: ValueFunctions,
    result: Floats,
    at: int,
) -> None:
    order = np.argsort(gaps[:gaps_n])
    powers_n = len(values.powers)
    mean, mine = np.zeros(powers_n), np.ones(powers_n)
    i, before = 0, 0.0
    while i < gaps_n:
        end, tied, is_mine = i, 0.0, False
        is_far = gaps[order[i]] > values.far_s
        while end < gaps_n and (is_far or gaps[order[end]] == gaps[order[i]]):
            tied += weights[order[end]]
            is_mine = is_mine or order[end] == own
            end += 1
        rank = (before + 0.5 * tied) / total
        for s in range(powers_n):
            value = rank ** (values.powers[s] - 1.0)
            mean[s] += tied * value
            if is_mine:
                mine[s] = value
        before += tied
        i = end
    for s in range(powers_n):
        result[at + s] = mine[s] * total / mean[s]


@njit(cache=True, nogil=True)
def times_of_day_weight(
    moment_of_day: float, past: Floats, past_n: int, width_s: float, density: Floats
) -> float:
    """Weigh a time of day by how usual it is for an account, relative to the population.

    past: the first `past_n` sorted times of day at which the account acted; density: the population's share
    of events a second, for equal bins of the day. Triangular kernels of half-width
    `width_s`, round the clock.

    >>> even = np.full(96, 1 / 86_400)  # One event before, at noon: its kernel is 1 / 900 there.
    >>> round(times_of_day_weight(43_200.0, np.array([43_200.0]), 1, 900.0, even), 6)
    96.0
    >>> times_of_day_weight(0.0, np.array([43_200.0]), 1, 900.0, even)
    0.0
    """
    total = 0.0
    for turn in range(-1, 2):
        centre = moment_of_day + turn * 86_400.0
        low, high = 0, past_n
        while low < high:
            mid = (low + high) // 2
            if past[mid] <= centre - width_s:
                low = mid + 1
            else:
                high = mid
        while low < past_n and past[low] < centre + width_s:
            total += (1.0 - abs(past[low] - centre) / width_s) / width_s
            low += 1
    place = min(len(density) - 1, int(moment_of_day / 86_400.0 * len(density)))
    return float(total / density[place])


def population_density(at_s: Floats, zone_s: float, bins_n: int = 96) -> Floats:
    """Compute the population's share of events a second over the day, in equal bins.

    Shape (bins_n,); times 86,400 / bins_n the shares sum to 1. One event is added to each bin, and counts
    are smoothed over the neighbours (1/4, 1/2, 1/4), round the clock.

    >>> density = population_density(np.array([0.0]), 0.0, 4)  # 2, 1, 1, 1, smoothed 1.5, 1.25, 1, 1.25.
    >>> (density * 21_600 * 5).round(6).tolist()
    [1.5, 1.25, 1.0, 1.25]
    """
    place: Ints = (((at_s + zone_s) % 86_400.0) / 86_400.0 * bins_n).astype(np.int64)
    counted = np.bincount(np.minimum(place, bins_n - 1), minlength=bins_n) + 1.0
    smooth = 0.5 * counted + 0.25 * np.roll(counted, 1) + 0.25 * np.roll(counted, -1)
    density: Floats = smooth / smooth.sum() / (86_400.0 / bins_n)
    return density
