"""What to preserve and to ask for, and which documents the case holds."""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.store.case_folder import Case, sha256_of
from dashboards.listing import Listing


@dataclass(frozen=True)
class Document:
    """A file of CASE/report.

    name: relative to that folder.
    sha256: as its findings.json states it; None if none names it.
    """

    name: str
    bytes_n: int
    sha256: str | None


def wanted(case: Case) -> list[dict[str, Any]]:
    """Read REQUESTS in their order; none if nothing was analysed."""
    return case.read_or_empty("requests").sort("place").to_dicts()


def documents(folder: Path) -> list[Document]:
    """List reports, findings and their lists in a report folder, documents before lists."""
    from analytics.report.write import DOCUMENTS  # noqa: PLC0415 - the type setter, not at every start

    found = [path for pattern in DOCUMENTS for path in sorted(folder.glob(pattern)) if path.is_file()]
    stated: dict[str, str] = {}
    for listed in (path for path in found if path.suffix == ".json"):
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            stated |= json.loads(listed.read_text(encoding="utf-8"))["files"]
        stated[listed.name] = sha256_of(listed)
    found += sorted(path for path in folder.rglob("*.csv") if "old" not in path.relative_to(folder).parts)
    names = {path: path.relative_to(folder).as_posix() for path in found}
    return [Document(names[path], path.stat().st_size, stated.get(names[path])) for path in found]


LISTINGS: tuple[Listing, ...] = ()  # No table of its own.
