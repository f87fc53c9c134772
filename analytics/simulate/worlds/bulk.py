"""The world `bulk`: one nghuyong repost file of any size, written block by block, for the speed benchmark."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.simulate.capture import SHOWN
from analytics.simulate.chains import shown_texts
from analytics.simulate.ids import bids_of, mids_at
from analytics.simulate.names_and_phrases import phrases
from analytics.simulate.trees import grow
from analytics.simulate.world import Options, World, generator
from analytics.simulate.writer import View
from analytics.simulate.writers.nghuyong_statuses import WRITER as LAYOUT

REPOSTS_N = 1_000_000  # Default size.
BLOCK_N = 50_000  # Reposts a block: bounds memory; no root spans two blocks, so no cascade is larger.
START_S = 1_740_787_200  # 2025-03-01 00:00 Beijing.
SPAN_S = 30 * 86_400  # Roots are posted over this time.
DUPLICATE_SHARE = 0.01  # Rows met a second time by the collector, a page and some minutes later.
PAGE = 20  # Rows between a repost and its second appearance.
BARE_SHARE = 0.45  # Reposts without words of their own.
ACCOUNTS_MIN = 20_000
FIRST_UID = 9_100_000_000
Ints = NDArray[np.int64]
WORDS = phrases("bulk")
OWN_TEXTS = pl.Series([a + b for a in WORDS["openings"] for b in WORDS["endings"]])


def _sizes(rng: np.random.Generator, n: int) -> Ints:
    """Heavy-tailed cascade sizes (Pareto, exponent 1.1, at least 3 reposts, cut at the block) that add up to
    `n`."""
    sizes = np.minimum(BLOCK_N, (3 * (1 - rng.random(n // 3 + 1)) ** (-1 / 1.1)).astype(np.int64))
    total = np.cumsum(sizes)
    last = int(np.searchsorted(total, n))
    sizes = sizes[: last + 1]
    sizes[last] -= total[last] - n
    return sizes


def _names(account: Ints) -> pl.Series:
    """A nickname for each account, all different: two words and the account's number."""
    heads, tails = (
        pl.Series(WORDS["heads"]).gather(account % 16),
        pl.Series(WORDS["tails"]).gather(account // 16 % 16),
    )
    return pl.select(pl.concat_str(heads, tails, pl.Series(account // 256).cast(pl.String))).to_series()


def _block(rng: np.random.Generator, number: int, n: int, accounts_n: int) -> pl.DataFrame:
    """`n` reposts of whole cascades, in order of root and time, as rows of SHOWN."""
    sizes = _sizes(rng, n)
    roots_n = len(sizes)
    root_at = START_S + (rng.random(roots_n) * SPAN_S).astype(np.int64)
    tree = grow(rng, root_at, sizes)
    account = (accounts_n * rng.random(n) ** 2).astype(np.int64)
    names = _names(account)
    own = OWN_TEXTS.gather(rng.integers(0, len(OWN_TEXTS), n)).scatter(
        np.flatnonzero(rng.random(n) < BARE_SHARE), None
    )
    text = shown_texts(own, tree.parent, tree.level, names.gather(np.maximum(tree.parent, 0)))
    mids = mids_at(np.concatenate([tree.at_s, root_at]), number)
    spread = account * 2_654_435_761 % 2**32
    places = pl.Series(WORDS["regions"]).gather(spread // 7 % len(WORDS["regions"]))
    followers = (40 * (spread / 2**32 + 1e-9) ** -0.8).astype(np.int64)
    verified = np.where(followers > 50_000, 0, -1)
    captured = int(START_S + SPAN_S + 5 * 86_400 + number * 600)
    shown = pl.DataFrame(
        {
            "kind": "repost",
            "mid": mids[:n],
            "bid": bids_of(mids[:n]),
            "at_s": tree.at_s,
            "text": text,
            "client": pl.Series(WORDS["clients"]).gather(spread % len(WORDS["clients"])),
            "region": places,
            "root_mid": mids[n:][tree.root],
            "parent_mid": pl.select(
                pl.when(pl.Series(tree.parent >= 0)).then(pl.Series(mids[np.maximum(tree.parent, 0)]))
            ).to_series(),
            "reposts_n": np.bincount(tree.parent[tree.parent >= 0], minlength=n),
            "comments_n": rng.poisson(0.3, n),
            "likes_n": rng.poisson(1.2, n),
            "edited": False,
            "uid": FIRST_UID + account,
            "name": names,
            "verified_type": verified,
            "followers_n": followers,
            "following_n": spread // 11 % 900,
            "posts_n": spread // 13 % 9000,
            "gender": pl.Series(["m", "f"]).gather(spread // 3 % 2),
            "location": places,
            "registered_s": 1_300_000_000 + spread % 420_000_000,
            "captured_s": captured,
        }
    )
    order = np.lexsort((tree.at_s, tree.root))
    again = np.flatnonzero(rng.random(n) < DUPLICATE_SHARE)
    rows = np.concatenate([order, order[again]])
    late = np.argsort(np.concatenate([np.arange(n), again + PAGE + 0.5]), kind="stable")
    together = shown[rows[late]].with_columns(captured_s=captured + pl.Series(420 * (late >= n)))
    return together.select(
        (pl.col(name) if name in together.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in SHOWN.items()
    )


def blocks(n: int, seed: int) -> Iterator[pl.DataFrame]:
    """`n` rows in all, duplicates included."""
    accounts_n = max(ACCOUNTS_MIN, n // 8)
    left, number = n, 0
    while left > 0:
        size = min(BLOCK_N, left)
        rows = _block(generator(seed, number), number, size, accounts_n).head(left)
        left -= len(rows)
        number += 1
        yield rows


def write_bulk(n: int, seed: int, file: Path) -> None:
    """One nghuyong repost file of `n` rows."""
    LAYOUT.write(View(blocks(n, seed)), file)


def _make(seed: int, options: Options, out: Path) -> None:
    """The export, and true parents in `truth/parents.csv` (duplicates left out)."""
    n = options.reposts_n or REPOSTS_N
    truth = out / "truth" / "parents.csv"
    truth.parent.mkdir(parents=True, exist_ok=True)
    with truth.open("wb") as file:
        file.write(b"mid,parent_mid,root_mid\n")

        def told() -> Iterator[pl.DataFrame]:
            for rows in blocks(n, seed):
                first = rows.unique("mid", keep="first", maintain_order=True)
                first.select(
                    "mid", pl.coalesce("parent_mid", "root_mid").alias("parent_mid"), "root_mid"
                ).write_csv(file, include_header=False)
                yield rows

        LAYOUT.write(View(told()), out / "exports" / "nghuyong" / "repost_20250405000000.jsonl")


WORLD = World("bulk", "simulate.world_bulk", True, _make)
