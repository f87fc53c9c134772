"""Campaigns: hired accounts sent to posts of other people, by the recipe of each kind; numbers of METHODS section 1 where it gives them."""

from dataclasses import dataclass, replace

import numpy as np

from tests.benchmarks.foreign import speech, words
from tests.benchmarks.foreign.crowd import say
from tests.benchmarks.foreign.scene import DAY, HOUR, Scene, hour_of, pick


@dataclass(frozen=True)
class Recipe:
    """How a campaign works. lag_s: mean of an exponential, or the end of a uniform spread (is_spread)."""

    groups: int = 4
    size: int = 35
    tasks: tuple[int, int] = (26, 40)
    lag_s: float = 60
    is_spread: bool = False
    share: float = 0.95
    reworded: float = 0.2
    camouflage: int = 0
    controllers: int = 1
    comments: float | None = None  # None: drawn for the group.
    late: bool = False  # Asleep until the last days.
    small_posts: bool = False
    waves: int = 1  # A task is done in so many waves by different parts of the group.
    texts: int = 3  # Supplied texts a task.
    templates: float = 0.1  # Chance of a group without text of its own for each task.
    lieutenants: tuple[int, int] = (0, 0)


Work = tuple[np.ndarray, speech.Lines]  # A group's tasks and the texts supplied for them.
L1 = Recipe()
RECIPES = {
    "L0": Recipe(lag_s=30, is_spread=True, reworded=0, texts=1),
    "L1": L1,
    "L2": Recipe(lag_s=300, share=0.6, reworded=0.4, camouflage=3),
    "L3": Recipe(lag_s=3600, is_spread=True, share=0.4, reworded=0.6, camouflage=3, tasks=(30, 48)),
    "L4": Recipe(lag_s=6 * 3600, is_spread=True, share=0.25, reworded=0.6, camouflage=3, tasks=(34, 52)),
    "relay": Recipe(groups=1, size=119, lag_s=150, share=0.8, texts=1, lieutenants=(6, 10)),
    "two_platforms": replace(L1, lag_s=90),
    "sleepers": replace(L1, lag_s=90, tasks=(9, 15), late=True),
    "minority": replace(L1, groups=1, size=12, tasks=(30, 45)),
    "dominant": replace(L1, size=40, small_posts=True),
    "comments_only": replace(L1, groups=3, size=32, comments=1.0),
    "split": Recipe(groups=1, size=140, lag_s=120, share=0.2, waves=4, tasks=(40, 60), camouflage=1),
}
KINDS = (*RECIPES, "paid_crowd")


def hired(s: Scene) -> None:
    """The campaign of the world's kind, if it has one."""
    if s.kind == "paid_crowd":
        paid_crowd(s)
    elif s.kind in RECIPES:
        rng, recipe = s.rng("hired"), RECIPES[s.kind]
        common: Work | None = None
        for k in range(recipe.groups):
            common = group(s, rng, recipe, k, common)


def victims(s: Scene, rng: np.random.Generator, n: int, recipe: Recipe, platform: int) -> np.ndarray:
    """Posts that are tasks: one person's and what others write, or many subjects; some authors are visited again and again."""
    ok = (s.platform[s.tribe[s.author]] == platform) & (s.at < s.end - DAY)
    if recipe.late:
        ok &= s.at > s.end - max(5 * DAY, 0.25 * s.days * DAY)
    trades = ("media", "celebrity", "firm", "blogger", "ministry", "local", "game")
    pool = np.flatnonzero(ok & np.isin(s.trade[s.author], trades))
    if recipe.small_posts:
        pool = pool[s.pull[pool] < np.quantile(s.pull[pool], 0.45)]
    odds = np.ones(len(pool)) if recipe.small_posts else np.sqrt(s.pull[pool])
    tried = np.unique(s.author[pool])
    if rng.random() < 0.55:  # One victim, and the posts of those who speak up or report.
        busy = tried[np.argsort(-np.bincount(np.searchsorted(tried, s.author[pool])))][:60]
        odds = np.where(s.author[pool] == rng.choice(busy), odds * 40, odds)
        odds = np.where(
            np.isin(s.author[pool], rng.choice(tried, min(12, len(tried)), replace=False)), odds * 6, odds
        )
    else:
        odds = np.where(
            np.isin(s.author[pool], rng.choice(tried, min(25, len(tried)), replace=False)), odds * 15, odds
        )
    return rng.choice(pool, min(n, len(pool) // 2), replace=False, p=odds / odds.sum())


def enlist(s: Scene, rng: np.random.Generator, n: int, role: str, group_: str, platform: int) -> np.ndarray:
    """`n` new members: opened in one batch, bought with a life of their own, or both."""
    free = np.flatnonzero((s.role == "ordinary") & (s.platform[s.tribe] == platform))
    who = np.sort(rng.choice(free, n, replace=False))
    s.role[who], s.group[who], s.natural[who], s.campaign[who], s.reason[who] = role, group_, False, True, ""
    return who


def furnish(s: Scene, rng: np.random.Generator, who: np.ndarray, aged: bool) -> None:
    """What their profiles and lives look like."""
    batch = rng.random(len(who)) < (0 if aged else rng.choice([0.0, 0.5, 0.95], p=[0.35, 0.3, 0.35]))
    fresh = who[batch]
    s.registered[fresh] = (
        s.start
        - int(rng.integers(10, 500)) * DAY
        + rng.integers(0, int(rng.integers(1, 5)) * DAY, len(fresh))
    )
    default = fresh[rng.random(len(fresh)) < rng.uniform(0.3, 1)]
    s.name[default] = "用户" + rng.integers(10**9, 10**10, len(default)).astype(str).astype(object)
    s.followers[fresh] = rng.poisson(rng.uniform(2, 40), len(fresh))
    s.weight[fresh] *= rng.uniform(0.05, 0.4)
    if not aged and rng.random() < 0.4:
        s.client[who] = np.where(rng.random(len(who)) < 0.8, pick(rng, words.CLIENT, 1)[0], s.client[who])
    if not aged and rng.random() < 0.3:
        s.region[who] = np.where(rng.random(len(who)) < 0.7, pick(rng, words.REGION, 1)[0], s.region[who])


def dispatches(s: Scene, rng: np.random.Generator, posts: np.ndarray) -> np.ndarray:
    """When the order goes out: minutes to hours after the post, between 8 and midnight."""
    delay = 60 * rng.lognormal(np.log(rng.uniform(15, 240)), rng.uniform(0.7, 1.2), len(posts))
    when = s.at[posts] + np.minimum(delay, 2 * DAY)
    hour = hour_of(when)
    return np.where(hour < 8, when + (8.2 - hour) * HOUR + rng.exponential(3600, len(posts)), when)


def supplied(
    s: Scene, rng: np.random.Generator, posts: np.ndarray, many: int, templates: bool
) -> speech.Lines:
    """Texts for each task: its own, or filled-in templates of which the group has few."""
    voice = str(rng.choice(["attack", "praise", "plain"], p=[0.55, 0.3, 0.15]))
    subject = np.repeat(s.subject[posts], many)
    if not templates:
        return speech.lines(rng, subject, (0.1, 0.4, 0.35, 0.15), voice)
    few = speech.lines(rng, np.full(int(rng.integers(4, 9)), "", object), (0.1, 0.4, 0.35, 0.15), voice)
    chosen = few.take(rng.integers(0, len(few.subject), len(subject)))
    return speech.Lines(chosen.index, subject if rng.random() < 0.5 else chosen.subject, voice)


def written(
    rng: np.random.Generator, lines: speech.Lines, rows: np.ndarray, share: float, emoji: float = 0.3
) -> np.ndarray:
    """Supplied texts as the members send them: a share reworded, some copies with an emoji behind."""
    text = speech.spoken(lines)[rows]
    other = speech.spoken(speech.reworded(rng, lines.take(rows)))
    changed = rng.random(len(rows)) < share
    return speech.with_emoji(rng, np.where(changed, other, text), ~changed, emoji if share else 0)


def group(s: Scene, rng: np.random.Generator, r: Recipe, k: int, common: Work | None) -> Work:
    """One group and its acts. The next group may share some tasks (the same customer); on another platform it sends the same texts."""
    platform = int(s.kind == "two_platforms" and k % 2)
    aged, templates = s.kind == "sleepers" or rng.random() < 0.3, rng.random() < r.templates
    label = f"navy {k} {'aged' if aged else 'mixed'} {'templates' if templates else 'supplied'}"
    who = enlist(s, rng, r.size, "navy", label, platform)
    boss = enlist(s, rng, r.controllers, "controller", label, platform)
    furnish(s, rng, who, aged)
    if r.late:
        s.weight[who] = np.maximum(s.weight[who], 1.5)  # Lives long enough to be looked at before.
    posts = victims(s, rng, int(rng.integers(*r.tasks)), r, platform)
    if common is not None and platform == 0 and s.kind != "two_platforms" and rng.random() < 0.4:
        posts = np.unique(np.r_[posts[: len(posts) * 2 // 3], common[0][: len(common[0]) // 3]])
    order = dispatches(s, rng, posts)
    led = rng.random(len(posts)) < rng.uniform(0.6, 0.95)
    lines = supplied(s, rng, posts, r.texts, templates)
    if platform and common:
        lines = common[1].take(np.arange(len(posts) * r.texts) % len(common[1].subject))
    comments = (rng.uniform(0, 0.8) if rng.random() < 0.7 else 1.0) if r.comments is None else r.comments
    comments = 1.0 if platform else comments
    rows = np.flatnonzero(led)
    s.act(
        boss[rows % len(boss)],
        posts[rows],
        order[rows] - rng.uniform(0, 120, len(rows)),
        speech.spoken(lines)[rows * r.texts],
        rng.random(len(rows)) < comments,
    )
    if r.lieutenants[1]:
        relayed(s, rng, r, who, boss, posts, order, label)
        return posts, lines
    for _ in range(r.waves):
        call, member = np.nonzero(rng.random((len(posts), len(who))) < r.share)
        lag = rng.uniform(0, r.lag_s, len(call)) if r.is_spread else rng.exponential(r.lag_s, len(call))
        text = written(rng, lines, call * r.texts + rng.integers(0, r.texts, len(call)), r.reworded)
        under = np.where(led[call] & (rng.random(len(call)) < rng.choice([0, 0.5])), boss[0], -1)
        s.act(who[member], posts[call], order[call] + lag, text, rng.random(len(call)) < comments, under)
        camouflage(s, rng, who[member], order[call] + lag, r.camouflage)
        order = order + rng.uniform(1.5, 10, len(posts)) * HOUR
        lines = supplied(s, rng, posts, r.texts, templates) if r.waves > 1 else lines
    return posts, lines


def relayed(
    s: Scene,
    rng: np.random.Generator,
    r: Recipe,
    who: np.ndarray,
    boss: np.ndarray,
    posts: np.ndarray,
    order: np.ndarray,
    label: str,
) -> None:
    """A controller tells lieutenants, each of whom tells his own cell in his own words; the cell takes the post from his repost."""
    leaders = enlist(s, rng, int(rng.integers(*r.lieutenants)), "lieutenant", label, 0)
    cells = np.array_split(rng.permutation(who), len(leaders))
    for leader, cell in zip(leaders, cells, strict=True):
        doing = np.flatnonzero(rng.random(len(posts)) < 0.85)
        start = order[doing] + rng.uniform(20, 60) + rng.exponential(240, len(doing))
        lines = supplied(s, rng, posts[doing], r.texts, False)
        s.act(
            np.full(len(doing), leader),
            posts[doing],
            start,
            speech.spoken(lines)[np.arange(len(doing)) * r.texts],
            under=boss[0],
        )
        call, member = np.nonzero(rng.random((len(doing), len(cell))) < r.share)
        lag = 15 + rng.exponential(r.lag_s, len(call))
        s.act(
            cell[member],
            posts[doing][call],
            start[call] + lag,
            written(rng, lines, call * r.texts, r.reworded),
            under=np.where(rng.random(len(call)) < 0.7, leader, -1),
        )


def camouflage(s: Scene, rng: np.random.Generator, who: np.ndarray, at: np.ndarray, many: int) -> None:
    """Harmless acts within some hours of a task, on what draws most at the time, said as ordinary people do."""
    each, near = np.repeat(who, many), np.repeat(at, many) + rng.normal(0, 2.5 * HOUR, len(who) * many)
    recent = np.searchsorted(s.at, np.minimum(near, s.end))
    five = (recent[:, None] - 1 - rng.integers(0, 250, (len(each), 5))).clip(0)
    post = (
        five[np.arange(len(each)), np.argmax(s.pull[five] * rng.exponential(1, five.shape), axis=1)]
        if len(each)
        else np.empty(0, np.int64)
    )
    good = s.platform[s.tribe[s.author[post]]] == s.platform[s.tribe[each]]
    order = np.flatnonzero(good)[np.argsort(near[good], kind="stable")]
    say(s, rng, each[order], post[order], near[order])


def paid_crowd(s: Scene) -> None:
    """Ordinary people who earn a little with three to five tasks each of a common list, when they see it, with texts of the list."""
    rng = s.rng("hired")
    who = enlist(s, rng, int(rng.integers(200, 300)), "paid person", "paid crowd", 0)
    s.natural[who] = True
    posts = victims(s, rng, int(rng.integers(45, 70)), Recipe(), 0)
    order, many = dispatches(s, rng, posts), int(rng.integers(3, 7))
    lines = supplied(s, rng, posts, many, False)
    wants = np.argsort(rng.random((len(who), len(posts))), axis=1)[:, :5]
    member, place = np.nonzero(np.arange(5)[None, :] < rng.integers(3, 6, len(who))[:, None])
    call = wants[member, place]
    at = order[call] + rng.exponential(60 * rng.uniform(12, 40), len(call))
    text = written(rng, lines, call * many + rng.integers(0, many, len(call)), 0.3)
    s.act(who[member], posts[call], at, text, rng.random(len(call)) < rng.uniform(0.3, 0.9))
