"""The process of one job: it does what FOLDER/ask.json says and reports how far it is.

A task (a module of tasks/) is run(case folder, what was asked, told) and returns plain values that JSON can
hold; told(step, done, of) says what is being done now, and how much of it. When it is asked to stop (SIGTERM)
it unwinds: what it has written so far is taken back where it was written.
"""

import json
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from analytics.model.errors import CaseError, WakelineError
from analytics.model.messages import LANGS

Told = Callable[[str, int, int], None]
Task = Callable[[Path, Mapping[str, Any], Told], dict[str, Any]]
EVERY_S = 0.2  # Seconds between two looks at the progress that a reader could tell apart.


class JobStopped(BaseException):
    """Someone asked this job to stop."""


class ProgressWriter:
    """Writes how far the job is, as a whole each time, at most every EVERY_S seconds."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "state.json"
        self.state: dict[str, Any] = {"state": "running", "step": "", "done": 0, "of": 0}
        self.told_at = 0.0

    def step(self, name: str, done: int, of: int) -> None:
        """What is being done and how much of it; of = 0 where nobody knows."""
        moved = name != self.state["step"]
        self.state |= {"step": name, "done": done, "of": of}
        if moved or time.monotonic() - self.told_at >= EVERY_S:
            self.tell()

    def tell(self, **last: Any) -> None:
        """Put the state where the dashboard reads it."""
        self.state |= last
        draft = self.file.with_suffix(".draft")
        draft.write_text(json.dumps(self.state, ensure_ascii=False), encoding="utf-8")
        draft.replace(self.file)
        self.told_at = time.monotonic()


def main(task: Task) -> None:
    """The whole of a process that does one job, in the folder that its command line names."""
    sys.exit(work(task, Path(sys.argv[1])))


def work(task: Task, folder: Path) -> int:
    """Do the job in `folder`; 0 if it was done, 2 if it failed for a reason that was told, 3 if it was
    stopped."""
    asked = json.loads((folder / "ask.json").read_text(encoding="utf-8"))
    teller = ProgressWriter(folder)
    signal.signal(signal.SIGTERM, _stop)
    try:
        result = task(Path(asked["case"]), asked["options"], teller.step)
        signal.signal(
            signal.SIGTERM, signal.SIG_IGN
        )  # It is done: a late wish to stop it would only hide that.
        teller.tell(state="done", result=result)
        return 0
    except WakelineError as fault:
        teller.tell(state="failed", fault={lang: fault.text(lang) for lang in LANGS})
    except OSError as fault:  # A full disk, a folder that may not be written to.
        named = CaseError("cannot_write", path=fault.filename or asked["case"], found=fault.strerror or fault)
        teller.tell(state="failed", fault={lang: named.text(lang) for lang in LANGS})
    except JobStopped:
        return 3
    return 2


def _stop(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # Once is enough: what unwinds now is not to be cut off.
    raise JobStopped
