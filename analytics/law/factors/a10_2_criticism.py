"""Comment and criticism (Article 10): markers on accounts and labels on acts. The line between criticism and
wanton abuse is for people."""

from analytics.law.factor import Factor, Found, Measures, Status, admits
from analytics.law.marked import marked
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Accounts marked as criticising, and acts labelled so."""
    del provision
    return [marked(measures, ("criticism",), "criticism")]


FACTOR = Factor("A10-2", 2, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
