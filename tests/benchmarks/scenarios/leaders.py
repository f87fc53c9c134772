"""Campaigns with a head: one who announces tasks, one who is not seen, one with lieutenants."""

import numpy as np

from tests.benchmarks.scenarios import voice
from tests.benchmarks.scenarios.export import LINK_MARK
from tests.benchmarks.scenarios.orders import Orders, carry_out, enlist
from tests.benchmarks.scenarios.scene import MINUTE, Array, Scene
from tests.benchmarks.scenarios.story import story
from tests.benchmarks.scenarios.work import calls, live, some, turnout

MIXED = Orders()


def _head(s: Scene, rng: np.random.Generator, role: str) -> int:
    who = enlist(s, rng, 1, role, group=s.kind + " head")
    s.accounts["weight"][who] = np.minimum(s.accounts["weight"][who], 6)
    return int(who[0])


def _begun(s: Scene, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Members, tasks, and when their orders go out."""
    told = story(s, writer_is_campaign=False)
    who = enlist(s, rng, int(rng.integers(*MIXED.size)))
    live(rng, s, who, *MIXED.life)
    posts = some(rng, told.all, int(rng.integers(*MIXED.tasks)))
    return who, posts, calls(rng, s, posts, rng.uniform(15, 120))


def announced_controller(s: Scene) -> None:
    """The head posts each task before it is done: the link, the text to send, or both."""
    rng = s.rng("group")
    who, posts, when = _begun(s, rng)
    head = _head(s, rng, "controller")
    way = int(rng.integers(0, 3))  # 0 text, 1 link, 2 both
    given = voice.spoken(voice.drafts(rng, s.posts["subject"][posts], "attack", voice.LONG))
    link = np.array([f"{LINK_MARK}{post}⟧" for post in posts], object)
    body = (given, "大家去看看 " + link, given + " " + link)[way]
    announced = rng.random(len(posts)) < rng.uniform(0.7, 1)
    rows = np.flatnonzero(announced)
    before = when[rows] - MINUTE * rng.uniform(1, 10, len(rows))
    before = np.maximum(before, s.posts["at"][posts[rows]] + 30).astype(np.int64)
    s.original(rng, np.full(len(rows), head), before, body[rows])
    when = np.maximum(when, s.posts["at"][posts] + 60)
    if way == 1:
        carry_out(s, rng, MIXED, who, posts, when)
        return
    s.drawn |= {"copy": 1.0, "tasks_n": len(posts)}
    member, call = turnout(rng, who, len(posts), 0.88)
    at = when[call] + 1 + rng.exponential(rng.uniform(20, 240), len(call))
    s.act(
        member, posts[call], at, given[call], under=-1, comment=rng.random(len(call)) < rng.choice([0, 0.5])
    )


def hidden_controller(s: Scene) -> None:
    """Orders come from outside; the head himself does a few tasks, early or late, and says nothing."""
    rng = s.rng("group")
    who, posts, when = _begun(s, rng)
    head = _head(s, rng, "hidden controller")
    carry_out(s, rng, MIXED, who, posts, when)
    rows = some(rng, np.arange(len(posts)), int(rng.integers(3, 8)))
    at = when[rows] + rng.exponential(20 * MINUTE, len(rows))
    text = voice.spoken(voice.drafts(rng, s.posts["subject"][posts[rows]], "attack"))
    s.act(np.full(len(rows), head), posts[rows], at, text)


def lieutenants(s: Scene) -> None:
    """The head acts first; each lieutenant passes it on in his own words, his cell takes it from him."""
    rng = s.rng("group")
    who, posts, when = _begun(s, rng)
    head = _head(s, rng, "controller")
    leaders = enlist(s, rng, int(rng.integers(4, 9)), "lieutenant")
    first = np.maximum(when - MINUTE, s.posts["at"][posts] + 5)
    said = voice.spoken(voice.drafts(rng, s.posts["subject"][posts], "attack"))
    s.act(np.full(len(posts), head), posts, first, said, under=-1)
    for leader, cell in zip(leaders, np.array_split(rng.permutation(who), len(leaders)), strict=True):
        doing = np.flatnonzero(rng.random(len(posts)) < 0.85)
        start = (when[doing] + rng.uniform(20, 60) + rng.exponential(200, len(doing))).astype(np.int64)
        own = voice.spoken(voice.drafts(rng, s.posts["subject"][posts[doing]], "attack"))
        s.act(np.full(len(doing), leader), posts[doing], start, own, under=head)
        member, call = turnout(rng, cell, len(doing), 0.8)
        at = start[call] + 10 + rng.exponential(rng.uniform(40, 200), len(call))
        bare = rng.random(len(call)) < rng.uniform(0, 1)
        under = np.where(rng.random(len(call)) < 0.7, leader, -1)
        s.act(member, posts[doing][call], at, np.where(bare, "", own[call]), under=under)


KINDS = {
    "announced_controller": announced_controller,
    "hidden_controller": hidden_controller,
    "lieutenants": lieutenants,
}
