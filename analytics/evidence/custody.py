"""The chain of custody, walked link by link: lines unchanged, each bound to the last, each state the one before it left."""

import json
from typing import Any

from analytics.evidence.check import Check, compared
from analytics.store.custody import DATA, FILE, line, sealed
from analytics.store.folder import Case, sha256_of

COMMITS = ("import", "analyse", "calibrate", "change")  # Acts that leave a new state of the tables.


def custody(case: Case) -> list[Check]:
    """Every check of the log, in order; the first one that fails names the first broken link.

    A missing log is a broken one: every import writes it.
    """
    file = case.folder / FILE
    if not file.exists():
        return [Check("verify_custody_absent", False, {"name": FILE, "found": "-", "expected": "-"})]
    raw = file.read_bytes()
    checks: list[Check] = []
    known: list[dict[str, Any]] = []
    for k, text in enumerate(raw.removesuffix(b"\n").split(b"\n")):
        found = _read(text)
        checks.append(_line(k + 1, text, found, known[-1] if known else None))
        if not checks[-1].ok:
            return checks
        known.append(found or {})
    return [*checks, *_states(case, known), *_documents(case, known)]


def _read(text: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) and {"n", "sha256", "previous", "what", "before", "after"} <= set(value) else None


def _line(n: int, text: bytes, found: dict[str, Any] | None, last: dict[str, Any] | None) -> Check:
    """Whether a line is what it says of itself and hangs on the line before."""
    if found is None or line(found) != text:
        return Check("verify_custody_line", False, {"name": n, "found": "-", "expected": "JSON"})
    if sealed(found) != found["sha256"]:
        return compared("verify_custody_hash", str(n), sealed(found), found["sha256"])
    expected = last["sha256"] if last else None
    return Check("verify_custody_link", found["previous"] == expected and found["n"] == n,
                 {"name": n, "found": found["previous"] or "-", "expected": expected or "-"})


def _states(case: Case, known: list[dict[str, Any]]) -> list[Check]:
    """Each act found the state that the last one left, and the last one left what is there now."""
    checks, state = [], None
    for e in known:
        if e["what"] != "review" or e["before"] is not None:
            checks.append(compared("verify_custody_state", str(e["n"]), e["before"], state))
        if e["what"] in COMMITS:
            state = e["after"]
    return [*checks, compared("verify_custody_end", FILE, case.manifest.get("generation"), state)]


def _documents(case: Case, known: list[dict[str, Any]]) -> list[Check]:
    """The report that lies there is the one of the last report entry; no report without an entry."""
    listed = case.report / "report.json"
    made = [e for e in known if e["what"] == "report"]
    if not listed.exists():
        return []
    return [compared("verify_custody_report", "report.json", sha256_of(listed), made[-1]["after"] if made else None)]


def data_entries(known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries that numbers rest on: what was done to the data, not what was made from it."""
    return [e for e in known if e["what"] in DATA]
