"""Toy factor: for people only."""

from analytics.law.factor import STATED, Factor, Measures, Observation, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Observation]:
    return [unmeasured("alleged.b5")]


FACTOR = Factor("A12-5", 2, observe, STATED)
