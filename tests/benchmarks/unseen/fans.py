"""Innocents who love somebody: fan clubs of one idol, and alliances of clubs called to many posts at a moment.

What is public about them: most fans bear the idol's name or mark in their own, what they pass on is the idols', their studios' or
about them, and handed-out text names the idol.
"""

import numpy as np
import polars as pl

from tests.benchmarks.unseen import words as w
from tests.benchmarks.unseen.base import post_times
from tests.benchmarks.unseen.scene import DAY, Ints, Scene


def _idol(scene: Scene) -> str:
    return str(scene.rng.choice(w.FAMILY)) + str(scene.rng.choice(w.GIVEN))


def _fan_names(scene: Scene, n: int, idol: str, marked: float) -> pl.Series:
    """Nicknames, a share of which say whose fan this is."""
    plain, voice = scene.voice.names(n), scene.voice
    mark = voice.glue(
        idol[-2:],
        voice.pick(("的小行星", "家的饭团", "今天营业了吗", "后援小队", "护卫队", "の夏天"), n),
        pl.Series(scene.rng.integers(1, 999, n)).cast(pl.String),
    )
    return mark.zip_with(pl.Series(scene.rng.random(n) < marked), plain)


def _star(scene: Scene, idol: str, topic: int, posts_n: int) -> tuple[Ints, Ints]:
    """The idol's account and the studio's, with their posts: (posts, the two accounts)."""
    rng = scene.rng
    who = np.concatenate(
        [
            scene.add_people(
                1,
                "author",
                life=3.0,
                topic=topic,
                name=pl.Series([idol]),
                verified_type=0,
                verified_reason="演员、歌手",
                followers=int(rng.integers(80_000, 3_000_000)),
            ),
            scene.add_people(
                1,
                "author",
                life=1.0,
                topic=topic,
                name=pl.Series([idol + "工作室"]),
                verified_type=2,
                verified_reason=idol + "工作室官方账号",
                followers=int(rng.integers(20_000, 400_000)),
            ),
        ]
    )
    author = who[(rng.random(posts_n) < 0.35).astype(int)]
    subject = pl.Series(
        [
            f"{idol}{rng.choice(('新歌', '路透', '晨间照', '片场', '舞台', '生日会', '代言'))}"
            for _ in range(posts_n)
        ]
    )
    posts = scene.add_posts(
        author, post_times(scene, posts_n), rng.gamma(1.5, 6, posts_n), topic, subject=subject
    )
    return posts, who


def clubs(scene: Scene) -> None:
    """Fan clubs: one idol, many posts, very fast, slogans, a chant of the day or own words."""
    rng = scene.rng
    for number in range(int(rng.integers(2, 5))):
        idol, topic, n = _idol(scene), int(rng.integers(0, scene.topics_n)), int(rng.integers(18, 50))
        posts, _ = _star(scene, idol, topic, int(rng.integers(15, 42)))
        fans = scene.add_people(
            n,
            "fan",
            f"club-{number}",
            life=rng.gamma(1.4, 8, n),
            topic=topic,
            name=_fan_names(scene, n, idol, rng.uniform(0.3, 0.9)),
            speed=rng.lognormal(-0.6, 0.5, n),
        )
        chant = [
            f"{s}#{idol}#" if rng.random() < 0.5 else s
            for s in rng.choice(w.SLOGANS, int(rng.integers(2, 7)), replace=False)
        ]
        daily = rng.random() < 0.4  # The club hands out a fresh sentence for each post of the idol.
        eager = rng.beta(3, 1.5, n)
        for post in posts:
            at = scene.posts["at_s"][int(post)] + 3 + np.exp(rng.normal(np.log(rng.uniform(40, 400)), 0.9, n))
            go = rng.random(n) < eager * scene.awake(at, 0.3)
            said = scene.voice.supplied(idol, 2) if daily else chant
            own = [
                said[i] if r < 0.55 else "?" if r < 0.8 else None
                for i, r in zip(rng.integers(0, len(said), n), rng.random(n), strict=True)
            ]
            scene.act(fans[go], post, at[go], [o for o, g in zip(own, go, strict=True) if g])


def alliances(scene: Scene) -> None:
    """Clubs of several idols who support one another: called together to posts of many accounts about any of the idols."""
    rng = scene.rng
    for number in range(int(rng.integers(1, 3))):
        idols_n, n = int(rng.integers(3, 6)), int(rng.integers(26, 56))
        idols = [_idol(scene) for _ in range(idols_n)]
        topic = int(rng.integers(0, scene.topics_n))
        stars = [_star(scene, idol, topic, int(rng.integers(5, 12))) for idol in idols]
        media = _about(scene, idols, topic)
        own_idol = rng.integers(0, idols_n, n)
        marked = rng.uniform(0.45, 0.9)
        names = pl.concat([_fan_names(scene, 1, idols[i], marked) for i in own_idol])
        fans = scene.add_people(
            n, "alliance", f"alliance-{number}", life=rng.gamma(1.3, 7, n), topic=topic, name=names
        )
        pool = np.concatenate([*[posts for posts, _ in stars], media])
        chosen = rng.choice(pool, min(len(pool), int(rng.integers(12, 28))), replace=False)
        posts, moments = scene.calls(chosen, 180, 1.2 * DAY)
        style = str(rng.choice(["slogan", "copy", "own", "slogan"]))
        slogans = list(rng.choice(w.SLOGANS, int(rng.integers(3, 8)), replace=False))
        pace, part = rng.uniform(50, 260), rng.uniform(0.4, 0.9)
        for post, moment in zip(posts, moments, strict=True):
            at = moment + rng.exponential(pace, n)
            go = np.flatnonzero(rng.random(n) < part * scene.awake(at))
            said = (
                scene.voice.supplied(str(scene.posts["subject"][int(post)]), int(rng.integers(1, 4)))
                if style == "copy"
                else slogans
            )
            own = [_say(scene, said, style) for _ in go]
            scene.act(fans[go], post, at[go], own)


def _about(scene: Scene, idols: list[str], topic: int) -> Ints:
    """Posts by magazines and brands about the idols."""
    rng = scene.rng
    n = int(rng.integers(4, 9))
    media = scene.add_people(
        n,
        "author",
        life=2.0,
        topic=topic,
        verified_type=2,
        verified_reason="娱乐媒体官方账号",
        followers=rng.integers(5_000, 400_000, n),
    )
    posts_n = int(rng.integers(8, 20))
    subject = pl.Series(
        [f"{rng.choice(idols)}{rng.choice(('封面', '专访', '代言', '红毯', '杂志'))}" for _ in range(posts_n)]
    )
    return scene.add_posts(
        rng.choice(media, posts_n),
        post_times(scene, posts_n),
        rng.gamma(1.5, 4, posts_n),
        topic,
        subject=subject,
    )


def _say(scene: Scene, said: list[str], style: str) -> str | None:
    chance = scene.rng.random()
    if style == "own" or chance > 0.85:
        return "?"
    text = str(scene.rng.choice(said))
    if chance < 0.1:
        return None
    return scene.voice.reworded(text) if chance < 0.35 else text
