"""Grave consequences (Article 12 (1)): never measurable from platform data; what case.toml states is shown,
with who was harmed.

The final text counts near relatives, the draft of 2023-06-09 the victim only (`needs.near_relatives`)."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, stated_by, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """That it cannot be measured; then each stated consequence that the provision covers, and how many it
    does not."""
    relatives = provision is None or bool(provision.needs.get("near_relatives", True))
    stated = measures.toml.consequences
    covered = [c for c in stated if relatives or c.who == "victim"]
    rows = [unmeasured("grave" if relatives else "grave_victim_only", left=len(stated) - len(covered))]
    for c in covered:
        said = Found(
            Status.HUMAN,
            f"consequence_{c.kind}",
            {"who": c.who, "at": c.at.isoformat(), "document": c.document or None},
            exculpatory=("law.for_no_cause",),
        )
        rows.append(stated_by(measures, said, c.at))
    return rows


FACTOR = Factor("A12-1", 40, observe, admits(Status.NOT_MEASURABLE))
