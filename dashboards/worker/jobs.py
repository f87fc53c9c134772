"""Long work beside the dashboard: a process for each job, its progress in a file, and a safe way to stop it.

    FOLDER/ask.json      what to do: written by the dashboard, read by the process (process.py, tasks/)
    FOLDER/state.json    how far it is and how it ended: written by the process, each time as a whole

FOLDER is among the temporary files of the machine: a job is no part of the case, and stopping one leaves the
case whole. There is one job at a time; the lock of the case keeps jobs and command line apart.
"""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from threading import RLock
from typing import Any

from analytics.model.errors import CaseError, WakelineError
from analytics.model.messages import LANGS, say
from analytics.store.case_folder import open_case, open_or_new
from analytics.store.lock import only_writer

TASKS = {
    "import": "import_files",
    "inspect": "look",
    **{name: name for name in ("analyse", "report", "package", "redact", "verify")},
}  # kind: file of tasks/
PATIENCE_S = 10.0  # Seconds a job has to stop by itself once it is asked to; then the system ends it.
ENDED = ("done", "failed", "cancelled")


@dataclass(frozen=True)
class Job:
    """One job as it stands.

    number: 1 for the first of this dashboard.
    state: running, done, failed or cancelled.
    step, done, of: what is being done, and how much of it (of = 0: nobody knows how much there is).
    result: what it made; fault: one line in each language.
    generation: the state of the case when it ended; has_changed: whether that is another than before.
    """

    number: int
    kind: str
    started_at: datetime
    state: str = "running"
    step: str = ""
    done: int = 0
    of: int = 0
    result: Mapping[str, Any] = field(default_factory=dict)
    fault: Mapping[str, str] = field(default_factory=dict)
    ended_at: datetime | None = None
    generation: str | None = None
    has_changed: bool = False
    case_folder: Path = Path()


@dataclass
class _Running:
    """The process of a job, and what the case held before it began."""

    process: "subprocess.Popen[bytes]"
    folder: Path
    inputs: frozenset[str]
    generation: str | None
    drafts: tuple[Path, ...]
    spent: tuple[Path, ...]


class Jobs:
    """The jobs of one dashboard: at most one runs; the last of each kind is remembered with its result."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._now: Job | None = None
        self._running: _Running | None = None
        self._last: dict[str, Job] = {}
        self._n = 0

    def start(
        self,
        case_folder: Path,
        kind: str,
        options: Mapping[str, Any],
        drafts: tuple[Path, ...] = (),
        spent: tuple[Path, ...] = (),
    ) -> Job:
        """Begin a job.

        kind: the name of the task; options: what it is asked.
        drafts: folders that a stopped job may leave half made; they are removed then.
        spent: files and folders that are removed however it ends.

        Raises CaseError if another job is running, or if the folder holds no case that can be opened.
        """
        with self._lock:
            running = self.now()
            if running is not None and running.state == "running":
                raise CaseError("job_running", found=running.kind)
            case = open_case(
                case_folder
            )  # Tidies what a crash left, and refuses a folder that holds no case.
            folder = Path(mkdtemp(prefix="wakeline-job-"))
            (folder / "ask.json").write_text(
                json.dumps({"case": str(case_folder.resolve()), "options": dict(options)}), encoding="utf-8"
            )
            log = (folder / "log").open("wb")
            process = subprocess.Popen(
                [sys.executable, "-m", f"dashboards.worker.tasks.{TASKS[kind]}", str(folder)],
                cwd=_roof(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            log.close()
            self._n += 1
            self._running = _Running(
                process, folder, _inputs(case_folder), case.manifest.get("generation"), drafts, spent
            )
            self._now = Job(self._n, kind, _clock(), case_folder=case_folder)
            atexit.register(self.stop)
            return self._now

    def now(self) -> Job | None:
        """Give the job that runs, else the one that ended last; None if there was none."""
        with self._lock:
            if self._now is None or self._running is None:
                return self._now
            told = _told(self._running.folder / "state.json")
            if self._running.process.poll() is None:
                return replace(self._now, **{k: told[k] for k in ("step", "done", "of") if k in told})
            if told.get("state") not in ("done", "failed"):
                told = {"state": "failed", "fault": _broke_off(self._running)}
            return self._end(told)

    def last(self, kind: str, case_folder: Path) -> Job | None:
        """Give the last job of a kind that ended on this case; None if there was none."""
        self.now()
        found = self._last.get(kind)
        return found if found is not None and found.case_folder == case_folder else None

    def state(self) -> tuple[object, ...]:
        """Say which jobs there were and how they ended, so that a page that tells of them is set anew."""
        now = self.now()
        with self._lock:
            ended = tuple(sorted((kind, job.number, job.state) for kind, job in self._last.items()))
            return (now.number, now.state) if now else (), ended

    def cancel(self, number: int) -> Job | None:
        """Stop job `number` if it still runs, and leave the case as it was before.

        Returns the job as it then stands. A job that had just finished its work stays done.
        """
        with self._lock:
            now = self.now()
            if now is None or now.number != number or self._running is None:
                return now
            _stop(self._running.process)
            told = _told(self._running.folder / "state.json")
            return self._end(told if told.get("state") == "done" else {"state": "cancelled"})

    def stop(self) -> None:
        """Stop what runs, because the dashboard ends."""
        with self._lock:
            if self._now is not None:
                self.cancel(self._now.number)

    def put_away(self, kind: str) -> None:
        """Forget the result of the last job of a kind."""
        with self._lock:
            self._last.pop(kind, None)

    def forget(self) -> None:
        """Remove the job that ended last from the bar; its result is remembered."""
        with self._lock:
            if self._running is None:
                self._now = None

    def _end(self, told: Mapping[str, Any]) -> Job:
        assert self._now is not None and self._running is not None
        run, state = self._running, str(told["state"])
        if state != "done":
            with suppress(
                WakelineError
            ):  # Another process holds the case by now: what it finds is its own to mend.
                undo(self._now.case_folder, run.inputs, run.drafts)
        generation = None
        with suppress(WakelineError):
            generation = open_case(self._now.case_folder).manifest.get("generation")
        self._now = replace(
            self._now,
            state=state,
            result=told.get("result", {}),
            fault=told.get("fault", {}),
            ended_at=_clock(),
            generation=generation,
            has_changed=generation != run.generation,
        )
        if state == "done":
            self._last[self._now.kind] = self._now
        self._running = None
        for left in (run.folder, *run.spent):
            shutil.rmtree(left, ignore_errors=True)
        return self._now


def undo(case_folder: Path, inputs: frozenset[str], drafts: tuple[Path, ...] = ()) -> None:
    """Remove what a job that was cut off left behind.

    These are half-written tables, inputs that no table names, and drafts.

    inputs: names in evidence/ before the job began; they stay.

    Raises CaseError if another process writes to the case.
    """
    with only_writer(case_folder):
        case = open_or_new(case_folder)  # Finishes or undoes a commit.
        named = set(case.manifest.get("inputs", {}))
        for file in case.evidence.iterdir() if case.evidence.is_dir() else ():
            if file.name not in inputs and file.name[:64] not in named:
                file.unlink()
        for draft in (case_folder / ".scratch", case.report / ".next", *drafts):
            shutil.rmtree(draft, ignore_errors=True)


def _inputs(case_folder: Path) -> frozenset[str]:
    folder = case_folder / "evidence"
    return frozenset(file.name for file in folder.iterdir()) if folder.is_dir() else frozenset()


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Ask the process to stop, and all that it started; end them if they do not."""
    for ask in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, ask)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE_S)
            return


def _told(file: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def _broke_off(run: _Running) -> dict[str, str]:
    """One line for a process that ended without a word: the last line that it left."""
    said = (run.folder / "log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    found = said[-1][:300] if said else f"exit code {run.process.returncode}"
    return {lang: say("errors.job_broke_off", lang, found=found) for lang in LANGS}


def _roof() -> Path:
    """The folder that holds this package, so that the process finds the same one."""
    return Path(__file__).parent.parent.parent


def _clock() -> datetime:
    return datetime.now(UTC)
