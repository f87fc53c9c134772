"""Innocents whom somebody calls; no badge and no name tells where they belong."""

import numpy as np

from tests.benchmarks.scenarios import voice
from tests.benchmarks.scenarios.scene import CALLED, DAY, HOUR, MINUTE, Array, Scene, hour_of
from tests.benchmarks.scenarios.work import (
    Plan,
    answer,
    authors,
    awake,
    calls,
    copy_share,
    handed_out,
    live,
    plan,
    posts_by,
    some,
    turnout,
)


def _enlist(s: Scene, rng: np.random.Generator, p: Plan, role: str, natural: bool = True) -> Array:
    who = s.take(rng, p.size, role, CALLED, natural=natural)
    live(rng, s, who)
    return who


def fans(s: Scene) -> None:
    """Fans with a chat of tasks: most are the star's posts, some those of press and firms."""
    rng = s.rng("group")
    p = plan(rng, (1.5, 30))
    who = _enlist(s, rng, p, "fan")
    star = authors(rng, s, 1, "star")
    own = posts_by(rng, s, np.repeat(star, p.tasks_n * 2 // 3), "praise", drawn=0.85)
    posts = np.r_[own, some(rng, s.by("press", "firm", "blogger"), p.tasks_n - len(own))]
    answer(rng, s, who, posts, calls(rng, s, posts, rng.uniform(5, 60)), p, "praise")


def neighbours(s: Scene) -> None:
    """Neighbours after a tragedy: for some days word of each post goes round in their chat."""
    rng = s.rng("group")
    p = plan(rng, (5, 90))
    who = _enlist(s, rng, p, "neighbour")
    s.accounts["region"][who] = np.where(
        rng.random(p.size) < 0.8, voice.pick(rng, s.accounts["region"], 1)[0], s.accounts["region"][who]
    )
    begin = rng.uniform(0.2, 0.7)
    sad = rng.random() < 0.5
    wrote = np.r_[authors(rng, s, p.tasks_n - 5, "press", "authority", "blogger"), rng.choice(who, 5)]
    days = (begin, begin + rng.uniform(3, 8) / s.days)
    posts = posts_by(rng, s, wrote, "mourn" if sad else "demand", days=days, drawn=0.8)
    answer(rng, s, who, posts, calls(rng, s, posts, 40), p, "mourn" if sad else "demand")


def staff(s: Scene) -> None:
    """Staff asked in the work chat to pass on the employer's posts, in office hours for the most part."""
    rng = s.rng("group")
    p = plan(rng, (3, 60))
    who = _enlist(s, rng, p, "employee")
    house = authors(rng, s, int(rng.integers(1, 4)), "firm")
    posts = posts_by(rng, s, rng.choice(house, p.tasks_n), "praise", drawn=0.5)
    when = calls(rng, s, posts, 30)
    late = (9.2 - hour_of(when)) % 24 * HOUR
    when = np.where((hour_of(when) < 9) | (hour_of(when) > 18), when + late, when)
    answer(rng, s, who, posts, when, p, "praise")


def school_class(s: Scene) -> None:
    """Pupils whom a teacher reminds in the evening to pass on what the school and others posted."""
    rng = s.rng("group")
    p = plan(rng, (5, 90))
    who = _enlist(s, rng, p, "pupil")
    wrote = rng.choice(authors(rng, s, 2, "school"), p.tasks_n)
    wrote = np.where(rng.random(p.tasks_n) < 0.25, authors(rng, s, p.tasks_n, "authority", "press"), wrote)
    posts = posts_by(rng, s, wrote, "praise", drawn=0.4)
    at = s.posts["at"][posts]
    when = at + (19.5 + rng.normal(0, 0.7, p.tasks_n) - hour_of(at)) % 24 * HOUR
    answer(rng, s, who, posts, when.astype(np.int64), p, "praise")


def prize_hunters(s: Scene) -> None:
    """A chat lists the prize draws of many firms, which ask for set words and for names of friends."""
    rng = s.rng("group")
    p = plan(rng, (5, 60))
    who = _enlist(s, rng, p, "prize hunter")
    posts = posts_by(rng, s, authors(rng, s, p.tasks_n, "firm", "star", "blogger"), "advert", drawn=0.6)
    when = calls(rng, s, posts, 60)
    member, call = turnout(rng, who, p.tasks_n, p.turnout)
    at = awake(rng, when[call] + p.lag_s * rng.lognormal(0, 1.1, len(call)))
    s.drawn |= {"copy": p.copy, "tasks_n": p.tasks_n, "lag_s": p.lag_s}
    asked = handed_out(rng, s, posts, "advert", 1, p, call)
    friend = "@" + s.accounts["name"][rng.integers(0, s.accounts_n, (len(call), 3))]
    named = asked + " " + friend[:, 0] + " " + friend[:, 1] + " " + friend[:, 2]
    s.act(member, posts[call], at, np.where(rng.random(len(call)) < 0.7, named, asked))


def activists(s: Scene) -> None:
    """People of one cause who call each other to what press, authorities and friends post about it."""
    rng = s.rng("group")
    p = plan(rng, (3, 90))
    who = _enlist(s, rng, p, "activist")
    wrote = authors(rng, s, p.tasks_n, "press", "authority", "blogger", "charity")
    wrote = np.where(rng.random(p.tasks_n) < 0.3, rng.choice(who, p.tasks_n), wrote)
    posts = posts_by(rng, s, wrote, "demand", drawn=0.7)
    answer(rng, s, who, posts, calls(rng, s, posts, 50), p, "demand")


def charity_relay(s: Scene) -> None:
    """A relay: each passes a charity's post on from one before, names the next three, who do the same."""
    rng = s.rng("group")
    p = plan(rng, (5, 60))
    who = _enlist(s, rng, p, "relay runner")
    posts = posts_by(rng, s, authors(rng, s, p.tasks_n, "charity", "charity", "star"), "praise", drawn=0.5)
    given = voice.spoken(voice.drafts(rng, s.posts["subject"][posts], "praise"))
    s.drawn |= {"copy": p.copy, "tasks_n": p.tasks_n, "lag_s": p.lag_s}
    for number, post in enumerate(posts):
        runners = rng.permutation(who)[rng.random(p.size) < p.turnout]
        n = len(runners)
        above = (np.arange(n) - 1) // 3  # Each runner calls three.
        at = np.zeros(n)
        lag = p.lag_s * rng.lognormal(0, 1, n)
        for level in range(n):  # At most five rounds: three times as many in each.
            first, last = (3**level - 1) // 2, min((3 ** (level + 1) - 1) // 2, n)
            if first >= n:
                break
            rows = np.arange(first, last)
            before = at[above[rows].clip(0)] if level else s.posts["at"][post] + 20 * MINUTE
            at[rows] = awake(rng, before + lag[rows])
        called = (
            "@" + s.accounts["name"][np.roll(runners, -1)] + " @" + s.accounts["name"][np.roll(runners, -2)]
        )
        text = np.where(rng.random(n) < p.copy, given[number] + " " + called, called)
        under = np.where(np.arange(n) == 0, -1, runners[above.clip(0)] if n else above)
        s.act(runners, post, at, text, under=under)


def sister_accounts(s: Scene) -> None:
    """Accounts run by one company that says so nowhere: a planner sends what it supplies, in office hours."""
    rng = s.rng("group")
    p = plan(rng, (0.5, 20))
    who = _enlist(s, rng, p, "sister account", natural=False)
    s.accounts["weight"][who] *= 0.2
    wrote = rng.choice(authors(rng, s, 3, "firm"), p.tasks_n)
    wrote = np.where(
        rng.random(p.tasks_n) < 0.3, authors(rng, s, p.tasks_n, "press", "blogger", "star"), wrote
    )
    posts = posts_by(rng, s, wrote, "advert", drawn=0.5)
    when = calls(rng, s, posts, 30)
    sharp = (np.ceil(when / HOUR) * HOUR).astype(np.int64)
    when = sharp if rng.random() < 0.35 else when
    tool = "定时发布" if rng.random() < 0.4 else ""
    member, call = turnout(rng, who, p.tasks_n, 0.85)
    s.drawn |= {"copy": p.copy, "tasks_n": p.tasks_n, "lag_s": p.lag_s}
    at = when[call] + rng.exponential(p.lag_s, len(call))
    text = handed_out(rng, s, posts, "advert", int(rng.integers(1, 4)), p, call)
    s.act(member, posts[call], at, text, under=-1, client=tool)


def small_called(s: Scene) -> None:
    """5 to 12 friends with a chat who back one another's posts: so few that chance may fool."""
    rng = s.rng("group")
    who = s.take(rng, int(rng.integers(5, 13)), "friend", CALLED)
    live(rng, s, who)
    p = Plan(len(who), int(rng.integers(12, 31)), copy_share(rng), 15 * MINUTE, 0.7, 0.5)
    posts = posts_by(rng, s, rng.choice(who, p.tasks_n), drawn=0.3)
    answer(rng, s, who, posts, s.posts["at"][posts] + int(0.002 * DAY), p, "plain")


KINDS = {
    "fans": fans,
    "neighbours": neighbours,
    "staff": staff,
    "school_class": school_class,
    "prize_hunters": prize_hunters,
    "activists": activists,
    "charity_relay": charity_relay,
    "sister_accounts": sister_accounts,
    "circle_of_friends": small_called,
}
