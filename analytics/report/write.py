"""The report folder: all files are written beside the old ones, then moved, findings.json last.

findings.json holds the hashes of all other files.
"""

import json
import shutil
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from analytics.model.errors import CaseError, SettingsError
from analytics.model.messages import LANGS, say
from analytics.report.appendix import appendix_entries
from analytics.report.blocks import Numbered, numbered
from analytics.report.csv_files import write_csv_files
from analytics.report.findings_json import findings_json, identity
from analytics.report.fonts import Fonts, find_fonts
from analytics.report.html_renderer import html_document
from analytics.report.placeholders import Foreign, Locale
from analytics.report.report_data import ReportData, places_of, report_data
from analytics.report.section import chapters
from analytics.report.typst_renderer import TypstRenderer, pdf_document
from analytics.store.case_folder import Case, canonical_json, sha256_of
from analytics.store.custody_log import CustodyEntry, stated_now

NEXT = ".next"
REPORT_LANGS = ("zh", "en", "zh+en")
DOCUMENTS = ("report*.pdf", "report*.html", "findings*.json")


@dataclass(frozen=True)
class _Edition:
    """In which language and for which purpose a report is printed, and with which faces (None: no PDF)."""

    lang: str
    purpose: str
    fonts: Fonts | None


def write_report(
    case: Case, lang: str, report_date: datetime | None, purpose: str = "court", with_pdf: bool = True
) -> list[Path]:
    """Write report.pdf, report.html, findings.json and tables/*.csv into CASE/report, and return their paths.

    lang: "zh", "en" or "zh+en" (both in one file, in that order). report_date: what the report bears; None:
        the moment in SOURCE_DATE_EPOCH, or none at all; the clock is never read. purpose: one of
        section.PURPOSES; another than "court" stands in the names (report-injunction.pdf). Without the four
        font faces there is no PDF. Same case, date and fonts: same bytes. A document of another state of the
        case, or another date, is removed: none stands beside tables that it was not made from.
    Raises CaseError if the case has not been analysed or the folder cannot be written, SettingsError for an
    unknown language or purpose.
    """
    if lang not in REPORT_LANGS:
        raise SettingsError("report_lang_unknown", found=lang)
    if not case.has("scope"):
        raise CaseError("not_analysed", case=case.folder)
    fonts = find_fonts() if with_pdf else None
    facts = report_data(case, report_date or stated_now(), fonts.hashes if fonts else {})
    done = numbered(chapters(facts, purpose))
    facts = replace(
        facts,
        places=places_of(case, {event_id for reference in done.marks for event_id in reference.event_ids}),
    )
    waiting = case.report / NEXT
    try:
        return _written(case, facts, done, _Edition(lang, purpose, fonts), waiting)
    except OSError as fault:
        raise CaseError("cannot_write", path=case.report, found=fault.strerror or fault) from None
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _written(case: Case, facts: ReportData, done: Numbered, edition: _Edition, waiting: Path) -> list[Path]:
    lang, purpose, fonts = edition.lang, edition.purpose, edition.fonts
    shutil.rmtree(waiting, ignore_errors=True)
    (waiting / "tables").mkdir(parents=True)
    mark = "" if purpose == "court" else f"-{purpose}"
    langs = tuple(lang.split("+"))
    names = [f"report{mark}.html"]
    _put(waiting / names[0], html_document(done, facts, langs))
    if fonts:
        names.insert(0, f"report{mark}.pdf")
        (waiting / names[0]).write_bytes(_pdf(facts, done, langs, fonts))
    tables = [f"tables/{name}" for name in write_csv_files(case, waiting / "tables")] + ["tables/README.txt"]
    _put(waiting / tables[-1], "\n".join(say("report.tables_readme", one) for one in LANGS))
    files = {name: sha256_of(waiting / name) for name in (*names, *tables)}
    listed = f"findings{mark}.json"
    _put(waiting / listed, canonical_json(findings_json(facts, done, files, purpose, lang)))
    _clear(case.report, identity(facts), {*names, *tables})
    (case.report / "tables").mkdir(exist_ok=True)
    for name in (*names, *tables, listed):  # what names the others comes last
        (waiting / name).replace(case.report / name)
    date = facts.date.isoformat() if facts.date else None
    case.log(
        CustodyEntry(
            "report", {"lang": lang, "purpose": purpose, "date": date, "findings": listed, "files": files}
        ),
        sha256_of(case.report / listed),
    )
    return [case.report / name for name in (*names, listed, *tables)]


def _pdf(facts: ReportData, done: Numbered, langs: tuple[str, ...], fonts: Fonts) -> bytes:
    case, parts = facts.toml.case, []
    pictures: dict[str, str] = {}
    for lang in langs:
        printer = TypstRenderer(Locale(lang, facts.zone), done.marks, fonts)
        running = f"{say('report.running', lang)}  {case.reference[:60]}"
        parts.append(
            printer.part(
                done, appendix_entries(done, facts), Foreign(case.title or case.reference, 120), running
            )
        )
        pictures |= printer.pictures
    title = printer.shown(f"{say('report.document_title', langs[0])} {case.reference[:60]}".strip())
    footer = f"{facts.manifest.get('generation', '')[:16]} / {facts.custody_hash[:16]}"
    return pdf_document(
        parts,
        pictures,
        fonts,
        facts.moment,
        {"title": title, "author": f"wakeline {facts.version}", "footer": footer},
    )


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _documents(folder: Path) -> list[Path]:
    found = [path for pattern in DOCUMENTS for path in folder.glob(pattern)]
    return sorted([*found, *(folder / "tables").glob("*")])


def _clear(folder: Path, new: dict[str, Any], names: set[str]) -> None:
    """Remove documents of another state of the case or another date, and what names them before what is
    named."""
    if any(_identity_of(file) != new for file in folder.glob("findings*.json")) or not list(
        folder.glob("findings*.json")
    ):
        for path in sorted(_documents(folder), key=lambda p: p.suffix != ".json"):
            if str(path.relative_to(folder)) not in names:
                path.unlink()


def _identity_of(file: Path) -> dict[str, Any] | None:
    """Of which state and date an existing findings.json is; None if it cannot be read."""
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
        return {key: known[key] for key in ("generation", "date", "custody")}
    except (OSError, ValueError, KeyError, TypeError):
        return None
