"""The check of a whole package: manifests, SM3 list, tag manifests, signed copies, and the case inside it."""

import re
from collections.abc import Collection
from pathlib import Path
from urllib.parse import unquote

from analytics.evidence.check import Check, compared
from analytics.evidence.package import ALGORITHMS, hashes_of
from analytics.evidence.verification import verify
from analytics.store.case_folder import open_case
from analytics.store.inputs import sm3_of

SIGNED = "signed"
STAMP = "tagmanifest-sha256.txt.tsr"
_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+\d+\s+(\d+)\s+(\d+)\s*\]")  # What a signature covers.
_LINE = re.compile(r"([0-9a-fA-F]{64}|[0-9a-fA-F]{128})  (.+)")


def is_package(folder: Path) -> bool:
    """Tell whether a folder is a bag."""
    return (folder / "bagit.txt").is_file() and (folder / "data").is_dir()


def verify_package(bag: Path) -> list[Check]:
    """Run every check of a package: tag files, payload, SM3, signed copies, then the case in data/."""
    hashes = {
        path.relative_to(bag).as_posix(): hashes_of(path) for path in sorted(bag.rglob("*")) if path.is_file()
    }
    payload = {name for name in hashes if name.startswith("data/")}
    tags = {name for name in hashes if name not in payload and not name.startswith("tagmanifest-")}
    checks = []
    for algorithm in ALGORITHMS:
        checks += _manifest(bag, f"tagmanifest-{algorithm}.txt", algorithm, hashes, tags)
        checks += _manifest(bag, f"manifest-{algorithm}.txt", algorithm, hashes, payload)
    checks += _sm3(bag, hashes) + _signed(bag) + _promised(bag)
    whole = (
        "Wakeline-Inputs: whole" in (bag / "bag-info.txt").read_text(encoding="utf-8", errors="replace")
        if (bag / "bag-info.txt").exists()
        else True
    )
    if not all(check.ok for check in checks):
        return checks  # What a changed case says of itself is worth nothing.
    return checks + verify(open_case(bag / "data"), with_inputs=whole)


def _manifest(
    bag: Path, name: str, algorithm: str, hashes: dict[str, dict[str, str]], expected: set[str]
) -> list[Check]:
    """Compare every file that a manifest lists with its hash.

    Files that it should list and does not are named as strangers.
    """
    file = bag / name
    if not file.exists():
        return [Check("verify_bag_manifest", False, {"name": name, "found": "-", "expected": name})]
    listed = {}
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        found = _LINE.fullmatch(line)
        if found is None:
            return [
                Check(
                    "verify_bag_manifest", False, {"name": name, "found": line[:80], "expected": "HASH  PATH"}
                )
            ]
        listed[unquote(found[2])] = found[1].lower()
    stamp = {STAMP} & set(hashes)
    checks = [
        compared("verify_bag_file", path, hashes.get(path, {}).get(algorithm), stated)
        for path, stated in sorted(listed.items())
    ]
    strangers = sorted(expected - set(listed) - stamp)
    return checks + [
        Check("verify_bag_stranger", False, {"name": path, "found": path, "expected": name})
        for path in strangers
    ]


def _sm3(bag: Path, names: Collection[str]) -> list[Check]:
    """Compare the lines of sm3.txt with the files of the package.

    names: of these. Nothing is checked where this Python's OpenSSL lacks SM3.
    """
    file = bag / "sm3.txt"
    if not file.exists():
        return []
    checks = []
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        stated, _, name = line.partition("  ")
        path = unquote(name)
        if path not in names:  # The manifests name what is missing; a line of no file is no such list's.
            checks.append(compared("verify_bag_sm3", path[:200] or line[:80], None, stated[:64]))
        elif taken := sm3_of(bag / path):
            checks.append(compared("verify_bag_sm3", path, taken, stated))
    return checks


def _promised(bag: Path) -> list[Check]:
    """A signature or a time stamp that bag-info.txt says was made must be there: its removal shows."""
    file = bag / "bag-info.txt"
    told = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.exists() else []
    made = {name: any((bag / SIGNED).glob("*.pdf")) for name in ("Wakeline-Signature: yes",) if name in told}
    if "Wakeline-Time-Stamp: yes" in told:
        made["Wakeline-Time-Stamp: yes"] = (bag / STAMP).is_file()
    return [
        Check("verify_bag_promised", ok, {"name": name.partition(":")[0], "found": "-", "expected": "yes"})
        for name, ok in made.items()
    ]


def _signed(bag: Path) -> list[Check]:
    """A signed PDF begins with the unsigned one, what was signed is what can be made again, and ends in a
    signature over all of it. Whether that one holds, `signature_check` tells."""
    checks = []
    for file in signed_files(bag):
        unsigned, raw = bag / "data" / "report" / file.name, file.read_bytes()
        begins = unsigned.is_file() and raw.startswith(unsigned.read_bytes())
        params: dict[str, object] = {"name": file.name, "found": "-", "expected": "-"}
        checks.append(Check("verify_bag_signed", begins, params))
        covered = [int(start) + int(length) for start, length in _RANGE.findall(raw)]
        checks.append(Check("verify_bag_signature", len(raw) in covered, params))
    return checks


def signed_files(bag: Path) -> list[Path]:
    """List the signed copies of a package."""
    return sorted((bag / SIGNED).glob("*.pdf"))
