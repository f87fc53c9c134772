"""What `inspect` proposes for a table, and the import by it once a person has filled in what it leaves open."""

import re
import tomllib
from pathlib import Path
from typing import Any

from analytics.importing.inspection import Inspection, inspect_file
from analytics.model.thresholds import DEFAULT
from tests.importing.layouts.made import Files, Read, _paths

HEAD = ("platform", "kind", "timezone", "date_order")
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


def is_open(proposed: dict[str, Any]) -> bool:
    """Whether anything is left to the person."""
    return any(value == "?" or (isinstance(value, dict) and is_open(value)) for value in proposed.values())


def filled(text: str, fill: dict[str, str]) -> str:
    """A proposed map with what a person states: only what is open is replaced, only what is absent is added.

    fill: key of the map -> its value; a list is written as it stands.
    """
    for key, value in fill.items():
        line = f"{key} = {value}" if value.startswith("[") else f'{key} = "{value}"'
        if re.search(rf"(?m)^{re.escape(key)} = ", text):
            text = re.sub(rf'(?m)^{re.escape(key)} = "\?".*$', lambda _, line=line: line, text)
        elif key in HEAD:
            text = f"{line}\n{text}"
        else:
            text = text.replace("[columns]\n", f"[columns]\n{line}\n", 1)
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
