"""The accounts of the sample case: named ones, navy accounts, hostile nicknames, and ordinary people."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.simulate.model import ACCOUNTS, RENAMES
from analytics.simulate.names_and_phrases import people, phrases
from analytics.simulate.sample.moments import NAME_REUSED, RENAMED

ORDINARY_N = 640
NEW_NAME = "荔枝搬家了"  # Of the account `renamed`; its old name goes to the account `heir`.
# A client of the organizer's own: four navy accounts, the organizer and the captain show it, nobody else.
CLIENT = "橙汁助手"
NAVY_OPENED_S = (1_731_500_000, 1_731_700_000)  # All navy accounts were opened within some 55 hours.

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Cast:
    """The accounts of the case.

    accounts, renames: as in the model.
    who: numbers of the named accounts; navy, hostile, ordinary: numbers of the others.
    """

    accounts: pl.DataFrame
    renames: pl.DataFrame
    who: dict[str, int]
    navy: Ints
    hostile: Ints
    ordinary: Ints


def _account(uid: int, name: str, role: str, **other: Any) -> dict[str, Any]:
    """A row of ACCOUNTS: what `other` does not say is ordinary."""
    return {
        "uid": uid,
        "name": name,
        "roles": role.split(),
        "verified_type": -1,
        "verified_reason": None,
        "gender": "f",
        "client": "iPhone客户端",
        "description": "",
        "location": other["region"],
        **other,
    }


def _named(rng: np.random.Generator, texts: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _account(
            row["uid"],
            row["name"],
            row["role"],
            verified_type=row["verified_type"],
            verified_reason=row.get("verified_reason"),
            followers_n=row["counts"][0],
            following_n=row["counts"][1],
            posts_n=row["counts"][2],
            region=row["region"],
            description=row["bio"],
            client=CLIENT if "organizer" in row["role"] else "iPhone客户端",
            registered_s=int(rng.integers(1_280_000_000, 1_600_000_000)),
        )
        for key, row in texts.items()
        if key != "groups"
    ]


def _navy(rng: np.random.Generator, groups: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _account(
            uid,
            name,
            "navy",
            followers_n=int(rng.integers(2, 60)),
            following_n=int(rng.integers(90, 400)),
            posts_n=int(rng.integers(8, 70)),
            region="江西" if k % 4 else "湖南",
            location="其他",
            client="微博轻享版" if k % 3 else CLIENT,
            registered_s=int(rng.integers(*NAVY_OPENED_S)),
        )
        for k, (uid, name) in enumerate(zip(groups["navy_uids"], groups["navy"], strict=True))
    ]


def _hostile(groups: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _account(
            9_130_000_101 + 7 * k,
            name,
            "organic",
            followers_n=120 + 31 * k,
            following_n=210,
            posts_n=300 + k,
            region="湖北",
            client="微博网页版",
            registered_s=1_500_000_000 + k * 1_000_003,
        )
        for k, name in enumerate(groups["hostile"])
    ]


def gather(rng: np.random.Generator) -> Cast:
    """Make everybody who acts in the case."""
    texts = phrases("cast")
    ordinary = people(rng, ORDINARY_N)
    rows = [_named(rng, texts), _navy(rng, texts["groups"]), _hostile(texts["groups"])]
    accounts = pl.concat([ordinary, *(pl.DataFrame(part, schema=ACCOUNTS) for part in rows)])
    ends = np.cumsum([len(ordinary), *map(len, rows)]).tolist()
    keys = [key for key in texts if key != "groups"]
    who = {key: ends[0] + k for k, key in enumerate(keys)}
    renames = pl.DataFrame(
        [(who["renamed"], RENAMED, NEW_NAME), (who["heir"], NAME_REUSED, accounts["name"][who["renamed"]])],
        schema=RENAMES,
        orient="row",
    )
    return Cast(
        accounts, renames, who, np.arange(ends[1], ends[2]), np.arange(ends[2], ends[3]), np.arange(ends[0])
    )
