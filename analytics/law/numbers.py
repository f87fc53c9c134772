"""How the counters of scope are laid beside a number of law: a partial export can show that it is passed,
never that it is not."""

from typing import Any

import polars as pl

from analytics.law.factor import SUBJECTS, Found, Measures, Status, ids, unmeasured
from analytics.law.rule_set import Provision


def beside_number(
    measures: Measures, measure: str, provision: Provision | None, note: str, unit: str
) -> list[Found]:
    """One row a family of the same information (a root, where families are not measured): those that
    case.toml states as alleged, else those that speak of a target, else none: a number of law is laid
    beside no post that merely lies in the export. Different counters are never added."""
    if not measures.has("scope"):
        return [unmeasured("none_scope")]
    meant = measures.alleged or measures.about
    if not meant:
        return [unmeasured("which_information")]
    rows = measures.table("scope").filter(measure=measure)
    known = rows.filter(
        pl.col("subject_id").is_in(list(meant))
        & (pl.col("lower").is_not_null() | pl.col("upper").is_not_null())
    )
    families = known.filter(pl.col("subject_id").str.starts_with("text:"))
    known = families if families.height and not measures.alleged else known
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
    return [_laid(measures, row, threshold, note, unit, known.height) for row in listed.to_dicts()]


def beside_provider_number(
    measures: Measures, measure: str, provision: Provision | None, note: str, unit: str
) -> list[Found]:
    """One row for the whole case, beside a number of the provider's offence (法释〔2019〕15号 Article 3). No
    rule about users is touched by it. A sum over a partial export can pass the number, never show that it was
    not
    passed: there is no "not observed"."""
    row = measures.scope(measure)
    if row is None or (row["lower"] is None and row["upper"] is None):
        return [unmeasured(f"{note}_none")]
    threshold = provision.threshold if provision else None
    place = "above" if threshold is None else lies(row["lower"], None, threshold)
    return [
        Found(
            Status.OBSERVED if place == "above" else Status.NOT_MEASURABLE,
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


def lies(lower: float | None, upper: float | None, threshold: float) -> str:
    """Where a range lies beside a number: above, below, across or open.

    >>> lies(548, None, 500), lies(236, 600, 500), lies(236, None, 500), lies(236, 300, 500)
    ('above', 'across', 'open', 'below')
    """
    if lower is not None and lower >= threshold:
        return "above"
    if upper is None:
        return "open"
    return "below" if upper < threshold else "across"


def _laid(
    measures: Measures, row: dict[str, Any], threshold: float | None, note: str, unit: str, of: int
) -> Found:
    status = Status.OBSERVED
    told: tuple[str, ...] = ("law.for_spread_mixed", *(() if measures.alleged else ("law.for_not_alleged",)))
    # A counter below what is traced has missed acts: it bounds nothing.
    upper = None if row["note_code"] == "traced_above_counter" else row["upper"]
    if threshold is not None:
        place = lies(row["lower"], upper, threshold)
        status = {"above": Status.OBSERVED, "below": Status.NOT_OBSERVED}.get(place, Status.NOT_MEASURABLE)
        told = (
            *told,
            *(
                ("law.for_below",)
                if place == "below"
                else ("law.for_not_shown",)
                if place in ("open", "across")
                else ()
            ),
        )
    params = {
        "of": of,
        "as_of": row["as_of"].isoformat() if row["as_of"] else None,
        "scope_note": row["note_code"],
    }
    return Found(
        status,
        note,
        params,
        row["subject_id"],
        row["point"],
        row["lower"],
        upper,
        unit,
        f"scope: {row['measure']}",
        ids(row),
        told,
        (f"law.over_{note}",),
        is_counted=threshold is not None,
    )
