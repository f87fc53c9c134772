"""The data of the report: small tables, read once, so that every sentence is a pure function of them."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from analytics.alleged.collected import Recent, collected, recent
from analytics.alleged.information import alleged_subjects
from analytics.evidence.input_files import certificate_names
from analytics.evidence.row_numbers import RowNumbers
from analytics.law.comparison import Numbers, numbers_beside
from analytics.model.tables import ALLEGED_EVENTS
from analytics.model.thresholds import ListLimits, recorded
from analytics.model.thresholds import Value as Limited
from analytics.model.time import COARSE, is_contradicted, trusted_at
from analytics.report.alleged_data import Alleged, alleged_of
from analytics.report.coverage_data import Coverage, coverage_of
from analytics.report.figures.spread_tree import Tree
from analytics.report.group_data import Groups, groups_of
from analytics.report.listed_data import ListedAccount, listed_of
from analytics.report.marks import RECORD_ID
from analytics.report.names import NOBODY_NAMED, Names, names_of
from analytics.report.placeholders import Locale
from analytics.report.scope_data import Spread, spread_of
from analytics.report.story_data import StoryStep, stories_of
from analytics.report.timeline_data import Course, course_of
from analytics.report.tree_data import largest_tree
from analytics.store.case_folder import Case, sha256_of
from analytics.store.case_toml import CaseToml
from analytics.store.custody_log import DATA, entries
from analytics.store.report_pictures import Picture, pictures

TREES_SHOWN = ListLimits.trees_n  # Largest trees told one by one; all of them stand in tables/cascades.csv.
LISTED_MAX = ListLimits.listed_n  # Rows of a list inside the report; all of them stand in the tables.
# The rows of law in the public interest: accounts and items in sum, duties of providers, Article 16.
OF_PROVIDERS = "^(S-A|S-P|A6$|A8-5$|A16$)"
ACCOUNTED = ("records_n", "events_n", "duplicates_n", "rejected_n", "other_n")
_COLUMNS = (
    "event_id",
    "platform",
    "kind",
    "account_id",
    "at",
    "at_precision",
    "at_basis",
    "at_conflict",
    "at_from_id",
    "parent_basis",
    "parent_note",
    "root_id",
    "edited",
)


@dataclass(frozen=True)
class Subset:
    """Some events: how many, and their ids."""

    n: int
    event_ids: pl.Series


@dataclass(frozen=True)
class ReportData:
    """Everything that the sections read. Tables that the case does not have yet are empty.

    sources: SOURCES by name; certificates: CERTIFICATES.
    reasons: reason, n, ids, of REJECTED; rejects: its first rows by reason, with the row as a reader counts.
    kinds: platform, kind, n, event_ids; notes: parent_note, kind, n, event_ids.
    subsets: named sets of events; conflicts: EVENTS whose time contradicts their id.
    trees: the largest CASCADES of at least two events.
    scope: SCOPE of the case, of the roots in `trees` and of the alleged information; numbers: what law lays
        beside it; subject_of: the subject of SCOPE by id stated in `[[alleged]]`.
    groups: see Groups; names: see Names; alleged: see Alleged;
        author_names: who is printed by name where no candidate is;
        listed: see ListedAccount; course: see Course; spread: see Spread; coverage: see Coverage;
        tree: see `largest_tree`.
    refused: ids of all rejected records; certificate_files: names of certificates as `unpack` writes them.
    analysis_hash: SHA-256 of analysis.json, which stands at the foot of every page.
    custody: the entries of the chain of custody that numbers rest on.
    fonts: SHA-256 by file name; purpose: one of section.PURPOSES.
    printed: every word of the other parts in Chinese, for a part that explains words.
    """

    toml: CaseToml
    date: datetime | None
    manifest: dict[str, Any]
    settings: dict[str, Limited]
    sources: pl.DataFrame
    stored: dict[str, int]
    reasons: pl.DataFrame
    rejects: pl.DataFrame
    kinds: pl.DataFrame
    notes: pl.DataFrame
    subsets: dict[str, Subset]
    conflicts: pl.DataFrame
    span: tuple[datetime | None, datetime | None]
    trees: pl.DataFrame
    scope: pl.DataFrame
    numbers: Numbers
    subject_of: dict[str, str]
    groups: Groups
    names: Names
    author_names: Names
    alleged: Alleged
    course: Course
    listed: tuple[ListedAccount, ...]
    spread: Spread
    coverage: Coverage
    tree: tuple[int, Tree, tuple[str, ...]] | None
    findings: pl.DataFrame
    requests: pl.DataFrame
    recent: tuple[Recent, ...]
    certificates: pl.DataFrame
    refused: tuple[str, ...] = ()
    certificate_files: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    stories: tuple[StoryStep, ...] = ()
    custody: tuple[dict[str, Any], ...] = ()
    fonts: dict[str, str] = field(default_factory=dict)
    purpose: str = "court"
    analysis_hash: str = ""
    printed: str = ""

    @property
    def version(self) -> str:
        """The version that made the tables."""
        return str(self.manifest.get("versions", {}).get("wakeline", "?"))

    @property
    def custody_hash(self) -> str:
        """The hash of the last line of the chain of custody that numbers rest on; "" if there is none."""
        return str(self.custody[-1]["sha256"]) if self.custody else ""

    @property
    def moment(self) -> datetime:
        """What a file says of its making.

        It is the report's date, else the last moment of the data, never the clock.
        """
        return self.date or self.span[1] or datetime.fromtimestamp(0, UTC)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the case, in which moments are told."""
        return ZoneInfo(self.toml.case.timezone)

    @property
    def acts_n(self) -> int:
        """The number of events of the case."""
        return self.stored["events"]

    def voice(self, lang: str) -> Locale:
        """Give a language with the zone of the case, which names nobody in printed words who may not be."""
        return Locale(lang, self.zone, self.names.mask)

    def told_for(self, purpose: str) -> "ReportData":
        """Give what a report of some purpose may tell: in the public interest no candidate by name."""
        if purpose != NOBODY_NAMED:
            return replace(self, purpose=purpose)
        listed = (replace(one, is_named=self.author_names.may(one.account_id)) for one in self.listed)
        return replace(
            self,
            purpose=purpose,
            names=self.author_names,
            listed=tuple(listed),
            findings=self.findings.filter(pl.col("factor_id").str.contains(OF_PROVIDERS)),
            tree=None,  # The figure shows named accounts only.
        )

    def setting(self, name: str) -> float:
        """Give the threshold of this name that is one number, as the case recorded it."""
        value = self.settings[name]
        assert not isinstance(value, tuple)
        return value


def report_data(case: Case, date: datetime | None, fonts: dict[str, str]) -> ReportData:
    """Read what the report needs. date: of the report, None if it has none; fonts: SHA-256 by file name."""
    toml = case.toml()
    events = (
        case.placed_events()
        .select(*_COLUMNS, is_bare=pl.col("own_text").is_null(), order=pl.int_range(pl.len()))
        .collect()
    )
    cascades = case.read_or_empty("cascades")
    trees = _largest_trees(cascades)
    rejected = case.read_or_empty("rejected")
    subject_of = _subjects(case, toml)
    numbers = numbers_beside(toml, (one for one in subject_of.values() if one in _scoped(case)))
    subject_ids = ["case", *trees["root_id"].unique(maintain_order=True), *numbers.subjects]
    groups = groups_of(case)
    names, alleged = names_of(case), alleged_of(case, toml)
    stated = [one.id for one in toml.alleged]
    on_it = alleged.events if alleged.is_measured else ALLEGED_EVENTS.empty()
    spread = spread_of(case, on_it, stated, numbers)
    return ReportData(
        toml=toml,
        date=date,
        manifest=case.manifest,
        settings=recorded(case.manifest.get("settings", {})),
        sources=case.read("sources").sort("name", "sha256"),
        stored={"events": events.height, "rejected": rejected.height},
        reasons=rejected.group_by("reason")
        .agg(n=pl.len(), ids=RECORD_ID)
        .sort("n", "reason", descending=[True, False]),
        rejects=RowNumbers(case).added(_rejects(rejected)),
        kinds=_grouped(events, ["platform", "kind"]),
        notes=_grouped(events.filter(parent_basis="missing"), ["parent_note", "kind"]),
        subsets=_subsets(events),
        conflicts=_conflicts(case),
        span=_span(events),
        trees=trees,
        scope=case.read_or_empty("scope").filter(pl.col("subject_id").is_in(subject_ids)),
        numbers=numbers,
        subject_of=subject_of,
        groups=groups,
        names=names,
        author_names=names_of(case, only_authors=True),
        alleged=alleged,
        spread=spread,
        coverage=coverage_of(case, on_it if stated else events, spread),
        tree=largest_tree(case, spread, names),
        course=course_of(case, alleged, toml, case.read("sources")["captured_at"].drop_nulls().to_list()),
        listed=listed_of(case, groups.roles, alleged.events, names),
        analysis_hash=_hash_of(case),
        findings=case.read_or_empty("findings"),
        requests=case.read_or_empty("requests"),
        recent=_recent(case, alleged),
        certificates=case.read_or_empty("certificates"),
        refused=tuple(rejected.select(RECORD_ID).to_series()),
        certificate_files=tuple(certificate_names(case).values()),
        pictures=tuple(pictures(case.folder)),
        stories=stories_of(case),
        custody=tuple(e for e in entries(case.folder) if e.get("what") in DATA),
        fonts=fonts,
    )


def _recent(case: Case, alleged: Alleged) -> tuple[Recent, ...]:
    """What was new on each stated item before the last collection of what hangs below it, in their order."""
    if alleged.same.is_empty():
        return ()
    mine = pl.col("event_id").is_in(alleged.same["event_id"].implode())
    shown = case.scan("occurrences").filter(mine).collect()
    files = pl.col("source_sha256").is_in(shown["source_sha256"].unique().implode())
    every = case.scan("occurrences").filter(files).collect()
    events = (
        case.placed_events(pl.col("event_id").is_in(every["event_id"].unique().implode()))
        .select("event_id", "kind", "account_id", "root_id")
        .collect()
    )
    known = collected(alleged.same, events, every, case.read("sources"))
    return tuple(recent(alleged.same, known, one.id) for one in alleged.stated)


def _hash_of(case: Case) -> str:
    """SHA-256 of analysis.json; "" before anything was written."""
    file = case.folder / "analysis.json"
    return sha256_of(file) if file.exists() else ""


def _largest_trees(cascades: pl.DataFrame) -> pl.DataFrame:
    return (
        cascades.filter(pl.col("size") > 1)
        .sort("size", "root_id", "tree", descending=[True, False, True])
        .head(TREES_SHOWN)
    )


def _rejects(rejected: pl.DataFrame) -> pl.DataFrame:
    """The first three rejected records of each reason, LISTED_MAX in all."""
    return (
        rejected.group_by("reason", maintain_order=True)
        .head(3)
        .sort("reason", maintain_order=True)
        .head(LISTED_MAX)
    )


def _scoped(case: Case) -> set[str]:
    """The subjects that SCOPE measures."""
    return set(case.read_or_empty("scope")["subject_id"])


def _subjects(case: Case, toml: CaseToml) -> dict[str, str]:
    """The subject of SCOPE of each stated id."""
    stated = [one.id for one in toml.alleged]
    return alleged_subjects(stated, case.read_or_empty("families"), _scoped(case))


def _span(events: pl.DataFrame) -> tuple[datetime | None, datetime | None]:
    """First and last trusted moment of the events."""
    moments = events.select(trusted_at())["at"]
    first, last = moments.min(), moments.max()
    return (first if isinstance(first, datetime) else None), (last if isinstance(last, datetime) else None)


def _grouped(events: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    return (
        events.group_by(by)
        .agg(n=pl.len(), event_ids=pl.col("event_id").sort_by("order"))
        .sort("n", *by, descending=[True, *([False] * len(by))])
    )


def _subsets(events: pl.DataFrame) -> dict[str, Subset]:
    """The sets of events of which sentences speak, by name."""
    return {
        name: Subset(found.len(), found)
        for name, expr in CONDITIONS.items()
        for found in (events.filter(expr)["event_id"],)
    }


# The rows of each set, by name.
CONDITIONS: dict[str, pl.Expr] = {
    "no_account": pl.col("account_id").is_null(),
    "no_time": pl.col("at").is_null(),
    "no_root": pl.col("root_id").is_null(),
    "by_export": pl.col("at_basis") == "export",
    "by_id": pl.col("at_basis") == "id",
    "coarse": pl.col("at_precision").is_in(COARSE),
    "conflict": is_contradicted(),
    "uncompared": pl.col("at_conflict").is_null() & pl.col("at").is_not_null(),
    "stated": pl.col("parent_basis") == "stated",
    "chain": pl.col("parent_basis") == "chain",
    "assumed": pl.col("parent_basis") == "root",
    "missing": pl.col("parent_basis") == "missing",
    "circle": pl.col("parent_note") == "in_circle",
    "early": pl.col("parent_note") == "earlier_than_parent",
    "absent_parent": pl.col("parent_note") == "parent_not_in_export",
    "edited": pl.col("edited").fill_null(False),
    "bare": pl.col("is_bare") & (pl.col("kind") == "repost"),
    "reposts": pl.col("kind").is_in(["repost", "quote"]),
}


def _conflicts(case: Case) -> pl.DataFrame:
    return (
        case.scan("events")
        .filter(is_contradicted())
        .select("event_id", "at", "at_precision", "at_text", "at_from_id")
        .head(LISTED_MAX)
        .collect()
    )
