"""The open case on which all pages work: read again when an analysis changes it, with answers kept."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock, RLock
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from analytics.model.errors import CaseError
from analytics.store.case_folder import Case, open_case, read_manifest
from analytics.store.case_toml import CaseToml
from dashboards.worker.jobs import Jobs

Answer = TypeVar("Answer")
KEPT_MAX = 96  # Answers kept in memory: each is small (a page of rows, a drawn tree of at most 20,000 acts).


class CaseSession:
    """A case under observation, or none yet. Reads only: what changes a case is a job of its own, or an entry
    of the review.

    The folder is opened once (which finishes or undoes a commit that was cut off); afterwards only
    analysis.json is looked at, so that a running analysis is never disturbed.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.jobs = Jobs()
        self._lock = Lock()
        self._gates: dict[object, RLock] = {}
        self._kept: OrderedDict[object, Any] = OrderedDict()
        self._folder: Path | None = None
        self._facts = CaseToml()
        if folder is not None:
            self.open(folder)

    def open(self, folder: Path) -> None:
        """Put the case in `folder` on the desk, in place of the one that lay there. Raises CaseError if
        there is none."""
        case = open_case(folder)
        facts = case.toml()
        with self._lock:
            self._folder, self._case, self._facts = folder, case, facts
            self._seen = self._stamp()
            self._kept.clear()

    @property
    def is_open(self) -> bool:
        """Whether a case lies on the desk."""
        return self._folder is not None

    @property
    def folder(self) -> Path:
        """Where the case lies. Raises CaseError if none was opened yet."""
        if self._folder is None:
            raise CaseError("no_case_open")
        return self._folder

    @property
    def case(self) -> Case:
        """The case as it stands now."""
        stamp = self._stamp()
        with self._lock:
            if stamp != self._seen:
                self._case, self._seen = Case(self.folder, _manifest(self.folder)), stamp
                self._facts = self._case.toml()
                self._kept.clear()
            return self._case

    @property
    def seen(self) -> Case:
        """The case as it was last read without a fault: what the frame around the pages tells."""
        return self._case

    @property
    def facts(self) -> CaseToml:
        """What humans state in case.toml."""
        return self._facts

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which times are shown."""
        return ZoneInfo(self._facts.case.timezone)

    def ask(self, question: Callable[..., Answer], *about: object) -> Answer:
        """`question(case, *about)`, answered once as long as the case stays as it is.

        Two readers with the same question at the same time get one answer: the second waits for the first.
        """
        case = self.case
        key = (question, *about)
        with self._lock:
            gate = self._gates.setdefault(key, RLock())
        with gate:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key]  # type: ignore[no-any-return]
            answer = question(case, *about)
            with self._lock:
                self._kept[key] = answer
                self._gates.pop(key, None)
                while len(self._kept) > KEPT_MAX:
                    self._kept.popitem(last=False)
        return answer

    def _stamp(self) -> tuple[int, ...]:
        files = (self.folder / "analysis.json", self.folder / "case.toml")
        return tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files)


def _manifest(folder: Path) -> dict[str, Any]:
    file = folder / "analysis.json"
    if not file.exists():
        return {}
    return read_manifest(file)
