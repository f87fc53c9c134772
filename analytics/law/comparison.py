"""The one comparison of a measured range with a number of law, and the subjects a number may stand beside.

The law page, the scope pages and the report hold no rule and no number of their own: the numbers are read
from the rule sets, and what is said of a range comes from `beside` and `compare`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from analytics.law.rule_set import RULES, Provision, RuleSet, provision_for, rule_set
from analytics.scope.bounds import CONTRADICTED
from analytics.store.case_toml import CaseToml

# Which measure of SCOPE each counter of law reads. One home: its factors and every picture read it here.
MEASURE_OF = {"S-V1": "views", "S-R1": "reposts_displayed", "S-R2": "reposts", "S-R3": "reposts_unflagged"}
FLOOR = "traced_counter_floor"  # SCOPE.note_code of a displayed counter of the form "1,000,000+".
PART = MEASURE_OF["S-R3"]  # A range over the traced reposts alone: all flagged ones out, none out.


class Position(StrEnum):
    """Where a range lies beside a number. Only ABOVE and BELOW decide; the others leave it open."""

    ABOVE = "above"  # the lower end is the number or more
    BELOW = "below"  # the upper end is less than the number
    ACROSS = "across"  # the number lies between the ends
    OPEN = "open"  # the lower end is less than the number and nothing bounds the range above
    UNKNOWN = "unknown"  # neither end is known


class Displayed(NamedTuple):
    """A displayed counter beside what was traced below the same post.

    high: None for a floor such as "1万+".
    bounds: whether it is exact and was captured at or after the last traced act; else it bounds nothing.
    """

    low: float
    high: float | None
    bounds: bool


class Bounds(NamedTuple):
    """A measured range in the unit of its number; None where an end is unknown.

    is_floor: the displayed counter says "at least", so `upper` is no upper end.
    is_contradiction: the displayed counter is less than what was traced event by event; `lower` is then the
        smaller of the two, `point` what was traced, and nothing bounds the range above.
    is_part: the range covers traced events alone. The export holds no more than that, the world may: `upper`
        bounds no total.
    """

    lower: float | None
    point: float | None
    upper: float | None
    is_floor: bool = False
    is_contradiction: bool = False
    is_part: bool = False


@dataclass(frozen=True)
class Comparison:
    """A range beside a number.

    upper: the end that was compared; None where nothing bounds the range above.
    traced: what was traced, where a displayed counter contradicts it; `lower` is then the counter.
    """

    position: Position
    number: float
    lower: float | None
    upper: float | None
    is_contradiction: bool
    traced: float | None = None

    @property
    def distance(self) -> float:
        """Measure how far the deciding end lies from the number; 0 where no end decides."""
        if self.position is Position.BELOW:
            return self.number - (self.upper or 0)
        if self.position in (Position.ABOVE, Position.OPEN):
            return abs((self.lower or 0) - self.number)
        return 0.0

    @property
    def sentences(self) -> tuple[tuple[str, dict[str, float]], ...]:
        """List what is said of it: keys of the catalogue with their values; a contradiction is said first."""
        distance = int(self.distance) if self.distance.is_integer() else self.distance
        holes = {"distance": distance} if self.position not in (Position.ACROSS, Position.UNKNOWN) else {}
        numbers = {"shown": self.lower, "traced": self.traced}
        has_both = self.lower is not None and self.traced is not None and self.lower < self.traced
        told = (
            ("law.lies_contradicted", {k: v for k, v in numbers.items() if v is not None})
            if has_both
            else ("law.lies_contradicted_counter", dict[str, float]())
        )
        return (*((told,) if self.is_contradiction else ()), (f"law.lies_{self.position}", holes))


def beside(traced: float, shown: Displayed | float | None, threshold: float) -> Comparison:
    """Lay what was traced, with the displayed counter of the same posts, beside a number of law.

    traced: acts seen one by one: the lower end.
    shown: the displayed counter; a bare number is exact and as new as the last traced act. One that does not
        bound counts as none. An exact one below what was traced contradicts it: the smaller of the two is
        compared and nothing bounds the range above.

    >>> [str(beside(*one, 500).position) for one in ((588, 650), (480, None), (480, 490), (480, 650))]
    ['above', 'open', 'below', 'across']
    >>> beside(717, 650, 500).lower, beside(717, 650, 500).upper, beside(717, 650, 500).is_contradiction
    (650, None, True)
    """
    counter = shown if isinstance(shown, Displayed) or shown is None else Displayed(shown, shown, True)
    if counter is None or not counter.bounds or counter.high is None:
        return compare(Bounds(traced, traced, None), threshold)
    if counter.high < traced:
        return compare(Bounds(counter.high, traced, None, is_contradiction=True), threshold)
    return compare(Bounds(traced, traced, counter.high), threshold)


def compare(bounds: Bounds, number: float) -> Comparison:
    """Lay a range beside a number of law: "500 times or more" is reached by exactly 500.

    An end that bounds nothing is left out before the comparison, so that a partial export never shows that a
    number was not passed. Such ends are a floor, a displayed counter below what was traced, the traced events
    alone, and a lower end above the upper one.

    >>> [str(compare(Bounds(n, n, n), 500).position) for n in (499, 500, 501)]
    ['below', 'above', 'above']
    >>> str(compare(Bounds(236, 236, 236, is_contradiction=True), 500).position)
    'open'
    """
    lower, upper = bounds.lower, bounds.upper
    is_crossed = lower is not None and upper is not None and upper < lower
    is_contradiction = bounds.is_contradiction or is_crossed
    if bounds.is_floor or bounds.is_part or is_contradiction:
        upper = None
    if lower is not None and lower >= number:
        position = Position.ABOVE
    elif lower is None and upper is None:
        position = Position.UNKNOWN
    elif upper is None:
        position = Position.OPEN
    else:
        position = Position.BELOW if upper < number else Position.ACROSS
    traced = bounds.point if is_contradiction else None
    return Comparison(position, float(number), lower, upper, is_contradiction, traced)


def bounds_of(row: Mapping[str, Any]) -> Bounds:
    """Read the range of a row of SCOPE (lower, point, upper, note_code).

    >>> bounds_of({"lower": 3, "point": 3, "upper": None, "note_code": "traced", "measure": "reposts"})
    Bounds(lower=3, point=3, upper=None, is_floor=False, is_contradiction=False, is_part=False)
    """
    code = row["note_code"]
    is_part = row.get("measure") == PART
    return Bounds(row["lower"], row["point"], row["upper"], code == FLOOR, code == CONTRADICTED, is_part)


@dataclass(frozen=True)
class Numbers:
    """The numbers that law names for the allegation of a case, and what they may be laid beside.

    provisions: measure of SCOPE -> (rule set, provision with its threshold); empty where law names none.
    subjects: ids of the alleged information as SCOPE names it, in the order of case.toml; empty where
        case.toml does not state it: then nothing is laid beside a number.
    """

    provisions: Mapping[str, tuple[RuleSet, Provision]]
    subjects: tuple[str, ...]

    def beside(self, subject_id: str, measure: str) -> float | None:
        """Look up the number for this measure of this subject; None where none is laid beside it."""
        if subject_id not in self.subjects or measure not in self.provisions:
            return None
        return self.provisions[measure][1].threshold

    def compared(self, row: Mapping[str, Any]) -> Comparison | None:
        """Compare a row of SCOPE with its number; None where none is laid beside it.

        A class is a part of its subject only: nothing is laid beside it.
        """
        number = self.beside(row["subject_id"], row["measure"]) if row.get("class_value") is None else None
        return None if number is None else compare(bounds_of(row), number)


def numbers_beside(toml: CaseToml, subjects: Iterable[str], folder: Path = RULES) -> Numbers:
    """Collect the numbers that the rule set of case.toml names for the allegation, beside the given subjects.

    subjects: ids of the alleged information, as `analytics.scope.tables_read` finds them.

    Raises SettingsError for an unknown rule set.
    """
    main = rule_set(toml.case.rule_set, folder)
    found = {
        measure: named
        for factor, measure in MEASURE_OF.items()
        if (named := provision_for(factor, main, toml.case.allegation, folder))
        and named[1].threshold is not None
    }
    return Numbers(found, tuple(dict.fromkeys(subjects)))
