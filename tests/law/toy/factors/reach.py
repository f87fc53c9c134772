"""Toy factor: reposts of the case beside the number of the toy rule."""

from analytics.law.factor import MEASURED, Factor, Measures, Observation, Status, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Observation]:
    rows = measures.table("scope").filter(measure="reposts")
    if rows.is_empty() or provision is None or provision.threshold is None:
        return [unmeasured("alleged.none_exported")]
    row = rows.row(0, named=True)
    passed = row["lower"] >= provision.threshold
    return [
        Observation(
            Status.MEASURED if passed else Status.NOT_MEASURABLE,
            "alleged.c_shape_none",
            {},
            lower=row["lower"],
            unit="reposts",
            source="scope: reposts",
            is_counted=True,
        )
    ]


FACTOR = Factor("S-R2", 1, observe, MEASURED)
