"""Sum of followers of the accounts that took part (法释〔2019〕15号 Article 3 (5): 30,000, the provider's offence). One person may
follow many: not people reached, not a bound on reach."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, ids, unmeasured
from analytics.law.numbers import lies
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """The sum over the case, beside the provider's number. No rule about users is touched by it."""
    row = measures.scope("followers_sum")
    if row is None or (row["lower"] is None and row["upper"] is None):
        return [unmeasured("followers_none")]
    threshold = provision.threshold if provision else None
    place = "above" if threshold is None else lies(row["lower"], None, threshold)
    status = Status.OBSERVED if place == "above" else Status.NOT_MEASURABLE
    return [
        Found(
            status,
            "followers",
            {"scope_note": row["note_code"]},
            value=row["point"],
            lower=row["lower"],
            upper=row["upper"],
            unit="followers",
            source="scope: followers_sum",
            event_ids=ids(row),
            exculpatory=("law.for_provider_only", "law.for_scope_all_sides"),
            overturn=("law.over_scope",),
            is_counted=threshold is not None,
        )
    ]


FACTOR = Factor("S-A2", 68, observe, admits(Status.OBSERVED, Status.NOT_MEASURABLE), is_shown_bare=True)
