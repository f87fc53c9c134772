"""analysis.json as it is read: its build is checked before any command believes a word of it."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from analytics.model.errors import CaseError

# 2: events are what the exports say, parents a table of their own. 3: statuses of findings, alleged events.
FORMAT_VERSION = 3


class _Entry(BaseModel):
    """What analysis.json says of a file."""

    model_config = ConfigDict(strict=True, extra="allow")

    bytes: int
    sha256: str


class _Manifest(BaseModel):
    """The build of an analysis.json: whatever a command reads of it has this type, or the case is refused."""

    model_config = ConfigDict(strict=True, extra="allow")

    format_version: int
    tables: dict[str, _Entry] = {}
    inputs: dict[str, Any] = {}
    settings: dict[str, Any] = {}
    stage_inputs: dict[str, str] = {}
    stages: list[str] = []
    versions: dict[str, str] = {}
    generation: str | None = None
    review_head: str | None = None
    case_toml: str | None = None
    case_toml_values: str | None = None
    custody_head: bool = False


def read_manifest(file: Path) -> dict[str, Any]:
    """The content of an analysis.json. Raises CaseError if it is broken, or was written by a newer version or
    in an older layout."""
    try:
        manifest: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as fault:
        raise CaseError("manifest_broken", file=file, found=fault) from None
    try:
        _Manifest.model_validate(manifest)
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(map(str, first["loc"])) or "analysis.json"
        raise CaseError("manifest_broken", file=file, found=f"{place}: {first['msg']}") from None
    if manifest["format_version"] > FORMAT_VERSION:
        raise CaseError(
            "case_newer", case=file.parent, found=manifest["format_version"], expected=FORMAT_VERSION
        )
    if manifest["format_version"] < FORMAT_VERSION:
        raise CaseError(
            "case_older", case=file.parent, found=manifest["format_version"], expected=FORMAT_VERSION
        )
    return manifest
