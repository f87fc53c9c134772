"""The review log as a file of lines, review.jsonl: what people recorded goes with a package, and comes back.

A line is one entry with all its fields, keys sorted, as the hash of an entry is taken; so the chain can be
checked without our program: `entry_sha256` is the SHA-256 of the line without that key.
"""

import json
from pathlib import Path

from analytics.model.errors import CaseError
from analytics.store.reviews import FIELDS, restore, stored_rows
from analytics.store.stories import take_views

LOG = "review.jsonl"


def exported_log(folder: Path) -> str:
    """Write the whole log, one entry a line; "" if nothing was recorded."""
    return "".join(
        json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
        for row in stored_rows(folder)
    )


def load_log(folder: Path, file: Path) -> int:
    """Take in a log that `exported_log` wrote, and return how many entries are new to the case.

    The views of its story come along from the folder `views` beside the log, where a package has them.

    Raises CaseError for a line that is no entry, a broken chain, or a case that recorded other things.
    """
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
        except ValueError:
            raise CaseError("review_line", file=file, number=number) from None
        if not isinstance(row, dict) or set(row) != set(FIELDS):
            raise CaseError("review_line", file=file, number=number)
        rows.append(row)
    added_n = restore(folder, rows)
    take_views(folder, file.parent)
    return added_n
