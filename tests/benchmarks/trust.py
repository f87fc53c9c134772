"""All figures of trust, one JSON line each: what was tried against the program, and what came through.

    python -m tests.benchmarks.trust [--kills 50] [--seconds 60] [--case CASE] [--only faults,forgeries,...]

faults      commands killed at random moments (tests.faults.kills): rounds, kills that met one at work, lost
forgeries   of a case and its log (tests/evidence/test_forgeries.py): tried, found at which check, out of reach
fuzzing     inputs and crashes of every target (tests.fuzz), `--seconds` each
redaction   records of the sample case, or of --case, that can be singled out in its redacted copy
dashboard   requests tried and let in, seconds of answers: from tests.benchmarks.trust_dashboard, where it is

A part that cannot be measured here says so; the exit code is 1 if anything was lost, undetected or crashed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

Figures = dict[str, Any]
PLUG = "tests.benchmarks.trust_dashboard"  # figures(seconds) -> values; "failed_n" counts what must not be.


def faults(given: argparse.Namespace) -> Figures:
    from tests.faults.kills import run

    done = run(given.kills, 1)
    return {
        "injected": done.rounds_n,
        "met_at_work": done.met_n,
        "lost": len(done.faults),
        "failed_n": len(done.faults),
    }


def forgeries(given: argparse.Namespace) -> Figures:
    """The lists of the test, and the test itself, so that a forgery counts as found only if it is found now."""
    del given
    from tests.evidence import test_forgeries as listed

    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={told}"]
        subprocess.run([*words, listed.__file__], capture_output=True, check=False)
        suite = next(ElementTree.parse(told).iter("testsuite"))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    by_check = {"verify": listed.VERIFY, "recompute": listed.RECOMPUTE, "head": listed.HEAD}
    counts = {name: len(forged) for name, forged in by_check.items()}
    tried = sum(counts.values()) + len(listed.NONE)
    return {
        "tried": tried,
        "found_by": counts,
        "out_of_reach": len(listed.NONE),
        "undetected_in_reach": failed,
        "failed_n": failed,
    }


def fuzzing(given: argparse.Namespace) -> Figures:
    from tests.fuzz.__main__ import NAMES, measured

    keep = Path(tempfile.gettempdir()) / "wakeline-crashes"
    found = [measured(target, given.seconds, 1, keep) for target in NAMES]
    crashes = sum(one["crashes"] for one in found)
    return {
        "engine": found[0]["engine"],
        "targets": {one["target"]: one["inputs"] for one in found},
        "inputs": sum(one["inputs"] for one in found),
        "crashes": crashes,
        "failed_n": crashes,
    }


def redaction(given: argparse.Namespace) -> Figures:
    """What somebody with the public posts in hand can still single out."""
    from analytics.evidence.redaction import redact
    from analytics.store.case_folder import open_case

    with tempfile.TemporaryDirectory() as folder:
        case = given.case or Path(folder) / "case"
        if given.case is None:
            ask = "import sys; from analytics.cli.app import main; sys.exit(main())"
            words = [sys.executable, "-c", ask, "demo", "--case", str(case), "--no-dashboard"]
            subprocess.run(words, check=True, capture_output=True)
        done = redact(open_case(case), Path(folder) / "copy")
    return {
        name: {
            "alone": alone,
            "fewer_than_five": few,
            "of": of,
            "alone_share": round(alone / of, 4) if of else None,
        }
        for name, (alone, few, of) in done.told_apart.items()
    }


def dashboard(given: argparse.Namespace) -> Figures:
    if find_spec(PLUG) is None:
        return {"not_measured": f"no {PLUG}"}
    found: Figures = import_module(PLUG).figures(given.seconds)
    return found


PARTS: dict[str, Callable[[argparse.Namespace], Figures]] = {
    "faults": faults,
    "forgeries": forgeries,
    "fuzzing": fuzzing,
    "redaction": redaction,
    "dashboard": dashboard,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--case", type=Path)
    parser.add_argument("--only", default=",".join(PARTS))
    given = parser.parse_args()
    failed = 0
    for name in given.only.split(","):
        found = PARTS[name](given)
        failed += int(found.pop("failed_n", 0))
        print(json.dumps({"part": name, **found}, ensure_ascii=False), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
