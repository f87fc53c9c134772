"""Innocents who fall together by a clock, a source, a habit or the news: machines, schedulers, hunters, followers, memes, readers."""

import numpy as np

from tests.benchmarks.foreign import speech, words
from tests.benchmarks.foreign.called import copy_texts, mixed, some
from tests.benchmarks.foreign.crowd import awake, muster, say
from tests.benchmarks.foreign.scene import DAY, HOUR, Scene, hour_of, pick


def machines(s: Scene) -> None:
    """Feeds that pass on a few sources within seconds, and pollers that ask many sources on a tick of their own."""
    rng = s.rng("machines")
    authors = np.unique(s.author[s.by("media", "local", "firm", "celebrity")])
    for k in range(int(rng.integers(3, 6))):
        who = s.take(rng, int(rng.integers(4, 9)), "feed", f"feed {k}", natural=False)
        s.weight[who] = 0
        posts = np.flatnonzero(np.isin(s.author, rng.choice(authors, int(rng.integers(2, 7)), replace=False)))
        who_, call = muster(rng, who, posts, rng.uniform(0.6, 1, len(who)))
        text = (
            np.where(rng.random() < 0.5, "", s.post_text[posts[call]])
            if rng.random() < 0.6
            else "【转】" + s.subject[posts[call]]
        )
        s.act(
            who_,
            posts[call],
            s.at[posts[call]] + rng.uniform(1, 4) + rng.exponential(4, len(call)),
            text,
            under=-1,
            client="定时同步",
        )
    for k in range(int(rng.integers(3, 6))):
        who = s.take(rng, int(rng.integers(3, 8)), "poller", f"poller {k}", natural=False)
        s.weight[who] = 0
        posts = np.flatnonzero(
            np.isin(s.author, rng.choice(authors, int(rng.integers(25, 60)), replace=False))
        )
        tick = int(rng.choice([300, 420, 600, 900, 1800]))
        phase = rng.integers(0, tick) + (0 if rng.random() < 0.5 else rng.integers(0, 90, len(who)))
        who_, call = muster(rng, who, posts, rng.uniform(0.2, 0.5))
        shift = phase if np.ndim(phase) == 0 else phase[np.searchsorted(who, who_)]
        at = (np.ceil((s.at[posts[call]] - shift) / tick)) * tick + shift + rng.exponential(2, len(call))
        s.act(who_, posts[call], at, "", under=-1, client="开放平台应用")


def clocks(s: Scene) -> None:
    """People whose tool acts for them at full hours, and people who are online in one hour of the day alone."""
    rng = s.rng("clocks")
    who = s.take(rng, int(rng.integers(15, 35)), "scheduler", "")
    s.weight[who] *= 0.2
    each = np.repeat(who, rng.poisson(40, len(who)))
    posts = s.by("media", "firm", "celebrity", "blogger")
    post = pick(rng, posts, len(each))
    grid = np.array([1800, 3600, 900])[each % 3]
    at = np.ceil((s.at[post] + rng.exponential(5 * HOUR, len(each))) / grid) * grid + rng.integers(
        0, 4, len(each)
    )
    s.act(
        each,
        post,
        at,
        np.where(
            rng.random(len(each)) < 0.5, "", speech.spoken(copy_texts(rng, s.subject[post], "plain", 1))
        ),
        client="定时发布",
    )
    for k in range(2):
        who = s.take(rng, int(rng.integers(60, 120)), "same hours", f"shift {k}")
        s.weight[who] *= 0.1
        hour = rng.uniform(0, 24)
        each = np.repeat(who, rng.poisson(rng.gamma(3, 7, len(who))))
        moment = (
            s.start
            + rng.integers(0, s.days, len(each)) * DAY
            + (hour * HOUR + rng.normal(0, 900, len(each)) - 8 * HOUR) % DAY
        )
        recent = np.searchsorted(
            s.at, moment
        )  # Among the last posts before the moment the most drawing one of five.
        five = (recent[:, None] - 1 - rng.integers(0, 150, (len(each), 5))).clip(0)
        post = five[np.arange(len(each)), np.argmax(s.pull[five] * rng.exponential(1, five.shape), axis=1)]
        good = s.platform[s.tribe[s.author[post]]] == 0
        say(s, rng, each[good], post[good], moment[good])


def bursts(s: Scene) -> None:
    """Breaking news that a push message brings to the same readers within minutes, and a crowd that turns on one author."""
    rng = s.rng("bursts")
    junkies = s.take(rng, int(rng.integers(200, 320)), "news reader", "")
    news = s.by("media")
    for post in some(rng, news, int(rng.integers(4, 9))):
        n = int(rng.integers(250, 700))
        free = np.flatnonzero((s.role == "ordinary") & (s.platform[s.tribe] == 0))
        crowd = np.concatenate(
            [junkies[rng.random(len(junkies)) < rng.uniform(0.4, 0.7)], rng.choice(free, n, replace=False)]
        )
        push = s.at[post] + rng.exponential(120)
        at = push + 60 * rng.lognormal(np.log(rng.uniform(2, 8)), 1.1, len(crowd))
        order = np.argsort(at)
        say(s, rng, crowd[order], np.full(len(crowd), post), at[order])
    for k in range(int(rng.integers(1, 4))):
        target = rng.choice(np.unique(s.author[s.by("celebrity", "blogger")]))
        posts = np.flatnonzero(s.author == target)
        who = s.take(rng, int(rng.integers(100, 180)), "pile-on", f"pile-on {k}")
        begin = s.at[posts[len(posts) // 2]]
        each = np.repeat(who, 1 + rng.poisson(2, len(who)))
        at = awake(rng, s, each, begin + rng.gamma(0.8, 8 * HOUR, len(each)))
        post = posts[rng.integers(0, len(posts) // 2 + 1, len(each))]
        jeers = speech.spoken(copy_texts(rng, s.subject[posts[:1]], "attack", 6, (0.7, 0.3)))
        own = speech.spoken(speech.lines(rng, s.subject[post], (0.6, 0.3, 0.1), "attack"))
        s.act(
            each,
            post,
            at,
            np.where(rng.random(len(each)) < 0.4, pick(rng, jeers, len(each)), own),
            rng.random(len(each)) < 0.75,
        )


def hunters(s: Scene) -> None:
    """Prize-draw hunters: a finder lists the draws of many firms, each asks for words of its own, many work the list off in one go."""
    rng = s.rng("hunters")
    who = s.take(rng, int(rng.integers(90, 170)), "prize hunter", "")
    posts = some(rng, s.by("firm"), int(rng.integers(30, 50)))
    finder = np.flatnonzero(s.trade == "finder")[0]
    listed = s.at[posts] + 60 * rng.lognormal(np.log(45), 0.8, len(posts))
    s.act(np.full(len(posts), finder), posts, listed, "抽奖汇总")
    who_, call = muster(rng, who, posts, rng.beta(2, 3, len(who)))
    at = listed[call] + 60 * rng.lognormal(np.log(25), 1.2, len(call))
    evening = (
        rng.random(len(call)) < (rng.random(len(who)) < 0.5)[np.searchsorted(who, who_)]
    )  # Half work the day's list off at night, in its order.
    night = (
        at
        + ((21 + rng.random(len(who)) * 2)[np.searchsorted(who, who_)] - hour_of(at)) % 24 * HOUR
        + call * 35 % 1200
    )
    at = awake(rng, s, who_, np.where(evening, night, at))
    asked = (
        "#"
        + s.subject[posts]
        + pick(rng, words.GIVEN, len(posts))
        + "# "
        + speech.spoken(copy_texts(rng, s.subject[posts], "praise", 1, (0.7, 0.3)))
    )
    friend = "@" + s.name[rng.integers(0, len(s.name), (len(call), 3))]
    text = (
        np.where(rng.random(len(call)) < 0.75, asked[call] + " ", "")
        + friend[:, 0]
        + " "
        + friend[:, 1]
        + " "
        + friend[:, 2]
    )
    s.act(who_, posts[call], at, text, under=np.where(rng.random(len(call)) < 0.4, finder, -1))


def followers(s: Scene) -> None:
    """Followers of three big accounts who take posts of many authors from its repost, soon after it, some with its words."""
    rng = s.rng("followers")
    for k, big in enumerate(np.flatnonzero(s.trade == "big")):
        who = s.take(rng, int(rng.integers(90, 200)), "follower", f"followers {k}")
        known = s.by("media", "celebrity", "blogger", "firm", "ministry")
        posts = rng.choice(
            known, int(rng.integers(25, 45)), replace=False, p=s.pull[known] / s.pull[known].sum()
        )
        when = awake(
            rng, s, np.full(len(posts), big), s.at[posts] + 60 * rng.lognormal(np.log(120), 1.2, len(posts))
        )
        lines = speech.lines(rng, s.subject[posts], (0.3, 0.5, 0.2))
        s.act(np.full(len(posts), big), posts, when, speech.spoken(lines), under=-1)
        who_, call = muster(rng, who, posts, rng.beta(2, 4, len(who)))
        lag = 60 * rng.lognormal(np.log(rng.uniform(6, 20)), rng.uniform(1.1, 1.5), len(call))
        text = mixed(rng, s, posts[call], call, lines, 1, 0.15, 0.1, bare=0.5)
        s.act(
            who_,
            posts[call],
            awake(rng, s, who_, when[call] + lag),
            text,
            under=np.where(rng.random(len(call)) < 0.7, big, -2),
        )


def waves(s: Scene) -> None:
    """Copy-paste jokes that run over everything for some days, and words that an app puts down for whoever shares with it."""
    rng = s.rng("waves")
    for k in range(int(rng.integers(3, 6))):
        who = s.take(rng, int(rng.integers(50, 110)), "meme copier", f"meme {k}")
        meme = speech.spoken(copy_texts(rng, np.array([""], object), "plain", 2, (0.1, 0.3, 0.3, 0.3)))
        begin = s.start + rng.uniform(0.1, 0.8) * s.days * DAY
        each = np.repeat(who, 1 + rng.poisson(2.5, len(who)))
        at = awake(rng, s, each, begin + rng.gamma(2, 0.6 * DAY, len(each)))
        post = (np.searchsorted(s.at, np.minimum(at, s.end)) - 1 - rng.integers(0, 60, len(each))).clip(0)
        good = s.platform[s.tribe[s.author[post]]] == 0
        s.act(
            each[good],
            post[good],
            at[good],
            speech.with_emoji(rng, pick(rng, meme, len(each)), np.ones(len(each), bool), 0.25)[good],
            rng.random(good.sum()) < 0.6,
        )
    who = s.take(rng, int(rng.integers(150, 280)), "app sharer", "")
    apps = np.array([c + n + "客户端" for c, n in zip(words.CITY[:4], words.NEWS[:4], strict=True)], object)
    posts = s.by("media", "ministry", "local", "school")
    drawn = rng.choice(posts, 1500, p=s.pull[posts] / s.pull[posts].sum())
    each = rng.choice(who, 1500)
    at = awake(rng, s, each, s.at[drawn] + rng.lognormal(np.log(1.5 * HOUR), 1.5, 1500))
    body = np.where(rng.random(1500) < 0.6, "我分享了" + s.post_text[drawn], "我在看这条新闻，推荐给你")
    s.act(each, drawn, at, body + "（来自 @" + apps[each % 4] + "） http://t.example/n", client="新闻客户端")


def locals_(s: Scene) -> None:
    """Readers of the few local accounts of their city, region and interests alike."""
    rng = s.rng("locals")
    for k in range(int(rng.integers(2, 5))):
        who = s.take(rng, int(rng.integers(80, 150)), "local reader", f"city {k}")
        s.tribe[who] = k
        posts = s.by("local")
        posts = posts[s.tribe[s.author[posts]] == k]
        s.region[who] = np.where(rng.random(len(who)) < 0.85, s.region[s.author[posts[0]]], s.region[who])
        who_, call = muster(rng, who, posts, rng.beta(1.5, 5, len(who)))
        at = awake(rng, s, who_, s.at[posts[call]] + 60 * rng.lognormal(np.log(30), 1.5, len(call)))
        order = np.argsort(at)
        say(s, rng, who_[order], posts[call][order], at[order])


HABITS = (machines, clocks, bursts, hunters, followers, waves, locals_)
