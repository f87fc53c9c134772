"""What an installation is made of: `python -m tools.sbom` prints a bill of materials, CycloneDX 1.6 in JSON.

Components are the libraries of requirements.txt as pinned, with the hashes that pip compares, and what was
taken into the repository (`VENDORED`). Licences are those that the installed packages state; for the few that
state none in words that can be compared, `STATED` says which it is and where that was read. The same sources
give the same bytes: no moment and no random number stands in it. Nothing is asked of the network.

Source: CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/
"""

import argparse
import hashlib
import json
import re
import sys
import tomllib
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# Licences that permit use in any work. MPL-2.0 binds changes to its own files alone; none is changed.
PERMISSIVE = frozenset(
    (
        *(
            "0BSD",
            "Apache-2.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "Bitstream-Vera",
            "CC0-1.0",
            "ISC",
            "MIT",
            "MIT-0",
        ),
        *("LLVM-exception", "MPL-2.0", "PSF-2.0", "ZPL-2.1", "Zlib"),
    )
)
_CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
# Read where the package itself states none, or in other words.
STATED = {
    "charset-normalizer": "MIT",  # Its field License.
    "colorama": "BSD-3-Clause",  # For Windows alone; LICENSE.txt of the package.
    "dash-mantine-components": "MIT",  # Its field License.
    "polars-hash": "MIT",  # LICENSE of github.com/ion-elgreco/polars-hash.
    "tzdata": "Apache-2.0",  # Its field License; the data are in the public domain.
    "waitress": "ZPL-2.1",  # Its field License, "ZPL 2.1".
}


class Vendored(NamedTuple):
    """A file that others wrote and the repository holds."""

    path: str
    name: str
    version: str
    licence: str
    sha256: str


VENDORED = (
    Vendored(
        "dashboards/assets/vendor_sigma.js",
        "sigma, graphology, events, graphology-utils (bundled)",
        "3.0.3, 0.26.0, 3.3.0, 2.5.2",
        "MIT",
        "1a96b5e7b631c4e27f500650a27126dfcf01722c50b22670ccd2e73fccbfdc06",
    ),
    Vendored(
        "analytics/report/typeface/DejaVuSans.ttf",
        "DejaVu Sans",
        "2.35",
        "Bitstream-Vera",
        "3fdf69cabf06049ea70a00b5919340e2ce1e6d02b0cc3c4b44fb6801bd1e0d22",
    ),
)


class Pin(NamedTuple):
    """A library as requirements.txt pins it. marker: where it is installed; "" everywhere."""

    name: str
    version: str
    marker: str
    sha256: tuple[str, ...]


def pins(text: str) -> list[Pin]:
    """Read the lines of a requirements file with hashes.

    >>> pins("a-b==1.0 ; python_version < '3.12' \\\\\\n    --hash=sha256:" + "0" * 64)[0][:3]
    ('a-b', '1.0', "python_version < '3.12'")
    """
    found: list[Pin] = []
    for line in text.splitlines():
        if pinned := _PIN.match(line):
            found.append(Pin(normal(pinned[1]), pinned[2], (pinned[3] or "").strip(), ()))
        elif found and (digests := _HASH.findall(line)):
            found[-1] = found[-1]._replace(sha256=(*found[-1].sha256, *digests))
    return found


def normal(name: str) -> str:
    """The name of a package as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(name: str, installed: Distribution | None) -> str | None:
    """The licence of a package as an SPDX expression; None where nothing tells it."""
    if normal(name) in STATED:
        return STATED[normal(name)]
    if installed is None:
        return None
    if stated := installed.metadata.get("License-Expression"):
        return stated
    told = [one.split("::")[-1].strip() for one in installed.metadata.get_all("Classifier") or ()]
    known = [_CLASSIFIERS[one] for one in told if one in _CLASSIFIERS]
    return " AND ".join(dict.fromkeys(known)) or _plain(installed.metadata.get("License") or "")


def _plain(text: str) -> str | None:
    """A licence from the free field of older packages, where it is a word that is known."""
    return text.strip() if text.strip() in PERMISSIVE else None


def is_permissive(expression: str) -> bool:
    """Whether every licence of an expression permits use in any work; of alternatives one is enough.

    >>> is_permissive("MIT AND 0BSD"), is_permissive("GPL-3.0-only OR MIT"), is_permissive("LGPL-3.0-only")
    (True, True, False)
    """
    words = [re.split(r"\s+(?:AND|WITH)\s+", one) for one in re.split(r"\s+OR\s+", expression)]
    return any(all(word.strip(" ()") in PERMISSIVE for word in part) for part in words)


def bill(root: Path = ROOT) -> dict[str, Any]:
    """The bill of materials of a checkout as plain values."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    installed = {normal(one.metadata["Name"]): one for one in distributions()}
    pinned = pins((root / "requirements.txt").read_text(encoding="utf-8"))
    libraries = [_library(pin, licence_of(pin.name, installed.get(pin.name))) for pin in pinned]
    ref = f"pkg:pypi/{project['name']}@{project['version']}"
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": ref,
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"expression": project["license"]}],
                "purl": ref,
            }
        },
        "components": [*libraries, *(_file(one) for one in VENDORED)],
        "dependencies": [{"ref": ref, "dependsOn": sorted(one["bom-ref"] for one in libraries)}],
    }


def _library(pin: Pin, licence: str | None) -> dict[str, Any]:
    purl = f"pkg:pypi/{pin.name}@{pin.version}"
    properties = [{"name": "wakeline:sha256 of a wheel or archive", "value": one} for one in pin.sha256]
    marker = [{"name": "wakeline:where", "value": pin.marker}] if pin.marker else []
    return {
        "type": "library",
        "bom-ref": purl,
        "name": pin.name,
        "version": pin.version,
        **({"licenses": [{"expression": licence}]} if licence else {}),
        "purl": purl,
        "properties": [*marker, *properties],
    }


def _file(one: Vendored) -> dict[str, Any]:
    return {
        "type": "library" if one.path.endswith(".js") else "file",
        "bom-ref": one.path,
        "name": one.name,
        "version": one.version,
        "hashes": [{"alg": "SHA-256", "content": one.sha256}],
        "licenses": [{"expression": one.licence}],
        "properties": [{"name": "wakeline:path", "value": one.path}],
    }


def changed(root: Path = ROOT) -> list[str]:
    """Name the files taken from others that are not what `VENDORED` says."""
    found = []
    for one in VENDORED:
        file = root / one.path
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != one.sha256:
            found.append(one.path)
    return found


def main() -> int:
    """Print the bill; with --check say instead what is not permitted or not as listed."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--check", action="store_true")
    made = bill()
    if not asked.parse_args().check:
        print(json.dumps(made, indent=2, ensure_ascii=False))
        return 0
    faults = [f"{path}: not the file that tools/sbom.py lists" for path in changed()]
    for one in made["components"]:
        told = "".join(licence["expression"] for licence in one.get("licenses", ()))
        if not told or not is_permissive(told):
            faults.append(
                f"{one['name']} {one['version']}: licence {told or 'unknown'}, expected a permissive one"
            )
    print("\n".join(faults) or f"{len(made['components'])} components, all permissive and as listed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
