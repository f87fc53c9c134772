"""Groups that stand by a person who is talked about: volunteers who debunk, and friends."""

import numpy as np

from tests.benchmarks.scenarios import voice
from tests.benchmarks.scenarios.crowd import say
from tests.benchmarks.scenarios.export import LINK_MARK
from tests.benchmarks.scenarios.orders import Orders, carry_out, enlist
from tests.benchmarks.scenarios.population import by_day
from tests.benchmarks.scenarios.scene import CALLED, MINUTE, Scene
from tests.benchmarks.scenarios.story import Story, story
from tests.benchmarks.scenarios.work import answer, awake, calls, live, plan, some, turnout

CAMPAIGN_SHARE = 0.6  # Of the worlds; in the others the talk is nobody's doing.


def talked_about(s: Scene, campaign_share: float = CAMPAIGN_SHARE) -> Story:
    """A target and the talk about her: by a campaign (its group is `campaign`) or by an angry crowd."""
    rng = s.rng("talk")
    told = story(s, writer_is_campaign=False)
    if rng.random() < campaign_share:
        who = enlist(s, rng, int(rng.integers(25, 61)), group="campaign")
        live(rng, s, who, 0.05, 1)
        posts = some(rng, told.all, int(rng.integers(18, 33)))
        carry_out(s, rng, Orders(), who, posts, calls(rng, s, posts, rng.uniform(15, 150)))
        return told
    people = np.flatnonzero((s.accounts["role"] == "ordinary") & (s.accounts["trade"] == ""))
    angry = rng.choice(people, int(rng.integers(200, 351)), replace=False)
    posts = told.all
    call, row = np.nonzero(rng.random((len(posts), len(angry))) < rng.beta(0.8, 5, len(angry)))
    at = s.posts["at"][posts[call]] + 50 * MINUTE * rng.lognormal(0, 1.3, len(call))
    say(s, rng, angry[row], posts[call], by_day(rng, at, 7, 24))
    return told


def debunkers(s: Scene) -> None:
    """Volunteers with a chat who deny it under one alleged post after another."""
    told = talked_about(s)
    rng = s.rng("group")
    p = plan(rng, (2, 60))
    who = s.take(rng, p.size, "debunker", CALLED, protected=True)
    live(rng, s, who)
    posts = np.r_[told.alleged, some(rng, told.about, max(p.tasks_n - len(told.alleged), 4))]
    when = calls(rng, s, posts, rng.uniform(30, 240))
    member, call = turnout(rng, who, len(posts), p.turnout)
    at = awake(rng, when[call] + p.lag_s * rng.lognormal(0, 1.1, len(call)))
    s.drawn = {"copy": p.copy, "tasks_n": len(posts), "lag_s": p.lag_s}
    subject = np.full(len(posts), told.term, object)
    given = voice.spoken(voice.drafts(rng, subject, "deny"))
    given = np.repeat(given[:1], len(given)) if rng.random() < 0.4 else given
    given = given + f" {LINK_MARK}{told.corrections[0]}⟧" if rng.random() < 0.5 else given
    own = voice.spoken(voice.drafts(rng, subject[call], "deny"))
    text = np.where(rng.random(len(call)) < p.copy, given[call], own)
    s.act(member, posts[call], at, text, comment=rng.random(len(call)) < p.comments)


def friends_of_target(s: Scene) -> None:
    """Friends with a chat who stand up for the target under her posts and the alleged ones."""
    told = talked_about(s)
    rng = s.rng("group")
    p = plan(rng, (3, 90))
    who = s.take(rng, p.size, "friend of the target", CALLED, protected=True)
    live(rng, s, who)
    posts = some(rng, np.r_[told.hers, told.alleged, told.about], p.tasks_n)
    answer(rng, s, who, posts, calls(rng, s, posts, 60), p, str(rng.choice(["deny", "praise"])))


KINDS = {"debunkers": debunkers, "friends_of_target": friends_of_target}
