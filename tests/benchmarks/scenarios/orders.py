"""Campaigns by orders: hired accounts sent to posts about one person, by the recipe of each kind."""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from tests.benchmarks.scenarios import voice, words
from tests.benchmarks.scenarios.crowd import say
from tests.benchmarks.scenarios.scene import CALLED, DAY, HOUR, Array, Scene
from tests.benchmarks.scenarios.story import Story, story
from tests.benchmarks.scenarios.work import calls, camouflage, copy_share, live, own_words, some, turnout


@dataclass(frozen=True)
class Orders:
    """A campaign's recipe; a pair is a range from which the seed draws.

    lag_s: mean of an exponential behind the order, or (is_spread) the end of a uniform one.
    words: copy (the task's text), model (one's own, by a language model), bare, slogan (one for all tasks),
    mixed (a share from 0 to 1 copies). copy: that share, if set by the recipe. reworded: share of copies.
    where: any (posts about the target), hers, small, large. life: of their own beside it, low to high.
    """

    size: tuple[int, int] = (25, 61)
    tasks: tuple[int, int] = (20, 41)
    turnout: tuple[float, float] = (0.75, 0.97)
    lag_s: tuple[float, float] = (15, 100)
    is_spread: bool = False
    words: str = "mixed"
    copy: float | None = None
    reworded: float = 0.0
    comments: float | None = None
    camouflage: int = 0
    badges: float = 0.0
    where: str = "any"
    last_days: int = 0
    life: tuple[float, float] = (0.05, 1.0)


RECIPES = {
    "copy": Orders(words="copy", copy=1.0),
    "language_model": Orders(words="model"),
    "star_reposts": Orders(words="bare", comments=0.0),
    "drip": Orders(lag_s=(12 * HOUR, 12 * HOUR), is_spread=True, turnout=(0.7, 0.95)),
    "one_victim": Orders(where="hers"),
    "half_own_words": Orders(copy=0.5),
    "badges": Orders(badges=0.1),
    "slogan": Orders(words="slogan"),
    "sleepers": Orders(last_days=5, tasks=(10, 19), life=(0.8, 1.5)),
    "L2": Orders(words="copy", copy=1.0, lag_s=(300, 300), turnout=(0.6, 0.6), reworded=0.4, camouflage=3),
    "dominant": Orders(where="small", size=(40, 61), turnout=(0.9, 0.98)),
    "comments_only": Orders(comments=1.0),
    "minority": Orders(where="large", size=(9, 15), tasks=(25, 41)),
}
HERS = ("one_victim",)


def enlist(s: Scene, rng: np.random.Generator, n: int, role: str = "hired account", **more: object) -> Array:
    """`n` accounts of the campaign: bought with a life of their own, or opened in one batch."""
    who = s.take(rng, n, role, CALLED, campaign=True, **more)
    if rng.random() < 0.4:
        fresh = who[rng.random(n) < rng.uniform(0.3, 1)]
        opened = s.start - int(rng.integers(10, 500)) * DAY
        s.accounts["registered"][fresh] = opened + rng.integers(0, 3 * DAY, len(fresh))
        s.accounts["followers"][fresh] = rng.poisson(15, len(fresh))
    return who


def pool_of(s: Scene, told: Story, where: str) -> Array:
    """The posts among which the tasks are; a `small` or `large` one is made so for the crowd too."""
    if where == "hers":
        return told.hers
    pull = s.posts["pull"]
    if where in ("small", "large"):
        pull[told.all] = np.quantile(pull[pull > 0.02], 0.05 if where == "small" else 0.985)
    return told.all


def texts(rng: np.random.Generator, s: Scene, posts: Array, call: Array, o: Orders, copy: float) -> Array:
    """What the members send, one text for each answered call."""
    subject = s.posts["subject"][posts]
    if o.words == "bare":
        return np.full(len(call), "", object)
    if o.words == "model":
        return voice.spoken(voice.drafts(rng, subject[call], "attack", voice.MIDDLE))
    if o.words == "slogan":
        return np.full(len(call), voice.pick(rng, words.SLOGAN, 1)[0], object)
    given = voice.drafts(rng, subject, "attack", voice.LONG)
    other = voice.spoken(voice.reworded(rng, given.take(call), 0.4))
    text = np.where(rng.random(len(call)) < o.reworded, other, voice.spoken(given)[call])
    return np.where(rng.random(len(call)) < copy, text, own_words(rng, s, posts[call], "attack"))


def carry_out(
    s: Scene,
    rng: np.random.Generator,
    o: Orders,
    who: Array,
    posts: Array,
    when: Array,
    under: Array | int = -1,
) -> None:
    """The members do the tasks after the orders."""
    share = float(rng.uniform(*o.turnout))
    member, call = turnout(rng, who, len(posts), share)
    if o.turnout[0] == o.turnout[1]:  # A share that the recipe fixes is everybody's.
        call, row = np.nonzero(rng.random((len(posts), len(who))) < share)
        member = who[row]
    mean = float(rng.uniform(*o.lag_s))
    lag = rng.uniform(0, mean, len(call)) if o.is_spread else rng.exponential(mean, len(call))
    copy = copy_share(rng) if o.copy is None else o.copy
    s.drawn |= {"copy": copy, "tasks_n": len(posts), "lag_s": mean}
    text = texts(rng, s, posts, call, o, copy)
    comments = float(rng.choice([0, rng.random()])) if o.comments is None else o.comments
    comment = rng.random(len(call)) < comments
    if o.comments == 1.0:
        text = np.where(text == "", voice.pick(rng, words.SHORT, len(call)), text)
    at = when[call] + 1 + lag
    s.act(member, posts[call], at, text, comment=comment & (text != ""), under=under)
    if o.camouflage:
        each, post, moment = camouflage(rng, s, member, at, o.camouflage)
        say(s, rng, each, post, moment)


def campaign(s: Scene, o: Orders) -> None:
    """A target, the talk about her, and a group with orders."""
    hers_n = int(s.rng("hers").integers(*o.tasks)) + 4 if o.where == "hers" else 0
    told = story(s, hers_n=hers_n, last_days=o.last_days)
    rng = s.rng("group")
    who = enlist(s, rng, int(rng.integers(*o.size)))
    live(rng, s, who, *o.life)
    shown = who[rng.random(len(who)) < o.badges] if o.badges else who[:0]
    s.accounts["reason"][shown] = told.term + "后援会成员"
    s.accounts["name"][shown] = s.accounts["name"][shown] + "_" + told.term[-2:]
    pool = pool_of(s, told, o.where)
    posts = some(rng, pool[s.posts["at"][pool] < s.end - DAY], int(rng.integers(*o.tasks)))
    carry_out(s, rng, o, who, posts, calls(rng, s, posts, rng.uniform(15, 180)))


KINDS = {name: partial(campaign, o=recipe) for name, recipe in RECIPES.items()}
STAR = replace(RECIPES["star_reposts"])


def star_reposts(s: Scene) -> None:
    """Bare reposts in an export without parents; in half of the worlds without anybody's words."""
    s.is_star = True
    s.is_wordless = bool(s.rng("export of reposts").random() < 0.5)
    campaign(s, STAR)


KINDS["star_reposts"] = star_reposts
