"""Import files into a case."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analytics.ingest.inputs import inputs_of
from analytics.ingest.stated import bare_id, zone_named
from analytics.ingest.take_in import Options, take_in
from analytics.model.messages import LANGS
from analytics.model.thresholds import Thresholds
from dashboards.worker.process import Told, main

SUMS = ("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")


def run(folder: Path, asked: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """files: paths; format, timezone, about, author, obtained: as `wakeline import` takes them; maps: the
    text of a column map by name of the file it is for."""
    with TemporaryDirectory(prefix="wakeline-maps-") as place:
        return _run(folder, asked, told, written(asked.get("maps") or {}, Path(place)))


def written(maps: Mapping[str, str], place: Path) -> dict[str, str]:
    """Column maps as files below `place`: name of a file -> path of its map."""
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

    options = Options(
        asked.get("format") or None,
        zone_named(asked.get("timezone") or None),
        bare_id(asked.get("about") or None),
        bare_id(asked.get("author") or None),
        asked.get("obtained") or None,
        formats=tuple(maps.items()),
    )
    taken = take_in(folder, paths, options, Thresholds(), advanced)
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
