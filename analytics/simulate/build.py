"""The door of the simulator: write the exports and the truth of an invented world."""

from difflib import get_close_matches
from pathlib import Path

from analytics.model.errors import SettingsError
from analytics.model.registry import load
from analytics.simulate.world import Options, World
from analytics.simulate.worlds.bulk import write_bulk


def worlds() -> dict[str, World]:
    """Every world, by name."""
    return load("analytics.simulate.worlds", "WORLD", World)


def simulate(world: str, seed: int, out: Path, reposts_n: int | None = None) -> None:
    """Write the exports of `world` and its truth into the folder `out`; equal arguments give equal bytes.

    reposts_n: number of reposts, for the worlds whose size can be chosen.
    Raises SettingsError for an unknown world, a folder that holds other things, a size that is negative or
    that the world does not take.
    """
    known = worlds()
    if world not in known:
        nearest = (get_close_matches(world, known, 1) or sorted(known))[0]
        raise SettingsError("world_unknown", found=world, nearest=nearest, known=", ".join(known))
    if reposts_n is not None and not known[world].is_sized:
        raise SettingsError("world_not_sized", world=world)
    if reposts_n is not None and reposts_n < 1:
        raise SettingsError("world_size", found=reposts_n)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise SettingsError("world_folder", out=out)
    out.mkdir(parents=True, exist_ok=True)
    known[world].make(seed, Options(reposts_n), out)


def simulate_bulk(n: int, seed: int, file: Path) -> None:
    """Write one nghuyong repost file of `n` rows, without truth: the input of the speed benchmark."""
    write_bulk(n, seed, file)
