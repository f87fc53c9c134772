"""Long work that can be interrupted: the rows done so far, kept beside the case until it is complete.

A row read back is not yet trusted: each line is bound by its hash to the line before, and whoever resumes
counts one of them again (`Resume.sample`, `Resume.check`), since anybody can write a file of right hashes.
"""

import hashlib
import json
import os
import secrets
from pathlib import Path

from analytics.model.errors import CaseError


class Resume:
    """Rows of numbers in a hidden file of the case.

    They are valid for one key: a hash of everything that the rows depend on.
    """

    def __init__(self, folder: Path, name: str, key: str) -> None:
        self.file = folder / f".{name}.jsonl"
        self.key = key
        self._last = ""

    def done(self) -> list[list[int]]:
        """Read the rows that an earlier run kept under the same key.

        Everything is left out from the first line on that has another key, does not fit the one before it, or
        is incomplete; the file is cut there, so that `add` goes on from what holds.
        """
        if not self.file.exists():
            return []
        rows, kept, self._last = [], [], ""
        for line in self.file.read_text(encoding="utf-8", errors="replace").splitlines():
            row = self._row(line)
            if row is None:
                break
            rows.append(row)
            kept.append(line)
        self.file.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
        return rows

    def _row(self, line: str) -> list[int] | None:
        try:
            entry = json.loads(line)
        except ValueError:
            return None
        row = entry.get("row") if isinstance(entry, dict) else None
        if not isinstance(row, list) or not all(type(n) is int for n in row):
            return None
        if entry.get("sha256") != self._sealed(row):
            return None
        self._last = entry["sha256"]
        return row

    def _sealed(self, row: list[int]) -> str:
        return hashlib.sha256(json.dumps([self._last, self.key, row]).encode()).hexdigest()

    def sample(self, rows: list[list[int]]) -> list[int] | None:
        """Choose one of the rows that were read back, at random; None where there is none."""
        return secrets.choice(rows) if rows else None

    def check(self, kept: list[int], again: list[int]) -> None:
        """Compare a row that was read back with the same row counted again.

        Raises CaseError if they differ.
        """
        if kept != again:
            raise CaseError("resume_differs", file=self.file, kept=kept, found=again)

    def add(self, row: list[int]) -> None:
        """Keep one row; it is on the disk before this returns."""
        self._last = self._sealed(row)
        with self.file.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"key": self.key, "row": row, "sha256": self._last}) + "\n")
            out.flush()
            os.fsync(out.fileno())

    def clear(self) -> None:
        """Remove the file: the work is complete, and the rows stand in a table now."""
        self.file.unlink(missing_ok=True)
