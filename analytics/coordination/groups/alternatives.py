"""The moments at which an event might have come, under each of five innocent explanations (METHODS 2.3)."""

from typing import NamedTuple

import numpy as np
from numba import njit

from analytics.coordination.groups.bets import times_of_day_weight
from analytics.coordination.groups.case_arrays import CaseArrays, Flags, Floats, Ints
from analytics.coordination.groups.partners import Partners
from analytics.model.thresholds import MomentLimits
from analytics.model.time import BEIJING_OFFSET_S, DAY_S

ZONE_S, WHOLE_DAY_S = float(BEIJING_OFFSET_S), float(DAY_S)


class CaseView(NamedTuple):
    """The case as the compiled functions take it: CaseArrays, partners, and places to look things up.

    begin, acts: each account's events in order of time.
    own_begin, own_object, own_row: each account's objects in ascending order, with its event there.
    kin_begin, kin, kin_since_day: the same of those who are no controls of an account: its partners, and
    accounts with enough of them in common with it.
    cell, cell_row: events in a family, sorted by (object, family, row); cell = object x families_n + family.
    """

    start: Ints
    object: Ints
    account: Ints
    at_s: Floats
    family: Ints
    families_n: int
    posted_s: Floats
    day: Floats
    author: Ints
    is_post: Flags
    begin: Ints
    acts: Ints
    own_begin: Ints
    own_object: Ints
    own_row: Ints
    cell: Ints
    cell_row: Ints
    partner_begin: Ints
    partner: Ints
    since_day: Floats
    kin_begin: Ints
    kin: Ints
    kin_since_day: Floats
    led_s: Floats
    density: Floats


class Rules(NamedTuple):
    """Limits of the bets, as the compiled functions take them."""

    crowd_min: int
    crowd_max: int
    lag_factor: float
    habit_pseudo: float
    habit_width_s: float
    past_s: float
    recent_n: int
    own_max: int
    pace_author_min: int
    pairs_max: int


class Alternatives(NamedTuple):
    """Room for the alternatives of one event; the event itself stands among them.

    crowd with its weights by habit; clock, pace and led: other moments of the account itself, its own first.
    past_tod: sorted times of day of its earlier events. n: how many stand in crowd, pace, past_tod; then the
    event's own place in crowd. clock_n, led_n: how many stand in each row of clock and led.
    """

    crowd: Floats
    habit: Floats
    clock: Floats
    pace: Floats
    led: Floats
    past_tod: Floats
    n: Ints
    clock_n: Ints
    led_n: Ints


N_CROWD, N_PACE, N_PAST, OWN_IN_CROWD = range(4)
ALL_DAYS, SAME_KIND, RECENT, SAME_WEEKDAY, CLOCKS_N = range(5)
_EPOCH_WEEKDAY, _SATURDAY, _WEEK = 3, 5, 7  # 1970-01-01 was a Thursday.


def rules_of(limits: MomentLimits) -> Rules:
    """Read the rules from the thresholds.

    >>> from analytics.model.thresholds import DEFAULT
    >>> rules_of(DEFAULT.moments).crowd_min
    5
    """
    return Rules(
        int(limits.crowd_acts_min),
        int(limits.crowd_acts_max),
        limits.crowd_lag_factor,
        limits.habit_pseudo_n,
        limits.habit_width_s,
        float(limits.habit_past_s),
        int(limits.habit_recent_n),
        int(limits.own_acts_max),
        int(limits.pace_author_min),
        int(limits.pair_partners_max),
    )


def case_view(
    arrays: CaseArrays, partners: Partners, kin: Partners, led_s: Floats, density: Floats
) -> CaseView:
    """Prepare a case for the compiled functions.

    kin: those who are no controls of each account, its partners among them.
    led_s: shape (leaders an account, events), as `leaders` gives it; density: as `population_density`
    gives it.
    """
    begin, acts = arrays.by_account()
    order = np.lexsort((arrays.object, arrays.account)).astype(np.int64)
    own_begin = np.searchsorted(arrays.account[order], np.arange(arrays.accounts_n + 1)).astype(np.int64)
    families_n = int(arrays.family.max(initial=-1)) + 1
    worded = np.flatnonzero(arrays.family >= 0)
    cell = arrays.object[worded] * families_n + arrays.family[worded]
    by_cell = np.lexsort((worded, cell))
    return CaseView(
        arrays.start,
        arrays.object,
        arrays.account,
        arrays.at_s,
        arrays.family,
        families_n,
        arrays.posted_s,
        arrays.day,
        arrays.author,
        arrays.is_post(),
        begin,
        acts,
        own_begin,
        arrays.object[order],
        order,
        cell[by_cell],
        worded[by_cell].astype(np.int64),
        partners.begin,
        partners.account,
        partners.since_day,
        kin.begin,
        kin.account,
        kin.since_day,
        led_s,
        density,
    )


@njit(cache=True, nogil=True)
def room(case: CaseView, widest: int, most_acts: int, rules: Rules) -> Alternatives:
    """Make room for the alternatives of any event of the case."""
    crowd_n = min(widest, 2 * rules.crowd_max) + 2
    own_n = min(most_acts, 2 * rules.own_max) + 2
    return Alternatives(
        np.empty(crowd_n),
        np.empty(crowd_n),
        np.empty((CLOCKS_N, own_n)),
        np.empty(own_n),
        np.empty((len(case.led_s), own_n)),
        np.empty(most_acts + 1),
        np.zeros(4, np.int64),
        np.zeros(CLOCKS_N, np.int64),
        np.zeros(len(case.led_s), np.int64),
    )


@njit(cache=True, nogil=True)
def set_crowd(case: CaseView, rules: Rules, x: int, kin_rows: Ints, kin_n: int, alt: Alternatives) -> None:
    """Write the crowd: events of the same post and class of lag whose accounts are not kin.

    kin_rows: sorted rows on the object of the account's partners and of those with partners in common. The
    class of lag is a sixteenth to sixteen times the event's own, widened until five are in it; of more than
    `crowd_max` every n-th is taken.
    """
    q = case.object[x]
    low, high, posted = case.start[q], case.start[q + 1], case.posted_s[q]
    lag, factor = max(1.0, case.at_s[x] - posted), rules.lag_factor
    while True:
        first = _lag_bound(case.at_s, low, high, posted, lag / factor, False)
        end = _lag_bound(case.at_s, low, high, posted, lag * factor, True)
        a = np.searchsorted(kin_rows[:kin_n], first)
        b = np.searchsorted(kin_rows[:kin_n], end)
        others = end - first - 1 - (b - a)
        if others >= rules.crowd_min or factor > 1e6:
            break
        factor *= factor
    step = max(1, int(others) // rules.crowd_max)
    n, turn, p = 0, 0, a
    for y in range(first, end):
        if p < b and kin_rows[p] == y:
            p += 1
            continue
        if y == x:
            alt.n[OWN_IN_CROWD] = n
        else:
            turn += 1
            if turn % step:
                continue
        alt.crowd[n] = case.at_s[y]
        n += 1
    alt.n[N_CROWD] = n


@njit(cache=True, nogil=True)
def _lag_bound(at_s: Floats, low: int, high: int, posted: float, lag: float, is_end: bool) -> int:
    """The first row whose lag is not below `lag` (is_end: above it)."""
    while low < high:
        mid = (low + high) // 2
        here = max(1.0, at_s[mid] - posted)
        if here < lag or (is_end and here == lag):
            low = mid + 1
        else:
            high = mid
    return low


@njit(cache=True, nogil=True)
def set_habit(case: CaseView, rules: Rules, alt: Alternatives) -> None:
    """Weigh the crowd by the account's usual times of day, relative to the population."""
    past_n = alt.n[N_PAST]
    for i in range(alt.n[N_CROWD]):
        weight = 0.0
        if past_n:
            moment = (alt.crowd[i] + ZONE_S) % WHOLE_DAY_S
            weight = times_of_day_weight(moment, alt.past_tod, past_n, rules.habit_width_s, case.density)
        alt.habit[i] = (rules.habit_pseudo + weight) / (rules.habit_pseudo + past_n)


@njit(cache=True, nogil=True)
def add_past(case: CaseView, past_n: int, row: int, alt: Alternatives) -> None:
    """Put an earlier event into the sorted times of day."""
    moment = (case.at_s[row] + ZONE_S) % WHOLE_DAY_S
    place = past_n
    while place > 0 and alt.past_tod[place - 1] > moment:
        alt.past_tod[place] = alt.past_tod[place - 1]
        place -= 1
    alt.past_tod[place] = moment
    alt.n[N_PAST] = past_n + 1


@njit(cache=True, nogil=True)
def _is_weekend(at_s: float) -> bool:
    """Whether a moment lies on a Saturday or Sunday in Beijing."""
    return _weekday(at_s) >= _SATURDAY


@njit(cache=True, nogil=True)
def _weekday(at_s: float) -> int:
    """The day of the week in Beijing; 0 is Monday."""
    return int((at_s + ZONE_S) // WHOLE_DAY_S + _EPOCH_WEEKDAY) % _WEEK


@njit(cache=True, nogil=True)
def set_own(  # noqa: C901 - one pass over the own past, compiled
    case: CaseView, rules: Rules, x: int, first: int, past_n: int, alt: Alternatives
) -> None:
    """Write the moments at which the account itself might have come: own clock, own pace, behind its leader.

    first: where its events begin in `case.acts`; the next `past_n` are half a day old or more. Own clock: the
    event moved, by less than half a day, to each earlier time of day. Own pace: the post plus each earlier
    lag (below the same author's posts if there are five). Leader: its moment here plus each earlier lag
    behind it; no entry where it did not act before.
    """
    q, moment = case.object[x], case.at_s[x]
    posted, own_tod = case.posted_s[q], (moment + ZONE_S) % WHOLE_DAY_S
    same = 0
    for z in range(first, first + past_n):
        same += case.author[case.object[case.acts[z]]] == case.author[q]
    is_any_author = same < rules.pace_author_min
    pace_n, weekday, is_weekend = 1, _weekday(moment), _is_weekend(moment)
    alt.clock[:, 0], alt.pace[0], alt.clock_n[:] = moment, moment, 1
    step = max(1, past_n // rules.own_max)
    for z in range(first, first + past_n, step):
        e = case.acts[z]
        turned = ((case.at_s[e] + ZONE_S) % WHOLE_DAY_S - own_tod + rules.past_s) % WHOLE_DAY_S
        moved = moment + turned - rules.past_s
        if moved >= posted:
            is_alike = _is_weekend(case.at_s[e]) == is_weekend
            is_recent = z >= first + past_n - rules.recent_n
            for row in range(CLOCKS_N):
                if (
                    row == ALL_DAYS
                    or (row == SAME_KIND and is_alike)
                    or (row == RECENT and is_recent)
                    or (row == SAME_WEEKDAY and _weekday(case.at_s[e]) == weekday)
                ):
                    alt.clock[row, alt.clock_n[row]] = moved
                    alt.clock_n[row] += 1
        other = case.object[e]
        if is_any_author or case.author[other] == case.author[q]:
            alt.pace[pace_n] = posted + max(0.0, case.at_s[e] - case.posted_s[other])
            pace_n += 1
    alt.n[N_PACE] = pace_n
    for place in range(len(case.led_s)):
        led_s, led_n = case.led_s[place], 0
        if led_s[x] > 0:
            alt.led[place, 0], led_n = moment, 1
            for z in range(first, first + past_n, step):
                e = case.acts[z]
                if led_s[e] > 0:
                    alt.led[place, led_n] = led_s[x] + (case.at_s[e] - led_s[e])
                    led_n += 1
        alt.led_n[place] = led_n
