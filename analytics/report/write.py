"""The report folder, written whole: every file beside the old ones first, report.json with all their hashes moved last."""

import json
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from analytics.errors import CaseError
from analytics.report.claims import numbered
from analytics.report.csv_files import write_csv_files
from analytics.report.data import identity, report_data
from analytics.report.document import html_document
from analytics.report.facts import gather, places_of
from analytics.report.section import chapters
from analytics.store.custody import Act, stated_now
from analytics.store.folder import Case, canonical_json, sha256_of
from analytics.words import LANGS, say

NEXT = ".next"


def write_report(case: Case, lang: str, report_date: datetime | None) -> list[Path]:
    """Write report.<lang>.html, report.json and tables/*.csv into CASE/report, and return their paths.

    lang: "zh", "en" or "zh+en" (both in one file, in that order). report_date: what the report bears; None: the moment in
    SOURCE_DATE_EPOCH, or none at all; the clock is never read. Same case and date, same bytes. A document of another
    state of the case, or another date, is removed: no report stands beside tables that it was not made from.
    Raises CaseError if the case has not been analysed.
    """
    if not case.has("scope"):
        raise CaseError("not_analysed", case=case.folder)
    facts = gather(case, report_date or stated_now())
    done = numbered(chapters(facts))
    facts = replace(facts, places=places_of(case, {event_id for reference in done.marks for event_id in reference.event_ids}))
    waiting = case.report / NEXT
    if waiting.exists():
        shutil.rmtree(waiting)
    (waiting / "tables").mkdir(parents=True)
    names = [f"report.{lang}.html"]
    _put(waiting / names[0], html_document(done, facts, tuple(lang.split("+"))))
    names += [f"tables/{name}" for name in write_csv_files(case, waiting / "tables")] + ["tables/README.txt"]
    _put(waiting / names[-1], "\n".join(say("report.tables_readme", one) for one in LANGS))
    _clear(case.report, identity(facts), names)
    (case.report / "tables").mkdir(exist_ok=True)
    for name in names:
        (waiting / name).replace(case.report / name)
    files = {str(path.relative_to(case.report)): sha256_of(path) for path in _documents(case.report)}
    _put(waiting / "report.json", canonical_json(report_data(facts, done, files)))
    (waiting / "report.json").replace(case.report / "report.json")
    shutil.rmtree(waiting)
    case.log(Act("report", {"lang": lang, "date": facts.date.isoformat() if facts.date else None, "files": files}),
             sha256_of(case.report / "report.json"))
    return [case.report / name for name in (names[0], "report.json", *names[1:])]


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _documents(folder: Path) -> list[Path]:
    return sorted([*folder.glob("report.*.html"), *(folder / "tables").glob("*")])


def _clear(folder: Path, new: dict[str, Any], names: list[str]) -> None:
    """Remove report.json, which the new one replaces, and documents of another state of the case or another date."""
    is_same = _identity_of(folder / "report.json") == new
    (folder / "report.json").unlink(missing_ok=True)
    for path in _documents(folder):
        if not is_same and str(path.relative_to(folder)) not in names:
            path.unlink()


def _identity_of(file: Path) -> dict[str, Any] | None:
    """Of which state and date an existing report.json is; None if there is none that can be read."""
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
        return {"generation": known["generation"], "date": known["date"]}
    except (OSError, ValueError, KeyError, TypeError):
        return None
