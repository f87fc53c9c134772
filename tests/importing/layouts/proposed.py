"""What `inspect` proposes for a table, and the import by it once a person has filled in what it leaves open."""

import re
import tomllib
from pathlib import Path
from typing import Any

from analytics.importing.inspection import Inspection, inspect_file
from analytics.model.thresholds import DEFAULT
from tests.importing.layouts.made import Files, Read, _paths

WEIBO = {"platform": "weibo", "timezone": "Asia/Shanghai"}


def inspected(folder: Path, files: Files) -> Inspection:
    """The answer of `inspect` for one file."""
    [path] = _paths(folder, files)
    return inspect_file(path, None, DEFAULT.reading)[0]


def proposal(folder: Path, files: Files) -> dict[str, Any]:
    """The proposed map of a table that no importer knows, as the person gets it; what is open is "?"."""
    text = inspected(folder, files).column_map("en")
    assert text is not None, "a layout is known, or nothing is proposed"
    return tomllib.loads(text)


def column(proposed: dict[str, Any], ours: str) -> Any:
    """The column that is proposed for one of ours; "?" if it is left open, None if there is none."""
    found = proposed.get("columns", {}).get(ours)
    return found.get("column", found) if isinstance(found, dict) else found


def filled(text: str, fill: dict[str, str]) -> str:
    """A proposed map with what a person states: only what is open is replaced."""
    for key, value in fill.items():
        said = value if value.startswith("[") else f'"{value}"'
        text = re.sub(rf'(?m)^{re.escape(key)} = "\?".*$', lambda _, k=key, v=said: f"{k} = {v}", text)
    return text


def as_proposed(folder: Path, files: Files, fill: dict[str, str], **stated: Any) -> Read:
    """The import as the file is recognised, or else by the map that is proposed for it."""
    paths = _paths(folder, files)
    text = inspected(folder, paths).column_map("en")
    if text is not None:
        target = folder / "map.toml"
        target.write_text(filled(text, fill), encoding="utf-8")
        stated["format"] = str(target)
    return Read(folder, paths, **stated)
