"""Campaigns of other shapes: one act each, paid tasks, in a storm, two platforms, posts of their own."""

import numpy as np

from tests.benchmarks.scenarios import voice
from tests.benchmarks.scenarios.crowd import say
from tests.benchmarks.scenarios.orders import Orders, carry_out, enlist
from tests.benchmarks.scenarios.population import by_day, profile
from tests.benchmarks.scenarios.scene import DAY, HOUR, MINUTE, Scene
from tests.benchmarks.scenarios.story import story
from tests.benchmarks.scenarios.work import calls, copy_share, live, own_words, posts_by, some

ONE_SHOT_N, ONE_SHOT_POSTS = 840, 30
HIRED_TURNOUT = (0.25, 0.6)


def one_shot(s: Scene) -> None:
    """840 accounts that act once each, 28 on each of 30 posts, and never again."""
    rng = s.rng("group")
    told = story(s)
    s.add_accounts(ONE_SHOT_N, **profile(rng, s, ONE_SHOT_N))
    who = enlist(s, rng, ONE_SHOT_N, "one-shot account")
    s.accounts["weight"][who] = 0
    others = np.flatnonzero((s.accounts["role"] == "ordinary") & (s.accounts["trade"] == ""))
    wrote = np.isin(s.posts["author"], who)
    s.posts["author"][wrote] = rng.choice(others, wrote.sum())
    posts = some(rng, told.all, ONE_SHOT_POSTS)
    call = np.arange(ONE_SHOT_N) % len(posts)
    when = calls(rng, s, posts, 60)
    at = when[call] + rng.exponential(rng.uniform(60, 400), ONE_SHOT_N)
    given = voice.spoken(voice.drafts(rng, s.posts["subject"][posts], "attack", voice.LONG))
    share = copy_share(rng)
    s.drawn |= {"copy": share, "tasks_n": len(posts)}
    copied = rng.random(ONE_SHOT_N) < share
    text = np.where(copied, given[call], own_words(rng, s, posts[call], "attack"))
    last = s.posts["at"][posts[call]] + 60  # Nobody's only act may fall out of the world's days.
    s.act(who, posts[call], np.where(at < s.end, at, np.minimum(last, s.end - 1)), text, under=-1)


def for_hire(s: Scene) -> None:
    """People paid by the task, who take some of a long list of many authors' posts."""
    rng = s.rng("group")
    told = story(s, writer_is_campaign=False)
    who = enlist(s, rng, int(rng.integers(25, 61)), "paid person")
    s.accounts["natural"][who] = True
    live(rng, s, who, 0.3, 1.2)
    others = some(rng, s.by("press", "star", "blogger", "firm", "authority"), int(rng.integers(28, 41)))
    posts = np.r_[some(rng, told.hers, 3), others]
    order = Orders(turnout=HIRED_TURNOUT, lag_s=(10 * MINUTE, 40 * MINUTE))
    carry_out(s, rng, order, who, posts, calls(rng, s, posts, 120), under=-2)


def organic_storm(s: Scene) -> None:
    """The campaign works on posts where hundreds are angry by themselves in the same hours."""
    rng = s.rng("group")
    told = story(s)
    who = enlist(s, rng, int(rng.integers(25, 61)))
    live(rng, s, who)
    posts = some(rng, np.r_[told.alleged, told.about], int(rng.integers(18, 31)))
    people = np.flatnonzero((s.accounts["role"] == "ordinary") & (s.accounts["trade"] == ""))
    angry = rng.choice(people, int(rng.integers(300, 501)), replace=False)
    zeal = rng.beta(0.8, 3, len(angry))
    call, row = np.nonzero(rng.random((len(posts), len(angry))) < zeal)
    at = by_day(rng, s.posts["at"][posts[call]] + 50 * MINUTE * rng.lognormal(0, 1.2, len(call)), 7, 24)
    say(s, rng, angry[row], posts[call], at)
    order = Orders(lag_s=(30, 240))
    carry_out(s, rng, order, who, posts, calls(rng, s, posts, 40))


def two_platforms(s: Scene) -> None:
    """Two groups under one command: reposts on weibo, comments on douyin, same texts, same minutes."""
    rng = s.rng("group")
    told = story(s)
    a = s.accounts
    moved = np.flatnonzero((a["role"] == "ordinary") & (rng.random(s.accounts_n) < 0.35))
    moved = np.setdiff1d(moved, s.posts["author"][s.posts["pull"] > 0.02])
    a["platform"][moved], a["client"][moved] = "douyin", "抖音"
    here = enlist(s, rng, int(rng.integers(25, 46)))
    there = enlist(s, rng, int(rng.integers(25, 46)), platform="douyin")
    live(rng, s, np.r_[here, there])
    posts = some(rng, told.all, int(rng.integers(18, 31)))
    uploaders = rng.choice(np.setdiff1d(moved, there), 12, replace=False)
    videos = posts_by(rng, s, rng.choice(uploaders, 120), drawn=0.6)
    hit = rng.choice(videos, len(posts), replace=False)
    when = calls(rng, s, posts, 60)
    s.posts["at"][hit] = np.maximum(s.posts["at"][posts] - rng.integers(-600, 7200, len(posts)), s.start)
    when = np.maximum(when, s.posts["at"][hit] + MINUTE)
    s.posts["subject"][hit], s.posts["mood"][hit] = told.term, "attack"
    s.posts["text"][hit] = voice.spoken(voice.drafts(rng, s.posts["subject"][hit], "attack", voice.LONG))
    given = voice.spoken(voice.drafts(rng, s.posts["subject"][posts], "attack", voice.LONG))
    share = copy_share(rng)
    s.drawn |= {"copy": share, "tasks_n": len(posts)}
    for who, where, is_comment in ((here, posts, False), (there, hit, True)):
        call, row = np.nonzero(rng.random((len(where), len(who))) < 0.88)
        own = own_words(rng, s, where[call], "attack", is_comment)
        text = np.where(rng.random(len(call)) < share, given[call], own)
        at = when[call] + rng.exponential(rng.uniform(30, 120), len(call))
        s.act(who[row], where[call], at, text, comment=is_comment, under=-1)


def hashtag_originals(s: Scene) -> None:
    """Each task is a hashtag to which members write posts of their own within minutes."""
    rng = s.rng("group")
    told = story(s)
    who = enlist(s, rng, int(rng.integers(25, 61)))
    live(rng, s, who)
    tasks_n = int(rng.integers(12, 25))
    day = np.sort(rng.choice(np.arange(6, s.days - 1), tasks_n, replace=tasks_n > s.days - 8))
    when = by_day(rng, s.start + day * DAY + rng.uniform(9, 22, tasks_n) * HOUR)
    tag = np.array(
        [f"#{told.term}{word}#" for word in ("请回应", "真相", "欠一个道歉", "到底怎么回事")], object
    )
    tag = tag[rng.integers(0, len(tag), tasks_n)]
    call, row = np.nonzero(rng.random((tasks_n, len(who))) < rng.uniform(0.7, 0.95))
    at = when[call] + rng.exponential(rng.uniform(30, 400), len(call))
    ok = at < s.end
    call, row, at = call[ok], row[ok], at[ok]
    subject = np.full(tasks_n, told.term, object)
    given = voice.spoken(voice.drafts(rng, subject, "attack"))
    own = voice.spoken(voice.drafts(rng, subject[call], "attack"))
    share = copy_share(rng)
    s.drawn |= {"copy": share, "tasks_n": tasks_n}
    text = tag[call] + " " + np.where(rng.random(len(call)) < share, given[call], own)
    s.original(rng, who[row], at, text, subject=told.term, mood="attack")
    used = rng.choice(len(tag), 90)  # Ordinary people take the hashtags up too, hours later and one by one.
    others = rng.choice(np.flatnonzero(s.accounts["role"] == "ordinary"), 90)
    later = by_day(rng, when[used % tasks_n] + HOUR * rng.lognormal(1.5, 1, 90))
    said = tag[used] + voice.spoken(voice.drafts(rng, np.full(90, "", object), "plain"))
    early = later < s.end
    s.original(rng, others[early], later[early], said[early], subject=told.term)


KINDS = {
    "one_shot": one_shot,
    "for_hire": for_hire,
    "organic_storm": organic_storm,
    "two_platforms": two_platforms,
    "hashtag_originals": hashtag_originals,
}
