"""Those who do not desist (Article 8, lead sentence): acts after a dated warning, takedown, notice or
penalty of case.toml. That it was served, and that the later act was unlawful, is for people."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, unmeasured
from analytics.law.roles_read import observe_role
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """ROLES of this role. Without a dated record in case.toml there is nothing an act could come after."""
    facts = measures.toml
    if not (facts.warnings or facts.takedowns or facts.notices or facts.penalties):
        return [unmeasured("repeat_no_record")]
    return observe_role(measures, "repeater", provision)


FACTOR = Factor("A8-R4", 13, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
