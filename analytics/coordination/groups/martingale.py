"""From bets to one e-value an account: a weighted mean inside a day, a product over days.

Under each explanation the product is a non-negative martingale of mean 1: partners, habits and the others'
moments on a post are fixed by earlier days, and each bet has mean 1 (Shafer & Vovk 2019, chapter 2). A mean
of the bets on the objects of one day has mean 1 however they depend on each other: who by chance is online
with another, and reads the same list for two hours, meets it on every post of that day at once. The day is
that of the object, which is fixed beforehand, and not that of the event, which is what is asked. In the mean
an object counts as often as partners acted on it: that too is fixed, whenever the account itself came, and
what it does beside the group's posts, where it meets one or two of many partners, dilutes a day less.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from analytics.coordination.groups.alternatives import (
    CLOCKS_N,
    N_CROWD,
    N_PACE,
    N_PAST,
    OWN_IN_CROWD,
    SAME_WEEKDAY,
    Alternatives,
    CaseView,
    Rules,
    add_past,
    room,
    set_crowd,
    set_habit,
    set_own,
)
from analytics.coordination.groups.bets import ValueFunctions, bet, nearest_gap
from analytics.coordination.groups.case_arrays import Floats, Ints
from analytics.coordination.groups.text_bets import text_bets

CROWD, CROWD_HABIT, OWN_CLOCK, OWN_PACE, LEADER = range(5)
# Bets are kept in this order: crowd, crowd and habit, own pace, each own clock, leaders. Of several clocks
# the one that explains most counts; of several leaders the one that explains most in each bet.
_PACE, _CLOCK = 2, 3
NULLS_N = 5
_LED = _CLOCK + CLOCKS_N
TIMETABLE, BEFORE, TEXT, BETS_N, DAYS_N, NO_CROWD_N, COLUMNS_N = 5, 6, 7, 8, 9, 10, 11
TEXT_NULLS_N = 2


@njit(cache=True, nogil=True)
def account_scores(
    asked: Ints, case: CaseView, rules: Rules, values: ValueFunctions, widest: int, most_acts: int
) -> Floats:
    """Compute for each asked account ln e under each explanation, and what goes with it.

    Returns a row for each account: ln e of crowd, crowd x habit, own clock, own pace and leader; that of the
    timetable; the least of the first four against earlier events alone; the text score; bets; days; bets on
    posts of its own that no crowd could be laid beside.
    """
    result = np.zeros((len(asked), COLUMNS_N))
    alt = room(case, widest, most_acts, rules)
    since = np.full(len(case.begin) - 1, np.inf)
    kin_since = np.full(len(case.begin) - 1, np.inf)
    rank = np.zeros(len(case.begin) - 1, np.int64)
    rows, kin_rows, times = np.empty(widest, np.int64), np.empty(widest, np.int64), np.empty(widest)
    for k in range(len(asked)):
        j = asked[k]
        partners = case.partner[case.partner_begin[j] : case.partner_begin[j + 1]]
        for r in range(len(partners)):
            since[partners[r]] = case.since_day[case.partner_begin[j] + r]
            rank[partners[r]] = r
        kin = case.kin[case.kin_begin[j] : case.kin_begin[j + 1]]
        kin_since[kin] = case.kin_since_day[case.kin_begin[j] : case.kin_begin[j + 1]]
        _one_account(j, case, rules, values, alt, since, kin_since, rank, rows, kin_rows, times, result[k])
        since[partners] = np.inf
        kin_since[kin] = np.inf
    return result


class _Sums(NamedTuple):
    """Sums of the weighted bets of one account, by day of the object, and of their weights.

    Against all partners' events, against earlier ones alone, on words, against each single partner (by rank).
    """

    group: Floats
    before: Floats
    text: Floats
    weight: Floats
    pairs: Floats
    pair_weight: Floats


@njit(cache=True, nogil=True)
def _one_account(  # noqa: PLR0913 - compiled: arrays that are handed on
    j: int,
    case: CaseView,
    rules: Rules,
    values: ValueFunctions,
    alt: Alternatives,
    since: Floats,
    kin_since: Floats,
    rank: Ints,
    rows: Ints,
    kin_rows: Ints,
    times: Floats,
    result: Floats,
) -> None:
    text_v = len(values.text_tilts)
    v_n = text_v + len(values.powers)
    width = (_LED + 1) * v_n
    first, end = case.begin[j], case.begin[j + 1]
    days = np.unique(case.day[case.object[case.acts[first:end]]])
    sums = _Sums(
        np.zeros((len(days), width)),
        np.zeros((len(days), width)),
        np.zeros((len(days), TEXT_NULLS_N * text_v)),
        np.zeros(len(days)),
        np.zeros((rules.pairs_max, len(days), width)),
        np.zeros((rules.pairs_max, len(days))),
    )
    now, now_text, one = np.ones(width), np.ones(TEXT_NULLS_N * text_v), np.empty(1)
    past_n, bets_n, no_crowd_n, alt.n[N_PAST] = 0, 0, 0, 0
    for z in range(first, end):
        x = case.acts[z]
        q = case.object[x]
        while case.at_s[case.acts[first + past_n]] <= case.at_s[x] - rules.past_s:
            add_past(case, past_n, case.acts[first + past_n], alt)
            past_n += 1
        partners_n = _rows_of(j, q, x, case, (case.partner_begin, case.partner, case.since_day), since, rows)
        if partners_n == 0:
            continue
        day = np.searchsorted(days, case.day[q])
        weight = float(partners_n)
        for i in range(partners_n):
            times[i] = case.at_s[rows[i]]
        kin_n = _rows_of(j, q, x, case, (case.kin_begin, case.kin, case.kin_since_day), kin_since, kin_rows)
        others_n = case.start[q + 1] - case.start[q] - 1 - partners_n
        if 2 * (kin_n - partners_n) > others_n:
            set_crowd(case, rules, x, kin_rows, kin_n, alt)
        else:
            set_crowd(case, rules, x, rows, partners_n, alt)
        set_habit(case, rules, alt)
        set_own(case, rules, x, first, past_n, alt)
        _all_bets(times, partners_n, True, case.is_post[q], rules, values, alt, now)
        sums.group[day] += weight * now
        _all_bets(times, partners_n, False, case.is_post[q], rules, values, alt, now)
        sums.before[day] += weight * now
        text_bets(case, x, rows, partners_n, since, values.text_tilts, now_text)
        sums.text[day] += weight * now_text
        sums.weight[day] += weight
        bets_n += 1
        no_crowd_n += _has_no_crowd(case.is_post[q], rules, alt)
        for i in range(partners_n):
            r = rank[case.account[rows[i]]]
            if r < rules.pairs_max:
                one[0] = times[i]
                _all_bets(one, len(one), True, case.is_post[q], rules, values, alt, now)
                sums.pairs[r, day] += weight * now
                sums.pair_weight[r, day] += weight
    _write(result, v_n, text_v, sums)
    result[BETS_N], result[NO_CROWD_N] = bets_n, no_crowd_n


@njit(cache=True, nogil=True)
def _rows_of(  # noqa: PLR0913 - compiled: arrays that are handed on
    j: int, q: int, x: int, case: CaseView, of: tuple[Ints, Ints, Floats], since: Floats, rows: Ints
) -> int:
    """Write the sorted rows of the partners' events on an object, and return how many there are.

    of: the partners of all accounts, or their kin, as `Partners` holds them. Those of earlier days than the
    object's count. The shorter way is taken: over them, or over the events of the object.
    """
    begins, partner, since_day = of
    begin, end, day = begins[j], begins[j + 1], case.day[q]
    active_n = np.searchsorted(since_day[begin:end], day)
    if active_n == 0:
        return 0
    low, high, n = case.start[q], case.start[q + 1], 0
    if active_n * 8 < high - low:
        for r in range(begin, begin + active_n):
            p = partner[r]
            mine = case.own_object[case.own_begin[p] : case.own_begin[p + 1]]
            place = np.searchsorted(mine, q)
            if place < len(mine) and mine[place] == q:
                rows[n] = case.own_row[case.own_begin[p] + place]
                n += 1
        rows[:n].sort()
        return n
    for y in range(low, high):
        if y != x and since[case.account[y]] < day:
            rows[n] = y
            n += 1
    return n


@njit(cache=True, nogil=True)
def _all_bets(  # noqa: PLR0913 - compiled: arrays that are handed on
    times: Floats,
    times_n: int,
    is_two_sided: bool,
    is_post: bool,
    rules: Rules,
    values: ValueFunctions,
    alt: Alternatives,
    now: Floats,
) -> None:
    """Write the bets against one set of partners' moments under all five explanations.

    An original has no post and so no pace; with too few users outside the group its crowd says nothing
    either: the own clock then stands in. Where there is no leader, the own pace stands in.
    """
    v_n = len(values.tilts) + len(values.powers)
    crowd_n = alt.n[N_CROWD]
    gaps = np.empty(max(crowd_n, len(alt.pace)))
    ones = np.ones(len(gaps))
    for i in range(crowd_n):
        gaps[i] = nearest_gap(alt.crowd[i], times, times_n, is_two_sided)
    bet(gaps, ones, crowd_n, alt.n[OWN_IN_CROWD], values, now, CROWD * v_n)
    bet(gaps, alt.habit, crowd_n, alt.n[OWN_IN_CROWD], values, now, CROWD_HABIT * v_n)
    for row in range(CLOCKS_N):
        _own_bets(
            alt.clock[row],
            alt.clock_n[row],
            times,
            times_n,
            is_two_sided,
            gaps,
            ones,
            values,
            now,
            _CLOCK + row,
        )
    first_clock = now[_CLOCK * v_n : (_CLOCK + 1) * v_n]
    if is_post:
        _own_bets(alt.pace, alt.n[N_PACE], times, times_n, is_two_sided, gaps, ones, values, now, _PACE)
    else:
        now[_PACE * v_n : (_PACE + 1) * v_n] = first_clock
    led = now[_LED * v_n :]
    led[:] = np.inf
    for place in range(len(alt.led_n)):
        if alt.led_n[place]:
            least = led.copy()
            _own_bets(
                alt.led[place], alt.led_n[place], times, times_n, is_two_sided, gaps, ones, values, now, _LED
            )
            led[:] = np.minimum(led, least)
    if np.isinf(led[0]):
        led[:] = now[_PACE * v_n : (_PACE + 1) * v_n]
    if _has_no_crowd(is_post, rules, alt):
        now[:v_n] = first_clock
        now[v_n : 2 * v_n] = first_clock


@njit(cache=True, nogil=True)
def _has_no_crowd(is_post: bool, rules: Rules, alt: Alternatives) -> bool:
    """Whether too few accounts outside the group wrote with the same words or hashtag."""
    return not is_post and alt.n[N_CROWD] - 1 < rules.crowd_min


@njit(cache=True, nogil=True)
def _own_bets(  # noqa: PLR0913 - compiled: arrays that are handed on
    moments: Floats,
    n: int,
    times: Floats,
    times_n: int,
    is_two_sided: bool,
    gaps: Floats,
    ones: Floats,
    values: ValueFunctions,
    now: Floats,
    null: int,
) -> None:
    """Write the bets against the account's own other moments, itself the first of them."""
    for i in range(n):
        gaps[i] = nearest_gap(moments[i], times, times_n, is_two_sided)
    bet(gaps, ones, n, 0, values, now, null * (len(values.tilts) + len(values.powers)))


@njit(cache=True, nogil=True)
def _ln_products(sums: Floats, weight: Floats) -> Floats:
    """The logarithm of the product over days of the mean of each day's bets, for each kind of bet."""
    total = np.zeros(sums.shape[1])
    for day in range(len(weight)):
        if weight[day]:
            total += np.log(sums[day] / weight[day])
    return total


@njit(cache=True, nogil=True)
def _ln_mean(ln_values: Floats) -> float:
    """The logarithm of the mean of numbers that are given as logarithms."""
    top = ln_values.max()
    return float(top + np.log(np.exp(ln_values - top).mean()))


@njit(cache=True, nogil=True)
def _ln_sum(a: float, b: float) -> float:
    top = max(a, b)
    return float(top if top == -np.inf else top + np.log(np.exp(a - top) + np.exp(b - top)))


@njit(cache=True, nogil=True)
def _told(null: int) -> int:
    """The column of the result for the place in which a bet is kept."""
    if null >= _LED:
        return LEADER
    if null == _CLOCK + SAME_WEEKDAY:
        return TIMETABLE
    return OWN_CLOCK if null >= _CLOCK else OWN_PACE if null == _PACE else null


@njit(cache=True, nogil=True)
def _write(result: Floats, v_n: int, text_v: int, sums: _Sums) -> None:
    """Write ln e of each explanation: the mean of the whole group's and of the weighted single partners'."""
    group, before = _ln_products(sums.group, sums.weight), _ln_products(sums.before, sums.weight)
    text, pairs_n = _ln_products(sums.text, sums.weight), len(sums.pairs)
    pairs = np.empty((pairs_n, len(group)))
    for r in range(pairs_n):
        pairs[r] = _ln_products(sums.pairs[r], sums.pair_weight[r])
    least_before = np.inf
    result[: NULLS_N + 1] = np.inf
    for null in range(len(group) // v_n):
        span = slice(null * v_n, (null + 1) * v_n)
        single = -np.inf
        for r in range(pairs_n):
            if sums.pair_weight[r].any():
                single = _ln_sum(single, _ln_mean(pairs[r, span]) - np.log((r + 1.0) * (r + 2.0)))
        ln_e = _ln_mean(group[span])
        if pairs_n:
            ln_e = _ln_sum(ln_e, single) - np.log(2.0)
        told = _told(null)
        result[told] = min(result[told], ln_e)
        if told < LEADER:
            least_before = min(least_before, _ln_mean(before[span]))
    result[BEFORE] = least_before
    result[TEXT] = min(_ln_mean(text[:text_v]), _ln_mean(text[text_v:]))
    result[DAYS_N] = (sums.weight > 0).sum()
