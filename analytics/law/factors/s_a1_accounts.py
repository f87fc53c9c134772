"""Distinct accounts that took part (法释〔2019〕15号 Article 3 (4): 2,000 user accounts reached, the
provider's offence). Participants are a lower bound of recipients; the number says nothing about any user."""

from analytics.law.factor import Factor, Found, Measures, Status, admits
from analytics.law.numbers import beside_provider_number
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """The sum over the case, beside the provider's number."""
    return beside_provider_number(measures, "accounts", provision, "accounts", "accounts")


FACTOR = Factor("S-A1", 67, observe, admits(Status.OBSERVED, Status.NOT_MEASURABLE), is_shown_bare=True)
