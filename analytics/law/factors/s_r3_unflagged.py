"""Traced reposts as a range: all flagged ones out, none out. No law lists what is to be taken out, so
there is never one net figure."""

from analytics.law.factor import Factor, Found, Measures, Status, admits
from analytics.law.numbers import beside_number
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """A row a family (or root), beside the number where the allegation has one."""
    return beside_number(measures, "S-R3", provision, "unflagged", "reposts")


FACTOR = Factor(
    "S-R3",
    53,
    observe,
    admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE),
    is_shown_bare=True,
)
