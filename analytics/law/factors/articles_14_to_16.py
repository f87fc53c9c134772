"""Articles 14 to 16: supervision, injunction, public interest litigation.

Supervision of case filing (Article 14): wholly for the procuratorate.

Injunction (Article 15; Civil Code Article 997): whether acts still came in within a day before the newest
capture. Whether harm is irreparable, and what to order, is for the court.

Public-interest action (Article 16): wholly for the procuratorate; reach and provider counters stand under
their own factors.
"""

from analytics.law.factor import Factor, Measures, Observation, Status, admits, ids, unmeasured
from analytics.law.rule_set import Provision


def observe_supervision(measures: Measures, provision: Provision | None) -> list[Observation]:
    """That platform data cannot show it."""
    del measures, provision
    return [unmeasured("supervision")]


FACTOR_A14_SUPERVISION = Factor("A14", 72, observe_supervision, admits(Status.NOT_MEASURABLE))


def observe_injunction(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Acts in the last 24 hours before the newest capture."""
    del provision
    row = measures.tally("spreading")
    if row is None:
        return [unmeasured("spreading_unknown")]
    params = {"n": int(row["value"]), "at": row["at"].isoformat()}
    if not row["value"]:
        return [
            Observation(
                Status.NOT_OBSERVED,
                "spreading_none",
                params,
                value=0.0,
                unit="acts",
                source="tallies: spreading",
            )
        ]
    return [
        Observation(
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


FACTOR_A15_INJUNCTION = Factor(
    "A15", 73, observe_injunction, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE)
)


def observe_public_interest(measures: Measures, provision: Provision | None) -> list[Observation]:
    """That platform data cannot show it."""
    del measures, provision
    return [unmeasured("public_interest")]


FACTOR_A16_PUBLIC_INTEREST = Factor("A16", 74, observe_public_interest, admits(Status.NOT_MEASURABLE))

FACTORS = (FACTOR_A14_SUPERVISION, FACTOR_A15_INJUNCTION, FACTOR_A16_PUBLIC_INTEREST)
