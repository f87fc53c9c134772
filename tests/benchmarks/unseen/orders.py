"""What a campaign's members are told: which posts, when, with which words, and what each of them makes of it."""

from dataclasses import dataclass

import numpy as np

from tests.benchmarks.unseen.base import plain_posts
from tests.benchmarks.unseen.scene import DAY, GROWN, ROOT, Floats, Ints, Scene


@dataclass(frozen=True)
class Level:
    """How well a campaign hides (METHODS section 1). lag: "u30" uniform up to 30 s, "e60" exponential with mean 60 s."""

    lag: str
    part: float = 1.0
    reworded: float = 0.0
    cover_n: int = 0


LEVELS = {
    "L0": Level("u30"),
    "L1": Level("e60", reworded=0.2),
    "L2": Level("e300", 0.6, 0.4, 3),
    "L3": Level("u3600", 0.4, 0.4, 3),
    "L4": Level("u21600", 0.25, 0.4, 3),
}


@dataclass(frozen=True)
class Tasks:
    """Posts, the moment of each order, and the texts handed out for each (empty: "repost it bare")."""

    post: Ints
    at_s: Floats
    texts: list[list[str]]


def tasks(
    scene: Scene, n: int, taken: set[int], heavy: float = 0.5, after_s: float = 0.0, bare: float = 0.05
) -> Tasks:
    """n orders on other people's posts that are not `taken` (they are added to it); orders before `after_s` are not given."""
    found: list[int] = []
    moments: list[float] = []
    for _ in range(8):
        posts, at = scene.calls(plain_posts(scene, 3 * n, heavy))
        for post, moment in zip(posts.tolist(), at.tolist(), strict=True):
            if post not in taken and moment >= after_s and len(found) < n:
                taken.add(post)
                found.append(post)
                moments.append(moment)
    order = np.argsort(moments)
    posts = np.array(found, np.int64)[order]
    return Tasks(posts, np.array(moments)[order], [handed_out(scene, int(p), bare) for p in posts])


def handed_out(scene: Scene, post: int, bare: float = 0.0) -> list[str]:
    """The texts for one task: mostly one, sometimes two to five variants."""
    rng = scene.rng
    if rng.random() < bare:
        return []
    n = 1 if rng.random() < 0.6 else int(rng.integers(2, 6))
    return scene.voice.supplied(str(scene.posts["subject"][post]), n)


def lags(scene: Scene, lag: str, n: int) -> Floats:
    """Seconds between the order and each act."""
    span = float(lag[1:])
    return scene.rng.exponential(span, n) if lag[0] == "e" else scene.rng.uniform(0, span, n)


def said(scene: Scene, texts: list[str], n: int, reworded: float, subject: str) -> list[str | None]:
    """What n members write: a text handed out, a few characters changed, or (half of the reworded) a sentence of their own."""
    rng = scene.rng
    if not texts:
        return [None] * n
    out: list[str | None] = []
    for text, chance in zip(rng.choice(texts, n), rng.random(n), strict=True):
        if chance >= reworded:
            out.append(str(text))
        elif chance < reworded / 2:
            out.append(scene.voice.reworded(str(text)))
        else:
            out.append(scene.voice.supplied(subject)[0] if rng.random() < 0.5 else "?")
    return out


def cover(scene: Scene, who: Ints, moment: float, each: int) -> None:
    """Camouflage: acts of ordinary look on posts of the last two days, within hours of the task."""
    if not each or not len(who):
        return
    rng = scene.rng
    posts = scene.posts
    at_s, weight = posts["at_s"].to_numpy(), posts["weight"].to_numpy()
    account = np.repeat(who, each)
    at = moment + rng.uniform(-2.5 * 3600, 2.5 * 3600, len(account))
    pool = np.flatnonzero((at_s < moment) & (at_s > moment - 2 * DAY) & (weight > 0))
    if len(pool):
        p = weight[pool] ** 0.8
        scene.act(account, rng.choice(pool, len(account), p=p / p.sum()), at, "?")


def carry_out(scene: Scene, who: Ints, todo: Tasks, level: Level) -> None:
    """The members do the tasks at this level of hiding."""
    rng = scene.rng
    for post, moment, texts in zip(todo.post, todo.at_s, todo.texts, strict=True):
        go = who[rng.random(len(who)) < level.part]
        own = said(scene, texts, len(go), level.reworded, str(scene.posts["subject"][int(post)]))
        above = np.where(rng.random(len(go)) < 0.75, ROOT, GROWN)
        scene.act(go, post, moment + lags(scene, level.lag, len(go)), own, above=above)
        cover(scene, go, float(moment), level.cover_n)


def lead(scene: Scene, who: int, todo: Tasks, share: float = 0.6) -> None:
    """A controller acts shortly before some of the orders, with the words that are then handed out."""
    rng = scene.rng
    posted = scene.posts["at_s"].to_numpy()[todo.post]
    at = np.maximum(todo.at_s - 5 - rng.exponential(70, len(todo.post)), posted + 5)
    for i in np.flatnonzero(rng.random(len(todo.post)) < share):
        scene.act(np.array([who]), int(todo.post[i]), at[i : i + 1], todo.texts[i][:1] or [None], above=ROOT)
