"""A finished scene as the tables of the contract: PLACED_EVENTS and ACCOUNTS, and the truth beside them."""

import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.model.tables import ACCOUNTS, PLACED_EVENTS, TIME
from tests.benchmarks.unseen.ordinary import words_of
from tests.benchmarks.unseen.scene import DAY, Ints, Scene
from tests.benchmarks.unseen.trees import copied_above, levels, parents, shown

LOST_SHARE = 0.01  # Acts deleted before the export; what was taken from them still names them.
LOST_POSTS_SHARE = 0.06  # Posts that are not in the export.
TWICE_SHARE = 0.985  # Of acts of one account on one post after the first, so many are left out.


@dataclass(frozen=True)
class Made:
    """A world: what an importer would hand over, and what is true."""

    events: pl.DataFrame
    accounts: pl.DataFrame
    truth: pl.DataFrame


def _settled(scene: Scene) -> pl.DataFrame:
    """All acts inside the time of the world, after their post, one an account and post (planned ones first)."""
    acts = pl.concat(scene.acts)
    posted = scene.posts["at_s"].gather(acts["post"])
    acts = acts.with_columns(
        is_open=(pl.col("own") == "?").fill_null(False), chance=pl.Series(scene.rng.random(len(acts)))
    )
    acts = acts.filter((pl.col("at_s") > posted) & (pl.col("at_s") < scene.end_s))
    again = (
        pl.int_range(pl.len()).over(
            "account", "post", order_by=[pl.col("is_open") & (pl.col("tag") < 0), "chance"]
        )
        > 0
    )
    acts = acts.filter(~again | (pl.col("chance") > TWICE_SHARE))
    return acts.sort("post", "kind", "at_s", "account", "chance")


def _mids(scene: Scene, at_s: Ints) -> Ints:
    """Native ids that grow with time, all different: seconds since the platform's zero, then 22 bits."""
    n = len(at_s)
    low = scene.rng.permutation(max(n, 1))[:n] * max(1, 4_194_304 // (n + 1))
    return ((at_s - 515_483_463) << 22) + low


def made(scene: Scene) -> Made:
    """The tables of a finished scene. Accounts that do nothing in the export are left out."""
    rng, people, posts, platform = scene.rng, scene.people, scene.posts, scene.platform
    acts = _settled(scene)
    own = words_of(scene, acts)
    account, n = acts["account"].to_numpy(), len(acts)
    followers = people["followers"].to_numpy()[account]
    parent = parents(scene, acts, followers)
    is_comment = acts["kind"] == "comment"
    own = copied_above(scene, own, parent, acts["is_open"])
    text = shown(own, parent, levels(parent), people["name"].gather(account), is_comment)
    mids = _mids(scene, np.concatenate([acts["at_s"].to_numpy(), posts["at_s"].to_numpy()]))
    act_ids, post_ids = ids(platform, mids[:n]), ids(platform, mids[n:])
    root = post_ids.gather(acts["post"])
    parent_ids = act_ids.gather(np.maximum(parent, 0)).zip_with(pl.Series(parent >= 0), root)
    client = np.where(
        acts["client"].to_numpy() >= 0, acts["client"].to_numpy(), people["client"].to_numpy()[account]
    )
    second = (rng.integers(0, 12, scene.people_n))[account]
    client = np.where((acts["client"].to_numpy() < 0) & (rng.random(n) < 0.12), second, client)
    away = rng.random(n) < 0.03
    region = people["region"].gather(np.where(away, rng.integers(0, scene.people_n, n), account))
    done = pl.DataFrame(
        {
            "event_id": act_ids,
            "kind": acts["kind"],
            "who": account,
            "at_s": acts["at_s"],
            "parent_id": parent_ids,
            "parent_basis": ["stated"] * n,
            "root_id": root,
            "text": text,
            "own_text": own,
            "client": pl.Series(scene.clients).gather(client),
            "region": region,
        }
    ).filter(acts["chance"] >= LOST_SHARE)
    author = posts["author"].to_numpy()
    written = pl.DataFrame(
        {
            "event_id": post_ids,
            "kind": ["post"] * len(posts),
            "who": author,
            "at_s": posts["at_s"],
            "parent_id": pl.Series([None] * len(posts), dtype=pl.String),
            "parent_basis": pl.Series([None] * len(posts), dtype=pl.String),
            "root_id": post_ids,
            "text": posts["text"],
            "own_text": posts["text"],
            "client": pl.Series(scene.clients).gather(people["client"].gather(author)),
            "region": people["region"].gather(author),
        }
    )
    seen = np.bincount(acts["post"].to_numpy(), minlength=len(posts)) > 0
    written = written.filter(pl.Series(seen & (rng.random(len(posts)) >= LOST_POSTS_SHARE)))
    uids = _uids(scene, platform)
    events = pl.concat([written, done]).sort("root_id", "at_s", "event_id")
    present = np.unique(events["who"].to_numpy())
    return Made(
        _events(events, uids, people, platform),
        _accounts(scene, present, uids, platform),
        _truth(people, present, uids),
    )


def ids(platform: str, numbers: Ints) -> pl.Series:
    """`platform:number` for each number."""
    return pl.select(pl.concat_str(pl.lit(platform + ":"), pl.Series(numbers).cast(pl.String))).to_series()


def _uids(scene: Scene, platform: str) -> pl.Series:
    """Account ids, the older accounts the smaller, all different."""
    order = scene.people["registered_s"].to_numpy().argsort(kind="stable")
    number = np.empty(scene.people_n, np.int64)
    number[order] = 1_650_000_000 + np.cumsum(scene.rng.integers(1, 200_000, scene.people_n))
    return ids(platform, number)


def _source(n: int, platform: str) -> list[pl.Expr]:
    sha = hashlib.sha256(f"unseen {platform}".encode()).hexdigest()
    return [
        pl.lit(sha).alias("source_sha256"),
        pl.int_range(n, dtype=pl.Int64).alias("source_row"),
        pl.lit("").alias("source_path"),
    ]


def _events(events: pl.DataFrame, uids: pl.Series, people: pl.DataFrame, platform: str) -> pl.DataFrame:
    at = (pl.col("at_s") * 1_000_000).cast(TIME)
    return PLACED_EVENTS.fit(
        events.with_columns(
            at.alias("at"),
            account_id=uids.gather(events["who"]),
            account_name=people["name"].gather(events["who"]),
            platform=pl.lit(platform),
            at_precision=pl.lit("s"),
            at_basis=pl.lit("export"),
            root_basis=pl.when(pl.col("kind") != "post").then(pl.lit("export")),
        ).with_columns(_source(len(events), platform))
    )


def _accounts(scene: Scene, present: Ints, uids: pl.Series, platform: str) -> pl.DataFrame:
    rng, people = scene.rng, scene.people[present]
    n = len(people)
    life = people["life"].to_numpy()
    return ACCOUNTS.fit(
        people.with_columns(
            account_id=uids.gather(present),
            platform=pl.lit(platform),
            registered_at=(pl.col("registered_s") * 1_000_000).cast(TIME),
            verified=pl.col("verified_type") >= 0,
            verified_type=pl.col("verified_type").cast(pl.String),
            followers_n=pl.col("followers"),
            following_n=pl.Series(rng.lognormal(5, 0.9, n)).cast(pl.Int64),
            posts_n=pl.Series(rng.lognormal(4.5, 1.2, n) + 9 * life).cast(pl.Int64),
            location=pl.col("region"),
            captured_at=pl.lit((scene.end_s + 2 * DAY) * 1_000_000).cast(TIME),
        ).with_columns(_source(n, platform))
    ).sort("account_id")


def _truth(people: pl.DataFrame, present: Ints, uids: pl.Series) -> pl.DataFrame:
    """account_id, role, group, is_natural (not of the planted campaign), is_campaign, is_automatic."""
    return (
        people[present]
        .select(
            uids.gather(present).alias("account_id"),
            "role",
            "group",
            (~pl.col("is_campaign")).alias("is_natural"),
            "is_campaign",
            "is_automatic",
        )
        .sort("account_id")
    )
