"""How a group works: which posts, when the word goes out, who turns out, how late and with what words."""

from dataclasses import dataclass

import numpy as np

from tests.benchmarks.scenarios import voice
from tests.benchmarks.scenarios.population import by_day, headline
from tests.benchmarks.scenarios.scene import DAY, HOUR, MINUTE, Array, Scene, hour_of

SIZE, TASKS = (25, 61), (15, 37)


@dataclass(frozen=True)
class Plan:
    """What the seed decides of an innocent group; copy: share of acts that copy, lag_s: median lag."""

    size: int
    tasks_n: int
    copy: float
    lag_s: float
    turnout: float
    comments: float
    bare: float = 0.0  # Of the acts that copy nothing, beside those that have no words anyway.


def copy_share(rng: np.random.Generator) -> float:
    """A share from 0 to 1, either end with a chance of a fifth."""
    return float(rng.choice([0.0, rng.random(), 1.0], p=[0.2, 0.6, 0.2]))


def plan(rng: np.random.Generator, pace_min: tuple[float, float] = (2, 60)) -> Plan:
    """Draw a plan; pace_min: range of the median lag behind the call, minutes, drawn on a log scale."""
    low, high = np.log(pace_min[0]), np.log(pace_min[1])
    return Plan(
        int(rng.integers(*SIZE)),
        int(rng.integers(*TASKS)),
        copy_share(rng),
        float(MINUTE * np.exp(rng.uniform(low, high))),
        float(rng.uniform(0.35, 0.9)),
        float(rng.choice([0, rng.random()])),
        float(rng.choice([0, rng.random(), 1], p=[0.6, 0.3, 0.1])),
    )


def some(rng: np.random.Generator, posts: Array, n: int) -> Array:
    """`n` of the posts, or all if there are fewer, in their order of number."""
    return np.sort(rng.choice(posts, min(n, len(posts)), replace=False))


def calls(rng: np.random.Generator, s: Scene, posts: Array, median_min: float = 45) -> Array:
    """Moments at which the word about each post goes out: by day, minutes to hours after the post."""
    lag = MINUTE * np.minimum(median_min * rng.lognormal(0, 1, len(posts)), 24 * 60)
    return by_day(rng, s.posts["at"][posts] + lag)


def turnout(rng: np.random.Generator, who: Array, calls_n: int, share: float) -> tuple[Array, Array]:
    """Who answers which call, people of differing zeal with mean `share`: members and call numbers."""
    zeal = rng.beta(4 * share + 0.1, 4 * (1 - share) + 0.1, len(who))
    call, member = np.nonzero(rng.random((calls_n, len(who))) < zeal)
    return who[member], call


def awake(rng: np.random.Generator, at: Array) -> Array:
    """People who sleep see it in the morning, nine in ten."""
    hour = hour_of(at)
    asleep = (hour > 1) & (hour < 7) & (rng.random(len(at)) < 0.9)
    return np.where(asleep, at + (7 - hour) * HOUR + rng.exponential(50 * MINUTE, len(at)), at).astype(
        np.int64
    )


def handed_out(
    rng: np.random.Generator, s: Scene, posts: Array, mood: str, many: int, p: Plan, call: Array
) -> Array:
    """Texts for acts on calls: a share copies one of `many` texts of the call; the rest is own or bare."""
    given = voice.spoken(voice.drafts(rng, np.repeat(s.posts["subject"][posts], many), mood))
    text = given[call * many + rng.integers(0, many, len(call))]
    own = np.where(rng.random(len(call)) < p.bare, "", own_words(rng, s, posts[call], mood))
    return np.where(rng.random(len(call)) < p.copy, text, own)


def own_words(
    rng: np.random.Generator, s: Scene, post: Array, mood: str, comment: Array | bool = False
) -> Array:
    """What members say for themselves on these posts: as ordinary people, in the mood of their cause."""
    n = len(post)
    return voice.ordinary(
        rng,
        s.posts["subject"][post],
        np.full(n, mood, object),
        np.broadcast_to(comment, n),
        s.accounts["name"],
    )


def answer(
    rng: np.random.Generator, s: Scene, who: Array, posts: Array, when: Array, p: Plan, mood: str
) -> None:
    """Members answer calls as people do: log-normal lags, asleep at night, some of the handed-out words."""
    s.drawn |= {"copy": p.copy, "tasks_n": len(posts), "lag_s": p.lag_s}
    member, call = turnout(rng, who, len(posts), p.turnout)
    at = awake(rng, when[call] + p.lag_s * rng.lognormal(0, 1.1, len(call)))
    text = handed_out(rng, s, posts, mood, int(rng.integers(1, 5)), p, call)
    comment = rng.random(len(call)) < p.comments
    s.act(member, posts[call], at, text, comment=comment & (text != ""))


def live(rng: np.random.Generator, s: Scene, who: Array, low: float = 0.2, high: float = 1.2) -> None:
    """How much life of their own these accounts have, beside the group: few acts to as many as anybody."""
    s.accounts["weight"][who] = np.minimum(s.accounts["weight"][who], 12) * rng.uniform(low, high)


def camouflage(rng: np.random.Generator, s: Scene, who: Array, at: Array, many: int) -> tuple[Array, ...]:
    """`many` harmless acts a task within hours of it on recent posts: account, post, moment."""
    each = np.repeat(who, many)
    near = np.repeat(at, many) + rng.normal(0, 2 * HOUR, len(each))
    seen = np.flatnonzero(s.posts["pull"] > 0)
    seen = seen[np.argsort(s.posts["at"][seen], kind="stable")]
    place = np.searchsorted(s.posts["at"][seen], near - 30 * MINUTE)
    tried = seen[(place[:, None] - rng.integers(1, 45, (len(each), 3))).clip(0)]
    appeal = np.log(s.posts["pull"][tried]) + rng.gumbel(0, 1, tried.shape)
    post = tried[np.arange(len(each)), np.argmax(appeal, axis=1)]
    good = (s.posts["at"][post] < near) & (near < s.posts["at"][post] + 3 * DAY)
    return each[good], post[good], near[good].astype(np.int64)


def posts_by(
    rng: np.random.Generator,
    s: Scene,
    author: Array,
    mood: str = "plain",
    *,
    days: tuple[float, float] = (0, 1),
    drawn: float = 0.6,
) -> Array:
    """One post more for each entry of `author`, on one subject of its own.

    days: part of the world's days; drawn: quantile of the posts' pull.
    """
    n = len(author)
    subject = np.full(n, voice.pick(rng, s.subjects, 1)[0], object)
    begin, end = (s.start + part * (s.end - DAY - s.start) for part in days)
    at = np.sort(by_day(rng, rng.uniform(begin, end, n)))
    pull = np.quantile(s.posts["pull"][s.posts["pull"] > 0.02], drawn) * rng.lognormal(0, 0.8, n)
    return s.add_posts(
        author,
        at,
        text=headline(rng, subject, mood),
        subject=subject,
        mood=mood,
        topic=s.accounts["topic"][author],
        pull=pull,
    )


def authors(rng: np.random.Generator, s: Scene, n: int, *trades: str) -> Array:
    """`n` of the authors of these trades, with repetition where there are fewer."""
    pool = np.flatnonzero(np.isin(s.accounts["trade"], trades))
    return rng.choice(pool, n, replace=n > len(pool))
