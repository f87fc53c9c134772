"""From bets to one e-value an account: a mean inside a sitting, a product over sittings (METHODS 2.4).

Under each explanation the product is a non-negative martingale of mean 1: partners, habits and the others'
moments on a post are fixed by earlier days, and each bet has mean 1 (Shafer & Vovk 2019, chapter 2). A mean
of bets of one sitting has mean 1 however they depend on each other.
"""

import numpy as np
from numba import njit

from analytics.coordination.groups.alternatives import (
    N_CLOCK,
    N_CROWD,
    N_PACE,
    N_PAST,
    OWN_IN_CROWD,
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
UNLED_N = 4  # Explanations before the leaders; each leader is one more.
BEFORE, TEXT, BETS_N, SITTINGS_N, COLUMNS_N = 5, 6, 7, 8, 9
TEXT_NULLS_N = 2
_NEVER = -(2**62)


@njit(cache=True, nogil=True)
def account_scores(
    asked: Ints, case: CaseView, rules: Rules, values: ValueFunctions, widest: int, most_acts: int
) -> Floats:
    """Compute for each asked account ln e under each explanation, and what goes with it.

    Returns a row for each account: ln e of crowd, crowd x habit, own clock, own pace and leader; the least of
    the first four against earlier events alone; the text score; bets; sittings.
    """
    result = np.zeros((len(asked), COLUMNS_N))
    alt = room(case, widest, most_acts, rules)
    since = np.full(len(case.begin) - 1, np.inf)
    rank = np.zeros(len(case.begin) - 1, np.int64)
    rows, times = np.empty(widest, np.int64), np.empty(widest)
    for k in range(len(asked)):
        j = asked[k]
        partners = case.partner[case.partner_begin[j] : case.partner_begin[j + 1]]
        for r in range(len(partners)):
            since[partners[r]] = case.since_day[case.partner_begin[j] + r]
            rank[partners[r]] = r
        _one_account(j, case, rules, values, alt, since, rank, rows, times, result[k])
        since[partners] = np.inf
    return result


@njit(cache=True, nogil=True)
def _one_account(
    j: int,
    case: CaseView,
    rules: Rules,
    values: ValueFunctions,
    alt: Alternatives,
    since: Floats,
    rank: Ints,
    rows: Ints,
    times: Floats,
    result: Floats,
) -> None:
    v_n = len(values.tilts) + len(values.powers)
    nulls_n, text_v = UNLED_N + len(case.led_s), len(values.text_tilts)
    width = nulls_n * v_n
    # Sums inside the sitting, and the logarithms of the products over sittings: whole group, earlier events
    # alone, words; then each single partner.
    group, before, text = np.zeros((2, width)), np.zeros((2, width)), np.zeros((2, TEXT_NULLS_N * text_v))
    pairs = np.zeros((2, rules.pairs_max, width))
    pair_bets, has_pair = np.zeros(rules.pairs_max, np.int64), np.zeros(rules.pairs_max, np.bool_)
    now, now_text = np.ones(width), np.ones(TEXT_NULLS_N * text_v)
    one = np.empty(1)
    past_n, sitting, in_sitting, sittings_n, bets_n = 0, _NEVER, 0, 0, 0
    alt.n[N_PAST] = 0
    first = case.begin[j]
    for z in range(first, case.begin[j + 1]):
        x = case.acts[z]
        q, moment = case.object[x], case.at_s[x]
        while case.at_s[case.acts[first + past_n]] <= moment - rules.past_s:
            add_past(case, past_n, case.acts[first + past_n], alt)
            past_n += 1
        partners_n = _partners_on(j, q, x, case, since, rows)
        if partners_n == 0:
            continue
        here = int(moment // rules.sitting_s)
        if here != sitting:
            if in_sitting:
                _close_sitting(group, before, text, in_sitting, pairs, pair_bets)
            sitting, in_sitting = here, 0
            sittings_n += 1
        in_sitting += 1
        bets_n += 1
        for i in range(partners_n):
            times[i] = case.at_s[rows[i]]
        set_crowd(case, rules, x, rows, partners_n, alt)
        set_habit(case, rules, alt)
        set_own(case, rules, x, first, past_n, alt)
        is_post = case.is_post[q]
        _all_bets(times, partners_n, True, is_post, rules, values, alt, now)
        group[0] += now
        _all_bets(times, partners_n, False, is_post, rules, values, alt, now)
        before[0] += now
        text_bets(case, x, rows, partners_n, since, values.text_tilts, now_text)
        text[0] += now_text
        for i in range(partners_n):
            r = rank[case.account[rows[i]]]
            if r < rules.pairs_max:
                one[0] = times[i]
                _all_bets(one, 1, True, is_post, rules, values, alt, now)
                pairs[0, r] += now
                pair_bets[r] += 1
                has_pair[r] = True
    if in_sitting:
        _close_sitting(group, before, text, in_sitting, pairs, pair_bets)
    _write(result, v_n, text_v, group[1], before[1], text[1], pairs[1], has_pair)
    result[BETS_N], result[SITTINGS_N] = bets_n, sittings_n


@njit(cache=True, nogil=True)
def _partners_on(j: int, q: int, x: int, case: CaseView, since: Floats, rows: Ints) -> int:
    """Write the sorted rows of the partners' events on an object, and return how many there are.

    Partners of earlier days than the object's count. The shorter way is taken: over the partners, or over the
    events of the object.
    """
    begin, end, day = case.partner_begin[j], case.partner_begin[j + 1], case.day[q]
    active_n = np.searchsorted(case.since_day[begin:end], day)
    if active_n == 0:
        return 0
    low, high, n = case.start[q], case.start[q + 1], 0
    if active_n * 8 < high - low:
        for r in range(begin, begin + active_n):
            p = case.partner[r]
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
def _all_bets(
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
    either: the own clock then stands in. Where there is no leader, the explanation before it stands in.
    """
    v_n = len(values.tilts) + len(values.powers)
    crowd_n = alt.n[N_CROWD]
    gaps = np.empty(max(crowd_n, len(alt.clock)))
    ones = np.ones(len(gaps))
    for i in range(crowd_n):
        gaps[i] = nearest_gap(alt.crowd[i], times, times_n, is_two_sided)
    bet(gaps, ones, crowd_n, alt.n[OWN_IN_CROWD], values, now, CROWD * v_n)
    bet(gaps, alt.habit, crowd_n, alt.n[OWN_IN_CROWD], values, now, CROWD_HABIT * v_n)
    for null in range(OWN_CLOCK, UNLED_N + len(alt.led_n)):
        place = null - LEADER
        moments = alt.clock if null == OWN_CLOCK else alt.pace if null == OWN_PACE else alt.led[place]
        n = alt.n[N_CLOCK] if null == OWN_CLOCK else alt.n[N_PACE] if null == OWN_PACE else alt.led_n[place]
        if null == OWN_PACE and not is_post:
            n = 0
        if n == 0:
            # No pace or no leader: the explanation before them stands in.
            stand_in = OWN_PACE if null >= LEADER else OWN_CLOCK
            now[null * v_n : (null + 1) * v_n] = now[stand_in * v_n : (stand_in + 1) * v_n]
            continue
        for i in range(n):
            gaps[i] = nearest_gap(moments[i], times, times_n, is_two_sided)
        bet(gaps, ones, n, 0, values, now, null * v_n)
    if not is_post and crowd_n - 1 < rules.crowd_min:
        own = now[OWN_CLOCK * v_n : (OWN_CLOCK + 1) * v_n]
        now[:v_n] = own
        now[v_n : 2 * v_n] = own


@njit(cache=True, nogil=True)
def _close_sitting(
    group: Floats, before: Floats, text: Floats, acts_n: int, pairs: Floats, pair_bets: Ints
) -> None:
    """Multiply the mean of the sitting's bets into the products."""
    for kept in (group, before, text):
        kept[1] += np.log(kept[0] / acts_n)
        kept[0] = 0.0
    for r in range(len(pair_bets)):
        if pair_bets[r]:
            pairs[1, r] += np.log(pairs[0, r] / pair_bets[r])
            pairs[0, r] = 0.0
            pair_bets[r] = 0


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
def _write(
    result: Floats,
    v_n: int,
    text_v: int,
    group: Floats,
    before: Floats,
    text: Floats,
    pairs: Floats,
    has_pair: np.ndarray,
) -> None:
    """Write ln e of each explanation: the mean of the whole group's and of the weighted single partners'."""
    least_before, nulls_n = np.inf, len(group) // v_n
    result[LEADER] = np.inf
    for null in range(nulls_n):
        span = slice(null * v_n, (null + 1) * v_n)
        single = -np.inf
        for r in range(len(has_pair)):
            if has_pair[r]:
                single = _ln_sum(single, _ln_mean(pairs[r, span]) - np.log((r + 1.0) * (r + 2.0)))
        ln_e = _ln_mean(group[span])
        if len(has_pair):
            ln_e = _ln_sum(ln_e, single) - np.log(2.0)
        if null >= LEADER:
            result[LEADER] = min(result[LEADER], ln_e)  # Of several leaders the one that explains most.
        else:
            result[null] = ln_e
            least_before = min(least_before, _ln_mean(before[span]))
    result[BEFORE] = least_before
    result[TEXT] = min(_ln_mean(text[:text_v]), _ln_mean(text[text_v:]))
