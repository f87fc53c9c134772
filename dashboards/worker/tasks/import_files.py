"""Import files into a case."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analytics.ingest.inputs import inputs_of
from analytics.ingest.stated import bare_id, zone_named
from analytics.ingest.take_in import Options, take_in
from analytics.model.messages import LANGS
from analytics.model.thresholds import Thresholds
from dashboards.worker.process import Told, main

SUMS = ("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")


def run(folder: Path, asked: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """files: paths; format, timezone, about, author, obtained: as `wakeline import` takes them."""
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
    )
    taken = take_in(folder, paths, options, Thresholds(), advanced)
    return {
        "files": taken.new.filter(taken.new["importer"].is_not_null())
        .sort("name")
        .select("name", "sha256", "importer", *SUMS)
        .to_dicts(),
        "known": taken.known,
        "unhinted": [list(pair) for pair in taken.unhinted],
        "passed": [list(entry) for entry in taken.passed],
        "mended": [list(entry) for entry in taken.mended],
        "unread": [
            {"name": name, **{lang: fault.text(lang) for lang in LANGS}} for name, fault in taken.unread
        ],
    }


if __name__ == "__main__":
    main(run)
