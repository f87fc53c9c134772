"""Public-interest action (Article 16): wholly for the procuratorate; reach and provider counters stand under
their own factors."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """That platform data cannot show it."""
    del measures, provision
    return [unmeasured("public_interest")]


FACTOR = Factor("A16", 74, observe, admits(Status.NOT_MEASURABLE))
