"""How much better the moments of a member fit the bursts of the others than anything usual for it.

The score of a member is an e-value if its assumptions hold, which is not proved: a number whose mean is at
most 1 if the member acted on its own. Each bet divides the density of the other members at the moment of the
event by what is usual there, and takes the smaller of two readings of "usual":

- usual by the crowd on the post and by the habits of the account;
- usual if this moment and those of the accounts outside the group were exchanged at random among them, each
  with the odds at which the moment suits the account's habits on its other posts.

The second has mean 1 under that exchange, however the moments of the post crowd together, and says nothing
where hardly anybody outside the group acted. Leave-one-out bursts: docs/methods.md. E-values: Vovk & Wang
2021, doi:10.1214/20-AOS2020. e-BH: Wang & Ramdas 2022, doi:10.1111/rssb.12489.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from analytics.coordination.groups.activity_profile import ActivityProfile, Usual
from analytics.coordination.groups.case_arrays import CaseArrays, Floats, Ints
from analytics.model.thresholds import DEFAULT, MomentLimits


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


class _Board(NamedTuple):
    """Acts of every post, sorted by post and moment; inside[account]: place among the members, or -1."""

    start: Ints
    account: Ints
    at_s: Floats
    inside: Ints


class _Bet(NamedTuple):
    """How a bet is made: see MomentLimits. far_s: what lies farther adds nothing."""

    scales: Floats
    far_s: float
    kept_back: float
    cap: float
    others_min: int
    shrink: float
    clock_s: float


def member_e_values(
    acts: CaseArrays,
    habits: ActivityProfile,
    members: Ints,
    tasks: Ints,
    author_of: Ints,
    limits: MomentLimits = DEFAULT.moments,
) -> tuple[Floats, Floats, Ints]:
    """(ln e over all scales, ln e of each scale (members, 4), authors that counted) for each of `members`.

    members: sorted account codes of one candidate group; tasks: sorted object codes of its tasks; author_of:
        the source each object counts for (related authors share one); posts by members must have been left
        out of `tasks`.
    """
    inside = np.full(acts.accounts_n, -1, np.int64)
    inside[members] = np.arange(len(members))
    scales = np.array([s for s in limits.scales_s if s >= acts.precision_s / 3])
    bet = _Bet(
        scales,
        float(limits.far_scales * scales[-1]),
        limits.kept_back,
        limits.source_nats_max,
        limits.burst_others_min,
        limits.crowd_pseudo_n,
        limits.time_of_day_s,
    )
    board = _Board(acts.start, acts.account, acts.at_s, inside)
    usual = habits.usual(limits.habit_pseudo_n)
    per_scale, authors_n = _e_values(board, usual, bet, len(members), tasks, author_of)
    top = per_scale.max(axis=1) if len(members) else np.empty(0)
    mean = top + np.log(np.mean(np.exp(per_scale - top[:, None]), axis=1)) if len(members) else top
    return mean, per_scale, authors_n


@njit(cache=True)
def _e_values(
    board: _Board, usual: Usual, bet: _Bet, members_n: int, tasks: Ints, author_of: Ints
) -> tuple[Floats, Ints]:
    """(ln e of each member and scale, authors that counted)."""
    start, account, inside = board.start, board.account, board.inside
    scales_n = len(bet.scales)
    total = np.zeros((members_n, scales_n))
    authors_n = np.zeros(members_n, np.int64)
    # Bets of a member are added per author; tasks come sorted by author, so one running sum a member is
    # enough.
    running = np.zeros((members_n, scales_n))
    running_author = np.full(members_n, -1, np.int64)
    order = np.argsort(author_of[tasks], kind="mergesort")
    bets = np.empty(scales_n)
    widest = 0
    for o in tasks:
        widest = max(widest, start[o + 1] - start[o])
    density = np.empty((widest, scales_n))
    for x in order:
        o = tasks[x]
        low, high = start[o], start[o + 1]
        m = 0
        for e in range(low, high):
            m += inside[account[e]] >= 0
        if m - 1 < bet.others_min:
            continue
        _member_density(low, high, board, bet.scales, density)
        for e in range(low, high):
            j = inside[account[e]]
            if j < 0:
                continue
            _bets((e, low, high, m), board, usual, bet, density, bets)
            if running_author[j] != author_of[o]:
                _settle(total, running, j, bet.cap)
                running_author[j] = author_of[o]
                authors_n[j] += 1
            running[j] += bets
    for j in range(members_n):
        _settle(total, running, j, bet.cap)
    return total, authors_n


@njit(cache=True)
def _bets(
    at: tuple[int, int, int, int], board: _Board, usual: Usual, bet: _Bet, density: Floats, bets: Floats
) -> None:
    """The logarithm of the bet on an act at each scale: the density of the other members against the most
    innocent density.

    at: the act, where its post begins and ends, and the members on it.
    """
    e, low, high, m = at
    at_s, scales, pseudo = board.at_s, bet.scales, usual.pseudo
    hour, delay = usual.hour, usual.delay
    a = board.account[e]
    n_own = usual.begin[a + 1] - usual.begin[a] - 1.0  # Its other posts: its own profile without this act.
    hour_share = (max(0.0, usual.hour_of[a, hour[e]] - 0.5) + pseudo * usual.hour_all[hour[e]]) / (
        n_own + pseudo
    )
    edge = (
        delay[e] == 0 or delay[e] == len(usual.width_s) - 1
    )  # Smoothing gives the outermost bins three quarters of an act.
    delay_share = (
        max(0.0, usual.delay_of[a, delay[e]] - (0.75 if edge else 0.5)) + pseudo * usual.delay_all[delay[e]]
    ) / (n_own + pseudo)
    own_pace = delay_share / usual.width_s[delay[e]] * hour_share * 24
    mine = usual.moments[usual.begin[a] : usual.begin[a + 1]]
    time_of_day = _other_days(at_s[e], mine, bet.clock_s) / max(1.0, n_own) / (2 * bet.clock_s)
    others, crowd, dealt = np.zeros(len(scales)), np.zeros(len(scales)), np.zeros(len(scales))
    weight, elsewhere = 0.0, 0.0
    for i in range(low, high):
        gap = abs(at_s[i] - at_s[e])
        if i == e:
            continue
        if board.inside[board.account[i]] >= 0:
            others += np.exp(-gap / scales) / (2 * scales)
            continue
        w = _suits(a, i, n_own, usual)
        weight += w
        v = _suits_elsewhere(a, i, e, n_own, usual)
        elsewhere += v
        dealt += v * density[i - low]
        if gap < bet.far_s:
            near = np.exp(-gap / scales) / (2 * scales)
            crowd += w * near
            dealt -= v * near  # This act is no other member.
    common = np.maximum((crowd + bet.shrink * own_pace) / (weight + bet.shrink), max(own_pace, time_of_day))
    v = _suits_elsewhere(a, e, e, n_own, usual)
    dealt = (np.maximum(dealt, 0.0) + v * others) / (elsewhere + v)
    for s in range(len(scales)):
        by_chance = others[s] / dealt[s] if dealt[s] > 0 else 1.0
        bets[s] = np.log(
            bet.kept_back + (1 - bet.kept_back) * min(others[s] / (m - 1) / common[s], by_chance)
        )


@njit(cache=True)
def _suits(a: int, k: int, n_own: float, u: Usual) -> float:
    """How usual the hour and the delay of act k are for account a, relative to everybody."""
    hour, delay = u.hour[k], u.delay[k]
    return float(
        (u.hour_of[a, hour] + u.pseudo * u.hour_all[hour])
        / (n_own + 1 + u.pseudo)
        / u.hour_all[hour]
        * (u.delay_of[a, delay] + u.pseudo * u.delay_all[delay])
        / (n_own + 1 + u.pseudo)
        / u.delay_all[delay]
    )


@njit(cache=True)
def _suits_elsewhere(a: int, k: int, e: int, n_own: float, u: Usual) -> float:
    """The same by the habits of account a on its other posts: its act e is taken out, with what smoothing
    gave its neighbours."""
    hour, delay = u.hour[k], u.delay[k]
    turn = abs(hour - u.hour[e])
    own_hour = 0.5 if turn == 0 else 0.25 if turn in (1, 23) else 0.0
    step = abs(delay - u.delay[e])
    edge = delay == 0 or delay == u.delay_of.shape[1] - 1
    own_delay = (0.75 if edge else 0.5) if step == 0 else 0.25 if step == 1 else 0.0
    return float(
        (max(0.0, u.hour_of[a, hour] - own_hour) + u.pseudo * u.hour_all[hour])
        / (n_own + u.pseudo)
        / u.hour_all[hour]
        * (max(0.0, u.delay_of[a, delay] - own_delay) + u.pseudo * u.delay_all[delay])
        / (n_own + u.pseudo)
        / u.delay_all[delay]
    )


@njit(cache=True)
def _member_density(low: int, high: int, board: _Board, scales: Floats, density: Floats) -> None:
    """density[i - low, scale]: the kernels of all members' acts, summed at act i of the post; one pass
    forwards, one back."""
    inside, account, at_s = board.inside, board.account, board.at_s
    for s in range(len(scales)):
        run = 0.0
        for i in range(low, high):
            if i > low:
                run *= np.exp(-(at_s[i] - at_s[i - 1]) / scales[s])
            run += inside[account[i]] >= 0
            density[i - low, s] = run / (2 * scales[s])
        run = 0.0
        for i in range(high - 2, low - 1, -1):
            run = (run + (inside[account[i + 1]] >= 0)) * np.exp(-(at_s[i + 1] - at_s[i]) / scales[s])
            density[i - low, s] += run / (2 * scales[s])


@njit(cache=True)
def _other_days(moment: float, moments: Floats, within_s: float) -> int:
    """How many of `moments` lie within `within_s` of that time of day on other days."""
    near = 0
    for other in moments:
        gap = abs((other - moment + 43_200) % 86_400 - 43_200)
        near += gap <= within_s and abs(other - moment) > 43_200
    return near


@njit(cache=True)
def _settle(total: Floats, running: Floats, j: int, cap: float) -> None:
    for s in range(total.shape[1]):
        total[j, s] += min(cap, running[j, s])
        running[j, s] = 0.0
