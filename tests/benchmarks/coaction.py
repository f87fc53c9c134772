"""Co-action pairs against the coordination-network-toolkit on one CSV in its format: answers, CPU seconds, memory.

    python -m tests.benchmarks.coaction CSV|CASE [--window 60] [--toolkit PYTHON_THAT_HAS_IT]

Prints one JSON line a way: `objects` (our rule: distinct objects), `messages` (the toolkit's rule), both with the import of the
file into a case, and `toolkit` (preprocess and compute, version 1.5.2), with the ratio of its CPU time to ours. Each runs in a
process of its own; children are counted. Of a case only the pairs are measured, as `wakeline analyse` finds them after an import.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def ours(csv: Path, window_s: float, rule: str) -> int:
    """Pairs with two or more objects or messages, import included."""
    from analytics.coordination.pairs.counting import coaction_pairs
    from analytics.coordination.pairs.detectors import objects_co_repost as objects
    from analytics.coordination.pairs.toolkit_messages import pairs_by_messages as message_pairs
    from analytics.importing.import_files import ImportOptions as Options
    from analytics.importing.import_files import import_files as take_in
    from analytics.model.thresholds import Thresholds
    from analytics.store.case_folder import open_case

    with tempfile.TemporaryDirectory() as folder:
        case = (
            open_case(csv)
            if csv.is_dir()
            else take_in(Path(folder) / "case", [csv], Options(), Thresholds(), lambda name, done: None).case
        )
        acts = objects(
            case.placed_events()
            .select("event_id", "account_id", "kind", "at", "at_precision", "root_id")
            .collect()
        )
        return len(
            message_pairs(acts, window_s)
            if rule == "messages"
            else coaction_pairs(acts, "co_repost", (window_s,))
        )


def toolkit(python: str, csv: Path, window_s: float) -> int:
    """The toolkit's own commands; unordered pairs of two accounts with a weight of two or more."""
    import sqlite3

    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/network.db"
        for words in (
            ["preprocess", str(csv)],
            ["compute", "co_retweet", "--time_window", str(int(window_s)), "--min_edge_weight", "2"],
        ):
            subprocess.run(
                [python, "-m", "coordination_network_toolkit", file, *words], check=True, capture_output=True
            )
        with sqlite3.connect(file) as database:
            return int(
                database.execute(
                    "select count(*) from (select distinct min(user_1, user_2), max(user_1, user_2) from "
                    "co_retweet_network where user_1 <> user_2)"
                ).fetchone()[0]
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("csv", type=Path)
    parser.add_argument("--window", type=float, default=60)
    parser.add_argument("--toolkit")
    parser.add_argument("--way", choices=("objects", "messages", "toolkit"))
    args = parser.parse_args()
    if args.way:
        start = time.perf_counter()
        pairs = (
            toolkit(args.toolkit, args.csv, args.window)
            if args.way == "toolkit"
            else ours(args.csv, args.window, args.way)
        )
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        print(
            json.dumps(
                {
                    "way": args.way,
                    "pairs": pairs,
                    "wall_s": round(time.perf_counter() - start, 2),
                    "cpu_s": round(sum(u.ru_utime + u.ru_stime for u in used), 2),
                    "peak_mb": round(max(u.ru_maxrss for u in used) / 1024),
                }
            )
        )
        return
    cpu: dict[str, float] = {}
    for way in ("objects", "messages", *(("toolkit",) if args.toolkit else ())):
        words = [
            sys.executable,
            "-m",
            "tests.benchmarks.coaction",
            str(args.csv),
            "--window",
            str(args.window),
            "--way",
            way,
        ]
        words += ["--toolkit", args.toolkit] if args.toolkit else []
        line = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
        cpu[way] = line["cpu_s"]
        if way == "toolkit":
            line |= {
                "cpu_ratio_to_objects": round(cpu[way] / cpu["objects"], 1),
                "cpu_ratio_to_messages": round(cpu[way] / cpu["messages"], 1),
            }
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
