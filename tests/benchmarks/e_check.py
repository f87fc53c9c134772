"""G4: are the e-values of members honest where nobody acts together? Real participation, chance sets the moments.

    python -m tests.benchmarks.e_check INPUT ... [--shuffles 20] [--seed 1] [--sources 1]

A folder is a case (imported and analysed up to families); a CSV as for `null_check`, where each object is a source of its own;
`towns:clean:7` a world of the accuracy benchmark (maker, kind, seed).
Two ways to shuffle: `dealt` (the moments of a post dealt out among its acts, blindly) and `habits` (exchanged so that each account
keeps its hours and its speed, as the surrogates of the calibration are). Three ways to choose groups: `drawn` (an account and
the 11 that share most posts with it, tested on every post of three or more of them: there always are some, and moments have no
say), `real` (the candidates of the case as it is) and `found` (the candidates of each shuffled copy, as the search would look
for them: the hardest, since the copy's own moments choose the groups on one half of the sources).
Prints one JSON line an input, shuffle and choice: e-values (of members tested on posts of `--sources` sources or more; grades
need three), their mean, two standard errors as if they were independent (the stricter reading) and over the means of the
shuffles, the largest ln e, and the share of e at or above 1 / a for each level a. Ends with 1 if a mean exceeds 1 + 2 SE or a
share exceeds its a by 2 SE. No e-values: null, a check of nothing.
"""

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from analytics.coordination.groups.case_arrays import CaseArrays
from analytics.coordination.groups.communities import Candidate, candidate_groups
from analytics.coordination.groups.evidence import group_evidence
from analytics.coordination.groups.null_models import surrogate
from analytics.coordination.groups.scores import member_e_values
from analytics.coordination.groups.search import Case, prepare, with_moments
from analytics.model.tables import ACCOUNTS, FAMILIES, PLACED_EVENTS
from analytics.model.time import with_trusted_times
from analytics.store.case_folder import open_case
from analytics.text.families import families_of
from tests.benchmarks.null_check import read_csv
from tests.benchmarks.runs import MAKERS

LEVELS = (0.001, 0.01, 0.05, 0.1)
DRAWN_N, DRAWN_SIZE = 200, 12


def dealt(acts: CaseArrays, rng: np.random.Generator) -> CaseArrays:
    """The accounts of each post dealt out at random among its moments."""
    order = np.lexsort((rng.random(len(acts.object)), acts.object))
    return replace(acts, account=acts.account[order], event=acts.event[order])


def e_values(case: Case, groups: list[Candidate], sources_n: int) -> np.ndarray:
    """e of every member of every group that is tested on posts of `sources_n` sources or more."""
    seen = [group_evidence(case.material, group) for group in groups]
    return np.exp(np.concatenate([x.ln_e[x.sources_n >= sources_n] for x in seen] or [np.empty(0)]))


def drawn_groups(acts: CaseArrays, rng: np.random.Generator) -> list[np.ndarray]:
    """DRAWN_N times an account, drawn by its number of acts, with those that share most posts with it (ties by chance)."""
    groups = []
    for start in rng.choice(acts.account, DRAWN_N) if len(acts.account) else []:
        here = np.isin(acts.object, acts.object[acts.account == start])
        shared = (
            np.bincount(acts.account[here], minlength=acts.accounts_n) + rng.random(acts.accounts_n) * 0.5
        )
        groups.append(np.sort(np.argsort(-shared)[:DRAWN_SIZE]))
    return groups


def drawn_e_values(case: Case, groups: list[np.ndarray], least_n: int) -> np.ndarray:
    """e of every member of drawn groups, on every post on which three or more of them acted."""
    m = case.material
    found = [np.empty(0)]
    for members in groups:
        count = np.bincount(m.acts.object[np.isin(m.acts.account, members)], minlength=m.acts.objects_n)
        ln_e, _, sources_n = member_e_values(m.acts, m.habits, members, np.flatnonzero(count >= 3), m.source)
        found.append(np.exp(ln_e[sources_n >= least_n]))
    return np.concatenate(found)


def candidates(case: Case) -> list[Candidate]:
    m = case.material
    return candidate_groups(m.acts, m.cells, m.source)


def copied(case: Case, way: str, number: int, rng: np.random.Generator) -> Case:
    acts = case.material.acts
    return with_moments(
        case, dealt(acts, rng) if way == "dealt" else surrogate(acts, case.material.habits, number)
    )


def null_means(
    case: Case, way: str, choice: str, shuffles: int, seed: int, sources_n: int
) -> dict[str, object]:
    """Mean e over all shuffles with 2 SE, and whether it stays at or below 1 + 2 SE."""
    rng = np.random.default_rng(seed)
    real = candidates(case) if choice == "real" else []
    drawn = drawn_groups(case.material.acts, rng) if choice == "drawn" else []
    found = []
    for number in range(1, shuffles + 1):
        copy = copied(case, way, seed * 1_000_000 + number, rng)
        found.append(
            drawn_e_values(copy, drawn, sources_n)
            if choice == "drawn"
            else e_values(copy, real if choice == "real" else candidates(copy), sources_n)
        )
    e = np.concatenate(found)
    means = np.array([x.mean() for x in found if len(x)])
    if len(e) < 2 or len(means) < 2:
        return {"e_values": len(e), "mean": None, "holds": None}
    two_se = 2 * float(e.std(ddof=1)) / np.sqrt(len(e))
    share = {a: float((e >= 1 / a).mean()) for a in LEVELS}
    most = {a: a + 2 * float(np.sqrt(a * (1 - a) / len(e))) for a in LEVELS}
    return {
        "e_values": len(e),
        "mean": round(float(e.mean()), 4),
        "two_se": round(two_se, 4),
        "two_se_over_shuffles": round(2 * float(means.std(ddof=1)) / float(np.sqrt(len(means))), 4),
        "largest_ln_e": round(float(np.log(e.max())), 2),
        "share": {a: round(x, 5) for a, x in share.items()},
        "holds": bool(e.mean() <= 1 + two_se) and all(share[a] <= most[a] for a in LEVELS),
    }


def case_of(name: str) -> Case:
    """What the search reads of a case folder, a CSV or an invented world."""
    if name.count(":") == 2:
        by, kind, seed = name.split(":")
        made = MAKERS[by].make(kind, int(seed))
        return prepare(made.events, made.accounts, families_of(made.events))
    path = Path(name)
    if path.is_file():
        acts = read_csv(path).drop_nulls(["account_id", "object_id", "at"])
        events = PLACED_EVENTS.fit(
            acts.rename({"object_id": "root_id"}).with_columns(
                platform=pl.lit("csv"),
                kind=pl.lit("repost"),
                source_sha256=pl.lit("0" * 64),
                source_row=pl.int_range(pl.len()),
                source_path=pl.lit(""),
            )
        )
        return prepare(events, ACCOUNTS.empty(), FAMILIES.empty())
    case = open_case(path)
    events = with_trusted_times(case.placed_events()).collect()
    return prepare(events, case.read("accounts"), case.read("families"))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--shuffles", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sources", type=int, default=1)
    given = parser.parse_args()
    held = True
    for name in given.inputs:
        case = case_of(name)
        for way in ("dealt", "habits"):
            for choice in ("drawn", "real", "found"):
                result = null_means(case, way, choice, given.shuffles, given.seed, given.sources)
                held = held and result["holds"] is not False
                print(
                    json.dumps(
                        {
                            "input": Path(name).name,
                            "shuffle": way,
                            "groups": choice,
                            "sources_from": given.sources,
                            "shuffles": given.shuffles,
                            **result,
                        }
                    ),
                    flush=True,
                )
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
