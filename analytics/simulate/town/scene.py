"""The town while it is being described: who lives there, what was posted, and who passed it on."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.model.time import BEIJING_OFFSET_S
from analytics.simulate.time_of_day import HOURS
from analytics.simulate.town.voice import WORDS, chatter

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
START_S = 1_740_787_200  # 2025-03-01 00:00 Beijing.
DAYS = 30
UNDECIDED = -2  # A parent chosen when the tree is complete.
COMMUNITIES = 12


@dataclass
class Group:
    """Accounts with one part in the town. natural: people, who would be wronged by an accusation."""

    role: str
    group: str
    natural: bool
    campaign: bool


@dataclass
class Scene:
    """Everything so far. Accounts and posts are numbers; acts are kept in parts."""

    rng: np.random.Generator
    weight: Floats = field(default_factory=lambda: np.empty(0))
    community: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    shift_h: Floats = field(default_factory=lambda: np.empty(0))
    speed: Floats = field(default_factory=lambda: np.empty(0))
    client: list[str] = field(default_factory=list)
    reason: dict[int, str] = field(default_factory=dict)
    registered: dict[int, int] = field(default_factory=dict)
    part_of: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    groups: list[Group] = field(default_factory=list)
    post_author: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    post_at: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    post_community: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    post_pull: Floats = field(default_factory=lambda: np.empty(0))
    post_median_s: Floats = field(default_factory=lambda: np.empty(0))
    post_text: list[str] = field(default_factory=list)
    parts: list[pl.DataFrame] = field(default_factory=list)

    def settle(self, n: int, group: Group, *, busy: float = 1.0, client: str | None = None) -> Ints:
        """`n` new accounts with habits of their own; busy multiplies how much they take part in ordinary
        life."""
        rng = self.rng
        first = len(self.weight)
        self.weight = np.append(self.weight, busy * rng.lognormal(0, 1.2, n))
        self.community = np.append(self.community, rng.integers(0, COMMUNITIES, n))
        self.shift_h = np.append(
            self.shift_h, np.where(rng.random(n) < 0.12, rng.uniform(-9, 9, n), rng.normal(0, 1.5, n))
        )
        self.speed = np.append(self.speed, rng.lognormal(0, 0.7, n))
        pick = (len(WORDS["clients"]) * rng.random(n) ** 1.4).astype(int)
        self.client += [client or WORDS["clients"][k] for k in pick]
        self.groups.append(group)
        self.part_of = np.append(self.part_of, np.full(n, len(self.groups) - 1))
        return np.arange(first, first + n)

    def publish(
        self, author: Ints, at_s: Ints, *, pull: Floats, median_s: Floats, texts: list[str], community: Ints
    ) -> Ints:
        """New posts; pull: how much they draw; median_s: half of their reposts come sooner than this."""
        first = len(self.post_author)
        self.post_author = np.append(self.post_author, author)
        self.post_at = np.append(self.post_at, at_s)
        self.post_community = np.append(self.post_community, community)
        self.post_pull = np.append(self.post_pull, pull)
        self.post_median_s = np.append(self.post_median_s, median_s)
        self.post_text += texts
        return np.arange(first, first + len(author))

    def act(
        self,
        account: Ints,
        post: Ints | int,
        at_s: Ints,
        text: Sequence[str | None] | pl.Series | None,
        *,
        kind: str = "repost",
        task: str | None = None,
    ) -> None:
        """Acts on posts: text is one for all or one an act (null: bare)."""
        n = len(account)
        own = pl.Series("own", [text] * n if text is None or isinstance(text, str) else text, pl.String)
        self.parts.append(
            pl.DataFrame(
                {
                    "account": account,
                    "post": np.broadcast_to(post, n),
                    "at_s": np.asarray(at_s, np.int64),
                    "own": own,
                    "parent": pl.repeat(UNDECIDED, n, dtype=pl.Int64, eager=True),
                    "kind": [kind] * n,
                    "task": pl.Series([task] * n, dtype=pl.String),
                }
            )
        )

    def live(self, account: Ints, acts_n: Ints, *, kind: str = "repost", since_s: int = START_S) -> None:
        """Ordinary life: each account passes on so many posts, mostly of its own community, at its own
        hours and speed."""
        rng = self.rng
        who = np.repeat(account, acts_n)
        if not len(who):
            return
        post = _chosen(rng, self.post_pull, len(who))
        near = np.flatnonzero(rng.random(len(who)) < 0.55)
        for c in range(COMMUNITIES):
            here, theirs = near[self.community[who[near]] == c], np.flatnonzero(self.post_community == c)
            if len(here) and len(theirs):
                post[here] = theirs[_chosen(rng, self.post_pull[theirs], len(here))]
        own_post = self.post_author[post] == who
        pairs = np.unique(np.stack([who, post], 1)[~own_post], axis=0)
        again = rng.random(len(pairs)) < 0.01  # Some pass on the same post twice.
        pairs = np.concatenate([pairs, pairs[again]])
        who, post = pairs[:, 0], pairs[:, 1]
        delay = np.exp(rng.normal(np.log(self.post_median_s[post] * self.speed[who]), 1.9))
        at = self.awake(who, self.post_at[post] + np.maximum(3, delay).astype(np.int64))
        kept = (at < START_S + (DAYS + 5) * 86_400) & (at >= since_s)
        who, post, at = who[kept], post[kept], at[kept]
        self.act(who, post, at, chatter(rng, len(who)), kind=kind)

    def awake(self, who: Ints, at_s: Ints) -> Ints:
        """The moments, those in hours of an account's sleep put off until it is up."""
        at, todo = at_s.copy(), np.arange(len(at_s))
        for _ in range(10):
            hour = ((at[todo] + BEIJING_OFFSET_S) / 3600 - self.shift_h[who[todo]]) % 24
            todo = todo[self.rng.random(len(todo)) > HOURS[hour.astype(np.int64) % 24]]
            at[todo] += self.rng.exponential(5400, len(todo)).astype(np.int64)
        return at

    def moments(self, post: Ints, low_s: float, high_s: float) -> Ints:
        """A moment for each post, log-uniformly between so many seconds after it, in waking hours."""
        lag = np.exp(self.rng.uniform(np.log(low_s), np.log(high_s), len(post)))
        at = (self.post_at[post] + lag).astype(np.int64)
        night = (at + BEIJING_OFFSET_S) % 86_400 < 8 * 3600
        day: Ints = np.where(
            night, at - (at + BEIJING_OFFSET_S) % 86_400 + self.rng.integers(8 * 3600, 23 * 3600, len(at)), at
        )
        return day

    def outside_posts(self, n: int, excluded: Ints, *, most: float = 0.9) -> Ints:
        """`n` posts by authors not in `excluded`, all of different authors as far as there are enough; not
        the largest ones."""
        calm = self.post_pull <= np.quantile(self.post_pull, most)
        free = np.flatnonzero(calm & ~np.isin(self.post_author, excluded))
        order = self.rng.permutation(free)
        _, first = np.unique(self.post_author[order], return_index=True)
        rest = np.setdiff1d(np.arange(len(order)), first)
        chosen = order[np.concatenate([self.rng.permutation(first), self.rng.permutation(rest)])][:n]
        in_order: Ints = chosen[np.argsort(self.post_at[chosen])]
        return in_order


def _chosen(rng: np.random.Generator, weight: Floats, n: int) -> Ints:
    total = np.cumsum(weight)
    chosen: Ints = np.minimum(
        np.searchsorted(total, rng.random(n) * total[-1], side="right"), len(weight) - 1
    )
    return chosen
