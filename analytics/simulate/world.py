"""What a world is: a name and a function that writes exports and their truth from a seed.

The truth is CSV and says what no export says, so that every finding can be compared with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from analytics.simulate.displayed_values import clock
from analytics.simulate.ids import bids_of
from analytics.simulate.model import Model


@dataclass(frozen=True)
class Options:
    """What the user may choose about a world. null: the world's own default."""

    reposts_n: int | None = None


@dataclass(frozen=True)
class World:
    """An invented world.

    name: the word for `--world`; about: key of its one-line description in locale/simulate.toml.
    is_sized: whether `reposts_n` can be chosen. make(seed, options, out): writes everything below `out`;
        equal seeds and options give equal bytes.
    """

    name: str
    about: str
    is_sized: bool
    make: Callable[[int, Options, Path], None]


def generator(seed: int, *branch: int) -> np.random.Generator:
    """A generator of its own for each part of a world, so that one part can change without moving the
    others."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=branch)))


def iso(column: str) -> pl.Expr:
    """Unix seconds as Beijing time with its zone; null stays null."""
    return clock(pl.col(column), "%Y-%m-%dT%H:%M:%S") + "+08:00"


def acts_truth(model: Model) -> pl.DataFrame:
    """Every act: who, when, true parent (the root itself for a direct repost), form, task, when it
    vanished."""
    acts = model.acts
    mids = acts["mid"]
    uids = model.accounts["uid"].gather(acts["account"])
    parent = acts.select(
        pl.when(pl.col("parent") >= 0)
        .then("parent")
        .when(pl.col("kind") != "post")
        .then("root")
        .otherwise(-1)
    ).to_series()

    def mid_of(numbers: pl.Series, name: str) -> pl.Series:
        found = mids.gather(numbers.clip(0))
        return pl.select(pl.when(numbers >= 0).then(found).alias(name)).to_series()

    return (
        acts.with_columns(
            bids_of(mids.to_numpy()),
            uids.alias("uid"),
            mid_of(parent, "parent_mid"),
            mid_of(acts["root"], "root_mid"),
            mid_of(acts["top"], "top_mid"),
            iso("at_s").alias("at"),
            iso("deleted_s").alias("deleted_at"),
            iso("edited_s").alias("edited_at"),
        )
        .sort("mid")
        .select(
            "mid",
            "bid",
            "kind",
            "uid",
            "at",
            "parent_mid",
            "root_mid",
            "top_mid",
            "level",
            "form",
            "task",
            "deleted_at",
            "edited_at",
            "own_text",
        )
    )


def accounts_truth(model: Model) -> pl.DataFrame:
    """Every account that acted: its roles, several joined by a blank."""
    acted = model.accounts[model.acts["account"].unique().sort()]
    return acted.sort("uid").select(
        "uid",
        "name",
        pl.col("roles").list.join(" "),
        iso("registered_s").alias("registered_at"),
        "verified_type",
        "followers_n",
        "region",
    )


def names_truth(model: Model) -> pl.DataFrame:
    """Every renaming: the name before, the name after, the moment."""
    return model.renames.sort("from_s").select(
        model.accounts["uid"].gather(model.renames.sort("from_s")["account"]).alias("uid"),
        model.accounts["name"].gather(model.renames.sort("from_s")["account"]).alias("name_before"),
        pl.col("name").alias("name_after"),
        iso("from_s").alias("at"),
    )


def write_csv(folder: Path, name: str, frame: pl.DataFrame) -> None:
    """`folder/name.csv`, UTF-8 without a mark, line feeds."""
    folder.mkdir(parents=True, exist_ok=True)
    frame.write_csv(folder / f"{name}.csv")
