"""The check of a case: every hash, every table, every sum and every link of custody, computed again."""

import hashlib
import json
from pathlib import Path
from typing import Any

import polars as pl

from analytics.evidence.check import Check, compared
from analytics.evidence.log_words import log_words
from analytics.evidence.seal import seal_checks
from analytics.evidence.strangers import strangers
from analytics.importing.certificates import digest_of
from analytics.model.errors import CaseError
from analytics.store.case_folder import Case, canonical_json, sha256_of, toml_hashes
from analytics.store.custody_log import FILE, HEAD, documents, entries, head_line, line, sealed
from analytics.store.inputs import sm3_of, stored_path
from analytics.store.report_pictures import FOLDER as PICTURES
from analytics.store.report_pictures import pictures
from analytics.store.reviews import breaks, history

COMMITS = (
    "import",
    "analyse",
    "calibrate",
    "challenge",
    "change",
    "erase",
)  # Acts that leave a new state of the tables.


_LINES = ("verify_custody_absent", "verify_custody_line", "verify_custody_hash", "verify_custody_link")


def custody(case: Case) -> list[Check]:
    """Check the chain of custody link by link; the first check that fails names the first broken link.

    Lines must be unchanged, each bound to the last, and each must find the state that the one before it left.
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
    rest = [*_states(case, known), *_documents(case, known), *_review(case, known)]
    return [*checks, *rest, *_head(case, known)]


def _read(text: bytes) -> dict[str, Any] | None:
    """An entry of the log; None for what is no entry."""
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
    """Whether a line is what it says of itself and is bound to the line before."""
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
    """Each entry found the state that the last one left, and the last one left what is there now."""
    checks, state = [], None
    for e in known:
        if e["what"] != "review":  # a review has a chain of its own
            checks.append(compared("verify_custody_state", str(e["n"]), e["before"], state))
        if e["what"] in COMMITS:
            state = e["after"]
    return [*checks, compared("verify_custody_end", FILE, case.manifest.get("generation"), state)]


def _head(case: Case, known: list[dict[str, Any]]) -> list[Check]:
    """The head names a line of the log: it was written after that line, so the log once reached there."""
    file = case.folder / HEAD
    if not file.exists():
        return (
            [compared("verify_custody_head", HEAD, None, "n, sha256")]
            if "custody_head" in case.manifest
            else []
        )
    stated = file.read_bytes()
    found = [entry for entry in known if head_line(entry) == stated]
    told = stated[:200].decode("utf-8", "replace").strip()
    last = head_line(known[-1]).decode().strip() if known else "-"
    return [Check("verify_custody_head", bool(found), {"name": HEAD, "found": told, "expected": last})]


def _documents(case: Case, known: list[dict[str, Any]]) -> list[Check]:
    """Every file of the report folder is that of the last report entry that names it, moved ones included.

    No findings.json is without an entry.
    """
    stated = documents(known)
    unlogged = [f.name for f in case.report.glob("findings*.json") if f.name not in stated]
    return [
        compared("verify_custody_report", name, _hash_or_none(case.report / name), stated.get(name))
        for name in sorted([*stated, *unlogged])
    ]


def _hash_or_none(file: Path) -> str | None:
    return sha256_of(file) if file.is_file() else None


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


def verify(case: Case, with_inputs: bool = True) -> list[Check]:
    """Run every check of a case, in order: case.toml, tables, report, inputs, sums, chain of custody.

    with_inputs: False for a package that names its inputs by hash only, and holds none of them.

    The case is whole if all checks are ok. Raises CaseError if there is nothing to verify.
    """
    if not case.manifest:
        raise CaseError("nothing_to_verify", case=case.folder)
    checks = _stated(case)
    body = {k: v for k, v in case.manifest.items() if k != "generation"}
    generation = hashlib.sha256(canonical_json(body).encode()).hexdigest()
    checks.append(
        Check(
            "verify_generation",
            generation == case.manifest.get("generation"),
            {"name": "analysis.json", "found": generation, "expected": case.manifest.get("generation", "-")},
        )
    )
    checks += _tables(case) + _documents_verify(case) + _pictures(case)
    readable = {check.params["name"] for check in checks if check.ok}
    if "sources.parquet" in readable:
        if with_inputs and not case.manifest.get("redacted"):  # a redacted copy holds none
            checks += _inputs(case, {"certificates.parquet"} <= readable)
        checks += _sums(case, readable)
    chain = custody(case)
    if not all(check.ok for check in chain if check.code in _LINES):
        return checks + chain  # What a broken log says is worth nothing.
    written = documents(entries(case.folder))
    belong = _belonging(case, with_inputs, readable)
    return [
        *checks,
        *chain,
        *log_words(case, readable),
        *strangers(case, written, belong),
        *seal_checks(case),
    ]


def _belonging(case: Case, with_inputs: bool, readable: set[object]) -> set[str] | None:
    """Names of the files that belong in evidence/: inputs and certificates; None where a table of them is
    broken, whose own check has failed already."""
    if not with_inputs or case.manifest.get("redacted"):
        return set()
    for table in ("sources", "certificates"):
        if case.has(table) and f"{table}.parquet" not in readable:
            return None
    alone = case.read_or_empty("sources").filter(pl.col("container_sha256").is_null())
    certificates = case.read_or_empty("certificates")["certificate_sha256"].drop_nulls()
    return {*alone["sha256"], *certificates}


def _stated(case: Case) -> list[Check]:
    """case.toml against both its hashes; a case that an earlier version wrote has that of its bytes alone."""
    return [
        compared(f"verify_{name}", "case.toml", found, case.manifest.get(name))
        for name, found in toml_hashes(case.folder).items()
        if name == "case_toml" or name in case.manifest
    ]


def _tables(case: Case) -> list[Check]:
    """Each table against its hash in analysis.json."""
    checks = []
    for name, entry in sorted(case.manifest["tables"].items()):
        file = case.tables / name
        found = sha256_of(file) if file.is_file() else "-"
        checks.append(
            Check(
                "verify_table",
                found == entry["sha256"],
                {"name": name, "found": found, "expected": entry["sha256"]},
            )
        )
    return checks


def _documents_verify(case: Case) -> list[Check]:
    """The files of the report against findings.json."""
    checks: list[Check] = []
    for listed in sorted(case.report.glob("findings*.json")):
        checks += _files(case, listed)
    return checks


def _files(case: Case, listed: Path) -> list[Check]:
    """The documents that a findings.json names."""
    try:
        files = json.loads(listed.read_text(encoding="utf-8"))["files"].items()
    except (ValueError, KeyError, AttributeError, TypeError):
        return [Check("verify_report", False, {"name": listed.name, "found": "-", "expected": "JSON"})]
    checks = []
    for name, expected in sorted(files):
        file = case.report / name
        checks.append(compared("verify_report", name, sha256_of(file) if file.is_file() else None, expected))
    return checks


def _pictures(case: Case) -> list[Check]:
    """The pictures that people put in, against the entries that name them."""
    named = {one.sha256: one.data is not None for one in pictures(case.folder)}
    files = {sha256: case.folder / PICTURES / f"{sha256}.png" for sha256 in named}
    return [
        Check(
            "verify_picture",
            holds,
            {
                "name": files[sha256].name,
                "expected": sha256,
                "found": sha256_of(files[sha256]) if files[sha256].is_file() else "-",
            },
        )
        for sha256, holds in sorted(named.items())
    ]


def _inputs(case: Case, with_certificates: bool) -> list[Check]:
    """Every input against its hashes, and what came with it."""
    checks = []
    sources = case.read("sources").filter(pl.col("container_sha256").is_null())
    for source in sources.sort("name").to_dicts():
        path = stored_path(case.evidence, source["sha256"])
        found = sha256_of(path) if path else "-"
        checks.append(
            Check(
                "verify_input",
                found == source["sha256"],
                {"name": source["name"], "found": found, "expected": source["sha256"]},
            )
        )
        sm3 = sm3_of(path) if path and source["sm3"] else None
        if path and source["sm3"] and sm3:
            checks.append(
                Check(
                    "verify_sm3",
                    sm3 == source["sm3"],
                    {"name": source["name"], "found": sm3, "expected": source["sm3"]},
                )
            )
    if case.has("certificates") and not with_certificates:
        return checks
    certificates = case.read_or_empty("certificates")
    checks += _certificates(case, certificates.to_dicts())
    return checks


def _certificates(case: Case, rows: list[dict[str, Any]]) -> list[Check]:
    """The certificates that came with inputs, as they were handed over, and the values that they state.

    A file inside an archive has no file of its own: its SHA-256 is compared alone, which its row of sources
    holds.
    """
    checks = []
    for sha256, name in sorted(
        {(row["certificate_sha256"], row["name"]) for row in rows if row["certificate_sha256"]}
    ):
        path = stored_path(case.evidence, sha256)
        checks.append(compared("verify_certificate_file", name, sha256_of(path) if path else None, sha256))
    for row in rows:
        path = stored_path(case.evidence, row["source_sha256"])
        found = (
            digest_of(path, row["algorithm"])
            if path
            else row["source_sha256"]
            if row["algorithm"] == "sha256"
            else None
        )
        if found:
            checks.append(compared("verify_certificate", row["name"], found, row["value"]))
    return checks


def _sums(case: Case, readable: set[object]) -> list[Check]:
    """records = events + duplicates + rejected + other, a file; and the tables hold as many rows as
    sources say."""
    sources = case.read("sources")
    wrong = sources.filter(
        pl.col("records_n") != pl.sum_horizontal("events_n", "duplicates_n", "rejected_n", "other_n")
    )
    checks = [
        Check("verify_sum", False, {"name": row["name"], "found": row["records_n"], "expected": "-"})
        for row in wrong.to_dicts()
    ]
    if not checks:
        checks.append(Check("verify_sums", True, {"name": str(sources.height), "found": "", "expected": ""}))
    for table, column in (("events", "events_n"), ("rejected", "rejected_n")):
        if f"{table}.parquet" not in readable:
            continue
        found, expected = case.scan(table).select(pl.len()).collect().item(), sources[column].sum()
        checks.append(
            Check("verify_rows", found == expected, {"name": table, "found": found, "expected": expected})
        )
    return checks
