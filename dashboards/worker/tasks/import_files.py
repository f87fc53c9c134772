"""Import files into a case."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analytics.importing.import_files import ImportOptions, import_files
from analytics.importing.inputs import inputs_of
from analytics.importing.option_parsing import parse_id_option, parse_timezone_option
from analytics.model.messages import LANGS
from analytics.model.thresholds import Thresholds
from dashboards.worker.process import Told, main

SUMS = ("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")


def run(folder: Path, asked: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """Import files.

    asked: files: paths; format, timezone, about, author, obtained: as `wakeline import` takes them; maps: the
        text of a column map by name of the file it is for.
    """
    with TemporaryDirectory(prefix="wakeline-maps-") as place:
        return _run(folder, asked, told, written(asked.get("maps") or {}, Path(place)))


def written(maps: Mapping[str, str], place: Path) -> dict[str, str]:
    """Write column maps as files below `place`.

    Returns the path of its map by name of a file.
    """
    found = {}
    for k, (name, text) in enumerate(maps.items()):
        file = place / str(k) / f"{Path(name).name}.toml"
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8")
        found[name] = str(file)
    return found


def _run(folder: Path, asked: Mapping[str, Any], told: Told, maps: Mapping[str, str]) -> dict[str, Any]:
    paths = [Path(path) for path in asked["files"]]
    whole = max(sum(given.path.stat().st_size for given in inputs_of(paths)), 1)
    read = 0

    def advanced(name: str, n: int) -> None:
        nonlocal read
        read += n
        told(name, min(read, whole), whole)

    options = ImportOptions(
        asked.get("format") or None,
        parse_timezone_option(asked.get("timezone") or None),
        parse_id_option(asked.get("about") or None),
        parse_id_option(asked.get("author") or None),
        asked.get("obtained") or None,
        formats=tuple(maps.items()),
    )
    taken = import_files(folder, paths, options, Thresholds(), advanced)
    return {
        "files": taken.new.filter(taken.new["importer"].is_not_null())
        .sort("name")
        .select("name", "sha256", "importer", *SUMS)
        .to_dicts(),
        "known": taken.known,
        "lacking": [[name, list(fields)] for name, fields in taken.lacking],
        "unhinted": [list(pair) for pair in taken.unhinted],
        "passed": [list(entry) for entry in taken.passed],
        "mended": [list(entry) for entry in taken.mended],
        "notes": [[name, code, example, n] for (name, code), (example, n) in taken.notes.items()],
        "unread": [
            {"name": name, **{lang: fault.text(lang) for lang in LANGS}} for name, fault in taken.unread
        ],
    }


if __name__ == "__main__":
    main(run)
