"""Initiators (Article 8, lead sentence): the earliest act of each piece of information in this data.
Whether it is the true first source, and whether there was malice, is for people."""

from analytics.law.factor import Factor, Found, Measures, Status, admits
from analytics.law.roles_read import observe_role
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """ROLES of this role, an account a row."""
    return observe_role(measures, "initiator", provision)


FACTOR = Factor("A8-R1", 10, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
