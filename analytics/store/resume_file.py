"""Long work that can be interrupted: the rows done so far, kept beside the case until it is complete."""

import json
import os
from pathlib import Path


class Resume:
    """Rows of numbers in a hidden file of the case, valid for one key (a hash of everything the rows
    depend on)."""

    def __init__(self, folder: Path, name: str, key: str) -> None:
        self.file = folder / f".{name}.jsonl"
        self.key = key

    def done(self) -> list[list[int]]:
        """Rows kept by an earlier run under the same key; a line cut off in the middle is left out."""
        if not self.file.exists():
            return []
        rows = []
        for line in self.file.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if entry["key"] == self.key:
                rows.append(entry["row"])
        return rows

    def add(self, row: list[int]) -> None:
        """Keep one row, on disk before this returns."""
        with self.file.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"key": self.key, "row": row}) + "\n")
            out.flush()
            os.fsync(out.fileno())

    def clear(self) -> None:
        """The work is whole: the rows stand in a table now."""
        self.file.unlink(missing_ok=True)
