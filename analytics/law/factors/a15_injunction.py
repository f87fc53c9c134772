"""Injunction (Article 15; Civil Code Article 997): whether acts still came in within a day before the newest
capture. Whether harm is irreparable, and what to order, is for the court."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, ids, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Acts in the last 24 hours before the newest capture."""
    del provision
    row = measures.tally("spreading")
    if row is None:
        return [unmeasured("spreading_unknown")]
    params = {"n": int(row["value"]), "at": row["at"].isoformat()}
    if not row["value"]:
        return [
            Found(
                Status.NOT_OBSERVED,
                "spreading_none",
                params,
                value=0.0,
                unit="acts",
                source="tallies: spreading",
            )
        ]
    return [
        Found(
            Status.OBSERVED,
            "spreading",
            params,
            value=row["value"],
            lower=row["value"],
            unit="acts",
            source="tallies: spreading",
            event_ids=ids(row),
            exculpatory=("law.for_scope_all_sides",),
            overturn=("law.over_spreading",),
        )
    ]


FACTOR = Factor("A15", 73, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
