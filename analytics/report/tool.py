"""Which program this is, so that anybody can get the same one: hashes of its source and of its libraries."""

import hashlib
import platform
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from analytics.store.case_folder import sha256_of

SOURCE = Path(__file__).parent.parent
LOCK = SOURCE.parent / "requirements.txt"
SUFFIXES = (".py", ".toml", ".json", ".typ", ".html", ".css")
LIBRARIES = ("polars", "numpy", "numba", "networkx", "scipy", "scikit-network", "pydantic", "typst", "jinja2")


@dataclass(frozen=True)
class Tool:
    """The program that writes a report. lock_sha256: of requirements.txt, None where the tool was installed
    without it."""

    version: str
    source_sha256: str
    lock_sha256: str | None
    python: str
    libraries: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def this_tool() -> Tool:
    """The program that is running.

    source_sha256 is what `find analytics -type f` of those endings, sorted by bytes, gives through
    `sha256sum` twice: once a file, once over the list. A checkout and an installed wheel give the same.
    """
    found_files = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*")
        if path.suffix in SUFFIXES and path.is_file()
    ]
    files = sorted(found_files, key=lambda name: name.encode())
    listed = "".join(f"{sha256_of(SOURCE / name)}  analytics/{name}\n" for name in files)
    libraries = {name: found for name in LIBRARIES if (found := _version(name))}
    return Tool(
        version("wakeline"),
        hashlib.sha256(listed.encode()).hexdigest(),
        sha256_of(LOCK) if LOCK.is_file() else None,
        platform.python_version(),
        libraries,
    )


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
