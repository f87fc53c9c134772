"""What the measures of scope read: the case's tables, once, and which subjects an act counts for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import polars as pl

from analytics.model.cascade_tables import SAME_LAYERS
from analytics.model.registry import load
from analytics.model.tables import SCOPE
from analytics.model.thresholds import DEFAULT, ScopeLimits
from analytics.store.case_toml import CaseToml

CASE = "case"
SPREADING = ("repost", "quote")


@dataclass(frozen=True)
class ScopeData:
    """acts: event_id, platform, kind, account_id, at (trusted moment), width_s, root_id, client, region,
    source_sha256, has_words (own words are there).

    subjects: root_id, subject_id: a root counts for itself, for the case, and for the family of its post if
        that holds two posts or more. about: event_id, target: acts aimed at a target of case.toml. numbers:
        (measure, number) of the rule set in force, as ("reposts", 500). families: the
    layers exact and near; layers: every layer. The others are tables of the case.
    """

    acts: pl.DataFrame
    subjects: pl.DataFrame
    counters: pl.DataFrame
    accounts: pl.DataFrame
    occurrences: pl.DataFrame
    sources: pl.DataFrame
    levels: pl.DataFrame
    cascades: pl.DataFrame
    families: pl.DataFrame
    layers: pl.DataFrame
    clusters: pl.DataFrame
    roles: pl.DataFrame
    about: pl.DataFrame
    labels: pl.DataFrame
    facts: CaseToml
    numbers: tuple[tuple[str, float], ...] = ()
    limits: ScopeLimits = DEFAULT.scope

    def reposts(self) -> pl.DataFrame:
        """Acts that pass a post on, with the root itself left out."""
        return self.acts.filter(
            pl.col("kind").is_in(SPREADING)
            & pl.col("root_id").is_not_null()
            & (pl.col("event_id") != pl.col("root_id"))
        )

    def alleged(self) -> list[str]:
        """Subjects of the information that case.toml states as alleged; none where it does not state it."""
        stated = [one.id for one in self.facts.alleged]
        return sorted(set(alleged_subjects(stated, self.families, self.subjects["subject_id"]).values()))

    def last_capture(self) -> datetime | None:
        """The newest moment at which a collector saw anything; null: no capture states its time."""
        found: datetime | None = self.occurrences["captured_at"].max()  # type: ignore[assignment]
        return found

    def by_subject(self, acts: pl.DataFrame) -> pl.DataFrame:
        """Acts with a root, once for each subject that it counts for."""
        return acts.join(self.subjects, on="root_id")


@dataclass(frozen=True)
class Measure:
    """find: (material) -> SCOPE rows, in any order. names: the measures it gives, keys of
    locale/scope.toml."""

    name: str
    names: tuple[str, ...]
    find: Callable[[ScopeData], pl.DataFrame]


@cache
def measures() -> dict[str, Measure]:
    """Every measure in the folder, by name."""
    return load("analytics.scope.measures", "MEASURE", Measure)


def subjects_of(acts: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    """The `subjects` of Material."""
    roots = acts.select("root_id").drop_nulls().unique()
    posts = acts.filter(pl.col("kind") == "post").select(root_id="event_id").unique()
    of_family = (
        families.select("family_id", root_id="event_id")
        .join(posts, on="root_id")
        .filter(pl.len().over("family_id") > 1)
    )
    return pl.concat(
        [
            roots.select("root_id", subject_id="root_id"),
            roots.select("root_id", subject_id=pl.lit(CASE)),
            of_family.select("root_id", subject_id="family_id"),
        ]
    )


def alleged_subjects(ids: Iterable[str], families: pl.DataFrame, scoped: Iterable[str]) -> dict[str, str]:
    """The subject of SCOPE that each stated id stands for: its family of the same information where SCOPE
    measures that family (so that the same information is counted once), else the id itself.

    families: FAMILIES (event_id, family_id, layer); only the layers that are the same information count.
    """
    wanted, known = list(ids), sorted(set(scoped))
    of_family = dict(
        families.filter(
            pl.col("layer").is_in(SAME_LAYERS)
            & pl.col("family_id").is_in(known)
            & pl.col("event_id").is_in(wanted)
        )
        .select("event_id", "family_id")
        .iter_rows()
    )
    return {one: of_family.get(one, one) for one in wanted}


def rows(frame: pl.DataFrame, measure: str, unit: str, note_code: str) -> pl.DataFrame:
    """`frame` (subject_id, lower, point, upper and more) as SCOPE rows of one measure; a note_code of its
    own is kept."""
    given = [] if "note_code" in frame.columns else [pl.lit(note_code).alias("note_code")]
    return SCOPE.fit(frame.with_columns(pl.lit(measure).alias("measure"), pl.lit(unit).alias("unit"), *given))


def unknown(measure: str, unit: str, note_code: str, subject_id: str = CASE) -> pl.DataFrame:
    """A measure that cannot be given, with the reason."""
    return rows(pl.DataFrame({"subject_id": [subject_id]}), measure, unit, note_code)


def by_class(frame: pl.DataFrame, measure: str, unit: str, note_code: str) -> pl.DataFrame:
    """Counts by class, and how many are of no known class as `<measure>_unknown`. frame: subject_id,
    class_value (null: unknown), n.

    lower: seen; upper: if all unknown ones belonged to it.
    """
    hidden = frame.filter(pl.col("class_value").is_null()).select("subject_id", hidden="n")
    known = frame.drop_nulls("class_value").join(hidden, on="subject_id", how="left")
    known = known.with_columns(lower="n", point="n", upper=pl.col("n") + pl.col("hidden").fill_null(0))
    open_ = hidden.with_columns(lower="hidden", point="hidden", upper="hidden")
    return pl.concat(
        [rows(known, measure, unit, note_code), rows(open_, f"{measure}_unknown", unit, "class_unknown")]
    )
