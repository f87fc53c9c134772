"""What an import of many small files costs: one JSON line with wall and processor seconds, in all and a file.

    python -m tests.benchmarks.small_files [--files 600] [--keep FOLDER]

The files have the shape of the Chinese Rumor Dataset: one a root, two to eight reposts in it, all invented.
"""

import argparse
import json
import resource
import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.simulate.displayed_values import clock
from analytics.simulate.ids import bids_of, mids_at

START_S = int(datetime(2013, 4, 1, tzinfo=UTC).timestamp())
STEP_S = 100_000  # From root to root: longer than its reposts go on, so that no id occurs twice.


def write(folder: Path, files_n: int) -> None:
    """`files_n` files of a few reposts each; the same for the same number."""
    chance = np.random.default_rng(5)
    folder.mkdir(parents=True, exist_ok=True)
    for k in range(files_n):
        n = int(chance.integers(2, 9))
        at_s = START_S + STEP_S * k + np.sort(chance.integers(5, 90_000, n))
        mids = mids_at(at_s, 0)
        bids, dates = bids_of(mids).to_list(), pl.select(clock(pl.lit(pl.Series(at_s)))).to_series().to_list()
        rows = [
            {
                "kids": [],
                "uid": f"u{int(chance.integers(10**9)):011x}",
                "parent": bids[int(chance.integers(j))] if j and chance.random() < 0.3 else "",
                "text": "转发微博" if chance.random() < 0.7 else "看看//@虚构甲:真的吗",
                "mid": bids[j],
                "date": dates[j],
            }
            for j in range(n)
        ]
        root = bids_of(mids_at(np.array([START_S + STEP_S * k]), 1))[0]
        (folder / f"{k}_{root}_u{k:011x}.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=600)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="wakeline-bench-"))
    write(folder / "exports", given.files)
    shutil.rmtree(folder / "case", ignore_errors=True)
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    taken = import_files(
        folder / "case", [folder / "exports"], ImportOptions(), Thresholds(), lambda n, d: None
    )
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    line = {
        "files": given.files,
        "records": int(taken.new["records_n"].sum()),
        "wall_s": round(wall, 2),
        "cpu_s": round(cpu, 2),
        "cpu_ms_a_file": round(1_000 * cpu / given.files, 2),
        "peak_mb": round(after.ru_maxrss / 1024),
    }
    print(json.dumps(line))
    if not given.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
