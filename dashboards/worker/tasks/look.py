"""Look at files before anything is imported: what each is, how it would be read, what would be lost."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analytics.importing.inspection import Inspection, inspect_file, reason_text
from analytics.importing.map_choice import Proposal
from analytics.importing.map_text import kind_text, source_text
from analytics.model.errors import WakelineError
from analytics.model.messages import LANGS
from analytics.model.thresholds import ReadingLimits
from dashboards.worker.process import Told, main
from dashboards.worker.tasks.import_files import written

_COUNTS = ("records_n", "acts_n", "distinct_n", "rejected_n", "other_n")
_SHOWN = ("name", "sha256", "bytes_n", "importer", "label", "container", "encoding", *_COUNTS)
_PLAIN = (
    *_SHOWN,
    "kinds",
    "first_at",
    "last_at",
    "about",
    "author",
    "lacks",
    "lacking",
    "without",
    "rows",
    "is_shared",
)


def run(folder: Path, asked: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """Look at files.

    asked: files: paths; maps: the text of a column map, as corrected by a person, by name of its file.

    The answer repeats what was asked, so that an import can follow from it.
    """
    paths, maps = [Path(path) for path in asked["files"]], dict(asked.get("maps") or {})
    files = []
    with TemporaryDirectory(prefix="wakeline-maps-") as place:
        by_name = written(maps, Path(place))
        for k, path in enumerate(paths):
            told(path.name, k, len(paths))
            for seen in inspect_file(path, None, ReadingLimits()):
                row = _plain(seen) | {"path": str(path)}
                if seen.name in by_name:
                    row |= {"stated": maps[seen.name], **_checked(path, seen.name, by_name[seen.name])}
                files.append(row)
    return {"files": files, "asked": {key: value for key, value in asked.items() if key != "maps"}}


def _checked(path: Path, name: str, map_file: str) -> dict[str, Any]:
    """What a person's map makes of a file; the fault of a map that cannot be imported by."""
    try:
        seen = next(
            one for one in inspect_file(path, None, ReadingLimits(), {name: map_file}) if one.name == name
        )
    except WakelineError as fault:
        return {"map_fault": {lang: fault.text(lang).replace(map_file, name) for lang in LANGS}}
    answer = _plain(seen)
    answer["map_fault"] = answer.pop("fault")
    answer.pop("form")
    return answer


def _plain(seen: Inspection) -> dict[str, Any]:
    """An answer as JSON can hold it, its sentences in every language."""
    reasons = [
        {lang: reason_text(code, lang) for lang in LANGS} | {"n": n} for code, n in seen.reasons.items()
    ]
    return {name: getattr(seen, name) for name in _PLAIN} | {
        "reasons": reasons,
        "remarks": {lang: seen.remarks(lang) for lang in LANGS},
        "fault": {lang: seen.fault.text(lang) for lang in LANGS} if seen.fault else None,
        "form": _form(seen.proposals, seen) if any(one.columns for one in seen.proposals) else None,
    }


def _form(proposals: list[Proposal], seen: Inspection) -> dict[str, Any]:
    """What the form of a map holds: its head, fields with what is proposed for them, all columns with first
    values. Maps of several tables are one text."""
    first = proposals[0]
    return {
        "text": {lang: seen.column_map(lang) for lang in LANGS} if len(proposals) > 1 else None,
        "head": {
            "platform": first.platform,
            "timezone": first.timezone or "",
            "date_order": first.date_order or "",
        },
        "kind": "" if first.kinds else kind_text(first.kind),
        "kinds": first.kinds,
        "fields": {ours: source_text(source) for ours, source in first.columns.items()},
        "unsure": first.unsure,
        "unused": first.unused,
        "values": first.values,
    }


if __name__ == "__main__":
    main(run)
