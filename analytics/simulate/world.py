"""What a world is: a name and a function that writes exports and their truth from a seed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np


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
