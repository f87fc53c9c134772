"""A BagIt 1.0 bag (RFC 8493) as plain files: manifests in SHA-256 and SHA-512, tag files, and an SM3 list
of its own."""

import hashlib
from pathlib import Path

from analytics.store.evidence import sm3_of

ALGORITHMS = ("sha256", "sha512")
_STEP = 2**20


def hashes_of(path: Path) -> dict[str, str]:
    """SHA-256 and SHA-512 of a file, read once."""
    digests = {name: hashlib.new(name) for name in ALGORITHMS}
    with path.open("rb") as file:
        while block := file.read(_STEP):
            for digest in digests.values():
                digest.update(block)
    return {name: digest.hexdigest() for name, digest in digests.items()}


def listed_path(path: str) -> str:
    """A path as a manifest writes it: line breaks and per cent signs encoded (RFC 8493, 2.1.3).

    >>> listed_path("data/a%b")
    'data/a%25b'
    """
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def seal_payload(bag: Path, info: dict[str, str]) -> None:
    """Write bagit.txt, bag-info.txt, the payload manifests and sm3.txt of the files in bag/data.

    info: fields of bag-info.txt; Payload-Oxum is added. sm3.txt is left out where this Python's OpenSSL lacks
        SM3.
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
    """Write the tag manifests: the hash of every file outside data/, so that one hash stands for the whole
    bag."""
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
