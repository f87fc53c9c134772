"""The e-value of a member: how much better its moments fit the bursts of the others than anything usual for
it.

An e-value is a number whose mean is at most 1 if the member acted on its own; e-BH needs nothing else. Each
bet divides the density of the other members at the moment of the act by what is usual there, and is the
smaller of two: usual by the crowd on the post and the account's habits; and usual if this moment and those of
the accounts outside the group were dealt out anew among them, as often as each moment suits the account's
habits on its other posts. The second has mean 1 where chance deals, however the moments of the post crowd
together, and says nothing where hardly anybody outside the group acted. Source: METHODS of this project
(leave-one-out bursts); e-values: Vovk & Wang 2021, doi:10.1214/20-AOS2020; e-BH: Wang & Ramdas 2022,
doi:10.1111/rssb.12489.
"""

import numpy as np
from numba import njit

from analytics.coordination.acts import Acts, Floats, Ints, bin_widths_s
from analytics.coordination.habits import PSEUDO, Habits

SCALES_S = (20.0, 90.0, 400.0, 1500.0)
MIX = 0.3  # Part of each bet kept back: a single unlucky act costs at most log .3.
CAP = 4.0  # Most that one author's posts can add to the logarithm.
OTHERS_MIN = 2
SHRINK = 3.0  # Acts of the account's own profile mixed into the crowd on the post.
FAR = 12.0  # Times the widest scale: what lies farther adds nothing.
CLOCK_S = 900.0  # Half the width of "that time of day".


def member_e_values(
    acts: Acts, habits: Habits, members: Ints, tasks: Ints, author_of: Ints
) -> tuple[Floats, Floats, Ints]:
    """(ln e over all scales, ln e of each scale (members, 4), authors that counted) for each of `members`.

    members: sorted account codes of one candidate group; tasks: sorted object codes of its tasks; author_of:
        the source each object counts for (related authors share one); posts by members must have been left
        out of `tasks`.
    """
    inside = np.full(acts.accounts_n, -1, np.int64)
    inside[members] = np.arange(len(members))
    scales = np.array([s for s in SCALES_S if s >= acts.precision_s / 3])
    per_scale, authors_n = _e_values(
        inside,
        len(members),
        tasks,
        acts.start,
        acts.account,
        acts.at_s,
        author_of,
        habits.hour,
        habits.delay,
        habits.hour_of,
        habits.delay_of,
        habits.hour_all,
        habits.delay_all,
        bin_widths_s(),
        scales,
        habits.begin,
        habits.moments,
    )
    top = per_scale.max(axis=1) if len(members) else np.empty(0)
    mean = top + np.log(np.mean(np.exp(per_scale - top[:, None]), axis=1)) if len(members) else top
    return mean, per_scale, authors_n


@njit(cache=True)
def _e_values(  # type: ignore[no-untyped-def]
    inside,
    members_n,
    tasks,
    start,
    account,
    at_s,
    author_of,
    hour,
    delay,
    hour_of,
    delay_of,
    hour_all,
    delay_all,
    width_s,
    scales,
    begin,
    moments,
):
    """(ln e of each member and scale, authors that counted). inside[account]: place among the members, or
    -1."""
    scales_n = len(scales)
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
        if m - 1 < OTHERS_MIN:
            continue
        _member_density(low, high, inside, account, at_s, scales, density)
        for e in range(low, high):
            j = inside[account[e]]
            if j < 0:
                continue
            _bets(
                e,
                low,
                high,
                m,
                inside,
                account,
                at_s,
                hour,
                delay,
                hour_of,
                delay_of,
                hour_all,
                delay_all,
                width_s,
                scales,
                begin,
                moments,
                density,
                bets,
            )
            if running_author[j] != author_of[o]:
                _settle(total, running, j)
                running_author[j] = author_of[o]
                authors_n[j] += 1
            running[j] += bets
    for j in range(members_n):
        _settle(total, running, j)
    return total, authors_n


@njit(cache=True)
def _bets(  # type: ignore[no-untyped-def]
    e,
    low,
    high,
    m,
    inside,
    account,
    at_s,
    hour,
    delay,
    hour_of,
    delay_of,
    hour_all,
    delay_all,
    width_s,
    scales,
    begin,
    moments,
    density,
    bets,
):
    """The logarithm of the bet on act e at each scale: the density of the other members against the most
    innocent density."""
    a = account[e]
    n_own = begin[a + 1] - begin[a] - 1.0  # Its other posts: this act is taken out of its own profile.
    hour_share = (max(0.0, hour_of[a, hour[e]] - 0.5) + PSEUDO * hour_all[hour[e]]) / (n_own + PSEUDO)
    edge = (
        delay[e] == 0 or delay[e] == len(width_s) - 1
    )  # Smoothing gives the outermost bins three quarters of an act.
    delay_share = (
        max(0.0, delay_of[a, delay[e]] - (0.75 if edge else 0.5)) + PSEUDO * delay_all[delay[e]]
    ) / (n_own + PSEUDO)
    own_pace = delay_share / width_s[delay[e]] * hour_share * 24
    time_of_day = _other_days(at_s[e], moments[begin[a] : begin[a + 1]]) / max(1.0, n_own) / (2 * CLOCK_S)
    others, crowd, dealt = np.zeros(len(scales)), np.zeros(len(scales)), np.zeros(len(scales))
    weight, elsewhere = 0.0, 0.0
    for i in range(low, high):
        gap = abs(at_s[i] - at_s[e])
        if i == e:
            continue
        if inside[account[i]] >= 0:
            others += np.exp(-gap / scales) / (2 * scales)
            continue
        w = _suits(a, i, n_own, hour, delay, hour_of, delay_of, hour_all, delay_all)
        weight += w
        v = _suits_elsewhere(a, i, e, n_own, hour, delay, hour_of, delay_of, hour_all, delay_all)
        elsewhere += v
        dealt += v * density[i - low]
        if gap < FAR * scales[-1]:
            near = np.exp(-gap / scales) / (2 * scales)
            crowd += w * near
            dealt -= v * near  # This act is no other member.
    usual = np.maximum((crowd + SHRINK * own_pace) / (weight + SHRINK), max(own_pace, time_of_day))
    v = _suits_elsewhere(a, e, e, n_own, hour, delay, hour_of, delay_of, hour_all, delay_all)
    dealt = (np.maximum(dealt, 0.0) + v * others) / (elsewhere + v)
    for s in range(len(scales)):
        by_chance = others[s] / dealt[s] if dealt[s] > 0 else 1.0
        bets[s] = np.log(MIX + (1 - MIX) * min(others[s] / (m - 1) / usual[s], by_chance))


@njit(cache=True)
def _suits(a, k, n_own, hour, delay, hour_of, delay_of, hour_all, delay_all):  # type: ignore[no-untyped-def]
    """How usual the hour and the delay of act k are for account a, relative to everybody."""
    return (
        (hour_of[a, hour[k]] + PSEUDO * hour_all[hour[k]])
        / (n_own + 1 + PSEUDO)
        / hour_all[hour[k]]
        * (delay_of[a, delay[k]] + PSEUDO * delay_all[delay[k]])
        / (n_own + 1 + PSEUDO)
        / delay_all[delay[k]]
    )


@njit(cache=True)
def _suits_elsewhere(a, k, e, n_own, hour, delay, hour_of, delay_of, hour_all, delay_all):  # type: ignore[no-untyped-def]
    """The same by the habits of account a on its other posts: its act e is taken out, with what smoothing
    gave its neighbours."""
    turn = abs(hour[k] - hour[e])
    own_hour = 0.5 if turn == 0 else 0.25 if turn in (1, 23) else 0.0
    step = abs(delay[k] - delay[e])
    edge = delay[k] == 0 or delay[k] == delay_of.shape[1] - 1
    own_delay = (0.75 if edge else 0.5) if step == 0 else 0.25 if step == 1 else 0.0
    return (
        (max(0.0, hour_of[a, hour[k]] - own_hour) + PSEUDO * hour_all[hour[k]])
        / (n_own + PSEUDO)
        / hour_all[hour[k]]
        * (max(0.0, delay_of[a, delay[k]] - own_delay) + PSEUDO * delay_all[delay[k]])
        / (n_own + PSEUDO)
        / delay_all[delay[k]]
    )


@njit(cache=True)
def _member_density(low, high, inside, account, at_s, scales, density):  # type: ignore[no-untyped-def]
    """density[i - low, scale]: the kernels of all members' acts, summed at act i of the post; one pass
    forwards, one back."""
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
def _other_days(moment, moments):  # type: ignore[no-untyped-def]
    """How many of `moments` lie within 15 minutes of that time of day on other days."""
    near = 0
    for other in moments:
        gap = abs((other - moment + 43_200) % 86_400 - 43_200)
        near += gap <= CLOCK_S and abs(other - moment) > 43_200
    return near


@njit(cache=True)
def _settle(total, running, j):  # type: ignore[no-untyped-def]
    for s in range(total.shape[1]):
        total[j, s] += min(CAP, running[j, s])
        running[j, s] = 0.0
