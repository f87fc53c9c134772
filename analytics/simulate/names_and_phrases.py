"""Invented texts, from lists in TOML with slots filled at random, and invented ordinary accounts."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from analytics.simulate.model import ACCOUNTS

_SLOT = re.compile(r"\{(\w+)\}")
_CLASH = re.compile(r"([？！])[。！，…]+")  # A slot put a second mark behind the template's own.


@cache
def phrases(name: str) -> dict[str, Any]:
    """The content of `texts/<name>.toml`."""
    with (Path(__file__).parent / "texts" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def fill(rng: np.random.Generator, templates: list[str], slots: dict[str, list[str]], n: int) -> list[str]:
    """`n` texts from `templates`, each {slot} replaced by one of its words.

    >>> fill(np.random.default_rng(1), ["好{end}"], {"end": ["。"]}, 2)
    ['好。', '好。']
    """
    chosen = rng.integers(0, len(templates), n)

    def text(k: int) -> str:
        filled = _SLOT.sub(lambda match: slots[match[1]][rng.integers(0, len(slots[match[1]]))], templates[k])
        return _CLASH.sub(r"\1", filled)

    return [text(int(k)) for k in chosen]


FIRST_UID = 9_000_000_000  # No account of the platform is known to have an id this high.
DEFAULT_NAME_SHARE = 0.08  # Accounts that never changed the name given by the platform, 用户 and digits.
ABROAD_SHARE = 0.03
REGISTERED_S = (1_262_304_000, 1_735_660_800)  # 2010 to 2024.


def nicknames(rng: np.random.Generator, uids: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[str]:
    """A nickname for each account, all different."""
    pieces = phrases("nicknames")
    taken: set[str] = set()
    names: list[str] = []
    for uid in uids.tolist():
        if rng.random() < DEFAULT_NAME_SHARE:
            name = f"用户{uid}"
        elif rng.random() < 0.25:
            name = _one(rng, pieces["families"]) + _one(rng, pieces["givens"]) + _one(rng, pieces["tails"])
        else:
            name = _one(rng, pieces["heads"]) + _one(rng, pieces["middles"]) + _one(rng, pieces["tails"])
        while name in taken:
            name += str(rng.integers(0, 10))
        taken.add(name)
        names.append(name)
    return names


def people(rng: np.random.Generator, n: int, first_uid: int = FIRST_UID) -> pl.DataFrame:
    """`n` ordinary accounts (ACCOUNTS): heavy-tailed followers, few verified, most inside the country."""
    pieces = phrases("nicknames")
    uids = first_uid + np.sort(rng.choice(90_000_000, n, replace=False)).astype(np.int64)
    followers = (25 * (1 - rng.random(n)) ** -0.9).astype(np.int64)
    places = np.array(pieces["provinces"])[rng.integers(0, len(pieces["provinces"]), n)]
    abroad = np.array(pieces["abroad"])[rng.integers(0, len(pieces["abroad"]), n)]
    verified = np.where((followers > 8000) & (rng.random(n) < 0.5), 0, -1)
    return pl.DataFrame(
        {
            "uid": uids,
            "name": nicknames(rng, uids),
            "roles": [["organic"]] * n,
            "registered_s": rng.integers(*REGISTERED_S, n),
            "verified_type": verified,
            "verified_reason": ["生活博主" if v == 0 else None for v in verified.tolist()],
            "followers_n": followers,
            "following_n": rng.integers(10, 900, n),
            "posts_n": (30 * (1 - rng.random(n)) ** -0.8).astype(np.int64),
            "gender": np.array(["m", "f"])[rng.integers(0, 2, n)],
            "region": np.where(rng.random(n) < ABROAD_SHARE, abroad, places),
            "location": places,
            "client": np.array(pieces["clients"])[rng.integers(0, len(pieces["clients"]), n)],
            "description": np.array(pieces["bios"])[rng.integers(0, len(pieces["bios"]), n)],
        },
        schema=ACCOUNTS,
    )


def _one(rng: np.random.Generator, words: list[str]) -> str:
    return words[rng.integers(0, len(words))]
