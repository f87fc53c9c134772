"""The ordinary town: people with interests and hours, authors, their posts."""

import numpy as np

from tests.benchmarks.unseen.scene import DAY, Floats, Ints, Scene


def settle(scene: Scene, people_n: int, acts_n: int, authors_n: int, posts_n: int) -> None:
    """People who do about `acts_n` acts in all, and authors with `posts_n` posts."""
    rng = scene.rng
    pull = np.minimum((1 - rng.random(people_n)) ** -0.75, 60) * rng.lognormal(0, 0.5, people_n)
    popularity = 1 / np.arange(3, scene.topics_n + 3) ** 0.6
    topic = rng.choice(scene.topics_n, people_n, p=popularity / popularity.sum())
    app = np.where(rng.random(people_n) < 0.02, rng.integers(0, 3, people_n), -1)
    opened = scene.start_s - (rng.beta(1.2, 1.5, people_n) * 5_000 * DAY).astype(np.int64)
    fresh = rng.random(people_n) < 0.03  # An app's sign-up week: innocents who registered together.
    opened[fresh] = scene.start_s - 40 * DAY - rng.integers(0, 6 * DAY, int(fresh.sum()))
    scene.add_people(
        people_n,
        "organic",
        life=pull * acts_n / pull.sum(),
        topic=topic,
        app=app,
        registered_s=opened,
        verified_type=np.where(rng.random(people_n) < 0.01, 0, -1),
        since_s=_late_comers(scene, people_n),
    )
    _authors(scene, authors_n, posts_n)


def _late_comers(scene: Scene, n: int) -> Ints:
    """Ordinary people who only turn up late in the month: a silent past is nothing unusual."""
    late = scene.start_s + scene.rng.integers(12, 26, n) * DAY
    return np.where(scene.rng.random(n) < 0.05, late, 0)


def _authors(scene: Scene, authors_n: int, posts_n: int) -> None:
    rng = scene.rng
    topic = np.sort(rng.integers(0, scene.topics_n, authors_n))
    fame = np.minimum((1 - rng.random(authors_n)) ** -0.9, 80)
    kind = rng.choice([-1, 0, 1, 2, 3], authors_n, p=[0.45, 0.3, 0.02, 0.08, 0.15])
    reason = np.where(
        kind >= 0,
        rng.choice(
            np.array(["本地生活博主", "科普作者", "媒体人", "球评人", "官方账号", "影评人"]), authors_n
        ),
        None,
    )
    authors = scene.add_people(
        authors_n,
        "author",
        life=rng.gamma(1.2, 4, authors_n),
        topic=topic,
        verified_type=kind,
        verified_reason=reason,
        followers=(900 * fame**1.5).astype(np.int64),
    )
    busy = rng.gamma(0.9, 1, authors_n) + 0.05
    author = rng.choice(authors_n, posts_n, p=busy / busy.sum())
    at = post_times(scene, posts_n)
    news = rng.random(posts_n) < rng.uniform(0.002, 0.006)
    weight = fame[author] ** 0.7 * np.minimum((1 - rng.random(posts_n)) ** -rng.uniform(0.7, 1), 900)
    scene.add_posts(authors[author], at, weight, topic[author], is_news=news)


def post_times(scene: Scene, n: int) -> Ints:
    """Moments of posts: few at night, peaks at ten and at eight in the evening, a little on round minutes (scheduled)."""
    rng = scene.rng
    days = (scene.end_s - scene.start_s) // DAY
    hour = np.where(rng.random(n) < 0.5, rng.normal(20.3, 2.4, n), rng.normal(11, 3, n)) % 24
    at = scene.start_s + rng.integers(0, days, n) * DAY + (hour * 3600).astype(np.int64)
    scheduled = rng.random(n) < 0.12
    return np.where(scheduled, at // 1800 * 1800 + rng.integers(0, 3, n), at)


def hours_table(scene: Scene) -> Floats:
    """How much a day's 48 half hours see of each of six kinds of day: rows kinds, columns half hours, mean 1."""
    h = np.arange(48) / 2

    def bump(centre: float, width: float) -> Floats:
        gap = (h - centre + 12) % 24 - 12
        return np.asarray(np.exp(-(gap**2) / (2 * width**2)))

    table = np.stack(
        [
            0.05 + bump(12.5, 1.1) + 1.6 * bump(21.5, 2.2),
            0.05 + bump(8, 0.9) + 0.9 * bump(18.5, 1) + 1.2 * bump(22.3, 1.3),
            0.04 + bump(10, 2) + bump(15, 2) + 0.5 * bump(21, 1.5),
            0.08 + bump(23.5, 2.5),
            0.03 + 1.5 * bump(7, 1.3) + bump(19, 1.5),
            0.25 + 0.8 * bump(14, 5),
        ]
    )
    return np.asarray(table / table.mean(axis=1, keepdims=True))


def night(scene: Scene, n: int, first_h: float, span_h: float) -> Ints:
    """Moments inside the same hours of random days."""
    rng = scene.rng
    day = rng.integers(0, (scene.end_s - scene.start_s) // DAY, n)
    return scene.start_s + day * DAY + ((first_h + rng.random(n) * span_h) * 3600).astype(np.int64) % DAY


def unrelated(scene: Scene, n: int, life_above: float = 1.0) -> Ints:
    """n different ordinary people, the lively more likely."""
    people = scene.people
    pool = np.flatnonzero((people["role"].to_numpy() == "organic") & (people["life"].to_numpy() > life_above))
    life = np.sqrt(people["life"].to_numpy()[pool])
    return scene.rng.choice(pool, min(n, len(pool)), replace=False, p=life / life.sum())


def plain_posts(scene: Scene, n: int, heavy: float = 0.5) -> Ints:
    """n different posts of ordinary authors, the popular more likely (0: all alike)."""
    posts = scene.posts
    role = scene.people["role"].to_numpy()[posts["author"].to_numpy()]
    pool = np.flatnonzero(
        (role == "author") & (posts["weight"].to_numpy() > 0) & (posts["at_s"].to_numpy() < scene.end_s - DAY)
    )
    weight = posts["weight"].to_numpy()[pool] ** heavy
    return scene.rng.choice(pool, min(n, len(pool)), replace=False, p=weight / weight.sum())


def subjects(scene: Scene, posts: Ints) -> list[str]:
    """The subject of each of these posts."""
    return scene.posts["subject"].gather(posts).to_list()
