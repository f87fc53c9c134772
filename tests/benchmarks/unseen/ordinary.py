"""The ordinary life of every account: what it reads, when, how fast, and what it says; and breaking news."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tests.benchmarks.unseen import words as w
from tests.benchmarks.unseen.base import hours_table
from tests.benchmarks.unseen.scene import GROWN, LOCAL, ROOT, Ints, Scene

CHOICES_N = 5  # Moments weighed against an account's hours for each act.
FOLLOWED_N = 10  # Authors an account follows in person.


class Shelf:
    """Posts sorted so that a topic, or an author, is one stretch, from which a post is drawn by weight."""

    def __init__(self, posts: pl.DataFrame, key: str) -> None:
        keys = posts[key].to_numpy()
        self.order = np.argsort(keys, kind="stable")
        self.total = np.concatenate([[0.0], np.cumsum(posts["weight"].to_numpy()[self.order])])
        ids = np.arange(int(keys.max()) + 2)
        self.bounds = np.searchsorted(keys[self.order], ids)

    def draw(self, rng: np.random.Generator, key: Ints) -> Ints:
        """A post of each key's stretch; -1 where it has none."""
        low, high = self.total[self.bounds[key]], self.total[self.bounds[key + 1]]
        at = np.searchsorted(self.total, low + rng.random(len(key)) * (high - low), side="right") - 1
        return np.where(high > low, self.order[np.minimum(at, len(self.order) - 1)], -1)


def live(scene: Scene) -> None:
    """Acts of everyone's ordinary life, put to the scene."""
    rng, people, posts = scene.rng, scene.people, scene.posts
    life = people["life"].to_numpy()
    account = np.repeat(np.arange(scene.people_n), rng.poisson(life))
    n = len(account)
    post = _read(scene, account)
    at, keep = _moments(scene, account, post)
    account, post, at = account[keep], post[keep], at[keep]
    at = _in_a_row(rng, account, at, posts["at_s"].to_numpy()[post])
    keep = (at < scene.end_s) & (at >= people["since_s"].to_numpy()[account])
    account, post, at = account[keep], post[keep], at[keep]
    n = len(account)
    is_comment = rng.random(n) < scene.comment_share
    kind = pl.select(
        pl.when(pl.Series(is_comment)).then(pl.lit("comment")).otherwise(pl.lit("repost"))
    ).to_series()
    scene.act(account, post, at, pl.Series(["?"] * n, dtype=pl.String), kind=kind)


def _read(scene: Scene, account: Ints) -> Ints:
    """A post for each act: of an author followed, of the interests, or what everybody reads."""
    rng, people, posts = scene.rng, scene.people, scene.posts
    n = len(account)
    main = people["topic"].to_numpy()
    second, third = (
        (main + rng.integers(1, 6, scene.people_n)) % scene.topics_n,
        rng.integers(0, scene.topics_n, scene.people_n),
    )
    by_topic, by_author = Shelf(posts, "topic"), Shelf(posts, "author")
    interest = np.stack([main, second, third])[rng.choice(3, n, p=[0.6, 0.25, 0.15]), account]
    post = by_topic.draw(rng, interest)
    loyal = rng.random(scene.people_n) * 0.7
    followed = (
        posts["author"].to_numpy()[by_topic.draw(rng, np.repeat(main, FOLLOWED_N))].reshape(-1, FOLLOWED_N)
    )
    faithful = rng.random(n) < loyal[account]
    post = np.where(
        faithful,
        by_author.draw(rng, followed[account, (FOLLOWED_N * rng.random(n) ** 1.6).astype(np.int64)]),
        post,
    )
    hot = rng.random(n) < 0.1
    weight = posts["weight"].to_numpy() ** 1.1
    return np.where(hot | (post < 0), rng.choice(len(posts), n, p=weight / weight.sum()), post)


def _moments(scene: Scene, account: Ints, post: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """When each act happens: a lognormal delay at the account's speed, chosen from five by its own hours."""
    rng, people, posts = scene.rng, scene.people, scene.posts
    n = len(account)
    kinds = rng.choice(6, scene.people_n, p=[0.34, 0.2, 0.16, 0.12, 0.08, 0.1])
    table = hours_table(scene)
    pace = people["speed"].to_numpy()[account] * rng.lognormal(0, 0.5, len(posts))[post]
    delay = 4_600 * pace[:, None] * np.exp(1.55 * rng.standard_normal((n, CHOICES_N)))
    moment = posts["at_s"].to_numpy()[post][:, None] + 6 + delay
    local = ((moment + LOCAL) / 1800 - 2 * people["peak_h"].to_numpy()[account][:, None]).astype(
        np.int64
    ) % 48
    weight = table[kinds[account][:, None], local] + 1e-3
    best = np.argmax(np.log(weight) + rng.gumbel(size=weight.shape), axis=1)
    at = moment[np.arange(n), best]
    # Nobody is asked to be up at an hour that is not theirs: the rest thins out.
    keep = rng.random(n) < np.minimum(1, 0.35 + weight[np.arange(n), best])
    return at.astype(np.int64), keep


def _in_a_row(rng: np.random.Generator, account: Ints, at: Ints, posted: Ints) -> Ints:
    """Some acts move close behind the account's previous one: people read several posts in a row."""
    order = np.lexsort((at, account))
    a, t, p = account[order], at[order], posted[order]
    before = np.concatenate([[0], t[:-1]])
    near = before + 5 + rng.exponential(80, len(a)).astype(np.int64)
    same = np.concatenate([[False], a[1:] == a[:-1]])
    move = same & (near > p + 15) & (rng.random(len(a)) < 0.35)
    out = np.empty_like(at)
    out[order] = np.where(move, near, t)
    return out


def breaking(scene: Scene) -> None:
    """News posts: hundreds of people who have nothing to do with each other repost within minutes, at once or after a push."""
    rng, people, posts = scene.rng, scene.people, scene.posts
    pool = np.flatnonzero(np.isin(people["role"].to_numpy(), ["organic", "author"]))
    life = people["life"].to_numpy()[pool]
    for post in np.flatnonzero(posts["is_news"].to_numpy()):
        n = int(rng.integers(180, 620))
        who = rng.choice(pool, n, replace=False, p=life / life.sum())
        start = posts["at_s"][int(post)]
        pushed = rng.random() < 0.35
        if pushed:  # An app's push message sends them at one late moment.
            start = int(scene.by_day(np.array([start + rng.uniform(600, 18 * 3600)]), 7, 24)[0])
        at = start + 4 + rng.gamma(1.2, float(rng.uniform(40, 120) if pushed else rng.uniform(150, 520)), n)
        keep = (rng.random(n) < scene.awake(at)) & (at < scene.end_s)
        scene.act(who[keep], post, at[keep], "?", above=ROOT if rng.random() < 0.3 else GROWN)


def words_of(scene: Scene, acts: pl.DataFrame) -> pl.Series:
    """`own` of the acts with every "?" put into words: bare, free, a pet phrase, an app's share text, a line of a song."""
    rng, people = scene.rng, scene.people
    voice = scene.voice
    open_ = (acts["own"] == "?").fill_null(False)
    n = len(acts)
    account, post = acts["account"].to_numpy(), acts["post"].to_numpy()
    subject = scene.posts["subject"].gather(post)
    free = voice.ordinary(subject)
    free = _pet_phrases(scene, account, free)
    free = _songs(scene, post, free)
    free = _hashtags(scene, post, free)
    said = pl.select(
        pl.when(pl.Series(rng.random(n) >= people["bare"].to_numpy()[account])).then(free)
    ).to_series()
    app = people["app"].to_numpy()[account]
    shared = (app >= 0) & (rng.random(n) < 0.4)
    via = pl.Series(
        np.array(["分享自@鲸鱼阅读", "(来自@早茶新闻客户端)", "我在@悦听 分享了这条"])[np.maximum(app, 0)]
    )
    said = voice.glue("《", scene.posts["text"].gather(post).str.slice(0, 22), "》 ", via).zip_with(
        pl.Series(shared), said
    )
    own = said.zip_with(open_, acts["own"])
    return free.zip_with((acts["kind"] == "comment") & own.is_null(), own)  # A comment has words.


def _pet_phrases(scene: Scene, account: Ints, texts: pl.Series) -> pl.Series:
    """Some people nearly always say the same."""
    rng, voice = scene.rng, scene.voice
    owner = rng.random(scene.people_n) < 0.1
    pets = voice.mix(
        scene.people_n,
        (0.5, voice.pick(w.STOCK, scene.people_n)),
        (0.5, voice.ordinary(pl.Series([""] * scene.people_n))),
    )
    use = owner[account] & (rng.random(len(account)) < 0.6)
    return pets.gather(account).zip_with(pl.Series(use), texts)


def _songs(scene: Scene, post: Ints, texts: pl.Series) -> pl.Series:
    """Under some posts people quote the same line of a song, or the line that follows."""
    rng = scene.rng
    line = rng.integers(0, len(w.LYRICS) - 1, scene.posts_n)
    musical = rng.random(scene.posts_n) < 0.05
    use = musical[post] & (rng.random(len(post)) < 0.22)
    return (
        pl.Series(w.LYRICS).gather(line[post] + rng.integers(0, 2, len(post))).zip_with(pl.Series(use), texts)
    )


def _hashtags(scene: Scene, post: Ints, texts: pl.Series) -> pl.Series:
    """Hashtags of the post's subject, before or behind."""
    use = pl.Series(scene.rng.random(len(post)) < 0.07)
    tag = scene.voice.glue("#", scene.posts["subject"].gather(post), "#")
    return scene.voice.glue(tag, texts).zip_with(use, texts)
