"""What the lines of the log say, compared with what they are about: files, settings, human records."""

import json
from typing import Any

from analytics.evidence.check import Check, compared
from analytics.store.case_folder import Case, canonical_json
from analytics.store.custody_log import entries
from analytics.store.reviews import stored_rows

Line = dict[str, Any]


def log_words(case: Case, readable: set[object]) -> list[Check]:
    """Compare the words of the log with tables, settings and human records.

    readable: the tables whose hash holds. Lines bound by hashes cannot be changed without a trace, but a log
    that was made anew says what its maker did not think of.
    """
    known = entries(case.folder)
    if not all({"n", "what", "who", "before", "after", "detail"} <= set(one) for one in known):
        return []  # What is no line of a log has failed as one already.
    checks = [_word(one, *_WORDS[one["what"]](one)) for one in known if one["what"] in _WORDS]
    checks += _imports(case, known, readable) + _settings(case, known) + _reviews(case, known)
    return [check for check in [*checks, *_counts(case, known, readable)] if not check.ok]


def _word(line: Line, found: object, expected: object) -> Check:
    params: dict[str, object] = {
        "name": line["n"],
        "what": line["what"],
        "found": found,
        "expected": expected,
    }
    return Check("verify_log_words", found == expected, params)


def _report(line: Line) -> tuple[object, object]:
    """A report leaves the hash of its findings, which stand among its files."""
    detail = line["detail"]
    return line["after"], detail.get("files", {}).get(detail.get("findings"))


def _package(line: Line) -> tuple[object, object]:
    return line["after"], line["detail"].get("tagmanifest")


def _redact(line: Line) -> tuple[object, object]:
    return line["after"], line["detail"].get("generation")


_WORDS = {"report": _report, "package": _package, "redact": _redact}


def _imports(case: Case, known: list[Line], readable: set[object]) -> list[Check]:
    """The files that imports name are those of SOURCES, each with its size, and no others."""
    if "sources.parquet" not in readable or case.manifest.get("redacted"):
        return []
    sources = {row["sha256"]: row["bytes"] for row in case.read("sources").to_dicts()}
    told: dict[str, int] = {}
    for line in known:
        if line["what"] == "import":
            told |= {file["sha256"]: file["bytes"] for file in line["detail"].get("files", [])}
        for file in line["detail"].get("inputs", []) if line["what"] == "erase" else []:
            told.pop(file["before"], None)
            told |= {file["after"]: file["bytes"]} if file["after"] else {}
    names = sorted(one for one in told.keys() | sources.keys() if told.get(one) != sources.get(one))
    return [
        compared("verify_log_input", one, f"{sources.get(one, '-')} bytes", f"{told.get(one, '-')} bytes")
        for one in names
    ]


def _settings(case: Case, known: list[Line]) -> list[Check]:
    """The settings in force are those that the last commit with settings says."""
    lines = [line for line in known if isinstance(line["detail"].get("settings"), dict)]
    if not lines:
        return []
    stated = lines[-1]["detail"]["settings"]
    found = json.loads(canonical_json(case.manifest.get("settings", {})))  # Lists, as a log has them.
    differ = sorted(name for name in {*found, *stated} if found.get(name) != stated.get(name))[:5]
    return [_word(lines[-1], *({name: values.get(name) for name in differ} for values in (found, stated)))]


def _reviews(case: Case, known: list[Line]) -> list[Check]:
    """A line about a human record says what the record says."""
    rows = {row["entry_sha256"]: row for row in stored_rows(case.folder)}
    checks = []
    for line in known:
        row = rows.get(line["after"]) if line["what"] == "review" else None
        if row is None:
            continue
        names = ("number", "kind", "subject_id", "value")
        found = [row[name] for name in names] + [row["author"], row["previous_sha256"]]
        stated = [line["detail"].get(name) for name in names] + [line["who"], line["before"]]
        checks.append(_word(line, found, stated))
    return checks


def _counts(case: Case, known: list[Line], readable: set[object]) -> list[Check]:
    """How many copies a calibration counted, and how many runs a challenge made."""
    checks = []
    for what, name, table in (
        ("calibrate", "surrogates_n", "calibration"),
        ("challenge", "runs_n", "fragility"),
    ):
        lines = [line for line in known if line["what"] == what]
        if not lines or f"{table}.parquet" not in readable or not case.has(table):
            continue
        rows = case.read(table)
        found = rows.height if what == "calibrate" else (rows["runs_n"].max() if rows.height else None)
        if found is not None:
            checks.append(_word(lines[-1], found, lines[-1]["detail"].get(name)))
    return checks
