"""Toy factor: for people only."""

from analytics.law.factor import Factor, Measures, Observation, Status, admits, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Observation]:
    return [unmeasured("alleged.b5")]


FACTOR = Factor("A12-5", 2, observe, admits(Status.NOT_MEASURABLE))
