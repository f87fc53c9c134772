"""Tools of people unknown to one another: an app's ready text, feeds of one source, pollers."""

import numpy as np

from tests.benchmarks.scenarios import voice
from tests.benchmarks.scenarios.crowd import sessions
from tests.benchmarks.scenarios.habits import newest
from tests.benchmarks.scenarios.scene import ALONE, FOLLOWS, MINUTE, Scene
from tests.benchmarks.scenarios.work import authors, live, posts_by, some, turnout


def app_texts(s: Scene) -> None:
    """People who share with one app when they please; it puts down its words, with or without a title."""
    rng = s.rng("group")
    who = s.take(rng, int(rng.integers(25, 61)), "app user", ALONE)
    live(rng, s, who)
    member, at = sessions(rng, s, 60_000)
    mine = np.isin(member, who)
    member, at = member[mine], at[mine]
    if len(member) > 60 * len(who):
        kept = rng.choice(len(member), 60 * len(who), replace=False)
        member, at = member[kept], at[kept]
    post = newest(rng, s, at)
    member, at, post = member[post >= 0], at[post >= 0], post[post >= 0]
    _, once = np.unique(post * s.accounts_n + member, return_index=True)
    member, at, post = member[once], at[once], post[once]
    app = "（来自 @" + str(voice.pick(rng, s.accounts["name"], 1)[0][:3]) + "客户端）"
    title = np.array([text.split("】")[0] + "】" for text in s.posts["text"][post]], object)
    ready = "我正在看这条，分享给你 " if rng.random() < 0.5 else "分享 " + title
    own = voice.ordinary(
        rng, s.posts["subject"][post], s.posts["mood"][post], np.zeros(len(post), bool), s.accounts["name"]
    )
    s.act(member, post, at, np.where(rng.random(len(post)) < rng.uniform(0.4, 1), ready + app, own))


def feeds(s: Scene) -> None:
    """Accounts wired to one visible source: what it posts, they pass on within seconds or minutes."""
    rng = s.rng("group")
    n = int(rng.integers(8, 41))
    who = s.take(rng, n, "feed", FOLLOWS, natural=False)
    s.accounts["weight"][who] = 0
    source = authors(rng, s, 1, "press")
    posts = posts_by(rng, s, np.repeat(source, int(rng.integers(25, 71))), drawn=0.5)
    member, call = turnout(rng, who, len(posts), rng.uniform(0.6, 1))
    delay = rng.choice([3, 20, 90], n)[np.searchsorted(who, member)]
    at = s.posts["at"][posts[call]] + 1 + delay * rng.lognormal(0, 0.5, len(call))
    title = np.array([text.split("】")[0] + "】" for text in s.posts["text"][posts]], object)
    text = title[call] if rng.random() < 0.5 else np.full(len(call), "", object)
    s.act(member, posts[call], at, text, under=-1, client="聚合同步")


def pollers(s: Scene) -> None:
    """Tools that ask a list of authors on a clock, each its own list and clock; the lists overlap."""
    rng = s.rng("group")
    n = int(rng.integers(25, 61))
    who = s.take(rng, n, "poller", ALONE, natural=False)
    s.accounts["weight"][who] = 0
    pool = s.by("press", "authority", "star", "firm", "blogger")
    listed = np.unique(s.posts["author"][pool])
    liked = rng.random((n, len(listed))) < rng.uniform(0.1, 0.5, (n, 1))
    seen = some(rng, pool, len(pool))
    member, post = np.nonzero(liked[:, np.searchsorted(listed, s.posts["author"][seen])])
    kept = rng.random(len(member)) < min(1, 40 * n / max(len(member), 1))
    member, post = member[kept], seen[post[kept]]
    tick = MINUTE * rng.choice([5, 10, 15, 30, 60], n)[member]
    phase = np.where(rng.random(n) < 0.4, 0, rng.integers(0, 3600, n))[member]
    at = np.ceil((s.posts["at"][post] + 1 - phase) / tick) * tick + phase + rng.exponential(2, len(member))
    s.act(who[member], post, at, under=-1, client="开放平台应用")


KINDS = {"app_texts": app_texts, "feeds": feeds, "pollers": pollers}
