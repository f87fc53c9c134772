"""The steps by which anybody makes a report again from its package alone, as the report prints them.

They are made from what the case records: how its files were imported, what people recorded, which thresholds
were changed, how far the study went. So they are true of this case, and a test runs them as they are printed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from shlex import quote
from typing import Any
from unicodedata import east_asian_width

from analytics.evidence.unpacking import ImportStep, changed_settings, import_steps
from analytics.store.reviews import START

EXPECTED = "expected.sha256"
TOOL = "v/bin/wakeline"
WIDTH = 80  # Columns of a printed command: a page breaks longer lines, and a copy of such a line fails.
_WORD = re.compile(r"(?:'[^']*'|\"[^\"]*\"|[^\s'\"])+")
LAST = "calibration"  # The stage up to which `analyse` goes unless told otherwise.


@dataclass(frozen=True)
class Record:
    """What a case records of its own making.

    manifest: content of analysis.json; acts: entries of the chain of custody; certificates: their file names.
    operator: as case.toml states it.
    """

    manifest: dict[str, Any]
    acts: tuple[dict[str, Any], ...]
    certificates: tuple[str, ...]
    operator: str


def reproduction_steps(made: Record, date: datetime | None, purpose: str) -> list[str]:
    """Write the commands, one a line of a shell; PACKAGE stands for the absolute path of the package.

    date: of the report; without one none is set, and the steps give the same on any day.
    """
    manifest = made.manifest
    epoch = f"SOURCE_DATE_EPOCH={int(date.timestamp())} " if date else ""
    version = manifest.get("versions", {}).get("wakeline", "?")
    is_tried = "fragility.parquet" in manifest.get("tables", {})
    is_reviewed = manifest.get("review_head", START) != START
    return [
        f"export {epoch}LC_ALL=C.UTF-8",
        f"python3 -m venv v && v/bin/pip install wakeline=={version}",
        f"{TOOL} verify PACKAGE",
        f"{TOOL} unpack PACKAGE --to in",
        *(_import(made, step, k == 0) for k, step in enumerate(import_steps(made.acts))),
        *([f"{TOOL} review --load PACKAGE/data/review.jsonl --case new"] if is_reviewed else []),
        _analyse(manifest),
        *([f"{TOOL} challenge new"] if is_tried else []),
        f"{TOOL} report --case new --lang zh+en --purpose {purpose}",
        f"(cd new/report && sha256sum -c PACKAGE/data/{EXPECTED})",
    ]


def _import(made: Record, step: ImportStep, is_first: bool) -> str:
    words = [TOOL, "import", f"in/{step.folder}"]
    for name, value in sorted(step.options.items()):
        words += [f"--{name.replace('_', '-')}", quote(value)]
    if step.column_map is not None:
        words += ["--format", quote(f"in/{step.map_path}")]
    words += _set(step.settings)
    if is_first:
        words += [f"--certificate {quote(f'in/certificates/{one}')}" for one in made.certificates]
        words += ["--facts PACKAGE/data/case.toml"] if made.manifest.get("case_toml") else []
    return " ".join([*words, "--operator", quote(made.operator or "reproduction"), "--case new"])


def _analyse(manifest: dict[str, Any]) -> str:
    stages = manifest.get("stages") or [LAST]
    until = [] if stages[-1] == LAST else ["--until", stages[-1]]
    changed = changed_settings(manifest.get("settings", {}))
    return " ".join([TOOL, "analyse", *until, *_set(changed), "--case new"])


def _set(changed: dict[str, Any]) -> Iterable[str]:
    return [f"--set {quote(f'{name}={value}')}" for name, value in sorted(changed.items())]


def folded(command: str, width: int = WIDTH) -> list[str]:
    """Break a command between words into lines that end in a backslash, as a shell reads on.

    width: columns of a line, of which a Chinese character takes two; a longer word stands whole.

    >>> folded("a --case new --lang zh", 15)
    ['a --case new \\\\', '--lang zh']
    """
    lines = [""]
    for word in _WORD.findall(command):
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and _columns(longer) > width - 2:
            lines.append(word)
        else:
            lines[-1] = longer
    return [*(f"{line} \\" for line in lines[:-1]), lines[-1]]


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
