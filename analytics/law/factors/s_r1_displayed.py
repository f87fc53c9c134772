"""Reposts as the platform's counter displayed them (法释〔2013〕21号 Article 2 (1): 500, for defamation
only). A counter of a root may already hold the reposts of its reposts: counters of a root and of its
children are never added."""

from analytics.law.factor import Factor, Found, Measures, Status, admits
from analytics.law.numbers import beside_number
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """A row a family (or root), beside the number where the allegation has one."""
    return beside_number(measures, "S-R1", provision, "displayed", "reposts")


FACTOR = Factor(
    "S-R1",
    51,
    observe,
    admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE),
    is_shown_bare=True,
)
