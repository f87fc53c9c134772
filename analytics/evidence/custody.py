"""The chain of custody, walked link by link: lines unchanged, each bound to the last, each state the one
before it left."""

import json
from typing import Any

from analytics.evidence.check import Check, compared
from analytics.store.custody import FILE, line, sealed
from analytics.store.folder import Case, sha256_of
from analytics.store.review import breaks, history

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
    return [*checks, *_states(case, known), *_documents(case, known), *_review(case, known)]


def _read(text: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return (
        value
        if isinstance(value, dict) and {"n", "sha256", "previous", "what", "before", "after"} <= set(value)
        else None
    )


def _line(n: int, text: bytes, found: dict[str, Any] | None, last: dict[str, Any] | None) -> Check:
    """Whether a line is what it says of itself and hangs on the line before."""
    if found is None or line(found) != text:
        return Check("verify_custody_line", False, {"name": n, "found": "-", "expected": "JSON"})
    if sealed(found) != found["sha256"]:
        return compared("verify_custody_hash", str(n), sealed(found), found["sha256"])
    expected = last["sha256"] if last else None
    return Check(
        "verify_custody_link",
        found["previous"] == expected and found["n"] == n,
        {"name": n, "found": found["previous"] or "-", "expected": expected or "-"},
    )


def _states(case: Case, known: list[dict[str, Any]]) -> list[Check]:
    """Each act found the state that the last one left, and the last one left what is there now."""
    checks, state = [], None
    for e in known:
        if e["what"] != "review":  # a review has a chain of its own
            checks.append(compared("verify_custody_state", str(e["n"]), e["before"], state))
        if e["what"] in COMMITS:
            state = e["after"]
    return [*checks, compared("verify_custody_end", FILE, case.manifest.get("generation"), state)]


def _documents(case: Case, known: list[dict[str, Any]]) -> list[Check]:
    """Every findings.json that lies there is the one of the last report entry that names it; none without an
    entry."""
    made = {e["detail"].get("findings"): e["after"] for e in known if e["what"] == "report"}
    return [
        compared("verify_custody_report", f.name, sha256_of(f), made.get(f.name))
        for f in sorted(case.report.glob("findings*.json"))
    ]


def _review(case: Case, known: list[dict[str, Any]]) -> list[Check]:
    """The chain of review.sqlite, and that the log names every entry of it."""
    checks = [
        Check("verify_review", False, {"name": b.number, "found": b.reason, "expected": "-"})
        for b in breaks(case.folder, case.manifest.get("review_head"))
    ]
    found, logged = (
        list(history(case.folder)["entry_sha256"]),
        [e["after"] for e in known if e["what"] == "review"],
    )
    missing = [sha256 for sha256 in found if sha256 not in logged] + [
        sha256 for sha256 in logged if sha256 not in found
    ]
    return [
        *checks,
        Check(
            "verify_custody_review",
            not missing,
            {"name": "review.sqlite", "found": len(missing), "expected": 0},
        ),
    ]
