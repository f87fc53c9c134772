"""The rows in which a counter of scope stands beside a number of law.

A partial export can show that a number is passed, never that it is not.
"""

from typing import Any

import polars as pl

from analytics.law.comparison import MEASURE_OF, Position, bounds_of, compare
from analytics.law.factor import SUBJECTS, Measures, Observation, Status, ids, unmeasured
from analytics.law.rule_set import Provision

STATUS_OF = {Position.ABOVE: Status.MEASURED, Position.BELOW: Status.NONE_IN_DATA}


def status_of(position: Position) -> Status:
    """Give the status of a row beside a number: a range that does not decide is not measurable.

    >>> status_of(Position.ABOVE), status_of(Position.ACROSS)
    (<Status.MEASURED: 'measured'>, <Status.NOT_MEASURABLE: 'not_measurable'>)
    """
    return STATUS_OF.get(position, Status.NOT_MEASURABLE)


def compare_with_threshold(
    measures: Measures, factor: str, provision: Provision | None, note: str, unit: str
) -> list[Observation]:
    """Lay the counters of the alleged information beside the number of a provision.

    factor: a key of MEASURE_OF.
    note: key of the sentence; `<note>_none` belongs to it.
    unit: the unit of the number; a provision in another unit has no number here.

    Returns a row for each family of the same information (each root, where families are not measured) that
    case.toml states as alleged, at most SUBJECTS. Without `[[alleged]]` nothing is compared: a number of law
    is laid beside no post that merely lies in the export. Different counters are never added.
    """
    if not measures.has("scope"):
        return [unmeasured("none_scope")]
    if not measures.alleged:
        return [unmeasured("which_information")]
    rows = measures.table("scope").filter(measure=MEASURE_OF[factor])
    known = rows.filter(
        pl.col("subject_id").is_in(list(measures.alleged))
        & (pl.col("lower").is_not_null() | pl.col("upper").is_not_null())
    )
    if known.is_empty():
        return [unmeasured(f"{note}_none")]
    # Lower ends decide; a post that nobody is seen to have passed on needs no row where others have been.
    listed = known.sort("lower", "subject_id", descending=[True, False], nulls_last=True).head(SUBJECTS)
    listed = (
        listed.filter(pl.col("upper").fill_null(1) > 0)
        if listed["upper"].fill_null(1).max()
        else listed.head(1)
    )
    threshold = provision.threshold if provision and provision.unit == unit else None
    return [_laid(row, threshold, note, unit, known.height) for row in listed.to_dicts()]


def compare_with_provider_threshold(
    measures: Measures, measure: str, provision: Provision | None, note: str, unit: str
) -> list[Observation]:
    """Lay a counter of the whole case beside a number of the provider's offence (法释〔2019〕15号 Article 3).

    measure: of SCOPE.

    Returns one row. No rule about users is touched by it. A sum over a partial export can pass the number and
    never show that it was not passed: there is no "nothing in the data". Without `[[alleged]]` nothing is
    laid beside the number.
    """
    threshold = provision.threshold if provision else None
    if threshold is not None and not measures.alleged:
        return [unmeasured("which_information")]
    row = measures.scope(measure)
    if row is None or (row["lower"] is None and row["upper"] is None):
        return [unmeasured(f"{note}_none")]
    is_short = threshold is not None and (
        compare(bounds_of(row)._replace(upper=None), threshold).position is not Position.ABOVE
    )
    return [
        Observation(
            Status.NOT_MEASURABLE if is_short else Status.MEASURED,
            note,
            {"scope_note": row["note_code"]},
            value=row["point"],
            lower=row["lower"],
            upper=row["upper"],
            unit=unit,
            source=f"scope: {measure}",
            event_ids=ids(row),
            exculpatory=("law.for_provider_only", "law.for_scope_all_sides"),
            overturn=("law.over_scope",),
            is_counted=threshold is not None,
        )
    ]


def spoken_for(position: Position) -> tuple[str, ...]:
    """Tell what a position says for the accused: the number is not passed, or not shown to be passed.

    >>> spoken_for(Position.BELOW), spoken_for(Position.ABOVE)
    (('law.for_below',), ())
    """
    if position is Position.ABOVE:
        return ()
    return ("law.for_below",) if position is Position.BELOW else ("law.for_not_shown",)


def _laid(row: dict[str, Any], threshold: float | None, note: str, unit: str, of: int) -> Observation:
    """One row of SCOPE beside the number; without a number the range is shown and nothing is decided.

    of: how many rows the measure has for the alleged information.
    """
    status = Status.MEASURED
    told: tuple[str, ...] = ("law.for_spread_mixed",)
    # Bounds do not depend on the number: any will do where law names none.
    compared = compare(bounds_of(row), 0.0 if threshold is None else threshold)
    if threshold is not None:
        status = status_of(compared.position)
        told = (*told, *spoken_for(compared.position))
    params = {
        "of": of,
        "as_of": row["as_of"].isoformat() if row["as_of"] else None,
        "scope_note": row["note_code"],
    }
    return Observation(
        status,
        note,
        params,
        row["subject_id"],
        row["point"],
        row["lower"],
        compared.upper,
        unit,
        f"scope: {row['measure']}",
        ids(row),
        told,
        (f"law.over_{note}",),
        is_counted=threshold is not None,
    )
