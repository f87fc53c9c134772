"""The public Python interface: a study from exports to a report, in functions that a notebook calls.

`analytics/__init__.py` names what is public and says how it goes together. Nothing here computes: each
function opens the door to the one place that does. All faults a user can mend are `WakelineError`, one line
with the remedy. Texts and names of accounts are as exported: treat them as hostile, never as markup.

In the examples `exports` is a folder with one invented export of seven acts: p1 and p2 are posts of u1, u2
and u3 repost both, u4 comments on p1. `folder` is a folder of its own, `case` that export, analysed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, overload

import networkx as nx
import polars as pl

from analytics.evidence.package_check import is_package, verify_package
from analytics.evidence.trace import SHOWN_MAX, Traced, trace, with_exported_lines
from analytics.evidence.verification import Check
from analytics.evidence.verification import verify as verify_case
from analytics.graph.export import account_tables, act_tables, digraph
from analytics.ingest.stated import bare_id, zone_named
from analytics.ingest.take_in import Options, Taken, take_in
from analytics.model.errors import SettingsError, WakelineError
from analytics.model.tables import PLACED_EVENTS, TABLES
from analytics.model.thresholds import DEFAULT, Thresholds
from analytics.pipeline import STAGES
from analytics.pipeline import analyse as run_study
from analytics.report.write import write_report as write_documents
from analytics.store.case_folder import Case
from analytics.store.case_folder import open_case as opened

__all__ = [
    "ImportOptions",
    "Thresholds",
    "WakelineError",
    "account_network",
    "analyse",
    "event_tree",
    "explain",
    "import_files",
    "open_case",
    "table",
    "verify",
    "write_report",
]
LIBRARIES = ("polars", "pandas")


@dataclass(frozen=True)
class ImportOptions(Options):
    """What you state about the files of one import, where they do not say it themselves.

    Parameters
    ----------
    format
        Name of a layout (`wakeline formats`), or the path of a column map. None: it is recognised.
    timezone
        Zone of times that bear none, such as "Asia/Shanghai". None: that of the layout, or of case.toml.
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
        object.__setattr__(self, "timezone", zone_named(self.timezone))
        object.__setattr__(self, "about", bare_id(self.about))
        object.__setattr__(self, "author", bare_id(self.author))
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
) -> Taken:
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
    Taken
        `case` (as it now stands), `new` (SOURCES: a row a new file, with records_n = events_n + duplicates_n
        + rejected_n + other_n), `known` (files that the case held already), `unread` (files inside a folder
        or archive that could not be read, with the fault) and `unhinted` (files that need `about` or
        `author`). Look at the last two before you trust a count.

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
) -> list[Path]:
    """Write the report of an analysed case into CASE/report.

    Parameters
    ----------
    case
        A case analysed as far as the stage "scope".
    lang
        "zh", "en", or "zh+en" for both in one document.
    date
        The moment that the report bears, with a time zone. None: that of SOURCE_DATE_EPOCH, or none; the
        clock is never read.
    purpose
        "court", "police-assist", "injunction" or "public-interest": what is answered first.
    with_pdf
        Whether a PDF is written beside the HTML. It needs Chinese fonts; without them there is none.

    Returns
    -------
    list of Path
        The documents, findings.json, and the tables as CSV.

    Raises
    ------
    CaseError
        The case is not analysed, or its folder cannot be written.
    SettingsError
        The language or the purpose is unknown, or the moment has no zone.

    Examples
    --------
    >>> [path.name for path in write_report(case, "en", with_pdf=False)][:2]
    ['report.html', 'findings.json']
    """
    _check_zone(date)
    return write_documents(case, lang, date, purpose, with_pdf)


def account_network(
    case: Case, trees: str | Sequence[str] = "repost", *, with_assumed: bool = True
) -> nx.DiGraph:
    """The network of accounts: who passed on or answered whom, and how often.

    An edge runs from the account passed on to the account that did so. The ties are those of the report, the
    page and `wakeline export --level account`. An act on the account's own act is no tie. An account is not
    a person.

    Parameters
    ----------
    case
        A case analysed as far as the stage "cascades".
    trees
        "repost", "comment", or both, whose acts are then added up.
    with_assumed
        Whether acts tie their account to that of the root where no export states their parent.

    Returns
    -------
    networkx.DiGraph
        Nodes are account ids, with acts_n, name, followers_n and region; edges have acts_n, assumed_n (acts
        of acts_n with an assumed parent), first_at and last_at (ISO 8601, UTC). What is unknown is absent.

    Raises
    ------
    CaseError
        The case is not analysed.
    SettingsError
        A tree is neither "repost" nor "comment".

    Examples
    --------
    >>> network = account_network(case)
    >>> network.edges["generic:u1", "generic:u2"]["acts_n"]
    2
    >>> network.edges["generic:u1", "generic:u2"]["first_at"]
    '2025-03-01T00:00:10Z'
    >>> sorted(account_network(case, ["repost", "comment"]).successors("generic:u1"))
    ['generic:u2', 'generic:u3', 'generic:u4']
    """
    asked = (trees,) if isinstance(trees, str) else tuple(trees)
    return digraph(*account_tables(case, asked, with_assumed=with_assumed))


def event_tree(case: Case, root_id: str, tree: str = "repost") -> nx.DiGraph:
    """One cascade: the acts below a root, each below the act that it passed on or answered.

    Parameters
    ----------
    case
        A case analysed as far as the stage "cascades".
    root_id
        Id of the root: the column root_id of the table cascades.
    tree
        "repost" or "comment".

    Returns
    -------
    networkx.DiGraph
        Nodes are event ids, with kind, account_id, name, at (ISO 8601, UTC; the trusted moment), depth (hops
        from the root), children_n, subtree_n and text (the account's own words, as exported). Edges run from
        parent to child and have basis: "stated", "chain", "root" or "missing" (the last two are assumed, so
        that depth is a lower bound). A root that no export holds has the kind "post_not_in_export".

    Raises
    ------
    CaseError
        The case is not analysed, or no such tree grows from that root.
    SettingsError
        The tree is neither "repost" nor "comment".

    Examples
    --------
    >>> tree = event_tree(case, "generic:p1")
    >>> sorted(tree.successors("generic:p1"))
    ['generic:m1', 'generic:m2']
    >>> tree.nodes["generic:m1"]["text"], tree.edges["generic:p1", "generic:m1"]["basis"]
    ('Look at this', 'root')
    """
    return digraph(*act_tables(case, tree, root_id))


@overload
def table(case: Case, name: str, library: Literal["polars"] = "polars") -> pl.DataFrame: ...


@overload
def table(case: Case, name: str, library: Literal["pandas"]) -> Any: ...


def table(case: Case, name: str, library: str = "polars") -> Any:
    """A table of a case, whole, in its stored order.

    The columns, their units and meanings stand in `analytics.model.tables.TABLES[name]`.

    Parameters
    ----------
    case
        A case.
    name
        Such as "events", "accounts", "cascades", "coaction_pairs", "clusters", "roles", "scope", "findings";
        "placed_events" are the events with parent_id, parent_basis and root_id beside them.
    library
        "polars" or "pandas".

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        Moments are UTC with microseconds. What is unknown is null (pandas: NA or NaT), never "" or 0; whole
        numbers stay whole in pandas (Int64).

    Raises
    ------
    CaseError
        The case does not have the table yet, or another hand changed its file.
    SettingsError
        There is no table of that name, the library is neither of the two, or pandas is not installed.

    Examples
    --------
    >>> table(case, "cascades").select("root_id", "tree", "size", "depth").row(0)
    ('generic:p1', 'comment', 2, 1)
    >>> table(case, "events", library="pandas").groupby("account_id").size().to_dict()
    {'generic:u1': 2, 'generic:u2': 2, 'generic:u3': 2, 'generic:u4': 1}
    """
    if library not in LIBRARIES:
        raise SettingsError("library_unknown", found=library, known=", ".join(LIBRARIES))
    known = (*TABLES, PLACED_EVENTS.name)
    if name not in known:
        nearest = (get_close_matches(name, known, 1) or ["events"])[0]
        raise SettingsError("table_unknown", found=name, nearest=nearest, known=", ".join(known))
    frame = case.placed_events().collect() if name == PLACED_EVENTS.name else case.read(name)
    return frame if library == "polars" else _in_pandas(frame)


def explain(case: Case, subject: str, lines_n: int = SHOWN_MAX) -> Traced:
    r"""The exported lines behind anything that the study says.

    Parameters
    ----------
    case
        A case.
    subject
        An event ("weibo:5140575367893593"), an account, a group ("g1"), a number ("reposts@case",
        "views@weibo:5140575367893593"), a role ("organizer@weibo:9101377206"), a pair ("co_repost@A+B"), a
        factor of law ("S-R2"), the start of a source's hash, "rejected", or rows of a table ("roles: grade =
        A").
    lines_n
        How many rows and exported lines are given at most.

    Returns
    -------
    Traced
        `kind` of the subject; `about`: what the study says of it; `rows`: the acts behind it; `total`: how
        many there are, given or not; `lines`: pairs of a place (event_id, source_sha256, source_row counted
        from 0, source_path) and the record there as it was exported.

    Raises
    ------
    CaseError
        The case holds nothing of that name, or the source is gone from evidence/.

    Examples
    --------
    >>> number = explain(case, "reposts@case")
    >>> number.about[0]["lower"], number.total
    (4.0, 4)
    >>> place, line = number.lines[0]
    >>> place["event_id"], place["source_row"]
    ('generic:m1', 2)
    >>> line.split("\n")[:4]
    ['message_id: m1', 'user_id: u2', 'username: Crumb', 'repost_id: p1']
    >>> pair = explain(case, "co_repost@generic:u2+generic:u3")
    >>> [row["gap_s"] for row in pair.rows]
    [20.0, 30.0]
    """
    return with_exported_lines(case, trace(case, subject, lines_n), lines_n)


def _check_zone(moment: datetime | None) -> None:
    if moment is not None and moment.utcoffset() is None:
        raise SettingsError("moment_without_zone", found=moment)


def _in_pandas(frame: pl.DataFrame) -> Any:
    """`frame` as pandas: Int64, Float64, boolean, string, datetime64[us, UTC]; lists as objects."""
    try:
        import pandas as pd  # noqa: PLC0415 - half a second that only a pandas table pays
    except ImportError:
        raise SettingsError("pandas_absent") from None

    def column(values: pl.Series) -> Any:
        if values.dtype.is_temporal():
            return pd.Series(pd.to_datetime(values.dt.replace_time_zone(None).to_numpy(), utc=True))
        kinds = {pl.Boolean: "boolean", pl.String: "string"}
        whole = "Int64" if values.dtype.is_integer() else "Float64" if values.dtype.is_float() else "object"
        return pd.Series(values.to_list(), dtype=kinds.get(values.dtype.base_type(), whole))

    return pd.DataFrame({name: column(frame[name]) for name in frame.columns})
