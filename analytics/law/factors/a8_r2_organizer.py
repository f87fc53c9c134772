"""Organizers (Article 8, lead sentence): accounts whose acts others follow as tasks. Direction and payment
are for people, and lie outside any export."""

from analytics.law.factor import Factor, Found, Measures, Status, admits
from analytics.law.roles_read import observe_role
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """ROLES of this role, an account a row."""
    return observe_role(measures, "organizer", provision)


FACTOR = Factor("A8-R2", 11, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
