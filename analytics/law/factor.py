"""What a factor is: it reads measured tables, states an observation, and says what only people can find."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any

import polars as pl

from analytics.law.rule_set import Provision
from analytics.model.registry import load
from analytics.model.tables import TABLES
from analytics.model.thresholds import ListLimits
from analytics.store.case_toml import CaseToml

CASE = "case"
SHOWN = ListLimits.shown_n  # Acts kept with a finding.
SUBJECTS = ListLimits.subjects_n  # Subjects (families, roots, accounts) told one by one; the largest first.
FACTORS = "analytics.law.factors"
Param = str | int | float | None


class Status(StrEnum):
    """All that a finding can be. None of them is a finding of law."""

    OBSERVED = "observed"
    NOT_OBSERVED = "not_observed"  # in this data
    NOT_MEASURABLE = "not_measurable"  # from this data
    HUMAN = "human_finding"  # by whom, when


@dataclass(frozen=True)
class Observation:
    """One observation. note: key of the sentence ("law.<note>", or a whole key "roles.<...>"), filled from
    params.

    value, lower, upper, unit: the number; null: none. source: table and measure it was read from. is_counted:
        false if the number of the provision does not apply to this value. by, at: of a human finding.
    """

    status: Status
    note: str
    params: Mapping[str, Param] = field(default_factory=dict)
    subject_id: str = CASE
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    unit: str | None = None
    source: str | None = None
    event_ids: tuple[str, ...] = ()
    exculpatory: tuple[str, ...] = ()
    overturn: tuple[str, ...] = ()
    is_counted: bool = False
    by: str | None = None
    at: Any = None


@dataclass(frozen=True)
class Measures:
    """What a factor reads. tables: those the case has; of one it lacks, `table` gives no rows and `has` says
    so.

    alleged: ids (roots, families) of the information that case.toml says the case is about; empty: it does
        not say.
    about: ids of the posts and families that speak of a target of case.toml: what is listed where nothing is
        stated as alleged.
    authors: who wrote the acts that case.toml or a record names: event_id -> account_id.
    """

    toml: CaseToml
    tables: dict[str, pl.DataFrame]
    alleged: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    authors: dict[str, str | None] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the case has the table: a missing one means that nothing was measured, not that nothing is
        there."""
        return name in self.tables

    def table(self, name: str) -> pl.DataFrame:
        """A table, or none of its rows."""
        return self.tables.get(name, TABLES[name].empty())

    def tally(self, measure: str, subject_id: str | None = CASE) -> dict[str, Any] | None:
        """A row of TALLIES; None if it was not counted."""
        rows = (
            self.tallies(measure)
            if subject_id is None
            else self.tallies(measure).filter(subject_id=subject_id)
        )
        return rows.row(0, named=True) if rows.height else None

    def tallies(self, measure: str) -> pl.DataFrame:
        """All rows of a measure of TALLIES."""
        return self.table("tallies").filter(measure=measure)

    def scope(self, measure: str, subject_id: str = CASE) -> dict[str, Any] | None:
        """A row of SCOPE; None if it was not measured."""
        rows = self.table("scope").filter(measure=measure, subject_id=subject_id)
        return rows.row(0, named=True) if rows.height else None

    def is_aimed_at(self, subject_id: str) -> bool:
        """Whether case.toml states the subject as one of the case's targets."""
        return any(subject_id == target.name for target in self.toml.targets)


Observe = Callable[[Measures, Provision | None], list[Observation]]


@dataclass(frozen=True)
class Factor:
    """name: its id in rule sets and findings. order: where it stands. observe: (measures, provision) ->
    observations; the provision is None if the rule sets in force name none. admits: the statuses the row can
    have; human_finding always.
    is_shown_bare: whether it is shown where no rule set in force has a provision for it (a scope counter
        under insult, say).
    """

    name: str
    order: int
    observe: Observe
    admits: frozenset[Status]
    is_shown_bare: bool = False


@cache
def factors(package: str = FACTORS) -> dict[str, Factor]:
    """Every factor in the folder, in their order.

    >>> next(iter(factors()))
    'A10-1'
    """
    found = load(package, "FACTOR", Factor)
    return {f.name: f for f in sorted(found.values(), key=lambda f: (f.order, f.name))}


def admits(*statuses: Status) -> frozenset[Status]:
    """The statuses of a row; a human finding is always among them."""
    return frozenset({*statuses, Status.HUMAN})


def unmeasured(
    note: str, *, subject_id: str = CASE, exculpatory: tuple[str, ...] = (), **params: Param
) -> Observation:
    """The observation that nothing can be observed, and why."""
    return Observation(Status.NOT_MEASURABLE, note, params, subject_id, exculpatory=exculpatory)


def stated_by(measures: Measures, found: Observation, at: Any = None) -> Observation:
    """A finding that rests on what people state in case.toml: its author is the operator named there."""
    return replace(found, status=Status.HUMAN, by=measures.toml.case.operator or "case.toml", at=at)


def ids(row: dict[str, Any] | None) -> tuple[str, ...]:
    """The acts behind a row of SCOPE or TALLIES."""
    return tuple((row or {}).get("event_ids") or ())[:SHOWN]
