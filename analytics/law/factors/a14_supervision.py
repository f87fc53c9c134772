"""Supervision of case filing (Article 14): wholly for the procuratorate."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """That platform data cannot show it."""
    del measures, provision
    return [unmeasured("supervision")]


FACTOR = Factor("A14", 72, observe, admits(Status.NOT_MEASURABLE))
