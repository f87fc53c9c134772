"""Other circumstances (Article 12 (5)): wholly for people."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """That platform data cannot show it."""
    del measures, provision
    return [unmeasured("other")]


FACTOR = Factor("A12-5", 44, observe, admits(Status.NOT_MEASURABLE))
