"""An anchor of the log outside the case: its head, signed or stamped, so that a log made anew is found.

    CASE/seals/7.head   number and hash of line 7 of custody.jsonl, as custody.head says them
    CASE/seals/7.tsr    an RFC 3161 time stamp over the bytes of 7.head
    CASE/seals/7.p7s    a detached CMS signature over the same bytes

`openssl ts -verify -in 7.tsr -data 7.head -CAfile ROOTS.pem` and
`openssl cms -verify -inform DER -in 7.p7s -content 7.head -CAfile ROOTS.pem` check them without this program.
A seal proves that the log stood so up to that line at that moment, or before that signer; no more than that.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from analytics.evidence.check import Check, compared
from analytics.model.errors import CaseError
from analytics.store.case_folder import Case, sha256_of
from analytics.store.custody_log import CustodyEntry, entries, head_line

FOLDER = "seals"
_HEAD = re.compile(r"(\d+)[:\s]+([0-9a-f]{64})")


@dataclass(frozen=True)
class Sealed:
    """The head of a log as it was sealed: number and hash of its last line, and the files of the seal."""

    n: int
    sha256: str
    files: tuple[Path, ...]


def log_head(case: Case) -> tuple[int, str]:
    """Give number and hash of the last line of the log. Raises CaseError where there is no log."""
    known = entries(case.folder)
    if not known:
        raise CaseError("no_log", case=case.folder)
    return int(known[-1]["n"]), str(known[-1]["sha256"])


def seal(case: Case, makers: Mapping[str, Callable[[bytes], bytes]]) -> Sealed:
    """Seal the head of the log of a case, and say so in the log.

    makers: by the ending of the file (tsr, p7s), what makes it from the bytes of the head; none: only the
        head is written down.

    Raises CaseError where there is no log; what a maker raises leaves nothing behind.
    """
    n, sha256 = log_head(case)
    head = head_line(entries(case.folder)[-1])
    made = {"head": head, **{end: make(head) for end, make in makers.items()}}
    folder = case.folder / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        for end, content in made.items():
            (folder / f"{n}.{end}").write_bytes(content)
    except OSError as fault:
        raise CaseError("cannot_write", path=folder, found=fault.strerror or fault) from None
    files = {f"{n}.{end}": hashlib.sha256(content).hexdigest() for end, content in made.items()}
    case.log(CustodyEntry("seal", {"line": n, "files": files}), sha256)
    return Sealed(n, sha256, tuple(folder / name for name in files))


def sealed_heads(folder: Path) -> list[Path]:
    """List the sealed heads of a case, in order of line."""
    heads = [path for path in (folder / FOLDER).glob("*.head") if path.stem.isdigit()]
    return sorted(heads, key=lambda path: int(path.stem))


def seal_checks(case: Case) -> list[Check]:
    """Compare every sealed head with its line of the log, and the files of seals with what the log says.

    Whether a time stamp or a signature holds, `seal_proofs` tells.
    """
    known = entries(case.folder)
    lines = {f"{one['n']}": head_line(one) for one in known if {"n", "sha256"} <= set(one)}
    checks = []
    for head in sealed_heads(case.folder):
        is_line = lines.get(head.stem) == head.read_bytes()
        told = {
            "name": head.stem,
            "found": "-",
            "expected": head.read_bytes()[:120].decode("utf-8", "replace").strip(),
        }
        checks.append(Check("verify_seal", is_line, dict(told)))
    stated: dict[str, str] = {}
    for one in known:
        if one.get("what") == "seal":
            stated |= one["detail"].get("files", {})
    there = {path.name for path in (case.folder / FOLDER).glob("*") if path.is_file()}
    for name in sorted(there | stated.keys()):
        file = case.folder / FOLDER / name
        checks.append(
            compared("verify_seal_file", name, sha256_of(file) if file.is_file() else None, stated.get(name))
        )
    return checks


def anchored(case: Case, told: str) -> Check:
    """Compare a head that somebody wrote down elsewhere with the log.

    told: "7:9c...", or the line of custody.head.

    Raises CaseError for what is no head.
    """
    found = _HEAD.search(told) or re.search(r'"n":(\d+),"sha256":"([0-9a-f]{64})"', told)
    if found is None:
        raise CaseError("head_unreadable", found=told[:80])
    lines = {str(one.get("n")): one.get("sha256") for one in entries(case.folder)}
    return compared("verify_anchor", found[1], lines.get(found[1]), found[2])
