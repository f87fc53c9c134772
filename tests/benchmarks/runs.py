"""What the benchmarks over worlds share: their command, rows written as they come, rows read again, a binomial lower bound."""

import argparse
import csv
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import polars as pl
from scipy.stats import beta

from analytics.model.formatting import rounded_down
from tests.benchmarks import towns
from tests.benchmarks.foreign import make as foreign
from tests.benchmarks.scenarios import make as scenarios
from tests.benchmarks.unseen import make as unseen

MAKERS = {"towns": towns, "unseen": unseen, "foreign": foreign, "scenarios": scenarios}
Job = tuple[str, str, int]  # Maker, world, seed.
Do = Callable[[argparse.Namespace], None]


def seeds_of(text: str) -> range:
    """`2001-2003` or `2001` as seeds.

    >>> list(seeds_of("2001-2003"))
    [2001, 2002, 2003]
    """
    low, _, high = text.partition("-")
    return range(int(low), int(high or low) + 1)


def makers_of(text: str) -> list[str]:
    """`towns,unseen` as names of makers.

    >>> makers_of("towns,nobody")
    Traceback (most recent call last):
    argparse.ArgumentTypeError: nobody: no such maker. Known: towns, unseen, foreign, scenarios.
    """
    names = text.split(",")
    if unknown := ", ".join(name for name in names if name not in MAKERS):
        raise argparse.ArgumentTypeError(f"{unknown}: no such maker. Known: {', '.join(MAKERS)}.")
    return names


def command(
    doc: str | None,
    run: Do,
    table: Do,
    *,
    makers: str,
    worlds: str,
    seeds: str,
    out: str,
    flags: dict[str, str] | None = None,
) -> None:
    """Do what the command line says: `run` over makers x worlds x seeds into a file, or the `table` of such files.

    makers to out: what `run` takes where nothing is said; no worlds: every kind of the maker. flags: further switches of `run`, with help.
    """
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    doing = commands.add_parser("run")
    doing.add_argument(
        "--maker", "--makers", dest="makers", type=makers_of, default=makers, metavar=",".join(MAKERS)
    )
    doing.add_argument("--worlds", default=worlds)
    doing.add_argument("--seeds", type=seeds_of, default=seeds)
    doing.add_argument("--out", type=Path, default=Path(out))
    for flag, words in (flags or {}).items():
        doing.add_argument(flag, action="store_true", help=words)
    doing.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    doing.set_defaults(do=run)
    shown = commands.add_parser("table")
    shown.add_argument("results", type=Path, nargs="+")
    shown.set_defaults(do=table)
    args = parser.parse_args()
    args.do(args)


def left(args: argparse.Namespace) -> list[Job]:
    """The jobs of `run` whose rows do not stand in its file yet."""
    done = set()
    if args.out.exists():
        with args.out.open(newline="", encoding="utf-8") as file:
            done = {(row["maker"], row["world"], int(row["seed"])) for row in csv.DictReader(file)}
    jobs = (
        (maker, world, seed)
        for seed in args.seeds
        for maker in args.makers
        for world in (args.worlds.split(",") if args.worlds else MAKERS[maker].KINDS)
    )
    return [job for job in jobs if job not in done]


def rows_as_they_come(
    jobs: list[Job], one: Callable[[Job], list[dict[str, Any]]], args: argparse.Namespace
) -> Iterator[list[dict[str, Any]]]:
    """The rows of each job, written to the file before they are handed on, so that a run cut off goes on where it stopped."""
    with (
        args.out.open("a", newline="", encoding="utf-8") as file,
        ProcessPoolExecutor(args.workers, mp_context=get_context("spawn")) as pool,
    ):
        writer = None
        for rows in pool.map(one, jobs):
            writer = writer or csv.DictWriter(file, list(rows[0]))
            if file.tell() == 0:
                writer.writeheader()
            writer.writerows(rows)
            file.flush()
            yield rows


def rows_of(files: list[Path], *also: str) -> pl.DataFrame:
    """The rows of several files, one for each maker, world, seed (and also these columns): the last one made."""
    return pl.concat([pl.read_csv(f) for f in files]).unique(
        ["maker", "world", "seed", *also], keep="last", maintain_order=True
    )


def at_least(hits: int, of: int) -> float:
    """The exact one-sided 95 % lower bound of a share (Clopper & Pearson 1934)."""
    return float(beta.ppf(0.05, hits, of - hits + 1)) if hits else 0.0


def share(hits: int, of: int) -> str:
    """A share with its lower bound, rounded down.

    >>> share(94, 94)
    '94 of 94 = 1.000 (at least 0.968 at 95 %)'
    """
    return (
        f"{hits} of {of} = {hits / of:.3f} (at least {rounded_down(at_least(hits, of), 3):.3f} at 95 %)"
        if of
        else "none"
    )
