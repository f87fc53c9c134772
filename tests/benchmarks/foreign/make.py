"""The third maker's worlds: kinds, and one world by kind and seed. Same kind and seed, same world."""

from tests.benchmarks.foreign import called, crowd, export, habits, hired
from tests.benchmarks.foreign.scene import scene
from tests.benchmarks.towns import Made

KINDS: tuple[str, ...] = ("clean", *hired.KINDS)
ACCOUNTS_N, ACTS_N = 8_000, 110_000
LARGE = {"minority": (50_000, 300_000)}


def make(kind: str, seed: int) -> Made:
    """The world of this kind and seed: every innocent cause in it, and the campaign of its kind.

    Raises ValueError for a kind that is not in KINDS.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind}: no such kind of world. Known: {', '.join(KINDS)}")
    accounts_n, acts_n = LARGE.get(kind, (ACCOUNTS_N, ACTS_N))
    s = scene(kind, seed, accounts_n)
    for cause in (*called.CALLED, *habits.HABITS):
        cause(s)
    hired.hired(s)
    lost = 0.2  # Acts wished for after the last day.
    crowd.crowd(s, int(max(acts_n - s.acts_n, acts_n // 4) / (1 - lost)))
    return export.tables(s)
