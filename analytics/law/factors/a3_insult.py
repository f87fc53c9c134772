"""Insult (Article 3): acts that people coded as abuse, of the acts they coded. A machine's guess is never
read here; wanton abuse and seriousness are for people."""

from analytics.law.coded import abuse_share
from analytics.law.factor import Factor, Found, Measures, Status, admits
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """The coded share, with its interval."""
    del provision
    return [abuse_share(measures, "insult")]


FACTOR = Factor("A3", 61, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
