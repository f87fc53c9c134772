"""What the benchmarks over worlds share: which jobs are left, rows written as they come, a binomial lower bound."""

import csv
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from scipy.stats import beta

Job = tuple[str, str, int]


def seeds_of(text: str) -> range:
    """`2001-2003` or `2001` as seeds.

    >>> list(seeds_of("2001-2003"))
    [2001, 2002, 2003]
    """
    low, _, high = text.partition("-")
    return range(int(low), int(high or low) + 1)


def left(jobs: Iterable[Job], out: Path) -> list[Job]:
    """Jobs (maker, world, seed) whose rows do not stand in `out` yet."""
    done = set()
    if out.exists():
        with out.open(newline="", encoding="utf-8") as file:
            done = {(row["maker"], row["world"], int(row["seed"])) for row in csv.DictReader(file)}
    return [job for job in jobs if job[:3] not in done]


def rows_as_they_come(jobs: list[Any], one: Callable[[Any], list[dict[str, Any]]], out: Path, workers: int) -> Iterator[list[dict[str, Any]]]:
    """The rows of each job, written to `out` before they are handed on, so that a run cut off goes on where it stopped."""
    with out.open("a", newline="", encoding="utf-8") as file, ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        writer = None
        for rows in pool.map(one, jobs):
            writer = writer or csv.DictWriter(file, list(rows[0]))
            if file.tell() == 0:
                writer.writeheader()
            writer.writerows(rows)
            file.flush()
            yield rows


def share(hits: int, of: int) -> str:
    """A share with its exact one-sided 95 % lower bound (Clopper & Pearson 1934).

    >>> share(94, 94)
    '94 of 94 = 1.000 (at least 0.969 at 95 %)'
    """
    if not of:
        return "none"
    low = beta.ppf(.05, hits, of - hits + 1) if hits else 0.0
    return f"{hits} of {of} = {hits / of:.3f} (at least {low:.3f} at 95 %)"
