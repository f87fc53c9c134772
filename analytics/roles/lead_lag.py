"""Who acts before a group's bursts: hits, and how likely so many are for one of the public or for a member.

The null is the most innocent of three: the event falls anywhere in the cascade of that post; it falls where
the account's own reactions fall on other posts; for a member, any member may be the first. The sum over the
posts is Poisson-binomial (docs/methods.md).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.model.thresholds import DEFAULT, RoleLimits
from analytics.roles.grading import poisson_binomial_sf

TESTS_EACH = len(RoleLimits.lead_windows_s) * 2

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Posts:
    """Acts on a group's tasks, sorted by post and moment: post, account (codes), at_s, width_s, delay_s since
    the post.

    start: where each post begins, and the end. posted_s: moment of each post.
    """

    post: Ints
    account: Ints
    at_s: Floats
    width_s: Floats
    start: Ints
    posted_s: Floats


@dataclass(frozen=True)
class LeadLag:
    """account leads: hits (posts), of (posts on which it could), median seconds ahead, p not corrected, p
    without the best hit."""

    account: int
    posts: list[int]
    of: int
    ahead_s: float
    p: float
    p_left: float


def leaders(
    posts: Posts,
    members: NDArray[np.bool_],
    delays: dict[int, Floats],
    usual: Floats,
    limits: RoleLimits = DEFAULT.roles,
) -> tuple[list[LeadLag], int]:
    """Accounts with three or more hits for the best of six readings (three windows, two beginnings), and how
    many were tested.

    members: flag an account code. delays: sorted delays of an account on other posts. usual: sorted delays of
        the public here.
    """
    ground = _Ground(posts, members, delays, usual, limits)
    rows = [_openings(posts, k, members) for k in range(len(posts.start) - 1)]
    seen = np.bincount(
        np.unique(np.stack([posts.account, posts.post], 1), axis=0)[:, 0], minlength=len(members)
    )
    tested = np.flatnonzero(seen >= limits.lead_posts_min)
    best: dict[int, LeadLag] = {}
    for window in limits.lead_windows_s:
        for early in (False, True):
            for led in _one(ground, rows, window, early):
                if led.account not in best or led.p < best[led.account].p:
                    best[led.account] = led
    return [best[a] for a in sorted(best)], len(tested)


@dataclass(frozen=True)
class _Opening:
    """One post: rows of its acts, moments of members (sorted) and of others (sorted)."""

    low: int
    high: int
    mine: Floats
    public: Floats


def _openings(posts: Posts, k: int, members: NDArray[np.bool_]) -> _Opening:
    low, high = int(posts.start[k]), int(posts.start[k + 1])
    inside = members[posts.account[low:high]]
    at = posts.at_s[low:high]
    return _Opening(low, high, at[inside], at[~inside])


@dataclass(frozen=True)
class _Ground:
    """What every reading is made on: see `leaders`."""

    posts: Posts
    members: NDArray[np.bool_]
    delays: dict[int, Floats]
    usual: Floats
    limits: RoleLimits


def _one(ground: _Ground, rows: list[_Opening], window: float, early: bool) -> list[LeadLag]:
    posts, members, limits = ground.posts, ground.members, ground.limits
    seen: list[tuple[Any, ...]] = []
    for k, o in enumerate(rows):
        n = len(o.mine)
        r = max(1, int(np.ceil(limits.lead_early_share * n))) if early else 1
        if n < max(limits.lead_others_min, r + 1):
            continue
        who, at, width = (x[o.low : o.high] for x in (posts.account, posts.at_s, posts.width_s))
        inside = members[who]
        others_n = n - inside
        first = np.where(
            inside & (at <= o.mine[r - 1]), o.mine[min(r, n - 1)], o.mine[r - 1]
        )  # The r-th act of the others.
        early_by = first - at
        crowd = np.searchsorted(o.public, first) - np.searchsorted(o.public, first - window)
        outside = (~inside) & (early_by > 0) & (early_by <= window)
        among = np.where(inside, r / n, (crowd - outside + 1) / (len(o.public) - (~inside) + 2))
        ok = others_n >= limits.lead_others_min
        is_hit = (early_by >= width) & (early_by <= window)
        since = first - posts.posted_s[k]
        seen.append(
            (
                who[ok],
                np.clip(among, 0, 1)[ok],
                is_hit[ok],
                early_by[ok],
                np.full(int(ok.sum()), k),
                since[ok],
            )
        )
    if not seen:
        return []
    columns: list[Any] = [np.concatenate([row[c] for row in seen]) for c in range(6)]
    who, q, hit, gap, place, begin = columns
    order = np.argsort(who, kind="stable")
    who, q, hit, gap, place, begin = (x[order] for x in (who, q, hit, gap, place, begin))
    found = []
    edges = np.flatnonzero(np.diff(who, prepend=-1, append=-1))
    often = np.add.reduceat(hit, edges[:-1], dtype=np.int64) >= limits.lead_posts_min
    for low, high in zip(edges[:-1][often].tolist(), edges[1:][often].tolist(), strict=True):
        part = np.arange(low, high)
        hits = part[hit[part]]
        a = int(who[low])
        own = ground.delays.get(a, ground.usual[:0])
        pace = _own_pace((own, ground.usual), begin[part], window, limits.lead_pseudo_n)
        share = np.maximum(q[part], pace)
        won = np.searchsorted(part, hits)
        left = np.delete(share, won[np.argmin(share[won])])
        found.append(
            LeadLag(
                a,
                place[hits].tolist(),
                len(part),
                float(np.median(gap[hits])),
                poisson_binomial_sf(share, len(hits)),
                poisson_binomial_sf(left, len(hits) - 1),
            )
        )
    return found


def _own_pace(delays: tuple[Floats, Floats], since: Floats, window: float, pseudo: float) -> Floats:
    """The share of an account's reactions that fall into the window before each burst: its other posts, and
    `pseudo` acts of the public. delays: its own and the public's, sorted."""
    own, usual = delays

    def below(delays: Floats, moment: Floats) -> Floats:
        return np.searchsorted(delays, moment).astype(np.float64)

    mine = below(own, since) - below(own, since - window)
    public = (below(usual, since) - below(usual, since - window) + 1) / (len(usual) + 2)
    share: Floats = (mine + pseudo * public) / (len(own) + pseudo)
    return share
