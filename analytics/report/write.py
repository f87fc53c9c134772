"""The report folder: one file a language and document, and one findings.json for all languages.

All files are written beside the old ones, then moved. A file that stands there with other content is never
overwritten: the report is refused, or with `replace` the old file is kept in report/old/ and logged.
"""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from analytics.model.errors import CaseError, SettingsError
from analytics.model.messages import LANGS, say
from analytics.report.blocks import Grid, Numbered, Part, numbered
from analytics.report.findings_json import findings_json
from analytics.report.fonts import Fonts, find_fonts
from analytics.report.html_renderer import html_document
from analytics.report.mark_files import known_pages, mark_files, write_mark_files, write_marks
from analytics.report.packaged_csv import CUSTODY, write_packaged_csv
from analytics.report.placeholders import Foreign
from analytics.report.report_data import ReportData, report_data
from analytics.report.section import chapters
from analytics.report.typst_renderer import TAGGED_MAX, TypstRenderer, pdf_document
from analytics.store.case_folder import Case, canonical_json, sha256_of
from analytics.store.custody_log import CustodyEntry, stated_now

NEXT, OLD = ".next", "old"
AT_ONCE = 2  # Documents set at one time: each takes up to 250 MB.
REPORT_LANGS = ("zh", "en", "zh+en", "en+zh")
LISTS = ("*.csv", "sets*/*.csv")
DOCUMENTS = ("report*.pdf", "report*.html", "annex*.pdf", "annex*.html", "findings*.json")


@dataclass(frozen=True)
class _Edition:
    """Which report is printed: its languages and its purpose, and with which faces (None: no PDF)."""

    langs: tuple[str, ...]
    purpose: str
    fonts: Fonts | None

    @property
    def mark(self) -> str:
        """What stands in the name of a file behind "report" or "findings"."""
        return "" if self.purpose == "court" else f"-{self.purpose}"


@dataclass(frozen=True)
class _Document:
    """One of the documents of a report: its name, its parts, and whether it is the annex."""

    name: str
    parts: tuple[Part, ...]
    is_annex: bool


def write_report(
    case: Case,
    lang: str,
    report_date: datetime | None,
    purpose: str = "court",
    with_pdf: bool = True,
    may_replace: bool = False,
) -> list[Path]:
    """Write report.LANG.pdf and .html, annex.LANG likewise, findings.json and tables/*.csv to CASE/report.

    lang: "zh", "en" or "zh+en": files for each; the first also as report.pdf and report.html, byte for byte;
        findings.json and the tables are the same for all.
    report_date: the date of the report; None: the moment in SOURCE_DATE_EPOCH, or none at all. The clock is
        never read.
    purpose: one of section.PURPOSES; another than "court" stands in the names (report-injunction.zh.pdf).
    may_replace: whether a file that stands there with other content is moved to report/old/; so is every
        document of another state of the case then.

    Returns the paths, documents first. Without the four font faces there is no PDF. The same case, date and
    fonts give the same bytes. Raises CaseError if the case has not been analysed, the folder cannot be
    written, or a file with other content stands there; SettingsError for an unknown language or purpose.
    """
    if lang not in REPORT_LANGS:
        raise SettingsError("report_lang_unknown", found=lang)
    if not case.has("scope"):
        raise CaseError("not_analysed", case=case.folder)
    fonts = find_fonts()
    facts = report_data(case, report_date or stated_now(), fonts.hashes if fonts else {})
    done = numbered_report(facts, purpose)
    facts = facts.told_for(purpose)
    edition = _Edition(tuple(lang.split("+")), purpose, fonts if with_pdf else None)
    waiting = case.report / NEXT
    try:
        shutil.rmtree(waiting, ignore_errors=True)
        waiting.mkdir(parents=True)
        names = _written(case, facts, done, edition, waiting)
        return _moved(case, facts, edition, names, may_replace)
    except OSError as fault:
        raise CaseError("cannot_write", path=case.report, found=fault.strerror or fault) from None
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def numbered_report(facts: ReportData, purpose: str = "court") -> Numbered:
    """Build and number the parts of a report. Raises SettingsError for an unknown purpose."""
    return numbered(*chapters(facts, purpose))


def _written(case: Case, facts: ReportData, done: Numbered, edition: _Edition, waiting: Path) -> list[str]:
    """Write every file into `waiting`; returns their names, documents first, findings.json last."""
    tables = write_packaged_csv(case, facts.names, edition.purpose, waiting)
    tables += write_mark_files(case, facts.names, done, edition.purpose, waiting)
    listed = f"findings{edition.mark}.json"
    marks = mark_files(edition.purpose)[0]
    hashes = {name: sha256_of(waiting / name) for name in tables if name not in (CUSTODY, marks)}
    _put(waiting / listed, canonical_json(findings_json(facts, done, hashes, edition.purpose)))
    seal = sha256_of(waiting / listed)
    documents = [
        _Document(f"report{edition.mark}", done.main, False),
        _Document(f"annex{edition.mark}", done.annex, True),
    ]
    names: list[str] = []
    pages = known_pages(case.report, waiting, edition.purpose)
    with ThreadPoolExecutor(_at_once(documents)) as pool:  # The typesetter lets other threads run.
        jobs = [
            (
                lang,
                one,
                pool.submit(_pdf, facts, done, one, lang, edition.fonts, seal) if edition.fonts else None,
            )
            for lang in edition.langs
            for one in reversed(documents)  # The annex takes longest.
        ]
        for lang, one, job in jobs:
            html = html_document(one.parts, done, facts, lang, one.is_annex, seal)
            _put(waiting / f"{one.name}.{lang}.html", html)
            if job is not None:
                content, pages[lang, one.is_annex] = job.result()
                (waiting / f"{one.name}.{lang}.pdf").write_bytes(content)
    forms = ("pdf", "html") if edition.fonts else ("html",)
    names += [f"{one.name}.{lang}.{form}" for lang in edition.langs for one in documents for form in forms]
    write_marks(done, edition.purpose, waiting, pages)
    names += _bare_names(case.report / listed, edition, waiting, names)
    return [*names, *tables, listed]


def _at_once(documents: list[_Document]) -> int:
    """How many documents to set at one time: a long annex takes the memory of two alone."""
    blocks = [placed.block for one in documents for part in one.parts for placed in part.placed]
    rows_n = sum(len(block.rows) for block in blocks if isinstance(block, Grid))
    return AT_ONCE if rows_n <= TAGGED_MAX else 1


def _bare_names(standing: Path, edition: _Edition, waiting: Path, names: list[str]) -> list[str]:
    """Give the report in the first language its bare name too (report.pdf, report.html): the same bytes.

    standing: the findings.json in force. The first language is that of the run that wrote the first report of
    these findings: a further language leaves the bare name as it is.
    """
    is_same = standing.is_file() and sha256_of(standing) == sha256_of(waiting / standing.name)
    written = []
    for form in ("pdf", "html"):
        bare = f"report{edition.mark}.{form}"
        file = standing.with_name(bare)
        stated = sha256_of(file) if is_same and file.is_file() else ""
        of = {lang: f"report{edition.mark}.{lang}.{form}" for lang in LANGS}
        others = [standing.with_name(name) for name in of.values() if name not in names]
        if stated and any(other.is_file() and sha256_of(other) == stated for other in others):
            continue
        made = [of[lang] for lang in edition.langs if of[lang] in names]
        same = [name for name in made if sha256_of(waiting / name) == stated]
        if made:
            shutil.copyfile(waiting / (same or made)[0], waiting / bare)
            written.append(bare)
    return written


def _pdf(
    facts: ReportData, done: Numbered, one: _Document, lang: str, fonts: Fonts, seal: str
) -> tuple[bytes, dict[int, int]]:
    case = facts.toml.case
    renderer = TypstRenderer(facts.voice(lang), done.marks, fonts)
    part = renderer.document(one.parts, Foreign(case.title or case.reference, 120), one.is_annex, seal)
    title = renderer.shown(f"{say(f'parts.{_kind(one)}_title', lang)} {case.reference[:60]}".strip())
    meta = {
        "title": title,
        "author": f"wakeline {facts.version}",
        "case": renderer.shown(case.reference[:40]),
        "hash": facts.analysis_hash,
    }
    return pdf_document(part, renderer.pictures, fonts, facts.moment, meta)


def _kind(one: _Document) -> str:
    return "annex" if one.is_annex else "main"


def _moved(
    case: Case, facts: ReportData, edition: _Edition, names: list[str], may_replace: bool
) -> list[Path]:
    """Move the new files to their places, findings.json last, and log them.

    Raises CaseError if one with other content stands there and may not be replaced.
    """
    waiting, folder = case.report / NEXT, case.report
    hashes = {name: sha256_of(waiting / name) for name in names}
    # Pages come into the list of marks language by language; custody grows with every report.
    again = (mark_files(edition.purpose)[0], CUSTODY)
    other = [
        name
        for name in names
        if name not in again and (folder / name).exists() and sha256_of(folder / name) != hashes[name]
    ]
    if other and not may_replace:
        raise CaseError("report_stands", folder=folder, n=len(other), first=other[0])
    kept = _kept(folder, [*other, *(_of_another_state(folder, set(names)) if other else [])])
    for part in {Path(name).parent for name in names}:
        (folder / part).mkdir(exist_ok=True)
    for name in names:
        (waiting / name).replace(folder / name)
    date = facts.date.isoformat() if facts.date else None
    detail = {
        "lang": "+".join(edition.langs),
        "purpose": edition.purpose,
        "date": date,
        "findings": names[-1],
        "files": hashes,
        **({"replaced": kept} if kept else {}),
    }
    case.log(CustodyEntry("report", detail), hashes[names[-1]])
    return [folder / name for name in (*(n for n in names if "/" not in n), *(n for n in names if "/" in n))]


def _of_another_state(folder: Path, names: set[str]) -> list[str]:
    """Name documents beside those now written: they were made from tables that are about to go."""
    found = [path for pattern in (*DOCUMENTS, *LISTS) for path in folder.glob(pattern)]
    return [name for path in found if (name := path.relative_to(folder).as_posix()) not in names]


def _kept(folder: Path, names: list[str]) -> dict[str, str]:
    """Move files to report/old/HASH/ and return where each went, by name."""
    went = {}
    for name in sorted(names):
        place = f"{OLD}/{sha256_of(folder / name)[:16]}/{Path(name).name}"
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).replace(folder / place)
        went[name] = place
    return went


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
