"""Innocent look-alikes of a campaign: activists, staff, crowds, fans, machines, night shifts, pile-ons."""

from collections.abc import Callable

import numpy as np

from analytics.model.time import BEIJING_OFFSET_S
from analytics.simulate.town.part import Part
from analytics.simulate.town.population import ordinary
from analytics.simulate.town.scene import DAYS, START_S, Group, Scene
from analytics.simulate.town.voice import WORDS, chatter, one, sentences


def play_activists(scene: Scene) -> None:
    """Two networks of 40 to 80; 20 to 40 calls, each followed by 25 to 60 % within Exp(2 to 12 minutes)."""
    rng = scene.rng
    for k in range(2):
        people = scene.settle(int(rng.integers(40, 80)), Group("activist", f"activists{k}", True, False))
        cause = one(rng, "names")
        demands = [one(rng, "demands", name=cause) for _ in range(int(rng.integers(3, 9)))]
        for post in scene.outside_posts(int(rng.integers(20, 40)), people, most=0.97):
            here = rng.choice(people, int(len(people) * rng.uniform(0.25, 0.6)), replace=False)
            call = scene.moments(np.array([post]), 300, 150_000)[0]
            own = sentences(rng, len(here)).to_list()
            dice = rng.random(len(here))
            text = [
                demands[rng.integers(len(demands))] if x < 0.5 else None if x < 0.7 else own[i]
                for i, x in enumerate(dice)
            ]
            scene.act(
                here,
                post,
                call + 3 + rng.exponential(rng.uniform(120, 720), len(here)).astype(np.int64),
                text,
            )
        ordinary(scene, people, 14)


PART_ACTIVISTS = Part("activists", play_activists)


def play_company(scene: Scene) -> None:
    """4 to 6 official accounts; 8 to 14 sister accounts and 20 to 40 staff act within minutes of a call in
    office hours."""
    rng = scene.rng
    name = WORDS["companies"][rng.integers(len(WORDS["companies"]))]
    official = scene.settle(int(rng.integers(4, 7)), Group("company", "company", False, False), busy=0.1)
    sisters = scene.settle(int(rng.integers(8, 15)), Group("sister", "company", False, False), busy=0.1)
    staff = scene.settle(int(rng.integers(20, 40)), Group("staff", "company", True, False))
    told = rng.random() < 0.7  # Staff who state their employer.
    scene.reason |= {int(a): f"{name}官方账号" for a in [*official, *sisters]}
    scene.reason |= {int(a): f"{name}员工" for a in staff if told}
    n = int(rng.integers(20, 45))
    author = rng.choice(official, n)
    day = START_S + rng.integers(0, DAYS, n) * 86_400 + rng.integers(9 * 3600, 17 * 3600, n)
    posts = scene.publish(
        author,
        np.sort(day),
        pull=rng.uniform(0.5, 4, n),
        median_s=np.full(n, 6000.0),
        texts=[f"{name}：{s}" for s in sentences(rng, n).to_list()],
        community=scene.community[author],
    )
    for post in posts:
        call = scene.post_at[post] + int(rng.integers(120, 20_000))
        for group, share in ((sisters, 0.8), (staff, 0.5)):
            here = rng.choice(group, max(3, int(len(group) * share)), replace=False)
            text = f"{name}，" + sentences(rng, 1)[0]
            words = [text if x < 0.75 else None for x in rng.random(len(here))]
            scene.act(here, post, call + rng.exponential(240, len(here)).astype(np.int64), words)
    ordinary(scene, staff, 10)


PART_COMPANY = Part("company", play_company)


def play_crowds(scene: Scene) -> None:
    """A petition on 10 to 30 posts, share texts made from the post's title, one lyric everywhere, copycats on
    busy posts."""
    rng = scene.rng
    demand = one(rng, "demands", name="城南小学") + "，请转发直到有人负责"
    people = scene.settle(int(rng.integers(150, 300)), Group("petition", "petition", True, False))
    ordinary(scene, people, 10)
    for post in scene.outside_posts(int(rng.integers(10, 30)), people, most=0.99):
        here = rng.choice(people, int(len(people) * rng.uniform(0.1, 0.4)), replace=False)
        at = scene.awake(here, scene.post_at[post] + rng.exponential(30_000, len(here)).astype(np.int64))
        scene.act(here, post, at, demand)
    sharers = scene.settle(200, Group("sharer", "share_text", True, False))
    copycats = scene.settle(200, Group("copycat", "copycats", True, False))
    ordinary(scene, sharers, 6)
    ordinary(scene, copycats, 10)
    busy = np.argsort(-scene.post_pull)[:80]
    for group, posts_n in ((sharers, 10), (copycats, 8)):
        quoted = sentences(rng, len(busy)).to_list()  # The sentence below a busy post that people copy.
        which = np.stack([rng.choice(len(busy), posts_n, replace=False) for _ in group]).ravel()
        who, post = np.repeat(group, posts_n), busy[which]
        delay = np.exp(rng.normal(np.log(scene.post_median_s[post]), 1.5)).astype(np.int64)
        text = (
            [f"我分享了《{scene.post_text[p][:14]}》，快来看看吧" for p in post]
            if group is sharers
            else [quoted[w] for w in which]
        )
        scene.act(who, post, scene.awake(who, scene.post_at[post] + 30 + delay), text)
    lyric = one(rng, "lyrics")
    who = rng.choice(len(scene.weight), 400)
    what = rng.choice(len(scene.post_at), 400)
    scene.act(
        who, what, scene.awake(who, scene.post_at[what] + rng.exponential(9000, 400).astype(np.int64)), lyric
    )


PART_CROWDS = Part("crowds", play_crowds)


def play_fan_alliance(scene: Scene) -> None:
    """Four to six idols, 20 to 30 people for each; a call 10 minutes to 20 hours after a post, followed
    within Exp(1 to 8 minutes)."""
    rng = scene.rng
    idols_n = int(rng.integers(4, 7))
    copies = rng.random() < 0.4
    idols = scene.settle(idols_n, Group("idol", "alliance", True, False))
    members = np.concatenate(
        [
            scene.settle(int(rng.integers(20, 30)), Group("alliance", f"alliance{k}", True, False))
            for k in range(idols_n)
        ]
    )
    for k in range(idols_n):
        name = WORDS["names"][6 + k]
        slogans = [one(rng, "slogans", name=name) for _ in range(4)]
        for post in idol_posts(scene, idols[k : k + 1], int(rng.integers(4, 10))):
            here = rng.choice(members, int(len(members) * rng.uniform(0.3, 0.6)), replace=False)
            call = scene.moments(np.array([post]), 600, 72_000)[0]
            text = one(rng, "slogans", name=name) + "，" + sentences(rng, 1)[0] if copies else None
            words = [
                text if text and x < 0.6 else slogans[rng.integers(4)] if x < 0.8 else None
                for x in rng.random(len(here))
            ]
            scene.act(
                here, post, call + rng.exponential(rng.uniform(60, 480), len(here)).astype(np.int64), words
            )
    ordinary(scene, members, 12)


PART_FAN_ALLIANCE = Part("fan_alliance", play_fan_alliance)


def idol_posts(scene: Scene, idol: np.ndarray, n: int) -> np.ndarray:
    """`n` posts of one idol over the month."""
    rng = scene.rng
    at = scene.awake(np.repeat(idol, n), START_S + np.sort(rng.random(n) * DAYS * 86_400).astype(np.int64))
    return scene.publish(
        np.repeat(idol, n),
        at,
        pull=rng.uniform(1, 8, n),
        median_s=np.full(n, 2400.0),
        texts=sentences(rng, n).to_list(),
        community=np.repeat(scene.community[idol], n),
    )


def play_fan_clubs(scene: Scene) -> None:
    """Three clubs of 40 to 100 people; each post is passed on by 40 to 80 % within Exp(2 to 15 minutes)."""
    rng = scene.rng
    for k in range(3):
        name = WORDS["names"][k]
        idol = scene.settle(1, Group("idol", f"club{k}", True, False))
        club = scene.settle(int(rng.integers(40, 100)), Group("fan", f"club{k}", True, False))
        slogans = [one(rng, "slogans", name=name) for _ in range(5)]
        for post in idol_posts(scene, idol, int(rng.integers(15, 40))):
            here = rng.choice(club, int(len(club) * rng.uniform(0.4, 0.8)), replace=False)
            lag = 5 + rng.exponential(rng.uniform(120, 900), len(here))
            text = [slogans[rng.integers(5)] if x < 0.6 else None for x in rng.random(len(here))]
            scene.act(here, post, scene.post_at[post] + lag.astype(np.int64), text)
        ordinary(scene, club, 12)


PART_FAN_CLUBS = Part("fan_clubs", play_fan_clubs)


def play_machines(scene: Scene) -> None:
    """15 feeds (seconds after their 8 sources), 12 schedulers and 16 pollers on a tick of 5 to 60 minutes, of
    many sources."""
    rng = scene.rng
    authors = np.unique(scene.post_author)
    feeds = scene.settle(15, Group("feed", "feeds", False, False), busy=0, client=one(rng, "tools"))
    sources = rng.choice(authors, 8, replace=False)
    posts = np.flatnonzero(np.isin(scene.post_author, sources))
    _pass_on(scene, feeds, posts, 0.9, lambda n: rng.integers(15, 120, n))
    for role, count, tick, sources_n in (
        ("scheduler", 12, 3600, 25),
        ("poller", 16, int(rng.choice([300, 600, 900, 1800])), 60),
    ):
        group = scene.settle(count, Group(role, role, False, False), busy=0, client=one(rng, "tools"))
        posts = np.flatnonzero(np.isin(scene.post_author, rng.choice(authors, sources_n, replace=False)))
        posts = rng.choice(posts, min(len(posts), 250), replace=False)
        who, what = _crossed(scene, group, posts, 0.8)
        at = (scene.post_at[what] // tick + 1) * tick + rng.integers(0, 20, len(what))
        scene.act(who, what, at, None)


def _crossed(
    scene: Scene, group: np.ndarray, posts: np.ndarray, share: float
) -> tuple[np.ndarray, np.ndarray]:
    who, what = np.repeat(group, len(posts)), np.tile(posts, len(group))
    kept = scene.rng.random(len(who)) < share
    return who[kept], what[kept]


def _pass_on(
    scene: Scene, group: np.ndarray, posts: np.ndarray, share: float, lag: Callable[[int], np.ndarray]
) -> None:
    who, what = _crossed(scene, group, posts, share)
    scene.act(who, what, scene.post_at[what] + lag(len(who)), None)


PART_MACHINES = Part("machines", play_machines)


def play_night_shift(scene: Scene) -> None:
    """60 people who go through the posts of 30 authors between two and four in the morning, in the same
    order."""
    rng = scene.rng
    people = scene.settle(60, Group("same_hours", "night_shift", True, False))
    sources = rng.choice(np.unique(scene.post_author), 30, replace=False)
    posts = np.flatnonzero(np.isin(scene.post_author, sources))
    day = 86_400
    for who in people:
        mine = rng.choice(posts, min(len(posts), int(rng.integers(15, 60))), replace=False)
        night = (scene.post_at[mine] + BEIJING_OFFSET_S) // day * day + day - 8 * 3600 + 2 * 3600
        at = night + rng.integers(0, 7200, len(mine))
        scene.act(np.full(len(mine), who), mine, at, chatter(rng, len(mine)))


PART_NIGHT_SHIFT = Part("night_shift", play_night_shift)


def play_pile_on(scene: Scene) -> None:
    """Eight posts of one account; 200 people, half of them each time, most within half an hour of a call."""
    rng = scene.rng
    victim = scene.settle(1, Group("target", "pile_on", True, False))
    crowd = scene.settle(200, Group("crowd", "pile_on", True, False))
    ordinary(scene, crowd, 12)
    at = START_S + np.sort(rng.integers(0, DAYS * 86_400, 8))
    posts = scene.publish(
        np.repeat(victim, 8),
        at,
        pull=np.full(8, 2.0),
        median_s=np.full(8, 4000.0),
        texts=sentences(rng, 8).to_list(),
        community=np.repeat(scene.community[victim], 8),
    )
    for post in posts:
        here = rng.choice(crowd, 100, replace=False)
        call = scene.moments(np.array([post]), 600, 40_000)[0]
        phrase = sentences(rng, 3).to_list()
        text = [phrase[rng.integers(3)] if x < 0.5 else None for x in rng.random(100)]
        scene.act(here, post, call + rng.exponential(600, 100).astype(np.int64), text)


PART_PILE_ON = Part("pile_on", play_pile_on)

PARTS = (
    PART_ACTIVISTS,
    PART_COMPANY,
    PART_CROWDS,
    PART_FAN_ALLIANCE,
    PART_FAN_CLUBS,
    PART_MACHINES,
    PART_NIGHT_SHIFT,
    PART_PILE_ON,
)
