"""Ordinary acts: people open the app in sessions and pass on what their circle shows them, or are caught live by a fresh post.

Fitted to 300 real cascades: median lag of a cascade 4.3 h (quartiles 1.5 h and 12.5 h), log lag spread 2.4 in all, 4 % of acts by
somebody who acted on the post before, 9 % of longer own texts a near copy of another in the same cascade (of single cascades up to 94 %).
"""

import numpy as np

from tests.benchmarks.foreign import speech
from tests.benchmarks.foreign.scene import DAY, HOUR, HOURS, TRIBES, Scene, hour_of

MEDIAN_LAG_S, BETWEEN, WITHIN = 14_000, 1.45, 2.15  # Sessions add the rest of the delay.
LIVE_SHARE, OWN_TRIBE, CANDIDATES = 0.45, 0.7, 4
AGAIN_KEPT = 0.35
QUOTED_LENGTH = 12


class Circle:
    """Draws accounts by weight from a tribe or a whole platform."""

    def __init__(self, s: Scene) -> None:
        key = s.platform[s.tribe] * TRIBES + s.tribe
        self.order = np.argsort(key, kind="stable")
        self.mass = np.r_[0, np.cumsum(s.weight[self.order])]
        self.key = key[self.order]

    def draw(
        self, rng: np.random.Generator, platform: np.ndarray, tribe: np.ndarray, own: np.ndarray
    ) -> np.ndarray:
        low = np.where(own, platform * TRIBES + tribe, platform * TRIBES)
        high = np.where(own, platform * TRIBES + tribe + 1, (platform + 1) * TRIBES)
        a, b = (self.mass[np.searchsorted(self.key, edge)] for edge in (low, high))
        return self.order[
            np.searchsorted(self.mass, a + (b - a) * rng.random(len(a)), side="right").clip(
                1, len(self.order)
            )
            - 1
        ]


def sessions(rng: np.random.Generator, s: Scene) -> tuple[np.ndarray, int]:
    """When each account opens the app: sorted keys account * span + seconds since the start, and the span."""
    rate = (1.2 + 4 * np.minimum(s.weight, 3)) * (0.35 if len(s.tribe) > 20_000 else 1)
    who = np.repeat(np.arange(len(s.tribe)), rng.poisson(rate * s.days))
    hour = (rng.choice(24, len(who), p=HOURS / HOURS.sum()) + rng.random(len(who)) + s.chrono[who]) % 24
    since = (rng.integers(0, s.days, len(who)) + hour / 24) * DAY
    span = (s.days + 2) * DAY
    return np.sort(who * span + since.astype(np.int64)), span


def crowd(s: Scene, n: int) -> None:
    """About `n` ordinary acts (those that end after the world's last day are lost)."""
    rng = s.rng("crowd")
    mass = np.cumsum(s.pull)
    post = np.searchsorted(mass, rng.random(n) * mass[-1])
    median = MEDIAN_LAG_S * rng.lognormal(0, BETWEEN, len(s.at))
    wish = s.at[post] + median[post] * rng.lognormal(0, WITHIN, n)
    tribe = s.tribe[s.author[post]]
    platform, own = s.platform[tribe], rng.random(n) < OWN_TRIBE
    circle, (keys, span) = Circle(s), sessions(rng, s)
    who, at = circle.draw(rng, platform, tribe, own), np.full(n, np.inf)
    for k in range(CANDIDATES):
        one = circle.draw(rng, platform, tribe, own) if k else who
        place = np.searchsorted(keys, one * span + (np.minimum(wish, s.end) - s.start).astype(np.int64))
        place = np.minimum(place, len(keys) - 1)
        moment = np.where(keys[place] // span == one, s.start + keys[place] % span, np.inf)
        better = moment < at
        who, at = np.where(better, one, who), np.where(better, moment, at)
    up = (HOURS[(hour_of(wish) - s.chrono[who]).astype(int) % 24] / 0.045) ** 1.5
    live = (rng.random(n) < LIVE_SHARE) & (rng.random(n) < up)
    at = np.where(live, wish, at + rng.exponential(200, n))
    good = np.flatnonzero(at < s.end)
    good = good[np.argsort(at[good], kind="stable")]
    _, first = np.unique(post[good] * len(s.tribe) + who[good], return_index=True)
    again = np.ones(len(good), bool)
    again[first] = False
    good = good[~again | (rng.random(len(good)) < AGAIN_KEPT)]
    say(s, rng, who[good], post[good], at[good])


def say(
    s: Scene,
    rng: np.random.Generator,
    who: np.ndarray,
    post: np.ndarray,
    at: np.ndarray,
    under: np.ndarray | int = -2,
) -> None:
    """Adds these acts with the words and the kind (repost or comment) that ordinary people give them; sorted by time."""
    comment = (rng.random(len(who)) < s.comment_share) | (s.platform[s.tribe[who]] == 1)
    text = np.full(len(who), "", object)
    for kind in (False, True):
        rows = np.flatnonzero(comment == kind)
        text[rows] = speech.ordinary(rng, s.subject[post[rows]], comment[rows], s.name)
    s.act(who, post, at, _echoed(s, rng, post, text), comment, under)


def _echoed(s: Scene, rng: np.random.Generator, post: np.ndarray, text: np.ndarray) -> np.ndarray:
    """Some quote a sentence of the post, some take over what another said on it; on a few posts nearly everybody does."""
    taste = rng.beta(0.35, 3.3, len(s.at))
    long = np.flatnonzero(np.array([len(t) for t in text]) >= QUOTED_LENGTH)
    out, hit = text.copy(), long[rng.random(len(long)) < taste[post[long]]]
    order = long[np.argsort(post[long], kind="stable")]
    low = np.searchsorted(post[order], post[hit])
    before = np.array(
        [
            np.searchsorted(order[a:b], h)
            for a, b, h in zip(low, np.searchsorted(post[order], post[hit], side="right"), hit, strict=True)
        ],
        np.int64,
    )
    other = (
        order[
            np.minimum(
                low + (rng.random(len(hit)) ** 2 * np.maximum(before, 1)).astype(np.int64), len(order) - 1
            )
        ]
        if len(hit)
        else hit
    )
    quote = rng.random(len(hit)) < 0.45
    for row, source, is_quote in zip(hit, other, quote, strict=True):
        body = s.post_text[post[row]].split("】", 1)[1]
        out[row] = body.split("。")[0].split("！")[0][:60] if is_quote else out[source]
    return out


def muster(
    rng: np.random.Generator, who: np.ndarray, when: np.ndarray, share: np.ndarray | float
) -> tuple[np.ndarray, np.ndarray]:
    """Who follows which call: rows (members, calls), each with chance `share` (one number, by member, or calls x members)."""
    call, member = np.nonzero(rng.random((len(when), len(who))) < share)
    return who[member], call


def awake(rng: np.random.Generator, s: Scene, who: np.ndarray, at: np.ndarray) -> np.ndarray:
    """People who sleep see it in the morning: moments between about 1 and 7 (later for owls) move behind it, nine in ten."""
    local = (hour_of(at) - s.chrono[who]) % 24
    asleep = (local > 1.5) & (local < 7) & (rng.random(len(at)) < 0.9)
    return np.where(asleep, at + (7 - local) * HOUR + rng.exponential(2400, len(at)), at)
