"""Articles 14 to 16: supervision of case filing, injunction, public-interest litigation."""

from analytics.law.factor import Factor, Measures, Observation, Status, admits, ids, unmeasured
from analytics.law.rule_set import Provision


def observe_supervision(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Say that platform data cannot show supervision of case filing (Article 14).

    It is wholly for the procuratorate.
    """
    del measures, provision
    return [unmeasured("supervision")]


FACTOR_A14_SUPERVISION = Factor("A14", 72, observe_supervision, admits(Status.NOT_MEASURABLE))


def observe_injunction(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe whether events still came in during the 24 hours before the newest capture (Article 15).

    Source: Civil Code Article 997. Whether harm is irreparable, and what to order, is for the court.
    """
    del provision
    row = measures.tally("spreading")
    if row is None:
        return [unmeasured("spreading_unknown")]
    params = {"n": int(row["value"]), "at": row["at"].isoformat()}
    if not row["value"]:
        return [
            Observation(
                Status.NONE_IN_DATA,
                "spreading_none",
                params,
                value=0.0,
                unit="acts",
                source="tallies: spreading",
            )
        ]
    return [
        Observation(
            Status.MEASURED,
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
    "A15", 73, observe_injunction, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_public_interest(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Say that platform data cannot show public-interest action (Article 16).

    It is wholly for the procuratorate. Reach and the provider's counters stand under their own factors.
    """
    del measures, provision
    return [unmeasured("public_interest")]


FACTOR_A16_PUBLIC_INTEREST = Factor("A16", 74, observe_public_interest, admits(Status.NOT_MEASURABLE))

FACTORS = (FACTOR_A14_SUPERVISION, FACTOR_A15_INJUNCTION, FACTOR_A16_PUBLIC_INTEREST)
