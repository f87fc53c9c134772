"""Displayed views of the whole case beside the clicks of 法释〔2019〕15号 Article 3 (6) (50,000, the
provider's offence)."""

from analytics.law.factor import Factor, Found, Measures, Status, admits
from analytics.law.numbers import beside_provider_number
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """The sum over the case, beside the provider's number."""
    return beside_provider_number(measures, "views", provision, "clicks", "views")


FACTOR = Factor("S-A3", 69, observe, admits(Status.OBSERVED, Status.NOT_MEASURABLE), is_shown_bare=True)
