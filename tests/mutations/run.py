"""Runs mutations on a copy of the tree, several at once, and says which of them a test notices.

The program that waits imports the heavy libraries once and calls none of them; each mutation is a child forked
from it, so that one costs seconds. Nothing is written outside a temporary folder.
"""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from tests.mutations.record import ROOT, Mutation

NEEDED = ("analytics", "dashboards", "sample_data", "tests", "tools", "docs", "pyproject.toml", "README.md")
HEAVY = (
    "pytest",
    "_pytest.assertion.rewrite",
    "hypothesis",
    "polars",
    "numba",
    "scipy.stats",
    "pandas",
    "pydantic",
)
OURS = ("analytics", "dashboards", "tests")
OPTIONS = ("-x", "-q", "-o", "addopts=", "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin")
PATIENCE_S = 600.0  # A change that makes a loop endless counts as noticed after this.
KILLED, SURVIVED, BROKEN = "killed", "SURVIVED", "BROKEN"
_STAMP_S = 2_000_000_000  # Moments of changed files: later than any of ours, and each its own.
_OF_CODE = {0: SURVIVED, 1: KILLED}


class Outcome(NamedTuple):
    """What became of a mutation (None: the tests without any). said: the end of what pytest wrote."""

    mutation: Mutation | None
    tests: tuple[str, ...]
    status: str
    seconds: float
    said: str


class _Job(NamedTuple):
    """A child at work: in which copy, on what, since when, and where its words go."""

    copy: Path
    mutation: Mutation | None
    tests: tuple[str, ...]
    begun: float
    log: Path


def outcomes(asked: Iterable[tuple[Mutation | None, tuple[str, ...]]], jobs: int) -> Iterator[Outcome]:
    """The outcome of each (mutation, tests), as they end. Raises Stale where an old text is not there once.

    A child of its own for each; a copy of the tree for each of `jobs`. A change of a file with compiled
    kernels has a cache of kernels of its own, since Numba does not see a change in a called file.
    """
    waiting = list(asked)[::-1]
    with tempfile.TemporaryDirectory(prefix="mutations-") as name:
        scratch = Path(name)
        _warm(scratch)
        free = [_copied(scratch / f"tree{k}") for k in range(min(jobs, len(waiting)))]
        running: dict[int, _Job] = {}
        try:
            while waiting or running:
                while waiting and free:
                    mutation, tests = waiting.pop()
                    copy = free.pop()
                    job = _Job(copy, mutation, tests, time.monotonic(), scratch / f"{copy.name}.log")
                    running[_started(job, scratch, _STAMP_S + 10 * len(waiting))] = job
                pid, code = _ended(running)
                job = running.pop(pid)
                if job.mutation is not None:
                    shutil.copy2(ROOT / job.mutation.file, job.copy / job.mutation.file)
                free.append(job.copy)
                yield _outcome(job, code)
        finally:
            for pid in running:
                os.killpg(pid, signal.SIGKILL)


def _outcome(job: _Job, code: int) -> Outcome:
    said = job.log.read_text(encoding="utf-8", errors="replace")[-3_000:]
    status = KILLED if code < 0 else _OF_CODE.get(code, BROKEN)
    return Outcome(job.mutation, job.tests, status, time.monotonic() - job.begun, said)


def _warm(scratch: Path) -> None:
    os.environ |= {
        "NUMBA_CACHE_DIR": str(scratch / "numba"),
        "PYTHONPYCACHEPREFIX": str(scratch / "bytecode"),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    sys.pycache_prefix = str(scratch / "bytecode")
    for module in HEAVY:
        import_module(module)


def _copied(copy: Path) -> Path:
    copy.mkdir()
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.png"))
        elif (ROOT / name).exists():
            shutil.copy2(ROOT / name, copy / name)
    return copy


def _started(job: _Job, scratch: Path, stamp_s: int) -> int:
    kernels = scratch / "numba"
    if job.mutation is not None:
        file = job.copy / job.mutation.file
        file.write_text(job.mutation.applied(job.copy), encoding="utf-8")
        # No compiled file of another text may be taken for this one: Python compares time and length.
        os.utime(file, (stamp_s, stamp_s))
        if "njit" in file.read_text(encoding="utf-8"):
            kernels = Path(tempfile.mkdtemp(dir=scratch))
    pid = os.fork()
    if pid == 0:
        _child(job, kernels)
    return pid


def _child(job: _Job, kernels: Path) -> None:
    """Run pytest in the copy, and end. Never returns."""
    code = 3
    try:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        words = os.open(job.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(words, 1)
        os.dup2(words, 2)
        os.chdir(job.copy)
        os.environ |= {"PYTHONPATH": str(job.copy), "NUMBA_CACHE_DIR": str(kernels)}
        import_module("numba").config.CACHE_DIR = str(kernels)
        for name in [n for n in sys.modules if n.split(".")[0] in OURS]:
            del sys.modules[name]
        sys.path[:] = [str(job.copy), *(p for p in sys.path if p not in ("", str(ROOT)))]
        code = int(import_module("pytest").main([*OPTIONS, "--hypothesis-seed=0", *job.tests]))
    finally:
        sys.stdout.flush()
        os._exit(code)


def _ended(running: dict[int, _Job]) -> tuple[int, int]:
    """(process, exit code) of the next child that ends; below 0: ended by a signal, as one that never ends."""
    while True:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid:
            return pid, os.waitstatus_to_exitcode(status)
        for late in [p for p, job in running.items() if time.monotonic() - job.begun > PATIENCE_S]:
            os.killpg(late, signal.SIGKILL)
        time.sleep(0.05)
