"""Accuracy over invented worlds with known truth: worlds x seeds x detectors in one command, resumable.

    python -m tests.benchmarks.accuracy run --maker towns --worlds clean,L0,L1 --seeds 1001-1030 --out results.csv
    python -m tests.benchmarks.accuracy table results.csv

Each row of the results: maker, world, seed, detector, accounts named, of the campaign, of other accounts, natural persons,
members of the campaign, seconds. A row that is there is not made again. The makers: `towns` (analytics/simulate/town),
`unseen` (worlds of another hand) and `foreign` (of a third hand, written without sight of the detector and of both others, its crowd
fitted to real cascades). Seeds below 1000 and the maker `towns` served for tuning; the table says which are which. `foreign` judges and
is not tuned on: once a setting was chosen by its results, its results count as tuned. Its truth names a group's accounts (mixed, aged)
and texts (supplied for each task, or few templates), so that misses can be told apart.
"""

import argparse
import time
from functools import partial

import numpy as np
import polars as pl

from analytics.model.formatting import rounded_up
from tests.benchmarks.runs import MAKERS, Job, at_least, command, left, rows_as_they_come, rows_of

LEADING = ("controller",)  # Found as organizers (another table), not as members.
BOOTSTRAPS = 2000


def graded(events: pl.DataFrame, accounts: pl.DataFrame) -> dict[str, set[str]]:
    """wakeline's own answer: accounts at A, and at A or B, of acting together (question 1)."""
    from analytics.coordination.groups.case_arrays import case_arrays
    from analytics.coordination.groups.result_tables import result_tables
    from analytics.coordination.groups.search import coded_pairs, search
    from analytics.coordination.pairs.counting import pair_table
    from analytics.text.families import families_of

    families = families_of(events)
    arrays = case_arrays(events, families)
    named = events.join(
        families.select("event_id", "family_id"), on="event_id", how="left", maintain_order="left"
    )
    found = search(arrays, coded_pairs(arrays, pair_table(named)))
    clusters = result_tables(found, events).clusters
    at = {grade: set(clusters.filter(grade=grade)["account_id"]) for grade in ("A", "B")}
    return {"wakeline A": at["A"], "wakeline A or B": at["A"] | at["B"]}


def one(job: Job, peers: bool) -> list[dict[str, object]]:
    """The rows of one world."""
    name, world, seed = job
    made = MAKERS[name].make(world, seed)
    start = time.perf_counter()
    answers = {
        detector: (who, time.perf_counter() - start)
        for detector, who in graded(made.events, made.accounts).items()
    }
    if peers:
        from tests.benchmarks.peers import PEERS

        for detector, rule in PEERS.items():
            start = time.perf_counter()
            answers[detector] = (rule(made.events), time.perf_counter() - start)
    truth = made.truth
    campaign, natural = (
        set(truth.filter(pl.col(flag))["account_id"]) for flag in ("is_campaign", "is_natural")
    )
    members = set(truth.filter(pl.col("is_campaign") & ~pl.col("role").is_in(LEADING))["account_id"])
    return [
        {
            "maker": name,
            "world": world,
            "seed": seed,
            "detector": detector,
            "named_n": len(who),
            "campaign_named_n": len(who & campaign),
            "others_named_n": len(who - campaign),
            "natural_named_n": len(who & natural - campaign),
            "members_n": len(members),
            "seconds": round(seconds, 2),
            "members_named_n": len(who & members),
        }
        for detector, (who, seconds) in answers.items()
    ]


def run(args: argparse.Namespace) -> None:
    jobs, start = left(args), time.monotonic()
    for k, rows in enumerate(rows_as_they_come(jobs, partial(one, peers=args.peers), args), 1):
        r = rows[0]
        print(
            f"{k}/{len(jobs)} {r['maker']} {r['world']} {r['seed']}: {r['members_named_n']}/{r['members_n']} at A, others {r['others_named_n']} "
            f"({r['natural_named_n']} natural), {r['seconds']} s, {time.monotonic() - start:.0f} s in all",
            flush=True,
        )


def _interval(values: np.ndarray, statistic) -> tuple[float, float]:
    rng = np.random.default_rng(1)
    draws = [statistic(values[rng.integers(0, len(values), len(values))]) for _ in range(BOOTSTRAPS)]
    low, high = np.nanquantile(draws, [0.025, 0.975])
    return float(low), float(high)


def _ratio(rows: np.ndarray) -> float:
    return float(rows[:, 0].sum() / rows[:, 1].sum()) if rows[:, 1].sum() else float("nan")


def table(args: argparse.Namespace) -> None:
    """Markdown: recall and precision with 95 % intervals (bootstrap over worlds); campaign-free worlds by themselves."""
    frame = rows_of(args.results, "detector")
    print(
        "| worlds | seeds | detector | recall of members | precision | natural persons named, mean a world | worlds with any |\n|---|---|---|---|---|---|---|"
    )
    for (name, world, detector), rows in frame.group_by("maker", "world", "detector", maintain_order=True):
        n, any_n = len(rows), int((rows["natural_named_n"] > 0).sum())
        recall = precision = "-"
        if rows["members_n"].sum():
            r = rows.select("members_named_n", "members_n").to_numpy()
            p = rows.select("campaign_named_n", "named_n").to_numpy()
            recall = "{:.3f} [{:.3f}, {:.3f}]".format(_ratio(r), *_interval(r, _ratio))
            if p[:, 1].sum():  # Where nobody is named there is no precision to tell.
                precision = "{:.4f} [{:.4f}, {:.4f}]".format(_ratio(p), *_interval(p, _ratio))
        print(
            f"| {name} {world} | {rows['seed'].min()}-{rows['seed'].max()} ({n}) | {detector} | {recall} | {precision} | "
            f"{rows['natural_named_n'].mean():.2f} | {any_n} of {n} (at most {rounded_up(100 * (1 - at_least(n - any_n, n)), 1):.1f}% at 95 %) |"
        )


def main() -> None:
    command(
        __doc__,
        run,
        table,
        makers="towns",
        worlds="",
        seeds="1001-1003",
        out="accuracy.csv",
        flags={"--peers": "the peers' rules beside ours"},
    )


if __name__ == "__main__":
    main()
