"""`make(kind, seed)`: a world by name. Worlds of the same kind differ in size, mix and habits from seed to seed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import polars as pl

from tests.benchmarks.unseen.base import settle
from tests.benchmarks.unseen.campaigns import levels, sleepers, split
from tests.benchmarks.unseen.causes import activists, petitions
from tests.benchmarks.unseen.company import draws, sisters, staff
from tests.benchmarks.unseen.export import Made, made
from tests.benchmarks.unseen.fans import alliances, clubs
from tests.benchmarks.unseen.habits import audiences, pile_on, same_hours
from tests.benchmarks.unseen.hired import paid_crowd, relay, two_platforms
from tests.benchmarks.unseen.machines import feeds, pollers, schedulers
from tests.benchmarks.unseen.orders import LEVELS, Level
from tests.benchmarks.unseen.ordinary import breaking, live
from tests.benchmarks.unseen.scene import Scene

Plant = Callable[[Scene], None]
PEOPLE: tuple[Plant, ...] = (
    clubs,
    alliances,
    sisters,
    staff,
    draws,
    pile_on,
    activists,
    petitions,
    audiences,
    same_hours,
)
MACHINES: tuple[Plant, ...] = (feeds, pollers, schedulers)
TOWN = (7_050, 158_000, 440, 3_050)  # People, acts before hours thin them out, authors, posts.
LARGE = (50_900, 500_000, 900, 7_000)
PLANTED: dict[str, Plant] = {
    "clean": lambda scene: None,
    **{name: partial(levels, level=level) for name, level in LEVELS.items()},
    "relay": relay,
    "split": split,
    "sleepers": sleepers,
    "paid_crowd": paid_crowd,
    "minority": lambda scene: levels(scene, Level("e60", 0.95, 0.2), (12,)),
    "dominant": lambda scene: levels(scene, Level("e60", 1.0, 0.2), (40,) * 4, heavy=-0.5),
    "comments_only": lambda scene: levels(scene, Level("e60", 0.95, 0.2), (24, 24, 24, 23)),
}
KINDS: tuple[str, ...] = (*PLANTED, "two_platforms")


def make(kind: str, seed: int) -> Made:
    """The world of this kind and seed: the same tables each time. Every world holds every kind of innocent look-alike.

    Raises ValueError for an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind}: no such kind of world. Known: {', '.join(KINDS)}.")
    scene = Scene(seed, KINDS.index(kind), topics_n=22 + 5 * (seed % 4))
    if kind == "two_platforms":
        return _two(scene, seed)
    if kind == "comments_only":
        scene.comment_share = 0.42
    _furnish(scene, LARGE if kind == "minority" else TOWN, mixed=kind == "comments_only")
    scene.kind = "comment" if kind == "comments_only" else "repost"
    PLANTED[kind](scene)
    live(scene)
    return made(scene)


def _furnish(
    scene: Scene, size: tuple[int, int, int, int], *, mixed: bool = False, machines: bool = True
) -> None:
    """People, posts and every innocent look-alike; `mixed`: half of the look-alikes comment where they would repost."""
    rng = scene.rng
    people_n, acts_n, authors_n, posts_n = size
    settle(
        scene,
        people_n,
        acts_n,
        int(authors_n * rng.uniform(0.75, 1.25)),
        int(posts_n * rng.uniform(0.85, 1.15)),
    )
    kind = scene.kind
    for part in PEOPLE:
        scene.kind = "comment" if mixed and rng.random() < 0.5 else kind
        part(scene)
    scene.kind = kind
    for part in MACHINES if machines else ():
        part(scene)
    breaking(scene)


def _two(scene: Scene, seed: int) -> Made:
    """Two towns, one of reposts and one of comments, with one controller; no account id in common."""
    other = Scene(seed, 1_000, platform="douyin")
    other.start_s, other.end_s = scene.start_s, scene.end_s
    other.comment_share, other.kind = 1.0, "comment"
    _furnish(scene, (3_900, 96_000, 320, 2_000))
    _furnish(other, (2_700, 60_000, 220, 1_300), machines=False)
    two_platforms(scene, other)
    worlds = []
    for place in (scene, other):
        live(place)
        worlds.append(made(place))
    one, two = worlds
    two = replace(
        two,
        truth=two.truth.with_columns(  # "club-0" of one platform has nothing to do with "club-0" of the other.
            group=pl.when("is_campaign").then("group").otherwise(pl.lit("douyin ") + pl.col("group"))
        ),
    )
    return Made(
        pl.concat([one.events, two.events]),
        pl.concat([one.accounts, two.accounts]).sort("account_id"),
        pl.concat([one.truth, two.truth]).sort("account_id"),
    )
