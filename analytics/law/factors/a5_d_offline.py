"""Offline harassment (draft Article 5): nothing of it is in platform data."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """That platform data cannot show it."""
    del measures, provision
    return [unmeasured("offline")]


FACTOR = Factor("A5-D", 62, observe, admits(Status.NOT_MEASURABLE))
