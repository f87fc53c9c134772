"""Speed and memory of import and cascades against floors taken in the same run: one JSON line a figure.

    python -m tests.benchmarks.speed [--reposts 1000000] [--keep FOLDER]

Each figure runs in a process of its own: rows, wall_s, cpu_s, peak_mb, and the ratio of its wall time to its floor.
Floors: a bare simdjson parse of each line of the same file; reading and writing the same Parquet; one pass of
str.contains over the texts.
"""

import argparse
import hashlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FIGURES = (
    "floor_simdjson",
    "hashing",
    "table_step",
    "import",
    "floor_parquet",
    "cascades",
    "floor_contains",
    "chains",
    "parents",
    "analyse",
)
FLOOR_OF = {
    "table_step": "floor_simdjson",
    "import": "floor_simdjson",
    "cascades": "floor_parquet",
    "chains": "floor_contains",
}


def floor_simdjson(folder: Path) -> int:
    import simdjson

    parser, n = simdjson.Parser(), 0
    with (folder / "bulk.jsonl").open("rb") as file:
        for line in file:
            parser.parse(line)
            n += 1
    return n


def hashing(folder: Path) -> int:
    for name in ("sha256", "sm3"):
        with (folder / "bulk.jsonl").open("rb") as file:
            hashlib.file_digest(file, lambda name=name: hashlib.new(name))
    return 0


def table_step(folder: Path) -> int:
    from analytics.importing.importer import Hints
    from analytics.importing.parsing import parsed
    from analytics.importing.sniff import importer_for
    from analytics.importing.sniff import sniff as look
    from analytics.model.thresholds import Thresholds

    path = folder / "bulk.jsonl"
    seen = look(path, path.name)
    return sum(
        b.records_n for b in parsed(path, seen, importer_for(seen, None), "0" * 64, Hints(), Thresholds())
    )


def import_(folder: Path) -> int:
    from analytics.importing.import_files import ImportOptions as Options
    from analytics.importing.import_files import import_files as take_in
    from analytics.model.thresholds import Thresholds

    shutil.rmtree(folder / "case", ignore_errors=True)
    taken = take_in(
        folder / "case", [folder / "bulk.jsonl"], Options(), Thresholds(), lambda name, done: None
    )
    return int(taken.new["records_n"].sum())


def floor_parquet(folder: Path) -> int:
    import polars as pl

    frame = pl.read_parquet(folder / "case" / "tables" / "events.parquet")
    frame.write_parquet(folder / "copy.parquet", compression="zstd", compression_level=1)
    return frame.height


def cascades(folder: Path) -> int:
    import polars as pl

    from analytics.cascade.statistics import measure_cascades

    frame = pl.read_parquet(folder / "resolved.parquet")
    measured = measure_cascades(frame)
    for name, table in (
        ("cascades", measured.cascades),
        ("levels", measured.levels),
        ("nodes", measured.nodes),
    ):
        table.write_parquet(folder / f"{name}.parquet", compression="zstd", compression_level=1)
    return frame.height


def floor_contains(folder: Path) -> int:
    import polars as pl

    texts = pl.read_parquet(folder / "case" / "tables" / "events.parquet", columns=["text"])["text"]
    start = time.perf_counter()
    texts.str.contains("//@", literal=True)
    return _inner(start, len(texts))


def chains(folder: Path) -> int:
    import polars as pl

    from analytics.cascade.repost_chain import parse_chains as parse

    texts = pl.read_parquet(folder / "case" / "tables" / "events.parquet", columns=["text"])["text"]
    start = time.perf_counter()
    parse(texts)
    return _inner(start, len(texts))


def parents(folder: Path) -> int:
    import polars as pl

    from analytics.cascade.parents import resolve_parents
    from analytics.store.placed_events import with_parents

    tables = folder / "case" / "tables"
    read = pl.read_parquet(tables / "events.parquet")
    found = resolve_parents(read, pl.read_parquet(tables / "account_names.parquet"))
    events = with_parents(read.lazy(), found.lazy()).collect()
    events.write_parquet(folder / "resolved.parquet", compression="zstd", compression_level=1)
    return events.height


def analyse(folder: Path) -> int:
    from analytics.model.thresholds import Thresholds
    from analytics.pipeline import analyse as run
    from analytics.store.case_folder import open_case

    case = run(open_case(folder / "case"), Thresholds(), "scope", lambda stage: None)
    return int(case.read("sources")["records_n"].sum())


_INNER: list[float] = []


def _inner(start: float, rows: int) -> int:
    """The time of the step alone, without reading its input."""
    _INNER.append(time.perf_counter() - start)
    return rows


def one(figure: str, folder: Path) -> dict[str, float | str]:
    """Run a figure in this process, twice where compilation or caches would count, and say the second run."""
    run: Callable[[Path], int] = {"import": import_}.get(figure) or globals()[figure]
    if figure in ("cascades", "chains", "floor_contains", "floor_simdjson"):
        run(folder)
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    rows = run(folder)
    wall = _INNER[-1] if _INNER else time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "figure": figure,
        "rows": rows,
        "wall_s": round(wall, 3),
        "cpu_s": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 3),
        "peak_mb": round(after.ru_maxrss / 1024),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reposts", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--figure")
    given = parser.parse_args()
    if given.figure:
        print(json.dumps(one(given.figure, given.keep)))
        return
    folder = given.keep or Path(tempfile.mkdtemp(prefix="wakeline-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "bulk.jsonl").exists():
        from analytics.simulate.build import simulate_bulk

        simulate_bulk(given.reposts, 1, folder / "bulk.jsonl")
    walls: dict[str, float] = {}
    order = [f for f in FIGURES if f != "cascades"]
    order.insert(order.index("parents") + 1, "cascades")
    for figure in order:
        command = [sys.executable, "-m", "tests.benchmarks.speed", "--figure", figure, "--keep", str(folder)]
        line = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        walls[figure] = line["wall_s"]
        if figure in FLOOR_OF:
            line["ratio"] = round(line["wall_s"] / walls[FLOOR_OF[figure]], 2)
            line["floor"] = FLOOR_OF[figure]
        print(json.dumps(line), flush=True)
    if not given.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
