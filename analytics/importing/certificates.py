"""Platform certificates (电子证明文件): the integrity values (完整性校验值) that come with an export,
compared with it before it is read.

No public standard says what such a file looks like. It is read as text: file names and hexadecimal digests,
each digest taken for the file named on its line, else for the last one named above it. A scanned page or a
PDF holds no text that can be read safely: its value is typed into case.toml by a person, who compares it with
the page. The seal on a certificate is not checked here.
Source: 法发〔2022〕23号 para 14 (certificate with the number of the legal document, the platform's electronic
    seal and the value).
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analytics.importing.encoding import encoding_of
from analytics.model.errors import ExportError, SettingsError

DIGITS = {"md5": 32, "sha1": 40, "sha256": 64, "sm3": 64, "sha512": 128}
SUFFIXES = tuple(f".{name}" for name in DIGITS)
_LARGEST = 2**20  # Bytes: a list of a few thousand files; whatever is larger is no certificate.
_NAME = re.compile(
    r"[^\s\"'<>|:：,，;；/\\*=()（）《》【】]+\.(?!(?:com|cn|net|org)\b)[A-Za-z][A-Za-z0-9]{0,5}(?![\w.])"
)
_DIGEST = re.compile(
    r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{128}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{32})(?![0-9A-Fa-f])"
)
_LABEL = re.compile(r"(md5|sha-?1|sha-?256|sha-?512|sm3)\W{0,12}$", re.IGNORECASE)
_DOCUMENT = re.compile(r"(?:文书编号|文书号|文书文号)\s*[:：]?\s*(\S{2,80})")


@dataclass(frozen=True)
class StatedHash:
    """A digest that somebody states. file: of which file, None if no name stands with it; algorithm: None if
    only its length tells."""

    value: str
    file: str | None = None
    algorithm: str | None = None


@dataclass
class Certificate:
    """A certificate and what it states. path: None where a person typed the value and keeps the page
    elsewhere."""

    name: str
    path: Path | None
    values: tuple[StatedHash, ...]
    document: str | None = None
    basis: str = "certificate"
    rows: list[dict[str, Any]] = field(
        default_factory=list
    )  # What of it was compared and agreed: rows of CERTIFICATES.


def is_certificate(path: Path) -> bool:
    """Whether a file among the exports is a certificate by its name: x.csv.sha256, x.zip.sm3,
    电子证明文件.txt.

    >>> is_certificate(Path("export.zip.SM3")), is_certificate(Path("export.zip"))
    (True, False)
    """
    return path.suffix.lower() in SUFFIXES or "电子证明" in path.name


def read_certificate(path: Path) -> Certificate:
    """What a certificate states. Raises ExportError if it is absent, or no digest can be read from it."""
    if not path.is_file():
        raise ExportError("certificate_absent", path=path)
    raw = path.read_bytes()[: _LARGEST + 1]
    text = "" if len(raw) > _LARGEST or raw.startswith(b"%PDF") else raw.decode(encoding_of(raw), "replace")
    values = stated_in(text, path.suffix.lower().removeprefix("."))
    if not values:
        raise ExportError("certificate_unreadable", path=path)
    found = _DOCUMENT.search(text)
    return Certificate(path.name, path, values, found.group(1) if found else None)


def stated_in(text: str, suffix: str = "") -> tuple[StatedHash, ...]:
    """The digests of a text, each with the file it stands with and the algorithm named before it.

    suffix: an algorithm that the certificate's own name tells.

    >>> stated_in("a.csv SHA-1: " + "0" * 40)
    (StatedHash(value='0000000000000000000000000000000000000000', file='a.csv', algorithm='sha1'),)
    >>> stated_in("f" * 32 + " *a.csv")[0].file
    'a.csv'
    """
    found: list[StatedHash] = []
    above: str | None = None
    for line in text.replace("}", "}\n").splitlines():
        names = [(m.start(), m.group()) for m in _NAME.finditer(line) if not _DIGEST.search(m.group())]
        for digest in _DIGEST.finditer(line):
            before = [name for at, name in names if at < digest.start()]
            here = before[-1] if before else names[0][1] if names else above
            label = _LABEL.search(line[: digest.start()])
            algorithm = (
                label.group(1).lower().replace("-", "") if label else suffix if suffix in DIGITS else None
            )
            if algorithm is None or DIGITS[algorithm] == len(digest.group()):
                found.append(StatedHash(digest.group().lower(), here, algorithm))
        above = names[-1][1] if names else above
    return tuple(found)


def typed(source: str, integrity: str) -> StatedHash:
    """A value typed into case.toml: "sm3:66c7f0f4...". Raises SettingsError if it is none.

    >>> typed("a.csv", "MD5: " + "0" * 32).algorithm
    'md5'
    """
    name, _, value = integrity.partition(":")
    algorithm, value = name.strip().lower().replace("-", ""), value.strip().lower()
    if len(value) != DIGITS.get(algorithm, -1) or not _DIGEST.fullmatch(value):
        raise SettingsError("integrity_unreadable", source=source, found=integrity, known=", ".join(DIGITS))
    return StatedHash(value, source, algorithm)


def digest_of(path: Path, algorithm: str) -> str | None:
    """A digest of a file; None where this Python's OpenSSL lacks the algorithm."""
    if algorithm not in hashlib.algorithms_available:
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(algorithm, usedforsecurity=False)).hexdigest()


def compare(certificate: Certificate, name: str, path: Path, sha256: str) -> None:
    """Compare a file with what a certificate states of it; what agrees goes into certificate.rows.

    A value under the file's own name must agree; a value under no name is for whichever file it fits; one
    under another name is not for this file. Raises ExportError that says both values, or that the algorithm
    is not at hand.
    """
    taken: dict[str, str | None] = {"sha256": sha256}
    base = name.replace("\\", "/").rsplit("/", 1)[-1].casefold()
    known_as = {
        name.casefold(),
        base,
        base.split()[-1],
        sha256,
    }  # The last word of a name with blanks is all that a list shows of it.
    named = [s for s in certificate.values if s.file is not None and s.file.casefold() in known_as]
    agreed: list[tuple[str, str]] = []
    for stated in named or [s for s in certificate.values if s.file is None]:
        known = (
            [stated.algorithm]
            if stated.algorithm
            else [a for a, digits in DIGITS.items() if digits == len(stated.value)]
        )
        fits = next((a for a in known if _taken(taken, path, a) == stated.value), None)
        if fits:
            agreed.append((fits, stated.value))
        elif stated.algorithm and taken[stated.algorithm] is None:
            raise ExportError(
                "certificate_algorithm", certificate=certificate.name, name=name, algorithm=stated.algorithm
            )
        elif named and stated.algorithm:
            _refuse(certificate, name, stated.algorithm, str(taken[stated.algorithm]), stated.value)
    if named and not agreed:
        first = next(a for a, digits in DIGITS.items() if digits == len(named[0].value))
        _refuse(certificate, name, first, str(taken[first]), named[0].value)
    certificate.rows += [
        {
            "source_sha256": sha256,
            "name": certificate.name,
            "algorithm": algorithm,
            "value": value,
            "document": certificate.document,
            "basis": certificate.basis,
        }
        for algorithm, value in dict.fromkeys(agreed)
    ]


def check_used(certificates: Sequence[Certificate], names: Sequence[str]) -> None:
    """Every certificate spoke of at least one file of this import. Raises ExportError for the first that did
    not."""
    for certificate in certificates:
        if not certificate.rows:
            of = sorted({s.file for s in certificate.values if s.file}) or [certificate.values[0].value]
            raise ExportError(
                "certificate_for_others",
                certificate=certificate.name,
                found=", ".join(of[:3]),
                names=", ".join(names[:3]),
            )


def _taken(taken: dict[str, str | None], path: Path, algorithm: str) -> str | None:
    if algorithm not in taken:
        taken[algorithm] = digest_of(path, algorithm)
    return taken[algorithm]


def _refuse(certificate: Certificate, name: str, algorithm: str, found: str, stated: str) -> None:
    raise ExportError(
        "certificate_mismatch",
        certificate=certificate.name,
        name=name,
        algorithm=algorithm.upper(),
        found=found,
        expected=stated,
    )
