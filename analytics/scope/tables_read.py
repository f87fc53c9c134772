"""What the measures of scope read: the tables of the case, loaded once, and the subjects of each event."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import polars as pl

from analytics.alleged.information import alleged_subjects
from analytics.model.registry import load
from analytics.model.tables import SCOPE
from analytics.model.thresholds import DEFAULT, ScopeLimits
from analytics.store.case_toml import CaseToml

CASE = "case"
SPREADING = ("repost", "quote")


@dataclass(frozen=True)
class ScopeData:
    """What the measures of scope read.

    acts: an event a row: event_id, platform, kind, account_id, at (trusted moment), width_s, root_id, client,
        region, source_sha256, has_words (whether it has own words).
    subjects: root_id, subject_id. A root counts for itself, for the case, and for the family of its post if
        that holds two posts or more.
    about: event_id, target: the events aimed at a target of case.toml.
    numbers: (measure, number) of the rule set in force, as ("reposts", 500).
    families: the layers exact and near; layers: every layer.

    All other fields are tables of the case.
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
        """Select the reposts and quotes, without any root."""
        return self.acts.filter(
            pl.col("kind").is_in(SPREADING)
            & pl.col("root_id").is_not_null()
            & (pl.col("event_id") != pl.col("root_id"))
        )

    def alleged(self) -> list[str]:
        """List the subjects of the information that case.toml states as alleged."""
        stated = [one.id for one in self.facts.alleged]
        return sorted(set(alleged_subjects(stated, self.families, self.subjects["subject_id"]).values()))

    def last_capture(self) -> datetime | None:
        """Find the newest moment at which a collector saw anything; None if no capture states its time."""
        found: datetime | None = self.occurrences["captured_at"].max()  # type: ignore[assignment]
        return found

    def by_subject(self, acts: pl.DataFrame) -> pl.DataFrame:
        """Repeat each event with a root for each subject that it counts for."""
        return acts.join(self.subjects, on="root_id")


@dataclass(frozen=True)
class Measure:
    """A measure of scope, or several of one idea.

    names: the measures it gives, keys of locale/scope.toml.
    find: (material) -> rows of SCOPE, in any order.
    """

    name: str
    names: tuple[str, ...]
    find: Callable[[ScopeData], pl.DataFrame]


@cache
def measures() -> dict[str, Measure]:
    """Load every measure of the folder, by name."""
    return load("analytics.scope.measures", "MEASURE", Measure)


def subjects_of(acts: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    """Find the subjects of each root: itself, the case, and the family of its post if it holds several.

    >>> events = pl.DataFrame(
    ...     {"event_id": ["p", "q", "r"], "kind": ["post", "post", "repost"], "root_id": ["p", "q", "p"]}
    ... )
    >>> families = pl.DataFrame({"event_id": ["p", "q"], "family_id": ["text:1", "text:1"]})
    >>> subjects_of(events, families).filter(root_id="p")["subject_id"].to_list()
    ['p', 'case', 'text:1']
    """
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


def rows(frame: pl.DataFrame, measure: str, unit: str, note_code: str) -> pl.DataFrame:
    """Complete a frame to rows of SCOPE of one measure; its own note_code is kept.

    frame: subject_id, lower, point, upper, and other columns of SCOPE.
    """
    given = [] if "note_code" in frame.columns else [pl.lit(note_code).alias("note_code")]
    return SCOPE.fit(frame.with_columns(pl.lit(measure).alias("measure"), pl.lit(unit).alias("unit"), *given))


def unknown(measure: str, unit: str, note_code: str, subject_id: str = CASE) -> pl.DataFrame:
    """Make the row of a measure that cannot be given, with the reason.

    >>> unknown("views", "views", "not_exported").select("subject_id", "lower", "upper", "note_code").row(0)
    ('case', None, None, 'not_exported')
    """
    return rows(pl.DataFrame({"subject_id": [subject_id]}), measure, unit, note_code)


def by_class(frame: pl.DataFrame, measure: str, unit: str, note_code: str) -> pl.DataFrame:
    """Turn counts by class into rows of SCOPE, with those of no known class as `<measure>_unknown`.

    frame: subject_id, class_value (null: unknown), n.

    The lower end is what was seen; the upper end holds if all unknown ones belonged to the class.

    >>> frame = pl.DataFrame({"subject_id": ["p"] * 2, "class_value": ["iPhone", None], "n": [3, 2]})
    >>> found = by_class(frame, "accounts_by_client", "accounts", "client_shown")
    >>> found.filter(measure="accounts_by_client").select("class_value", "lower", "upper").row(0)
    ('iPhone', 3.0, 5.0)
    """
    hidden = frame.filter(pl.col("class_value").is_null()).select("subject_id", hidden="n")
    known = frame.drop_nulls("class_value").join(hidden, on="subject_id", how="left")
    known = known.with_columns(lower="n", point="n", upper=pl.col("n") + pl.col("hidden").fill_null(0))
    open_ = hidden.with_columns(lower="hidden", point="hidden", upper="hidden")
    return pl.concat(
        [rows(known, measure, unit, note_code), rows(open_, f"{measure}_unknown", unit, "class_unknown")]
    )
