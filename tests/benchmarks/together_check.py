"""Is e an e-value where nobody acts together? Invented people who act alone, kind by kind.

    python -m tests.benchmarks.together_check [--worlds 5] [--seed 1] [--kinds "summer time" ...]

Prints one JSON line a kind and way of drawing partners (`drawn`: as earlier days drew them; `forced`: all of these people
from the second day on): accounts with a bet, mean e with two standard errors over accounts and over worlds, share of e >= 10
and >= 100, largest ln e, the mean of the logarithm under each explanation, and how many of these people stand at A and B
(drawn only). Covered kinds must hold: mean e <= 1 + 2 SE, share(e >= 1 / a) <= a + 2 SE; else the command ends with 1.
The other kinds are what the five explanations do not describe: their figures are limits to be told beside a finding.
"""

import argparse
import json
import sys

import numpy as np

from analytics.coordination.groups.account_evidence import account_evidence
from analytics.coordination.groups.case_arrays import case_arrays
from analytics.coordination.groups.partners import draw_partners
from tests.benchmarks.together_kinds import KINDS
from tests.coordination.slow_together import KINDS_OF_NULL
from tests.coordination.strangers import World
from tests.coordination.together_program import Program, forced

LEVELS = (0.1, 0.01)


def found_in(world: World, step_s: int) -> dict[str, Program]:
    arrays = case_arrays(*world.tables(step_s))
    ways = {"drawn": draw_partners(arrays), "forced": forced(arrays, world.people)}
    return {way: Program(arrays, of, account_evidence(arrays, of)) for way, of in ways.items()}


def figures(found: list[tuple[World, Program]], way: str) -> dict[str, object]:
    each = [
        [e for name, e in program.evidence_by_id().items() if name in world.people]
        for world, program in found
    ]
    means = np.array([np.mean(np.exp([e["ln_e"] for e in world])) for world in each if world])
    rows = [e for world in each for e in world]
    if len(rows) < 2:
        return {"accounts": len(rows), "mean": None, "holds": None}
    e = np.exp([row["ln_e"] for row in rows])
    two_se = 2 * e.std(ddof=1) / np.sqrt(len(e))
    share = {a: float(np.mean(e >= 1 / a)) for a in LEVELS}
    grades = [program.grades_by_id() for _, program in found] if way == "drawn" else []
    people = [world.people for world, _ in found]
    return {
        "accounts": len(e),
        "days_met": round(float(np.mean([row["days_n"] for row in rows])), 1),
        "mean": float(f"{e.mean():.3g}"),
        "two_se": float(f"{two_se:.2g}"),
        "two_se_over_worlds": float(f"{2 * means.std(ddof=1) / np.sqrt(len(means)):.2g}")
        if len(means) > 1
        else None,
        "from_10": round(share[0.1], 4),
        "from_100": round(share[0.01], 4),
        "largest_ln_e": round(float(np.log(e.max())), 1),
        "mean_ln": {
            null: round(float(np.mean([row["ln_e_" + null] for row in rows])), 1) for null in KINDS_OF_NULL
        },
        "at_a": sum(len(a & of) for (a, _), of in zip(grades, people, strict=False)),
        "at_b": sum(len(b & of) for (_, b), of in zip(grades, people, strict=False)),
        "worlds": len(found),
        "holds": bool(
            e.mean() <= 1 + two_se
            and all(s <= a + 2 * np.sqrt(a * (1 - a) / len(e)) for a, s in share.items())
        ),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--worlds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", help="words that the names of the kinds hold; all without")
    given = parser.parse_args()
    held = True
    for name, kind in KINDS.items():
        if given.kinds and not any(word in name for word in given.kinds):
            continue
        worlds = [kind.make(given.seed * 1_000 + k) for k in range(given.worlds)]
        found = [(world, found_in(world, kind.step_s)) for world in worlds]
        for way in ("drawn", "forced"):
            result = figures([(world, programs[way]) for world, programs in found], way)
            held = held and (not kind.covered or result["holds"] is not False)
            print(json.dumps({"kind": name, "covered": kind.covered, "partners": way, **result}), flush=True)
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
