"""Who is named in small worlds with one group each: told by scenario and never pooled, resumable.

    python -m tests.benchmarks.by_scenario run --kinds all --seeds 9001-9003 --out F.csv
    python -m tests.benchmarks.by_scenario table F.csv
    python -m tests.benchmarks.by_scenario beside F.csv

A row of the results: world (the kind), seed, detector, what the seed drew for the group (copy: share of acts
that copy a text; tasks_n; lag_s), seconds; then for each class of accounts how many there are (`_n`), how
many the detector names at A (`_a`) and at A or B (`_ab`). Classes: group (the one tested), campaign, heads
(its controllers and lieutenants), and of innocents alone (nobody called them and they follow nobody), follows
(one visible source), called (by somebody), protected (target, authority, press, deniers ...), writers
(of alleged posts; they are not counted as alone).
Besides: `together`, who truly acted together by a call or a campaign, and `others`, everybody else (readers of one
account too). With `--roles` also the accusing roles, each and all together; with `--peers` the peers' rules, which
`beside` lays next to ours.
"""

import argparse
import os
import time
from functools import partial
from pathlib import Path

import polars as pl

from analytics.store.case_toml import Alleged, CaseToml, Correction, Target
from tests.benchmarks.accuracy import graded
from tests.benchmarks.runs import Job, left, rows_as_they_come, rows_of, seeds_of
from tests.benchmarks.scenarios.export import Told
from tests.benchmarks.scenarios.make import KINDS, make

ACCUSING = ("initiator", "organizer", "promoter", "amplifier")
WRITERS = ("first writer", "teller")
HEADS = ("controller", "hidden controller", "lieutenant")
CLASSES = ("group", "campaign", "heads", "alone", "follows", "called", "protected", "writers")
BOTH = ("together", "others")
PREVALENCES = (0.001, 0.01, 0.1)
DRAWN = ("copy", "tasks_n", "lag_s")
AT = {"a": " A", "ab": " A or B"}


def facts_of(made: Told) -> CaseToml:
    """What is stated of a world, as case.toml would hold it."""
    stated = made.stated
    named = [Target(name=term, terms=[term], ids=list(stated.target_ids)) for term in stated.target_terms]
    return CaseToml(
        targets=named,
        alleged=[Alleged(id=one) for one in stated.alleged_ids],
        corrections=[Correction(event_id=one) for one in stated.correction_ids],
    )


def answers(made: Told) -> dict[str, set[str]]:
    """Accounts that acted together, by detector and grade: `wakeline A`, `wakeline A or B`."""
    return graded(made.events, made.accounts)


def role_answers(made: Told) -> dict[str, set[str]]:
    """Accounts in each accusing role and in any of them, at A and at A or B."""
    from tests.benchmarks.roles import roles_of

    roles, _ = roles_of(made.events, made.accounts, facts_of(made))
    out = {}
    for name, among in {**{role: (role,) for role in ACCUSING}, "any role": ACCUSING}.items():
        rows = roles.filter(pl.col("role").is_in(among))
        for at, grades in ((" A", ["A"]), (" A or B", ["A", "B"])):
            out[name + at] = set(rows.filter(pl.col("grade").is_in(grades))["account_id"])
    return out


def peer_answers(made: Told) -> dict[str, set[str]]:
    """Accounts that the peers' rules name; they know no grades."""
    from tests.benchmarks.peers import PEERS

    named = {name: rule(made.events) for name, rule in PEERS.items()}
    return {name + at: who for name, who in named.items() for at in AT.values()}


def classes_of(truth: pl.DataFrame, kind: str) -> dict[str, set[str]]:
    """The accounts of each class; an account may stand in several."""
    writer, innocent = pl.col("role").is_in(WRITERS), ~pl.col("is_campaign")
    rules = {
        "group": pl.col("group") == kind,
        "campaign": pl.col("is_campaign"),
        "heads": pl.col("is_campaign") & pl.col("role").is_in(HEADS),
        "alone": innocent & pl.col("acts_alone") & ~writer,
        "follows": innocent & pl.col("follows"),
        "called": innocent & pl.col("is_called"),
        "protected": innocent & pl.col("is_protected"),
        "writers": innocent & writer,
    }
    return {name: set(truth.filter(rule)["account_id"]) for name, rule in rules.items()}


def both_of(truth: pl.DataFrame) -> dict[str, set[str]]:
    """Who acted together, by a campaign or by a call, and everybody else."""
    together = set(truth.filter(pl.col("is_campaign") | pl.col("is_called"))["account_id"])
    return {"together": together, "others": set(truth["account_id"]) - together}


def one(job: Job, roles: bool, peers: bool) -> list[dict[str, object]]:
    """The rows of one world."""
    maker, kind, seed = job
    made = make(kind, seed)
    classes = classes_of(made.truth, kind) | both_of(made.truth)
    rows: list[dict[str, object]] = []
    for asked in (answers, *([role_answers] if roles else []), *([peer_answers] if peers else [])):
        start = time.perf_counter()
        named = asked(made)
        seconds = round(time.perf_counter() - start, 2)
        for detector in dict.fromkeys(name.removesuffix(" or B").removesuffix(" A") for name in named):
            row: dict[str, object] = {"maker": maker, "world": kind, "seed": seed, "detector": detector}
            row |= {name: made.drawn.get(name) for name in DRAWN}
            for name in (*CLASSES, *BOTH):
                row[f"{name}_n"] = len(classes[name])
                for short, at in AT.items():
                    row[f"{name}_{short}"] = len(classes[name] & named[detector + at])
            rows.append(row | {"seconds": seconds})
    return rows


def run(args: argparse.Namespace) -> None:
    """Make the rows that the file does not hold yet."""
    args.makers, args.worlds = ["scenarios"], "" if args.kinds == "all" else args.kinds
    jobs, start = left(args), time.monotonic()
    found = rows_as_they_come(jobs, partial(one, roles=args.roles, peers=args.peers), args)
    for number, rows in enumerate(found, 1):
        r, spent = rows[0], time.monotonic() - start
        print(
            f"{number}/{len(jobs)} {r['world']} {r['seed']}: group of {r['group_n']}: {r['group_a']} at A, "
            f"{r['group_ab']} at A or B; alone {r['alone_ab']}, {r['seconds']} s, {spent:.0f} s in all",
            flush=True,
        )


def markdown(frame: pl.DataFrame) -> str:
    """A table for each detector, a line for each scenario: accounts named, of those there are.

    In brackets, for classes of innocents: worlds in which anybody of the class is named at A or B.
    """
    lines = []
    for (detector,), rows in frame.group_by("detector", maintain_order=True):
        lines += [f"### {detector}", "", "| scenario | worlds | " + " | ".join(CLASSES) + " |"]
        lines += ["|---" * (len(CLASSES) + 2) + "|"]
        for (kind,), worlds in rows.group_by("world", maintain_order=True):
            cells = [_cell(worlds, name) for name in CLASSES]
            lines.append(f"| {kind} | {len(worlds)} | " + " | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines)


def _cell(worlds: pl.DataFrame, name: str) -> str:
    n, a, ab = (int(worlds[f"{name}_{what}"].sum()) for what in ("n", "a", "ab"))
    if not n:
        return "-"
    if name in ("group", "campaign", "heads"):
        return f"{a}, {ab} of {n} ({a / n:.2f}, {ab / n:.2f})"
    return f"{a}, {ab} of {n} [{int((worlds[f'{name}_ab'] > 0).sum())}]"


def predictive_value(recall: float, error: float, prevalence: float) -> float:
    """The share of those named who acted together, if `prevalence` of all accounts do.

    >>> round(predictive_value(0.9, 0.01, 0.1), 3)
    0.909
    """
    right = prevalence * recall
    return right / (right + (1 - prevalence) * error) if right else 0.0


def beside(args: argparse.Namespace) -> None:
    """Print recall and precision of each detector about who acted together, a line for each scenario, at A or B.

    Behind them what precision would be if 0.1, 1 and 10 % of the accounts acted together, at the recall and the rate
    of others named of this scenario.
    """
    frame = rows_of(args.results, "detector")
    detectors = frame["detector"].unique(maintain_order=True).to_list()
    print(
        "A cell: recall of all who acted together; precision; at a prevalence of 0.1, 1, 10 %. Named at A or B.\n"
    )
    print("| scenario | " + " | ".join(detectors) + " |\n" + "|---" * (len(detectors) + 1) + "|")
    for (kind,), worlds in frame.group_by("world", maintain_order=True):
        cells = [_beside_cell(worlds.filter(detector=detector)) for detector in detectors]
        print(f"| {kind} | " + " | ".join(cells) + " |")


def _beside_cell(worlds: pl.DataFrame) -> str:
    """`recall; precision; predictive values`, or, where nobody acted together, how many others are named."""
    n, right, wrong, others = (
        int(worlds[name].sum()) for name in ("together_n", "together_ab", "others_ab", "others_n")
    )
    if not n:
        return f"{wrong} of {others} named"
    precision = f"{right / (right + wrong):.2f}" if right + wrong else "-"
    values = [predictive_value(right / n, wrong / others, at) for at in PREVALENCES]
    return f"{right / n:.2f}; {precision}; " + ", ".join(f"{value:.2f}" for value in values)


def table(args: argparse.Namespace) -> None:
    """Print the tables of these files."""
    print("A cell: named at A, at A or B, of how many; in square brackets the worlds with any at A or B.\n")
    print(markdown(rows_of(args.results, "detector")))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    doing = commands.add_parser("run")
    doing.add_argument("--kinds", default="all", help=f"all, or some of {', '.join(KINDS)}")
    doing.add_argument("--seeds", type=seeds_of, default="9001-9003")
    doing.add_argument("--out", type=Path, default=Path("scenarios.csv"))
    doing.add_argument("--roles", action="store_true", help="the accusing roles too")
    doing.add_argument("--peers", action="store_true", help="the peers' rules beside ours")
    doing.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    doing.set_defaults(do=run)
    shown = commands.add_parser("table")
    shown.add_argument("results", type=Path, nargs="+")
    shown.set_defaults(do=table)
    laid = commands.add_parser("beside")
    laid.add_argument("results", type=Path, nargs="+")
    laid.set_defaults(do=beside)
    args = parser.parse_args()
    args.do(args)


if __name__ == "__main__":
    main()
