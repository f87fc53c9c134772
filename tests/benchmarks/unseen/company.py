"""Innocents of one house: sister accounts of a company (verified, disclosed), its staff, and people who hunt its prize draws."""

import numpy as np
import polars as pl

from tests.benchmarks.unseen import words as w
from tests.benchmarks.unseen.base import night, plain_posts, post_times
from tests.benchmarks.unseen.scene import DAY, Ints, Scene


def _house(scene: Scene, company: str, n: int, posts_n: int) -> Ints:
    """The company's official accounts and their posts."""
    rng = scene.rng
    topic = int(rng.integers(0, scene.topics_n))
    parts = rng.choice(["官方", "新品", "公益", "会员", "招聘", "实验室"], n, replace=False)
    who = scene.add_people(
        n,
        "author",
        topic=topic,
        name=pl.Series([f"{company}{p}" for p in parts]),
        verified_type=2,
        verified_reason=np.array([f"{company}{p}微博" for p in parts]),
        followers=rng.integers(3_000, 500_000, n),
    )
    subject = pl.Series(
        [
            f"{company}{rng.choice(('新品', '门店', '周年', '公益日', '会员日', '声明', '开箱', '联名'))}"
            for _ in range(posts_n)
        ]
    )
    return scene.add_posts(
        rng.choice(who, posts_n),
        post_times(scene, posts_n),
        rng.gamma(1.2, 2, posts_n),
        topic,
        subject=subject,
    )


def sisters(scene: Scene) -> None:
    """Regional and service accounts of one company repost its official accounts with supplied text, partners' posts too."""
    rng = scene.rng
    for company in rng.choice(w.COMPANIES, int(rng.integers(1, 3)), replace=False):
        n = int(rng.integers(7, 16))
        parts = rng.choice(w.CITIES, min(n, len(w.CITIES)), replace=False)
        named = np.array([f"{company}{p}" for p in parts])
        who = scene.add_people(
            len(parts),
            "sister",
            f"sisters-{company}",
            life=rng.gamma(1, 2, len(parts)),
            name=pl.Series(named.tolist()),
            verified_type=2,
            verified_reason=np.char.add(named, "官方微博"),
            followers=rng.integers(200, 60_000, len(parts)),
            client=rng.choice([7, 8, 12, 16], len(parts)),
        )
        posts = _house(scene, str(company), int(rng.integers(3, 6)), int(rng.integers(14, 34)))
        if rng.random() < 0.4:
            posts = np.concatenate([posts, plain_posts(scene, int(rng.integers(3, 8)))])
        posts, moments = scene.calls(posts, 120, 0.8 * DAY)
        sharp = rng.random() < 0.35
        for post, moment in zip(posts, moments, strict=True):
            start = (
                (moment // 3600 + 1) * 3600 if sharp else moment
            )  # Sharp: all queue it for the next full hour.
            at = start + rng.exponential(2 if sharp else rng.uniform(60, 400), len(who))
            text = scene.voice.supplied(str(scene.posts["subject"][int(post)]), int(rng.integers(1, 3)))
            go = np.flatnonzero(rng.random(len(who)) < 0.85)
            scene.act(who[go], post, at[go], [str(rng.choice(text)) for _ in go])


def staff(scene: Scene) -> None:
    """Employees asked in the work chat to pass on the employer's accounts: same sentence, one moment; part of them say so."""
    rng = scene.rng
    company, n = str(rng.choice(w.COMPANIES)), int(rng.integers(18, 46))
    says = rng.random(n) < rng.uniform(0.3, 0.7)
    names = scene.voice.names(n)
    signed = scene.voice.glue(company[:2], names)
    who = scene.add_people(
        n,
        "staff",
        f"staff-{company}",
        life=rng.gamma(1.2, 8, n),
        name=signed.zip_with(pl.Series(rng.random(n) < 0.3), names),
        verified_type=np.where(says, 0, -1),
        verified_reason=np.where(says, f"{company}员工", None),
        region=np.where(rng.random(n) < 0.6, str(rng.choice(w.REGIONS)), rng.choice(w.REGIONS, n)),
    )
    posts, moments = scene.calls(
        _house(scene, company, int(rng.integers(3, 7)), int(rng.integers(10, 24))), 300, 1.5 * DAY
    )
    zeal = rng.beta(2, 1.3, n)
    for post, moment in zip(posts, moments, strict=True):
        at = moment + rng.exponential(rng.uniform(60, 900), n)
        text = scene.voice.supplied(company, 1)[0]
        go = np.flatnonzero(rng.random(n) < zeal)
        own = [text if r < 0.6 else None if r < 0.8 else "?" for r in rng.random(len(go))]
        scene.act(who[go], post, at[go], own)


def draws(scene: Scene) -> None:
    """Prize hunters: each works through a list of draws of many companies at one go, with the words the rules ask for."""
    rng = scene.rng
    n, draws_n = int(rng.integers(22, 48)), int(rng.integers(18, 40))
    shops = scene.add_people(
        int(rng.integers(8, 16)),
        "author",
        verified_type=2,
        verified_reason="品牌官方微博",
        followers=rng.integers(800, 90_000),
    )
    subject = pl.Series([f"{rng.choice(w.COMPANIES)}抽奖{i}期" for i in range(draws_n)])
    posts = scene.add_posts(
        rng.choice(shops, draws_n),
        post_times(scene, draws_n),
        rng.gamma(1, 1.5, draws_n),
        rng.integers(0, scene.topics_n, draws_n),
        subject=subject,
    )
    wish = [
        f"关注并转发,抽三位送出{rng.choice(('保温杯', '月卡', '帆布袋', '耳机', '礼盒'))},{rng.choice(w.TAILS)}"
        for _ in range(draws_n)
    ]
    who = scene.add_people(n, "draw_hunter", "draw hunters", life=rng.gamma(1, 4, n), bare=0.3)
    at_s = scene.posts["at_s"].to_numpy()[posts]
    for account in who:
        sits = np.sort(night(scene, int(rng.integers(5, 14)), float(rng.uniform(8, 22)), 2.5))
        sit = np.searchsorted(sits, at_s)
        take = np.flatnonzero((sit < len(sits)) & (rng.random(draws_n) < 0.75))
        at = sits[sit[take]] + np.cumsum(rng.exponential(25, len(take)))
        own = [
            wish[i]
            if r < 0.6
            else "?"
            if r < 0.8
            else f"{wish[i]} @{scene.people['name'][int(rng.integers(0, 500))]}"
            for i, r in zip(take, rng.random(len(take)), strict=True)
        ]
        scene.act(np.full(len(take), account), posts[take], at, own)
