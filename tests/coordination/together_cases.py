"""Small invented inputs for the tests of acting together. Words are given by name: equal words are one family."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from analytics.model.tables import FAMILIES
from tests.coordination.scene import DAY, act, post, table

Row = dict[str, Any]


def families_by_words(events: pl.DataFrame) -> pl.DataFrame:
    """FAMILIES in which each text is a family of its own: what equal words are is not the subject here."""
    said = events.drop_nulls("own_text").select("event_id", family_id="own_text", layer=pl.lit("exact"))
    return FAMILIES.fit(said).sort(FAMILIES.order)


def tables(rows: Sequence[Row]) -> tuple[pl.DataFrame, pl.DataFrame]:
    events = table(rows)
    return events, families_by_words(events)


def day_posts(days: int, author: str = "x") -> list[Row]:
    """A post a day, p00 at 00:00 of the first day of START (08:00 in Beijing); authors x00, x01, ..."""
    return [post(f"p{d:02}", f"{author}{d:02}", d * DAY) for d in range(days)]


def others(name: str, at: list[float], start: str = "s") -> list[Row]:
    """Events of accounts s0, s1, ... on one post."""
    return [act(f"{start}{k}", name, x) for k, x in enumerate(at)]


def random_case(seed: int, accounts_n: int = 12, posts_n: int = 30) -> list[Row]:
    """All kinds of rows on a small scale: half the accounts often come together, some words are shared.

    Seed by seed: times to the minute or the second; posts of unknown time, of unknown author, or not exported;
    events without account; several events of one account on a post; events before their post; equal moments;
    posts of their own with shared words and hashtags; accounts with one event; words that live on many posts.
    """
    rng = np.random.default_rng(seed)
    step = 60 if seed % 3 == 2 else 1
    rows: list[Row] = []

    def moment(second: float) -> float:
        return float(second // step * step)

    fine = {"at_precision": "min" if step == 60 else "s"}
    for p in range(posts_n):
        born = moment(rng.integers(0, 12 * DAY))
        burst = born + float(rng.integers(60, 30_000))
        if p % 9 != 8:
            known = {} if p % 5 != 4 else {"at_precision": "day"}
            at = born if p % 11 != 5 else None
            rows.append(post(f"p{p:02}", None if p % 7 == 3 else f"a{p % 16:02}", 0, **fine | known))
            rows[-1]["at"] = act("", "", at)["at"]
        for a in rng.choice(accounts_n, int(rng.integers(1, accounts_n)), replace=False):
            near = a < accounts_n / 2 and rng.random() < 0.8
            at = burst + float(rng.integers(0, 40)) if near else born + float(rng.integers(-50, 100_000))
            words = None
            if rng.random() < 0.5:
                words = f"task{p}" if rng.random() < 0.6 else f"stock{rng.integers(0, 3)}"
            who = f"a{a:02}" if rng.random() < 0.97 else None
            kind = str(rng.choice(["repost", "comment", "quote"]))
            for again in range(2 if rng.random() < 0.1 else 1):
                rows.append(act(who, f"p{p:02}", moment(at) + 600 * again, words, kind=kind, **fine))
        if rng.random() < 0.3:
            rows.append(act(f"once{p:02}", f"p{p:02}", moment(burst + 5), f"task{p}", **fine))
    for d in range(10):
        burst = d * DAY + float(rng.integers(0, 80_000))
        for a in rng.choice(accounts_n, 6, replace=False):
            at = moment(burst + float(rng.integers(0, 30 if a < accounts_n / 2 else 20_000)))
            words = f"own{d}" if rng.random() < 0.7 else f"more #tag{d % 3}# of #word{d}#"
            rows.append(post(f"o{d}a{a:02}", f"a{a:02}", at, words, **fine))
    return rows
