"""A town as collectors wrote it down: posts and reposts in one layout, comments in another, and the truth."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from analytics.model.registry import load
from analytics.simulate.capture import Capture
from analytics.simulate.model import Model
from analytics.simulate.town.describe import tell
from analytics.simulate.town.scene import DAYS, START_S
from analytics.simulate.world import Options, accounts_truth, acts_truth, generator, write_csv
from analytics.simulate.writer import View, Writer

MISSING_SHARE = 0.02  # Acts the collector never met.
DUPLICATE_SHARE = 0.01  # Rows it met twice.
LAYOUTS = (
    ("nghuyong_statuses", "nghuyong/tweet_20250407000000.jsonl"),
    ("nghuyong_statuses", "nghuyong/repost_20250407003000.jsonl"),
    ("media_crawler_comments", "mediacrawler/detail_comments_2025-04-07.csv"),
    ("coordination_toolkit", "toolkit/messages.csv"),
)
CAPTURED_S = START_S + (DAYS + 7) * 86_400


@cache
def writers() -> dict[str, Writer]:
    """Every layout, by name."""
    return load("analytics.simulate.writers", "WRITER", Writer)


def town_world(campaign: str | None) -> Callable[[int, Options, Path], None]:
    """What makes the world of this campaign (null: of none)."""

    def make(seed: int, _options: Options, out: Path) -> None:
        write_town(tell(campaign, seed), seed, out)

    return make


def two_platforms_world(seed: int, _options: Options, out: Path) -> None:
    """The world of a campaign on two platforms: even accounts in the layouts of the first, odd ones as the
    toolkit's CSV."""
    write_town(tell("two_platforms", seed), seed, out, platforms_n=2)


def write_town(model: Model, seed: int, out: Path, platforms_n: int = 1) -> None:
    """exports/nghuyong/tweet_*.jsonl and repost_*.jsonl, exports/mediacrawler/detail_comments_*.csv,
    truth/*.csv.

    platforms_n = 2: odd accounts are on another platform, exports/toolkit/messages.csv.
    """
    rng = generator(seed, 78)
    capture = Capture(model, CAPTURED_S)
    kind = model.acts["kind"].to_numpy()
    side = model.acts["account"].to_numpy() % platforms_n
    files = [(side == 0) & (kind == name) for name in ("post", "repost", "comment")] + [side == 1]
    for (layout, path), wanted in zip(LAYOUTS, files, strict=True):
        numbers = np.flatnonzero(wanted)
        numbers = numbers[rng.random(len(numbers)) >= MISSING_SHARE]
        again = numbers[rng.random(len(numbers)) < DUPLICATE_SHARE]
        if len(numbers):
            file = out / "exports" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            writers()[layout].write(View([capture.show(np.concatenate([numbers, again]))]), file)
    write_csv(out / "truth", "acts", acts_truth(model))
    write_csv(out / "truth", "accounts", accounts_truth(model))
    tasks = (
        model.acts.filter(pl.col("task").is_not_null())
        .group_by("task", maintain_order=True)
        .agg(pl.col("root").first(), acts_n=pl.len())
    )
    write_csv(
        out / "truth",
        "tasks",
        tasks.select("task", model.acts["mid"].gather(tasks["root"]).alias("root_mid"), "acts_n"),
    )
