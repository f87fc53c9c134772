"""Reposts traced record by record (法释〔2013〕21号 Article 2 (1): 500, for defamation only)."""

from analytics.law.factor import Factor, Found, Measures, Status, admits
from analytics.law.numbers import beside_number
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """A row a family (or root), beside the number where the allegation has one."""
    return beside_number(measures, "S-R2", provision, "traced", "reposts")


FACTOR = Factor(
    "S-R2",
    52,
    observe,
    admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE),
    is_shown_bare=True,
)
