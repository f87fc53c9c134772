"""The public interface for a study: import, analyse, verify and report.

See `analytics.api`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from analytics.evidence.check import Check
from analytics.evidence.package_check import is_package, verify_package
from analytics.evidence.verification import verify as verify_case
from analytics.importing.import_files import ImportOptions as Options
from analytics.importing.import_files import ImportResult
from analytics.importing.import_files import import_files as take_in
from analytics.importing.option_parsing import parse_id_option, parse_timezone_option
from analytics.model.errors import SettingsError
from analytics.model.thresholds import DEFAULT, Thresholds
from analytics.pipeline import STAGES
from analytics.pipeline import analyse as run_study
from analytics.report.write import write_report as write_documents
from analytics.store.case_folder import Case
from analytics.store.case_folder import open_case as opened


@dataclass(frozen=True)
class ImportOptions(Options):
    """What you state about the files of one import, where they do not say it themselves.

    Parameters
    ----------
    format
        Name of a layout (`wakeline formats`), or the path of a column map. None: it is recognised.
    timezone
        Zone of times that state none, such as "Asia/Shanghai". None: that of the layout, or of case.toml.
    about
        Id of the post that the comments or reposts are about, with or without "weibo:".
    author
        Id of the account whose posts these are.
    obtained
        In words, how the files were obtained; kept with the sources.
    captured_at
        When the platform was read, with a time zone.
    certificates
        Certificate files whose hash values the inputs must agree with.

    Raises
    ------
    SettingsError
        A zone or an id is none, or the moment has no zone.

    Examples
    --------
    >>> ImportOptions(timezone="Asia/Shanghai", about="weibo:4857881961438732").about
    '4857881961438732'
    >>> ImportOptions(timezone="Mars")
    Traceback (most recent call last):
        ...
    analytics.model.errors.SettingsError: Time zone "Mars" is unknown; use a name such as Asia/Shanghai.
    """

    def __post_init__(self) -> None:
        object.__setattr__(self, "timezone", parse_timezone_option(self.timezone))
        object.__setattr__(self, "about", parse_id_option(self.about))
        object.__setattr__(self, "author", parse_id_option(self.author))
        _check_zone(self.captured_at)


def open_case(folder: str | Path) -> Case:
    """Open the case in a folder, as it stands now.

    A `Case` is a view of one state: after `import_files` or `analyse`, go on with the case that they give.
    If a crash cut a command off, what it left is finished or undone first.

    Parameters
    ----------
    folder
        The case folder, made by `import_files` or `wakeline import`.

    Returns
    -------
    Case
        `folder`, `stages()`, `has(table)`, `toml()` (what people stated), `manifest` (analysis.json).

    Raises
    ------
    CaseError
        There is no case, or it was written by a newer version or in an older layout.

    Examples
    --------
    >>> open_case(case.folder).stages()[:3]
    ['import', 'labels', 'parents']
    """
    return opened(Path(folder))


def import_files(
    folder: str | Path,
    files: str | Path | Sequence[str | Path],
    options: Options | None = None,
    thresholds: Thresholds = DEFAULT,
) -> ImportResult:
    """Import exports into the case in a folder, which is made if there is none yet.

    The files are kept byte for byte under their SHA-256. All of it happens, or nothing.

    Parameters
    ----------
    folder
        The case folder. A case.toml in it is read.
    files
        Files, folders or archives.
    options
        What you state about them. None: they say it all themselves.
    thresholds
        Of these, the limits of reading count here (`id_gap_s`, in seconds, among them).

    Returns
    -------
    ImportResult
        `case` (as it now stands), `new` (SOURCES: a row for each new file, with records_n = events_n +
        duplicates_n + rejected_n + other_n), `known` (files that the case held already), `unread` (files
        inside a folder or archive that could not be read, with the fault) and `unhinted` (files that need
        `about` or `author`). Look at the last two before you trust a count.

    Raises
    ------
    ExportError
        A file that you named cannot be read, or does not agree with its certificate.
    CaseError
        The folder holds other things than a case, or another process writes to it.
    SettingsError
        case.toml or an option is not valid.

    Examples
    --------
    >>> taken = import_files(folder / "new", exports)
    >>> taken.new.select("name", "records_n", "events_n", "rejected_n").row(0)
    ('messages.csv', 7, 7, 0)
    >>> taken.unread, taken.unhinted
    ([], [])
    """
    named = [files] if isinstance(files, str | Path) else files
    paths = [Path(file) for file in named]
    return take_in(Path(folder), paths, options or ImportOptions(), thresholds, lambda *_: None)


def analyse(
    case: Case,
    thresholds: Thresholds = DEFAULT,
    *,
    until: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Case:
    """Run the study: parents, trees, families, groups, roles, scope, findings, calibration.

    A stage of which nothing that it reads has changed is kept as it is. Equal inputs and thresholds give
    equal tables, byte for byte.

    Parameters
    ----------
    case
        A case with imported files.
    thresholds
        The limits of this run; they are written into the case and printed in its report.
    until
        Name of the last stage to run. None: the whole study.
    progress
        Is told the name of each stage, followed by "kept" where nothing had to be done.

    Returns
    -------
    Case
        The case with its new tables; the one handed in is out of date.

    Raises
    ------
    CaseError
        Nothing has been imported, or another process writes.
    SettingsError
        The stage is unknown.

    Examples
    --------
    >>> said = []
    >>> new = analyse(import_files(folder / "new", exports).case, until="cascades", progress=said.append)
    >>> said
    ['labels', 'parents', 'cascades']
    >>> table(new, "cascades").filter(tree="repost")["size"].to_list()
    [3, 3]
    """
    return run_study(case, thresholds, until or STAGES[-1], progress or (lambda _: None))


def verify(case: Case | str | Path) -> list[Check]:
    """Recompute every hash and every sum of a case or a package.

    A time stamp over a package is checked by `wakeline verify PACKAGE --roots PEM`, not here.

    Parameters
    ----------
    case
        A case, its folder, or the folder of a package (`wakeline package`).

    Returns
    -------
    list of Check
        `ok`, `code`, `params`, and `text(lang)`, which says in one line what was compared. It holds where
        all are ok.

    Raises
    ------
    CaseError
        There is no case in the folder.

    Examples
    --------
    >>> checks = verify(case)
    >>> all(check.ok for check in checks)
    True
    >>> [check.text() for check in checks if not check.ok]
    []
    """
    folder = case.folder if isinstance(case, Case) else Path(case)
    return verify_package(folder) if is_package(folder) else verify_case(opened(folder))


def write_report(
    case: Case,
    lang: str = "zh",
    *,
    date: datetime | None = None,
    purpose: str = "court",
    with_pdf: bool = True,
    may_replace: bool = False,
) -> list[Path]:
    """Write the report of an analysed case into CASE/report.

    Parameters
    ----------
    case
        A case analysed as far as the stage "scope".
    lang
        "zh", "en", or "zh+en" for files in both.
    date
        The date of the report, with a time zone. None: that of SOURCE_DATE_EPOCH, or none; the
        clock is never read.
    purpose
        "court", "police-assist", "injunction" or "public-interest": what is answered first.
    with_pdf
        Whether a PDF is written beside the HTML. It needs Chinese fonts; without them there is none.
    may_replace
        Whether files that stand there with other content are moved to report/old/ first.

    Returns
    -------
    list of Path
        The documents, findings.json, and the tables as CSV.

    Raises
    ------
    CaseError
        The case is not analysed, its folder cannot be written, or a file with other content stands there.
    SettingsError
        The language or the purpose is unknown, or the moment has no zone.

    Examples
    --------
    >>> [path.name for path in write_report(case, "en", with_pdf=False)][:2]
    ['report.en.html', 'annex.en.html']
    """
    _check_zone(date)
    return write_documents(case, lang, date, purpose, with_pdf, may_replace)


def _check_zone(moment: datetime | None) -> None:
    if moment is not None and moment.utcoffset() is None:
        raise SettingsError("moment_without_zone", found=moment)
