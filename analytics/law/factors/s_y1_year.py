"""Sums over one year (法释〔2013〕21号 Article 4): an account's own posts, their traced reposts added within 365 days, acts already
dealt with left out. Read from SCOPE `reposts_365d`; views are a sum of their own and are never added to reposts."""

from analytics.law.factor import SUBJECTS, Factor, Found, Measures, Status, admits, ids, unmeasured
from analytics.law.numbers import lies
from analytics.law.rule_set import Provision

MEASURE = "reposts_365d"


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """A row an account, the largest sums first."""
    rows = measures.table("scope").filter(measure=MEASURE)
    if rows.is_empty():
        return [unmeasured("year_none")]
    threshold = provision.threshold if provision else None
    found = []
    for row in rows.sort("lower", "subject_id", descending=[True, False]).head(SUBJECTS).to_dicts():
        place = "above" if threshold is None else lies(row["lower"], row["upper"], threshold)
        status = {"above": Status.OBSERVED, "below": Status.NOT_OBSERVED}.get(place, Status.NOT_MEASURABLE)
        found.append(
            Found(
                status,
                "year",
                {"dealt_with": len(measures.toml.dealt_with)},
                row["subject_id"],
                row["point"],
                row["lower"],
                row["upper"],
                "reposts",
                f"scope: {MEASURE}",
                ids(row),
                () if place == "above" else ("law.for_not_shown",),
                ("law.over_year",),
                is_counted=threshold is not None,
            )
        )
    return found


FACTOR = Factor("S-Y1", 54, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE), is_shown_bare=True)
