"""What a factor is: it reads measured tables, states an observation, and says what only people can find."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any

import polars as pl

from analytics.law.information import Information
from analytics.law.rule_set import Provision
from analytics.model.registry import load
from analytics.model.tables import TABLES
from analytics.model.thresholds import ListLimits
from analytics.store.case_toml import CaseToml

CASE = "case"
IDS_MAX = ListLimits.finding_ids_n  # Acts kept with a finding that is counted from ALLEGED_EVENTS.
SUBJECTS = ListLimits.subjects_n  # Subjects (families, roots, accounts) told one by one; the largest first.
FACTORS = "analytics.law.factors"
Param = str | int | float | None


class Status(StrEnum):
    """All that a finding can be. None of them is a finding of law."""

    MEASURED = "measured"
    NONE_IN_DATA = "none_in_data"
    NOT_MEASURABLE = "not_measurable"  # from this data
    HUMAN = "human_finding"  # by whom, when


# The statuses that the rows of a factor can have; a finding of people is always among them.
STATED = frozenset({Status.NOT_MEASURABLE, Status.HUMAN})
MEASURED = STATED | {Status.MEASURED}
ANY = MEASURED | {Status.NONE_IN_DATA}


@dataclass(frozen=True)
class Observation:
    """One observation of a factor: a sentence of the catalogue, its values, and what it rests on.

    note: key of the sentence ("law.<note>", or a whole key "roles.<...>"), filled from params.
    subject_id: what it is about: the case, a root, a family, an account or a target.
    value, lower, upper, unit: the number and its range; None where there is none.
    source: the table and measure it was read from.
    event_ids: events behind it: exactly those that its number counts where it is counted from ALLEGED_EVENTS.
    inculpatory, exculpatory, overturn: keys of sentences: what the side that alleges would say, what the
        other would say, and what would overturn it.
    is_counted: whether the number of the provision applies to this value.
    by, at: author and moment of a human finding.
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
    inculpatory: tuple[str, ...] = ()
    exculpatory: tuple[str, ...] = ()
    overturn: tuple[str, ...] = ()
    is_counted: bool = False
    by: str | None = None
    at: Any = None


@dataclass(frozen=True)
class Measures:
    """What a factor reads: the tables that the case has, and what case.toml states.

    tables: by name. A table that the case lacks has no rows (`table`), and `has` says that it is lacking.
    authors: account_id by event_id of the events that case.toml or a record names.
    information: what is read of the alleged information; None where case.toml states none.
    """

    toml: CaseToml
    tables: dict[str, pl.DataFrame]
    authors: dict[str, str | None] = field(default_factory=dict)
    information: Information | None = None

    def has(self, name: str) -> bool:
        """Tell whether the case has the table.

        A missing table means that nothing was measured, not that nothing is there.
        """
        return name in self.tables

    def table(self, name: str) -> pl.DataFrame:
        """Get a table, or an empty one of the same columns."""
        return self.tables.get(name, TABLES[name].empty())

    @property
    def alleged_events(self) -> pl.DataFrame:
        """Get ALLEGED_EVENTS: what states the alleged information, every layer, and what hangs below.

        `analytics.law.alleged` has the filters that factors share (layers, sides, who stands apart).
        """
        return self.table("alleged_events")


Observe = Callable[[Measures, Provision | None], list[Observation]]


@dataclass(frozen=True)
class Factor:
    """What a provision asks to be looked at.

    name: its id in rule sets and findings, as "A12-3" or "S-R2".
    order: where it stands among the factors.
    observe: (measures, provision) -> observations; the provision is None if no rule set in force names one.
    admits: the statuses that its rows can have: STATED, MEASURED or ANY.
    is_shown_bare: whether it is shown where no rule set in force has a provision for it (a counter of scope
        under insult, say).
    """

    name: str
    order: int
    observe: Observe
    admits: frozenset[Status]
    is_shown_bare: bool = False


@cache
def factors(package: str = FACTORS) -> dict[str, Factor]:
    """Load every factor of the folder, in their order.

    >>> next(iter(factors()))
    'A10-1'
    """
    found = load(package, "FACTOR", Factor)
    return {f.name: f for f in sorted(found.values(), key=lambda f: (f.order, f.name))}


def unmeasured(note: str, *, subject_id: str = CASE, **params: Param) -> Observation:
    """Make the observation that nothing can be measured, and say why.

    note: key of the sentence; params fill it.

    >>> unmeasured("other").status, unmeasured("other").note
    (<Status.NOT_MEASURABLE: 'not_measurable'>, 'other')
    """
    return Observation(Status.NOT_MEASURABLE, note, params, subject_id)


def stated_by(measures: Measures, found: Observation, at: Any = None) -> Observation:
    """Mark a finding as resting on what people state in case.toml: its author is the operator named there."""
    return replace(found, status=Status.HUMAN, by=measures.toml.case.operator or "case.toml", at=at)
