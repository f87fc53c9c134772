"""The package for a court: the case, its report, provenance and chain of custody in one BagIt bag.

A BagIt 1.0 bag (RFC 8493) is a folder of plain files that anybody can check: manifests in SHA-256 and
SHA-512, tag files, and a list of SM3 hashes that we add.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from analytics.evidence.provenance import provenance
from analytics.evidence.reproduction import EXPECTED
from analytics.evidence.seal import FOLDER as SEALS
from analytics.evidence.seal import log_head
from analytics.evidence.verification import verify
from analytics.model.errors import CaseError
from analytics.model.messages import LANGS, say
from analytics.store.case_folder import Case, canonical_json, sha256_of, without_key
from analytics.store.custody_log import FILE as CUSTODY
from analytics.store.custody_log import HEAD, CustodyEntry, now
from analytics.store.inputs import sm3_of
from analytics.store.report_pictures import FOLDER as PICTURES
from analytics.store.review_log import LOG, exported_log
from analytics.store.reviews import FILE as REVIEW
from analytics.store.saved_views import FOLDER as VIEWS
from analytics.store.stories import story

DOCUMENTS = ("findings*.json", "report*.pdf", "report*.html", "annex*.pdf", "annex*.html")
NONE = "none"  # What bag-info.txt says of a signature or a time stamp that was not made.
ALGORITHMS = ("sha256", "sha512")
_STEP = 2**20


def hashes_of(path: Path) -> dict[str, str]:
    """Compute SHA-256 and SHA-512 of a file, which is read once.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "a").write_bytes(b"abc")
    ...     {name: value[:6] for name, value in hashes_of(Path(folder) / "a").items()}
    {'sha256': 'ba7816', 'sha512': 'ddaf35'}
    """
    digests = {name: hashlib.new(name) for name in ALGORITHMS}
    with path.open("rb") as file:
        while block := file.read(_STEP):
            for digest in digests.values():
                digest.update(block)
    return {name: digest.hexdigest() for name, digest in digests.items()}


def listed_path(path: str) -> str:
    """Write a path as a manifest does: line breaks and per cent signs encoded (RFC 8493, 2.1.3).

    >>> listed_path("data/a%b")
    'data/a%25b'
    """
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def seal_payload(bag: Path, info: dict[str, str]) -> None:
    """Write bagit.txt, bag-info.txt, the payload manifests and sm3.txt of the files in bag/data.

    info: fields of bag-info.txt; Payload-Oxum is added.

    sm3.txt is left out where this Python's OpenSSL lacks SM3.
    """
    files = sorted(path for path in (bag / "data").rglob("*") if path.is_file())
    names = {path: listed_path(path.relative_to(bag).as_posix()) for path in files}
    hashes = {path: hashes_of(path) for path in files}
    for name in ALGORITHMS:
        _write(bag / f"manifest-{name}.txt", [f"{hashes[path][name]}  {names[path]}" for path in files])
    sm3 = [(sm3_of(path), names[path]) for path in files]
    if all(value for value, _ in sm3):
        _write(bag / "sm3.txt", [f"{value}  {name}" for value, name in sm3])
    _write(bag / "bagit.txt", ["BagIt-Version: 1.0", "Tag-File-Character-Encoding: UTF-8"])
    size = sum(path.stat().st_size for path in files)
    _write(
        bag / "bag-info.txt",
        [f"{key}: {value}" for key, value in {**info, "Payload-Oxum": f"{size}.{len(files)}"}.items()],
    )


def seal_tags(bag: Path) -> None:
    """Write the tag manifests, which hold the hash of every file outside data/.

    So one hash, that of a tag manifest, stands for the whole bag.
    """
    outside = [path for path in bag.rglob("*") if path.is_file() and path.relative_to(bag).parts[0] != "data"]
    tags = sorted(path for path in outside if not path.name.startswith("tagmanifest-"))
    hashes = {path: hashes_of(path) for path in tags}
    for name in ALGORITHMS:
        _write(
            bag / f"tagmanifest-{name}.txt",
            [f"{hashes[path][name]}  {listed_path(path.relative_to(bag).as_posix())}" for path in tags],
        )


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


Seal = Callable[
    [Path], dict[str, str]
]  # Writes into the unfinished bag (a signed PDF, a token); what the log says of it.


def package(
    case: Case, out: Path, with_inputs: bool = True, sign: Seal | None = None, stamp: Seal | None = None
) -> Path:
    """Write the package of a case into a folder, and return the folder.

    with_inputs: whether evidence/ holds the inputs, or the package names them by hash only.
    sign: writes into the bag before the tag manifests; stamp: after them.

    data/ is the case itself (evidence/, tables/, report/, custody.jsonl, analysis.json, review.sqlite,
    case.toml without its pseudonym key) and provenance.jsonld. A package appears whole or not at all. Raises
    CaseError if the case has no report, does not hold (the first fault is named), or `out` exists and is not
    empty.
    """
    if not (case.report / "findings.json").exists():
        raise CaseError("no_report", case=case.folder)
    fault = next((check for check in verify(case) if not check.ok), None)
    if fault is not None:
        raise CaseError(
            "package_broken", case=case.folder, found=say(f"cli.{fault.code}", "en", **fault.params)
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CaseError("out_not_empty", path=out)
    draft = out.with_name(f".{out.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        told = _written(case, draft, with_inputs, sign, stamp)
        if out.exists():
            out.rmdir()
        os.replace(draft, out)
    except OSError as fault_:
        raise CaseError("cannot_write", path=out, found=fault_.strerror or fault_) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    case.log(CustodyEntry("package", {"inputs": with_inputs, **told}), told["tagmanifest"])
    return out


def _written(
    case: Case, bag: Path, with_inputs: bool, sign: Seal | None, stamp: Seal | None
) -> dict[str, str]:
    """Write the bag into a folder of its own; returns what the chain of custody says of it.

    The order matters: signed copies stand before the tag manifests, which cover them; the time stamp is over
    the tag manifest and comes last.
    """
    data = bag / "data"
    data.mkdir(parents=True)
    for name in ("analysis.json", CUSTODY, HEAD, REVIEW):
        if (case.folder / name).exists():
            shutil.copyfile(case.folder / name, data / name)
    if (case.folder / "case.toml").exists():
        (data / "case.toml").write_bytes(_without_key(case))
    for name in ("tables", "report", *(["evidence"] if with_inputs else [])):
        shutil.copytree(case.folder / name, data / name, ignore=shutil.ignore_patterns(".*"))
    for name in (PICTURES, SEALS):
        if (case.folder / name).is_dir():
            shutil.copytree(case.folder / name, data / name, ignore=shutil.ignore_patterns(".*"))
    for step in story(case.folder):
        view = case.folder / VIEWS / f"{step.view_id}.json"
        if view.is_file():  # The report says of one that is gone that it is.
            (data / VIEWS).mkdir(exist_ok=True)
            shutil.copyfile(view, data / VIEWS / view.name)
    (data / "evidence").mkdir(exist_ok=True)
    listed = {row["sha256"]: row["name"] for row in case.read("sources").sort("sha256").to_dicts()}
    listed |= {
        row["certificate_sha256"]: row["name"]
        for row in case.read_or_empty("certificates").to_dicts()
        if row["certificate_sha256"]
    }
    rows = "".join(f"{sha256}  {name}\n" for sha256, name in listed.items())
    (data / "inputs.txt").write_text(rows, encoding="utf-8", newline="\n")
    (data / LOG).write_text(exported_log(case.folder), encoding="utf-8", newline="\n")
    _write(data / EXPECTED, expected_hashes(case))
    (data / "provenance.jsonld").write_text(canonical_json(provenance(case)), encoding="utf-8")
    reference = " ".join(case.toml().case.reference.split()) or "-"
    seal_payload(
        bag,
        {
            "Source-Organization": "-",
            "External-Identifier": reference,
            "Bagging-Date": now().strftime("%Y-%m-%d"),
            "Bag-Software-Agent": f"wakeline {case.manifest.get('versions', {}).get('wakeline', '?')}",
            "Wakeline-Generation": case.manifest["generation"],
            "Wakeline-Log-Head": "{}:{}".format(*log_head(case)),
            "Wakeline-Inputs": "whole" if with_inputs else "hashes only",
            "Wakeline-Signature": "yes" if sign else NONE,
            "Wakeline-Time-Stamp": "yes" if stamp else NONE,
        },
    )
    told = sign(bag) if sign else {}
    readme = "\n".join(say("report.package_readme", lang, **_tool(case, lang)) for lang in LANGS)
    (bag / "README.txt").write_text(readme, encoding="utf-8", newline="\n")
    seal_tags(bag)
    told["tagmanifest"] = sha256_of(bag / "tagmanifest-sha256.txt")
    return {**told, **(stamp(bag) if stamp else {})}


def _tool(case: Case, lang: str) -> dict[str, str]:
    """What somebody needs to get the program that wrote the report: its version, source and libraries."""
    findings = sorted(case.report.glob("findings*.json"))
    tool = json.loads(findings[0].read_text(encoding="utf-8"))["tool"] if findings else {}
    unknown = say("law.unknown", lang)
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(tool.get("libraries", {}).items()))
    return {
        "version": tool.get("version") or case.manifest.get("versions", {}).get("wakeline", unknown),
        "source": tool.get("source_sha256", unknown),
        "libraries": libraries or unknown,
    }


def expected_hashes(case: Case) -> list[str]:
    """List what a second run must give byte for byte, as `sha256sum -c` reads it in the report folder."""
    # A bare name (report.pdf) is a language's file once more; which one depends on what was written first.
    files = sorted(
        path
        for pattern in DOCUMENTS
        for path in case.report.glob(pattern)
        if path.suffix == ".json" or "." in path.stem
    )
    named = [(f"../{path.name}", path) for path in [case.folder / "analysis.json"]]
    named += [(path.name, path) for path in files]
    return [f"{sha256_of(path)}  {name}" for name, path in named]


def _without_key(case: Case) -> bytes:
    """case.toml without the pseudonym key.

    Raises CaseError if the key is written so that it cannot be taken out as one line.
    """
    content = without_key((case.folder / "case.toml").read_bytes())
    key = case.toml().case.pseudonym_key
    if key and key.encode() in content:
        raise CaseError("key_in_toml", case=case.folder)
    return content
