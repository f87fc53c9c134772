"""Kill every command at a random moment, and see what is left.

    python -m tests.faults.kills --n 500 [--seed 1]

Each round copies a small case, starts one command, ends it with SIGKILL somewhere within the time it usually takes,
and asks: does the case open, does it hold, is everything there that was accepted before, and does the same command
then go through. Prints rounds, kills that met the command at work, and what was lost.
"""

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from analytics.evidence.verification import verify
from analytics.importing.import_files import ImportOptions, import_files
from analytics.model.thresholds import Thresholds
from analytics.pipeline import analyse
from analytics.report.write import write_report
from analytics.store.case_folder import ERASING, open_case
from analytics.store.custody_log import entries
from analytics.store.reviews import Entry, record, stored_rows
from tests.importing.invented import jsonl, repost

COMMANDS: dict[str, list[str]] = {
    "import": ["import", "MORE", "--case", "CASE"],
    "analyse": ["analyse", "--case", "CASE", "--set", "near_share=0.8", "--set", "surrogates_n=3"],
    "report": ["report", "--case", "CASE", "--lang", "en", "--no-pdf"],
    "review": ["review", "note", "case", "a note", "--author", "A", "--case", "CASE"],
    "redact": ["redact", "--case", "CASE", "--out", "OUT"],
    "package": ["package", "--case", "CASE", "--out", "OUT"],
    "seal": ["seal", "CASE"],
    "erase": ["erase", "CASE", "--account", "weibo:9100000001", "--reason", "asked for", "--yes"],
    "verify": ["verify", "CASE"],
}
# What may be said of a case until the command is run again: an input kept whose import was cut off, and documents
# moved in whose line was not written. The same command mends both.
UNTIL_AGAIN = {
    "import": {"verify_stranger"},
    "report": {"verify_stranger_report", "verify_custody_report", "verify_report"},
    "seal": {"verify_seal_file"},
}


@dataclass
class Tally:
    """What came of the rounds: how many, how many met the command at work, and what was wrong."""

    rounds_n: int = 0
    met_n: int = 0
    faults: list[str] = field(default_factory=list)


def small_case(folder: Path) -> Path:
    """A case with an import, a study, a record and, beside it, a second file to import."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.jsonl").write_bytes(jsonl([repost(k, f"去看看{k % 4}") for k in range(1, 60)]))
    (folder / "more.jsonl").write_bytes(jsonl([repost(k) for k in range(100, 400)]))
    case = import_files(
        folder / "case", [folder / "a.jsonl"], ImportOptions(), Thresholds(), lambda *_: None
    ).case
    analyse(case, Thresholds(), "findings", lambda _: None)
    record(case.folder, Entry("note", "case", "note", "before", "甲"))
    return case.folder


def words_of(name: str, folder: Path) -> list[str]:
    """The words of a command for a copy of the case."""
    known = {"CASE": str(folder / "case"), "OUT": str(folder / "out"), "MORE": str(folder / "more.jsonl")}
    return [known.get(word, word) for word in COMMANDS[name]]


def started(words: list[str]) -> subprocess.Popen[bytes]:
    code = "from analytics.cli.app import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def copied(base: Path, to: Path, name: str) -> None:
    """A copy of the case; with a report, where the command needs one."""
    shutil.copytree(base, to)
    if name == "package":
        write_report(open_case(to / "case"), "en", None, with_pdf=False)


def killed(base: Path, name: str, moment: random.Random, usual_s: dict[str, float], tally: Tally) -> None:
    """One round."""
    with tempfile.TemporaryDirectory(prefix="kills-") as scratch:
        folder = Path(scratch) / "copy"
        copied(base, folder, name)
        log, rows = (folder / "case" / "custody.jsonl").read_bytes(), stored_rows(folder / "case")
        wait_s = moment.uniform(0, 1.05) * usual_s[name]
        process = started(words_of(name, folder))
        time.sleep(wait_s)
        tally.met_n += process.poll() is None
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()
        tally.rounds_n += 1
        told = f"{name} after {wait_s:.3f} s"
        case = open_case(folder / "case")
        left = [c.text() for c in verify(case) if not c.ok and c.code not in UNTIL_AGAIN.get(name, ())]
        tally.faults += [f"{told}: {text}" for text in left]
        if not (case.folder / "custody.jsonl").read_bytes().startswith(log):
            tally.faults.append(f"{told}: lines of the log are lost")
        if stored_rows(case.folder)[: len(rows)] != rows:
            tally.faults.append(f"{told}: records are lost")
        shutil.rmtree(folder / "out", ignore_errors=True)
        if (case.folder / ERASING).exists():
            tally.faults.append(f"{told}: what was to go lies in a working copy")
        if name == "erase" and entries(case.folder)[-1]["what"] == "erase":
            return  # It was done: nobody is left to be erased.
        again = started(words_of(name, folder))
        if again.wait() != 0:
            tally.faults.append(f"{told}: the same command ends with {again.returncode} afterwards")
        tally.faults += [
            f"{told}, done again: {c.text()}" for c in verify(open_case(case.folder)) if not c.ok
        ]


def run(n: int, seed: int) -> Tally:
    """Do so many rounds, command after command."""
    moment, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory(prefix="kills-base-") as scratch:
        base = Path(scratch) / "base"
        small_case(base)
        usual_s: dict[str, float] = {}
        names = list(COMMANDS)
        for k in range(n):
            name = names[k % len(names)]
            if name not in usual_s:
                copied(base, Path(scratch) / name, name)
                begun = time.monotonic()
                started(words_of(name, Path(scratch) / name)).wait()
                usual_s[name] = time.monotonic() - begun
            killed(base, name, moment, usual_s, tally)
    return tally


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--n", type=int, default=500)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    done = run(given.n, given.seed)
    print("\n".join(done.faults))
    print(f"{done.rounds_n} rounds, {done.met_n} met a command at work, {len(done.faults)} faults")
    sys.exit(bool(done.faults))
