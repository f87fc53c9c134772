"""What an installation is made of: every library permissive, every file of others as listed, nothing unlisted."""

import json
from importlib.metadata import distributions
from pathlib import Path

import jsonschema
import pytest

from tools import sbom
from tools.sbom import (
    ROOT,
    STATED,
    VENDORED,
    Vendored,
    bill,
    changed,
    is_permissive,
    licence_of,
    normal,
    pins,
)

# The parts of CycloneDX 1.6 that the bill uses, as its schema states them: required names, types and words.
LICENCES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["expression"],
        "properties": {"expression": {"type": "string", "minLength": 1}},
        "additionalProperties": False,
    },
}
COMPONENT = {
    "type": "object",
    "required": ["type", "name"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": ["application", "framework", "library", "file", "data"]},
        "bom-ref": {"type": "string", "minLength": 1},
        "name": {"type": "string"},
        "version": {"type": "string"},
        "purl": {"type": "string", "pattern": "^pkg:"},
        "licenses": LICENCES,
        "hashes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["alg", "content"],
                "properties": {
                    "alg": {"enum": ["SHA-256", "SHA-512"]},
                    "content": {"type": "string", "pattern": "^([a-fA-F0-9]{64}|[a-fA-F0-9]{128})$"},
                },
            },
        },
        "properties": {"type": "array", "items": {"type": "object", "required": ["name", "value"]}},
    },
}
SCHEMA = {
    "type": "object",
    "required": ["bomFormat", "specVersion"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"enum": ["http://cyclonedx.org/schema/bom-1.6.schema.json"]},
        "bomFormat": {"enum": ["CycloneDX"]},
        "specVersion": {"type": "string"},
        "version": {"type": "integer", "minimum": 1},
        "metadata": {"type": "object", "properties": {"component": COMPONENT}},
        "components": {"type": "array", "items": COMPONENT, "uniqueItems": True},
        "dependencies": {"type": "array", "items": {"type": "object", "required": ["ref"]}},
    },
}


def test_the_bill_is_cyclonedx_and_the_same_again() -> None:
    jsonschema.validate(bill(), SCHEMA)
    assert json.dumps(bill()) == json.dumps(bill())
    refs = [one["bom-ref"] for one in bill()["components"]]
    assert len(refs) == len(set(refs))


def test_every_pinned_library_is_in_the_bill_with_its_hashes() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))]
    assert len(pins(text)) == len(lines)
    assert sum(len(pin.sha256) for pin in pins(text)) == text.count("--hash=sha256:")
    assert all(pin.sha256 for pin in pins(text))


def test_every_library_of_the_base_is_permissive() -> None:
    unknown = {
        one["name"]: one.get("licenses")
        for one in bill()["components"]
        if not one.get("licenses") or not is_permissive(one["licenses"][0]["expression"])
    }
    assert unknown == {}


def test_no_installed_library_of_the_base_says_gpl_anywhere_in_its_metadata() -> None:
    base = {pin.name for pin in pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))}
    for one in distributions():
        if normal(one.metadata["Name"]) in base:
            told = [one.metadata.get("License-Expression") or "", *(one.metadata.get_all("Classifier") or ())]
            assert not any("GPL" in line or "GNU" in line for line in told), one.metadata["Name"]


@pytest.mark.parametrize(
    "expression", ["GPL-3.0-only", "AGPL-3.0-or-later", "LGPL-2.1-only AND MIT", "unknown"]
)
def test_what_is_not_permissive_is_refused(expression: str) -> None:
    assert not is_permissive(expression)


def test_a_licence_said_by_hand_is_of_a_library_that_is_there() -> None:
    base = {pin.name for pin in pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))}
    assert set(STATED) <= base
    assert licence_of("no-such-package", None) is None


def test_files_of_others_are_those_that_are_listed_and_no_other_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert changed() == []
    listed = {one.path for one in VENDORED}
    vendored = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "dashboards" / "assets").glob("vendor*.js")
    }
    types = {path.relative_to(ROOT).as_posix() for path in (ROOT / "analytics" / "report").rglob("*.ttf")}
    assert vendored | types == listed
    (tmp_path / "a.js").write_text("x")
    monkeypatch.setattr(sbom, "VENDORED", (Vendored("a.js", "a", "1", "MIT", "0" * 64),))
    assert changed(tmp_path) == ["a.js"]
