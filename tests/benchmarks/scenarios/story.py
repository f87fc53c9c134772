"""A person who is talked about: her posts, the alleged ones, corrections, and who stands by her."""

from dataclasses import dataclass

import numpy as np

from tests.benchmarks.scenarios import voice, words
from tests.benchmarks.scenarios.population import by_day, headline
from tests.benchmarks.scenarios.scene import ALONE, CALLED, DAY, HOUR, MINUTE, Array, Scene
from tests.benchmarks.scenarios.work import awake, some


@dataclass(frozen=True)
class Story:
    """The numbers of the target, of her posts, of the alleged posts, of posts about her, of corrections."""

    target: int
    term: str
    hers: Array
    alleged: Array
    about: Array
    corrections: Array

    @property
    def all(self) -> Array:
        """Posts on which one may act against her: hers, the alleged ones and those about her."""
        return np.concatenate([self.hers, self.alleged, self.about])


def story(s: Scene, *, hers_n: int = 0, writer_is_campaign: bool | None = None, last_days: int = 0) -> Story:
    """Put a target and the talk about her into the world, and note what a case would state.

    hers_n: posts of the target (0: as drawn). writer_is_campaign: whether the first alleged post is the
    campaign's (None: as drawn). last_days: the talk begins so many days before the end (0: early).
    """
    rng, a = s.rng("story"), s.accounts
    target = int(s.take(rng, 1, "target", ALONE, group="", protected=True)[0])
    a["followers"][target] = int(rng.lognormal(8, 1.5))
    term = str(voice.pick(rng, words.SURNAME, 1)[0] + voice.pick(rng, words.GIVEN, 1)[0])
    a["name"][target] = term if rng.random() < 0.5 else a["name"][target]
    begin = s.start + (int(rng.integers(4, 9)) if not last_days else s.days - last_days) * DAY
    pull = np.quantile(s.posts["pull"][s.posts["pull"] > 0.02], [0.6, 0.9, 0.97])
    subject = np.array([term], object)

    def written(author: Array, at: Array, mood: str, drawn: float, text: Array | None = None) -> Array:
        body = headline(rng, np.repeat(subject, len(author)), mood) if text is None else text
        strength = drawn * rng.lognormal(0, 0.7, len(author))
        return s.add_posts(
            author, at, text=body, subject=term, mood=mood, topic=a["topic"][author], pull=strength
        )

    many = hers_n or int(rng.integers(10, 17))
    early = s.start if not last_days else begin
    hers = written(np.full(many, target), _moments(rng, s, early, many), "plain", pull[0])
    alleged_n = int(rng.integers(8, 17))
    is_campaign = rng.random() < 0.5 if writer_is_campaign is None else writer_is_campaign
    bond, group = (CALLED, s.kind + " head") if is_campaign else (ALONE, "")
    first = s.take(rng, 1, "first writer", bond, group=group, campaign=is_campaign)
    tellers = s.take(rng, alleged_n - 1, "teller", ALONE, group="")
    at = _moments(rng, s, begin, alleged_n)
    core = voice.drafts(rng, np.repeat(subject, alleged_n), "attack", voice.LONG)
    core = core.take(np.zeros(alleged_n, np.int64))
    said = np.where(
        rng.random(alleged_n) < 0.5, voice.spoken(core), voice.spoken(voice.reworded(rng, core, 0.15))
    )
    alleged = written(np.r_[first, tellers], at, "attack", pull[2], said)
    others = rng.choice(
        np.flatnonzero(np.isin(a["trade"], ("blogger", "press", "star"))), int(rng.integers(14, 25))
    )
    about = written(others, _moments(rng, s, begin, len(others)), "attack", pull[1])
    setters = rng.choice(np.flatnonzero(np.isin(a["trade"], ("press", "authority"))), int(rng.integers(1, 4)))
    late = _moments(rng, s, begin + 2 * DAY, len(setters))
    corrections = written(setters, late, "deny", pull[2])
    s.notes.targets, s.notes.terms = [target], [term]
    s.notes.alleged, s.notes.corrections = alleged.tolist(), corrections.tolist()
    told = Story(target, term, hers, alleged, about, corrections)
    defence(s, rng, told)
    return told


def _moments(rng: np.random.Generator, s: Scene, begin: float, n: int) -> Array:
    """`n` moments by day between `begin` and a day before the end, in order; the early days hold more."""
    left = s.end - DAY - begin
    return np.sort(by_day(rng, begin + left * rng.beta(0.9, 1.5, n)))


def defence(s: Scene, rng: np.random.Generator, told: Story) -> None:
    """The target answers under alleged posts, and some people deny what is said, each alone."""
    answered = some(rng, told.alleged, int(rng.integers(3, 9)))
    at = awake(rng, s.posts["at"][answered] + 40 * MINUTE * rng.lognormal(0, 1.2, len(answered)))
    own = voice.spoken(voice.drafts(rng, np.full(len(answered), told.term, object), "deny"))
    own = np.repeat(own[:1], len(own)) if rng.random() < 0.4 else own
    s.act(np.full(len(answered), told.target), answered, at, own, comment=True)
    who = s.take(rng, int(rng.integers(6, 16)), "denier", ALONE, group="", protected=True)
    deny(s, rng, who, told, 4 * HOUR)


def deny(s: Scene, rng: np.random.Generator, who: Array, told: Story, lag_s: float) -> None:
    """These accounts deny it now and then under alleged posts, some in the words of a correction."""
    each = np.repeat(who, 1 + rng.poisson(2, len(who)))
    post = rng.choice(told.alleged, len(each))
    at = awake(rng, s.posts["at"][post] + lag_s * rng.lognormal(0, 1.3, len(each)))
    text = voice.spoken(voice.drafts(rng, np.full(len(each), told.term, object), "deny"))
    quoted = s.posts["text"][rng.choice(told.corrections, len(each))]
    quoted = np.array([one.split("】")[1][:60] for one in quoted], object)
    late = at > s.posts["at"][told.corrections].min()
    s.act(
        each,
        post,
        at,
        np.where(late & (rng.random(len(each)) < 0.3), quoted, text),
        comment=rng.random(len(each)) < 0.7,
    )
