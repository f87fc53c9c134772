"""Where do the members of a group drop out of the search? One world of `scenarios` a line, a step a column.

    python -m tests.benchmarks.drop_outs --kinds L2,sleepers --seeds 9001-9004

members; events: with an event that counts; partners: with a member as a partner; bets; days: with `days_min` days of
bets; then, of those, the median of ln e under each explanation, and of all five; needed: ln e from which moments stand
(inf: nobody's do); A, B: members listed.
"""

import argparse

import numpy as np
import polars as pl

from analytics.coordination.groups.account_evidence import NULLS
from analytics.coordination.groups.case_arrays import case_arrays
from analytics.coordination.groups.search import coded_pairs, search
from analytics.coordination.pairs.counting import pair_table
from analytics.model.thresholds import DEFAULT
from analytics.text.families import families_of
from tests.benchmarks.by_scenario import classes_of
from tests.benchmarks.runs import seeds_of
from tests.benchmarks.scenarios.make import make


def steps(kind: str, seed: int) -> dict[str, object]:
    """What is left of the group of one world after each step."""
    made = make(kind, seed)
    group = classes_of(made.truth, kind)["group"]
    families = families_of(made.events)
    arrays = case_arrays(made.events, families)
    worded = made.events.join(
        families.select("event_id", "family_id"), on="event_id", how="left", maintain_order="left"
    )
    found = search(arrays, coded_pairs(arrays, pair_table(worded)))
    is_member = arrays.account_ids.is_in(list(group)).to_numpy()
    owner = found.partners.owner()
    linked = np.bincount(owner[is_member[found.partners.account]], minlength=arrays.accounts_n) > 0
    evidence = found.evidence.filter(pl.Series(is_member[found.evidence["account"].to_numpy()]))
    tested = evidence.filter(pl.col("days_n") >= DEFAULT.grades.days_min)
    medians = {
        name: round(float(np.median(tested[f"ln_e_{name}" if name != "all" else "ln_e"])), 1)
        for name in (*NULLS, "all")
        if len(tested)
    }
    grades = found.graded.grade[is_member]
    return {
        "members": len(group),
        "events": int(is_member.sum()),
        "partners": int((linked & is_member).sum()),
        "bets": len(evidence),
        "days": len(tested),
        **medians,
        "needed": round(found.graded.needed[0], 1),
        "A": int((grades == "A").sum()),
        "B": int((grades == "B").sum()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kinds", default="L2")
    parser.add_argument("--seeds", type=seeds_of, default="9001-9002")
    given = parser.parse_args()
    for kind in given.kinds.split(","):
        for seed in given.seeds:
            told = " ".join(f"{name} {value}" for name, value in steps(kind, seed).items())
            print(f"{kind} {seed}: {told}", flush=True)


if __name__ == "__main__":
    main()
