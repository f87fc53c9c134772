"""A whole town as a model: ordinary life, every look-alike, and at most one campaign; then trees and ids."""

from functools import cache

import numpy as np
import polars as pl

from analytics.simulate.chains import shown_texts
from analytics.simulate.ids import mids_at
from analytics.simulate.model import ACCOUNTS, ACTS, RENAMES, Model
from analytics.simulate.town import campaigns as campaigns_of_towns
from analytics.simulate.town import look_alikes
from analytics.simulate.town.part import Part
from analytics.simulate.town.population import build
from analytics.simulate.town.scene import START_S, Scene
from analytics.simulate.town.voice import WORDS
from analytics.simulate.world import generator

FIRST_UID = 9_200_000_000
DEEPER_SHARE = 0.43  # Reposts of a repost, .434 in a public collection of 300 cascades.
HUB = 2.5  # How strongly they pile on few.
# campaign -> (accounts, ordinary reposts): what differs from 8,000 and 80,000 (look-alikes bring it to about
# 110,000).
SIZES = {"minority": (50_000, 320_000), "two_platforms": (16_000, 160_000)}
USUAL = (8_000, 80_000)
COMMENTS_SHARE = 0.25  # Ordinary comments for each ordinary repost.


@cache
def negatives() -> dict[str, Part]:
    """Every innocent look-alike, by name."""
    return {part.name: part for part in look_alikes.PARTS}


@cache
def campaigns() -> dict[str, Part]:
    """Every kind of campaign, by name."""
    return {part.name: part for part in campaigns_of_towns.PARTS}


def tell(campaign: str | None, seed: int) -> Model:
    """A town with every look-alike and this campaign (null: none). Equal arguments give equal models.

    Accounts carry their part as `roles`: [role, group, "natural" if an accusation would wrong a person,
    "campaign"].
    """
    rng = generator(seed, 77)
    accounts_n, acts_n = SIZES.get(campaign or "", USUAL)
    scene = build(rng, accounts_n, acts_n, COMMENTS_SHARE)
    for part in negatives().values():
        part.play(scene)
    if campaign:
        campaigns()[campaign].play(scene)
    return _model(scene)


def _model(scene: Scene) -> Model:
    rng = scene.rng
    told = pl.concat(scene.parts).filter(pl.col("at_s") >= START_S).sort("post", "at_s", maintain_order=True)
    posts_n, n = len(scene.post_at), len(told)
    post, account, at = (told[name].to_numpy() for name in ("post", "account", "at_s"))
    at = np.maximum(at, scene.post_at[post] + 2)
    order = np.lexsort((at, post))
    told, post, account, at = told[order], post[order], account[order], at[order]
    is_repost = (told["kind"] == "repost").to_numpy()
    parent, level = _trees(rng, post, is_repost)
    accounts = _accounts(scene)
    both = np.concatenate([scene.post_author, account])
    own = told["own"]
    names = accounts["name"].gather(account[np.maximum(parent, 0)]).scatter(np.flatnonzero(parent < 0), None)
    text = shown_texts(own, np.where(is_repost, parent, -1), np.where(is_repost, level, 1), names)
    text = text.scatter(np.flatnonzero(~is_repost), own.filter(~pl.Series(is_repost)).fill_null("路过"))
    at_all = np.concatenate([scene.post_at, at])
    posts = pl.Series(scene.post_text, dtype=pl.String)
    acts = pl.DataFrame(
        {
            "kind": pl.concat([pl.Series(["post"] * posts_n), told["kind"]]),
            "account": both,
            "at_s": at_all,
            "mid": mids_at(at_all, 0),
            "root": np.concatenate([np.arange(posts_n), post]),
            "parent": np.concatenate([np.full(posts_n, -1), np.where(parent >= 0, parent + posts_n, -1)]),
            "top": np.full(posts_n + n, -1),
            "level": np.concatenate([np.zeros(posts_n, np.int64), level]),
            "own_text": pl.concat([posts, own]),
            "text": pl.concat([posts, text]),
            "client": accounts["client"].gather(both),
            "region": accounts["region"].gather(both),
            "likes_n": rng.poisson(1.2, posts_n + n),
            "task": pl.concat([pl.Series([None] * posts_n, dtype=pl.String), told["task"]]),
            "hidden_n": np.zeros(posts_n + n, np.int64),
        }
    )
    return Model(
        accounts,
        pl.DataFrame(schema=RENAMES),
        acts.select(
            (pl.col(name) if name in acts.columns else pl.lit(None)).cast(dtype).alias(name)
            for name, dtype in ACTS.items()
        ),
    )


def _trees(
    rng: np.random.Generator, post: np.ndarray, is_repost: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Parent (position, -1: the root) and level of each act; acts are sorted by post and time, comments stay
    direct."""
    n = len(post)
    parent, level = np.full(n, -1, np.int64), np.ones(n, np.int64)
    mine = np.flatnonzero(is_repost)
    first = np.searchsorted(post[mine], post[mine], side="left")
    before = np.arange(len(mine)) - first
    deep = (rng.random(len(mine)) < DEEPER_SHARE) & (before > 0)
    parent[mine[deep]] = mine[
        first[deep] + (before[deep] * rng.random(int(deep.sum())) ** HUB).astype(np.int64)
    ]
    above = parent.copy()
    while np.any(above >= 0):
        level[above >= 0] += 1
        above = np.where(above >= 0, parent[np.maximum(above, 0)], -1)
    return parent, level


def _accounts(scene: Scene) -> pl.DataFrame:
    rng, n = scene.rng, len(scene.weight)
    number = np.arange(n)
    part = [scene.groups[k] for k in scene.part_of]
    heads, tails = WORDS["heads"], WORDS["tails"]
    names = pl.select(
        pl.concat_str(
            pl.Series(heads).gather(number % 16),
            pl.Series(tails).gather(number // 16 % 16),
            pl.Series(number // 256).cast(pl.String),
        )
    ).to_series()
    followers = (40 * (1 - rng.random(n)) ** -0.8).astype(np.int64)
    reason = [scene.reason.get(k) for k in range(n)]
    return pl.DataFrame(
        {
            "uid": FIRST_UID + rng.permutation(n * 7)[:n],
            "name": names,
            "roles": [
                [g.role, g.group, "natural" if g.natural else "", "campaign" if g.campaign else ""]
                for g in part
            ],
            "registered_s": [
                scene.registered.get(k, int(r))
                for k, r in enumerate(rng.integers(1_262_304_000, 1_735_660_800, n))
            ],
            "verified_type": [3 if r and "官方" in r else 0 if r else -1 for r in reason],
            "verified_reason": reason,
            "followers_n": followers,
            "following_n": rng.integers(10, 900, n),
            "posts_n": rng.integers(10, 9000, n),
            "gender": np.array(["m", "f"])[rng.integers(0, 2, n)],
            "region": np.array(WORDS["regions"])[rng.integers(0, len(WORDS["regions"]), n)],
            "location": np.array(WORDS["regions"])[rng.integers(0, len(WORDS["regions"]), n)],
            "client": scene.client,
            "description": [""] * n,
        },
        schema=ACCOUNTS,
    )
