"""The inputs of a package as files again, in folders, one a way of importing: what a second import needs.

in/data/          exports under the names they were handed over with
in/data-2/        those that were imported with other options, column maps or settings
in/maps/          the column maps, word by word
in/certificates/  certificates that came with exports
"""

import csv
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from analytics.model.errors import CaseError
from analytics.model.thresholds import limits
from analytics.store.case_folder import Case, open_case
from analytics.store.custody_log import entries, inputs_after
from analytics.store.inputs import sound_path

FOLDER, MAPS = "data", "maps"
LIST = Path("data") / "report" / "inputs.csv"  # In a package: what each file of evidence/ was called.


@dataclass(frozen=True)
class ImportStep:
    """Files that were imported in one way.

    folder: where `unpack` puts them; files: their SHA-256.
    options: as stated, by name; settings: thresholds of reading that were changed.
    column_map: its text; map_name: what its file was called, which the list of inputs repeats.
    """

    folder: str
    options: dict[str, str]
    settings: dict[str, Any] = field(default_factory=dict)
    column_map: str | None = None
    map_name: str = ""
    files: tuple[str, ...] = ()

    @property
    def map_path(self) -> str:
        """Where `unpack` puts the column map."""
        return f"{MAPS}/{self.folder}/{self.map_name}"


def import_steps(acts: Iterable[dict[str, Any]]) -> list[ImportStep]:
    """Tell from the chain of custody how the files of a case were imported, in order; equal ways are one."""
    ways: dict[str, tuple[dict[str, str], dict[str, Any], str | None, str]] = {}
    files: dict[str, list[str]] = {}
    acts = list(acts)
    became = inputs_after(acts)
    for detail in (one["detail"] for one in acts if one.get("what") == "import"):
        changed = changed_settings(detail.get("settings", {}))
        for file in detail.get("files", ()):
            options = dict(detail.get("options", {}))
            column_map = detail.get("maps", {}).get(file["name"])
            map_name = "" if column_map is None else PurePath(options.pop("format", "map.toml")).name
            key = repr((sorted(options.items()), sorted(changed.items()), column_map, map_name))
            ways.setdefault(key, (options, changed, column_map, map_name))
            now = became.get(file["sha256"], file["sha256"])  # Another, or none, where a person was erased.
            files.setdefault(key, []).extend([now] if now else [])
    return [
        ImportStep(FOLDER if k == 1 else f"{FOLDER}-{k}", *ways[key], files=tuple(files[key]))
        for k, key in enumerate(ways, 1)
    ]


def changed_settings(settings: dict[str, Any]) -> dict[str, Any]:
    """Find the thresholds that are not as usual; lists of numbers can be set by nobody."""
    usual = limits()
    return {
        name: value
        for name, value in settings.items()
        if name in usual and not isinstance(value, list) and value != usual[name].value
    }


def folders_of(case: Case) -> dict[str, str]:
    """Name the folder of an unpacked package in which each input lies; a member of an archive with it."""
    own = {sha256: step.folder for step in import_steps(entries(case.folder)) for sha256 in step.files}
    rows = case.read_or_empty("sources").select("sha256", "container_sha256").iter_rows()
    return {sha256: own.get(holder or sha256, own.get(sha256, FOLDER)) for sha256, holder in rows}


def unpack(bag: Path, out: Path) -> list[Path]:
    """Write the inputs of a package under their first names, as its inputs.csv lists them.

    Every file is checked against its hash. Returns the files. Raises CaseError if `out` holds anything, if
    the package holds hashes only, if a file is not what the list says, or for a name that leaves `out`.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CaseError("out_not_empty", path=out)
    listed = bag / LIST
    if not listed.is_file():
        raise CaseError("no_inputs_listed", path=listed)
    with listed.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["container_sha256"]]
    case = open_case(bag / "data")
    todo = [(_target(out, row), _stored(case, row), row["sha256"]) for row in rows]
    for target, stored, _ in todo:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(stored, target)
    for step in import_steps(entries(case.folder)):
        if step.column_map is not None:
            map_ = out / step.map_path
            map_.parent.mkdir(parents=True, exist_ok=True)
            map_.write_text(step.column_map, encoding="utf-8", newline="")
    return [target for target, _, _ in todo]


def _target(out: Path, row: dict[str, str]) -> Path:
    name = PurePosixPath(row["folder"]) / row["file"]
    if name.is_absolute() or ".." in name.parts or "\\" in str(name):
        raise CaseError("name_leaves", path=out, found=str(name))
    return out / name


def _stored(case: Case, row: dict[str, str]) -> Path:
    stored = sound_path(case.evidence, row["sha256"])
    if stored is None:
        raise CaseError("evidence_gone", case=case.folder, found=row["sha256"], name=row["file"])
    return stored
