"""Speed and memory of the report and of hashing: one JSON line a figure, each in a process of its own.

    python -m tests.benchmarks.report [--case CASE] [--bytes 500000000]

report: PDF in both languages, HTML, findings.json and tables of CASE, which must be analysed (without --case: the sample, made first).
annex: a table of 5,000 rows as PDF/A. hashing: SHA-256 and SM3 of one file as an import takes them, beside sha256sum and openssl on the
same file. wall_s, cpu_s and peak_mb are those of the process; most is what the issue asks for.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
MOST = {"report": {"wall_s": 10.0}, "annex": {"wall_s": 15.0, "peak_mb": 1_000.0}}
RUN = "import sys; sys.path.insert(0, {root!r})\n{body}\n"
TOLD = """
import json, time
most = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"cpu_s": round(time.process_time(), 2), "peak_mb": round(int(most) / 1024, 1)}))
"""
REPORT = """
from pathlib import Path
from analytics.report.write import write_report
from analytics.store.case_folder import open_case
write_report(open_case(Path({case!r})), "zh+en", None)
"""
HASHING = """
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from analytics.store.inputs import keep
folder = Path({folder!r})
with ThreadPoolExecutor(1) as pool:
    kept = keep(folder / "bytes", folder / "evidence", pool)
    kept.sm3.result()
"""


def measured(body: str, folder: Path) -> dict[str, float]:
    """Wall and CPU seconds and peak memory of some lines of Python."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(root=str(ROOT), body=body + TOLD)],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return {
        "wall_s": round(time.perf_counter() - start, 2),
        **json.loads(done.stdout.strip().splitlines()[-1]),
    }


def told(figure: str, found: dict[str, object]) -> None:
    """One line; `holds` is whether every number is within what is asked for."""
    most = MOST.get(figure, {})
    holds = (
        {"most": most, "holds": all(float(str(found[name])) <= limit for name, limit in most.items())}
        if most
        else {}
    )
    print(json.dumps({"figure": figure, **found, "load": round(os.getloadavg()[0], 1), **holds}), flush=True)


def sample(folder: Path) -> Path:
    """The sample case, imported and analysed in `folder`."""
    case = folder / "case"
    case.mkdir()
    shutil.copy(ROOT / "sample_data" / "case.toml", case / "case.toml")
    command = [sys.executable, "-c", "from analytics.cli.app import main; main()"]
    for words in (
        ["import", str(ROOT / "sample_data" / "exports"), "--case", str(case)],
        ["analyse", "--case", str(case)],
    ):
        subprocess.run([*command, *words], cwd=ROOT, check=True, capture_output=True)
    return case


def hashing(folder: Path, bytes_n: int) -> None:
    """keep() of a file of random bytes, against the common programs on the same file, right after each other."""
    (folder / "evidence").mkdir()
    with (folder / "bytes").open("wb") as file:
        for _ in range(0, bytes_n, 2**24):
            file.write(os.urandom(2**24))
    size = (folder / "bytes").stat().st_size
    seconds = {}
    for name, words in (
        ("sha256sum", ["sha256sum", "bytes"]),
        ("openssl_sm3", ["openssl", "dgst", "-sm3", "bytes"]),
        ("cp", ["cp", "bytes", "copy"]),
    ):
        start = time.perf_counter()
        subprocess.run(words, cwd=folder, check=True, capture_output=True)
        seconds[name] = time.perf_counter() - start
    found = measured(HASHING.format(folder=str(folder)), folder)
    told(
        "hashing",
        {
            "bytes": size,
            **found,
            **{f"{name}_s": round(s, 2) for name, s in seconds.items()},
            "mb_per_s": round(size / 1e6 / found["wall_s"]),
            "ratio_to_sha256sum": round(found["wall_s"] / seconds["sha256sum"], 2),
            "ratio_to_all_three": round(found["wall_s"] / sum(seconds.values()), 2),
        },
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--case", type=Path)
    parser.add_argument("--bytes", type=int, default=500_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wakeline-bench-") as scratch:
        folder = Path(scratch)
        case = given.case.resolve() if given.case else sample(folder)
        measured(
            REPORT.format(case=str(case)), folder
        )  # once before: compiled files, fonts in the page cache
        told("report", {**measured(REPORT.format(case=str(case)), folder)})
        from tests.report.test_pdf import ANNEX

        told("annex", {"rows": 5_000, **measured(ANNEX, folder)})
        hashing(folder, given.bytes)


if __name__ == "__main__":
    main()
