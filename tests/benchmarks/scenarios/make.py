"""The scenarios by name, and one world by kind and seed. Same kind and seed, same world."""

from collections.abc import Callable

from tests.benchmarks.scenarios import (
    called,
    defenders,
    habits,
    hired,
    leaders,
    machines,
    orders,
    persons,
    sources,
)
from tests.benchmarks.scenarios.crowd import crowd
from tests.benchmarks.scenarios.export import Told, tables
from tests.benchmarks.scenarios.population import populate
from tests.benchmarks.scenarios.scene import Scene

EVENTS_N = 22_000
MORE = {"two_platforms": 1.75}  # Wishes of accounts for posts of the other platform come to nothing.
INNOCENT: dict[str, Callable[[Scene], None]] = {
    **called.KINDS,
    **sources.KINDS,
    **habits.KINDS,
    **machines.KINDS,
    **defenders.KINDS,
    **persons.KINDS,
}
CAMPAIGNS: dict[str, Callable[[Scene], None]] = {**orders.KINDS, **leaders.KINDS, **hired.KINDS}
PARTS = INNOCENT | CAMPAIGNS
KINDS: tuple[str, ...] = tuple(PARTS)


def scene(kind: str, seed: int) -> Scene:
    """The world of this kind and seed before its export.

    Raises ValueError for a kind that is not in KINDS.
    """
    if kind not in PARTS:
        raise ValueError(f"{kind}: no such kind of world. Known: {', '.join(KINDS)}")
    s = Scene(kind, seed)
    populate(s)
    PARTS[kind](s)
    crowd(s, int((EVENTS_N - s.posts_n) * MORE.get(kind, 1)))
    return s


def make(kind: str, seed: int) -> Told:
    """The tables of the world of this kind and seed, its truth and what is stated of it."""
    return tables(scene(kind, seed))
