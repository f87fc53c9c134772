"""The table FRAGILITY: for each listed account the share of changed runs in which it stays at A or B."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import polars as pl

from analytics.challenge.changes import Change
from analytics.challenge.rerun import Challenged, Listed, Run
from analytics.model.processes import end_with_parent
from analytics.model.tables import FRAGILITY
from analytics.model.thresholds import ListLimits

_BASE: list[Run] = []  # In a worker: the run without a change.
Key = tuple[str, str, str]


def keys(standing: Listed) -> list[tuple[Key, str]]:
    """Name each listed account in a role, with its grade, in a fixed order; of several grades the better."""
    best: dict[Key, str] = {}
    for account, role, subject, grade in sorted(standing):
        best.setdefault((account, role, subject), grade)
    return sorted(best.items())


def rerun_all(
    base: Run, todo: list[tuple[int, Change]], workers: int, on_progress: Callable[[int, int], None]
) -> Iterator[tuple[int, Listed]]:
    """Run each change; yield its number and who stands at A or B with it.

    base: the run without a change.
    workers: the number of processes; with 1 all is done in this one. The results do not depend on it.
    """
    if min(workers, len(todo)) <= 1:
        for k, (number, change) in enumerate(todo, 1):
            yield number, base.with_change(change).listed()
            on_progress(k, len(todo))
        return
    # Polars may hang in a process that was forked after its threads began: workers start afresh.
    with ProcessPoolExecutor(
        min(workers, len(todo)), get_context("spawn"), initializer=_begin, initargs=(base.case,)
    ) as pool:
        results = pool.map(_one, [change for _, change in todo])
        for k, ((number, _), standing) in enumerate(zip(todo, results, strict=True), 1):
            yield number, standing
            on_progress(k, len(todo))


def _begin(case: Challenged) -> None:
    end_with_parent()
    _BASE.append(Run(case))


def _one(change: Change) -> Listed:
    return _BASE[-1].with_change(change).listed()


def fragility(standing: Listed, tried: list[Change], left: list[list[int]]) -> pl.DataFrame:
    """Write FRAGILITY.

    standing: who stands at A or B without a change; tried: the changes; left: for each change the places (in
    `keys(standing)`) of those who do not stand with it.

    overturned_by lists the changes that alone remove an account, in the order of `tried`.

    >>> standing = {("u", "group", "group", "B"), ("v", "group", "group", "A")}
    >>> tried = [Change("line", "text"), Change("post", "p")]
    >>> fragility(standing, tried, [[0], []]).select("account_id", "runs_n", "kept_n", "overturned_by").rows()
    [('u', 2, 1, ['without line text']), ('v', 2, 2, [])]
    """
    fallen: list[list[int]] = [[] for _ in keys(standing)]
    for number, places in enumerate(left):
        for place in places:
            fallen[place].append(number)
    rows = [
        (
            *key,
            grade,
            len(tried),
            len(tried) - len(by),
            [tried[number].told for number in by[: ListLimits.shown_n]],
        )
        for (key, grade), by in zip(keys(standing), fallen, strict=True)
    ]
    columns = ("account_id", "role", "subject_id", "grade", "runs_n", "kept_n", "overturned_by")
    schema = {name: FRAGILITY.schema[name] for name in columns}
    return FRAGILITY.fit(pl.DataFrame(rows, schema=schema, orient="row"))
