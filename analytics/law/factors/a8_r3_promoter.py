"""Promoters (Article 8, lead sentence): accounts through which much of the spread ran. Malice and
knowledge of falsity are for people."""

from analytics.law.factor import Factor, Found, Measures, Status, admits
from analytics.law.roles_read import observe_role
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """ROLES of this role, an account a row."""
    return observe_role(measures, "promoter", provision)


FACTOR = Factor("A8-R3", 12, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
