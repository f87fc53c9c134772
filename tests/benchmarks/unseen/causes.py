"""Innocents with a cause: activist networks called together in a channel, and petition drives."""

import numpy as np

from tests.benchmarks.unseen import words as w
from tests.benchmarks.unseen.base import night, plain_posts
from tests.benchmarks.unseen.scene import DAY, Scene


def activists(scene: Scene) -> None:
    """A channel names a post of anybody, minutes to days old; members pass it on within minutes with slogans they always use."""
    rng = scene.rng
    for number in range(int(rng.integers(1, 4))):
        n, cause = int(rng.integers(18, 46)), str(rng.choice(w.CAUSES))
        who = scene.add_people(
            n,
            "activist",
            f"activists-{number}",
            life=rng.gamma(1.3, 9, n),
            topic=int(rng.integers(0, scene.topics_n)),
            registered_s=scene.start_s - rng.integers(60, 3_500, n) * DAY,
        )
        posts, moments = scene.calls(plain_posts(scene, int(rng.integers(14, 34)), 0.2), 300, 1.8 * DAY)
        tag = f"#{cause}#"
        slogans = [
            tag + str(s) if rng.random() < 0.6 else f"{s} {tag}"
            for s in rng.choice(w.SLOGANS, int(rng.integers(3, 9)), replace=False)
        ]
        long = scene.voice.supplied(cause, 3)  # The network's standing texts, used under every post alike.
        pace, part = rng.uniform(60, 420), rng.uniform(0.35, 0.85)
        rota = rng.random() < 0.35  # Only the members on duty that day answer.
        duty = rng.integers(0, 3, n)
        for post, moment in zip(posts, moments, strict=True):
            at = moment + rng.exponential(pace, n)
            today = int(moment // DAY) % 3
            go = np.flatnonzero(
                (rng.random(n) < part * scene.awake(at)) & (~np.array(rota) | (duty == today))
            )
            own = [_chant(scene, slogans, long, tag) for _ in go]
            scene.act(who[go], post, at[go], own)


def _chant(scene: Scene, slogans: list[str], long: list[str], tag: str) -> str | None:
    chance = float(scene.rng.random())
    if chance < 0.5:
        return str(scene.rng.choice(slogans))
    if chance < 0.72:
        return str(scene.rng.choice(long))
    if chance < 0.8:
        return scene.voice.reworded(str(scene.rng.choice(long)))
    return "?" if chance < 0.9 else tag if chance < 0.95 else None


def petitions(scene: Scene) -> None:
    """Signers paste one text under every post on the matter they meet, at times of their own; some in a common hour."""
    rng = scene.rng
    for number in range(int(rng.integers(1, 3))):
        n, posts_n = int(rng.integers(24, 64)), int(rng.integers(10, 26))
        matter = str(rng.choice(w.CAUSES))
        text = scene.voice.supplied(f"我支持{matter}", 1)[0] + f"【联署第{rng.integers(2, 90)}期】"
        who = scene.add_people(
            n,
            "petition",
            f"petition-{number}",
            life=rng.gamma(1.2, 9, n),
            topic=int(rng.integers(0, scene.topics_n)),
        )
        posts = plain_posts(scene, posts_n, 0.3)
        at_s = scene.posts["at_s"].to_numpy()[posts]
        hour = scene.start_s + int(rng.integers(10, 27)) * DAY + 20 * 3600
        common = rng.random() < 0.5
        for account in who:
            take = np.flatnonzero(rng.random(len(posts)) < rng.uniform(0.2, 0.8))
            sits = np.sort(night(scene, 6, float(rng.uniform(7, 22)), 2))
            sit = np.searchsorted(sits, at_s[take])
            late = np.where(sit < len(sits), sits[np.minimum(sit, len(sits) - 1)], at_s[take] + 3600)
            at = late + np.cumsum(rng.exponential(40, len(take)))
            if common:  # "Eight o'clock on the day": whatever is up by then is signed in one go.
                at = np.where(
                    (at_s[take] < hour) & (rng.random(len(take)) < 0.5),
                    hour + rng.exponential(400, len(take)),
                    at,
                )
            own = [
                text if r < 0.8 else "?" if r < 0.9 else scene.voice.reworded(text)
                for r in rng.random(len(take))
            ]
            scene.act(np.full(len(take), account), posts[take], at, own)
