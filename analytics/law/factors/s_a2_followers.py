"""Sum of followers of the accounts that took part (法释〔2019〕15号 Article 3 (5): 30,000, the provider's
offence). One person may
follow many: not people reached, not a bound on reach."""

from analytics.law.factor import Factor, Found, Measures, Status, admits
from analytics.law.numbers import beside_provider_number
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """The sum over the case, beside the provider's number."""
    return beside_provider_number(measures, "followers_sum", provision, "followers", "followers")


FACTOR = Factor("S-A2", 68, observe, admits(Status.OBSERVED, Status.NOT_MEASURABLE), is_shown_bare=True)
