"""Minors and persons with disabilities (Article 8 (1)): no export says so; what case.toml states is shown
with its document."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, ids, stated_by
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """How many acts are aimed at the targets; then a row a target of which case.toml states age or
    disability."""
    del provision
    aimed = measures.tally("aimed")
    rows = [
        Found(
            Status.NOT_MEASURABLE,
            "minors",
            {"n": int(aimed["value"]) if aimed else None},
            value=aimed["value"] if aimed else None,
            unit="acts",
            source="tallies: aimed",
            event_ids=ids(aimed),
        )
    ]
    for target in measures.toml.targets:
        for name, stated in (("minor", target.minor), ("disability", target.disability)):
            if stated is not None:
                said = Found(
                    Status.HUMAN,
                    f"stated_{name}_{'yes' if stated else 'no'}",
                    {"document": target.document or None},
                    target.name,
                    exculpatory=() if stated else ("law.for_stated_not",),
                )
                rows.append(stated_by(measures, said))
    return rows


FACTOR = Factor("A8-1", 20, observe, admits(Status.NOT_MEASURABLE))
