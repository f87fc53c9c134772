"""Views and clicks as the platform displayed them (法释〔2013〕21号 Article 2 (1): 5,000, for defamation
only). Views are never added to reposts; how far the platform removed doubles is unknown."""

from analytics.law.factor import Factor, Found, Measures, Status, admits
from analytics.law.numbers import beside_number
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """A row a family (or root), beside the number where the allegation has one."""
    return beside_number(measures, "S-V1", provision, "views", "views")


FACTOR = Factor(
    "S-V1",
    50,
    observe,
    admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE),
    is_shown_bare=True,
)
