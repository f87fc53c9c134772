"""Reporting or exposing wrongdoing (Article 10): markers on accounts and labels on acts. They are marked in
every ranking and taken out of none. Whether something is a report, and whether it was made up, is for
people."""

from analytics.law.factor import Factor, Found, Measures, Status, admits
from analytics.law.marked import marked
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Accounts marked as addressing an authority or a medium, and acts labelled so."""
    del provision
    return [marked(measures, ("report_authority", "report_medium"), "reporting")]


FACTOR = Factor("A10-1", 1, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
