"""Consequences (Article 12, fifth factor): coded abuse among coded acts, and the last act of a target. Harm
itself is for people."""

from analytics.law.coded import abuse_share
from analytics.law.factor import Factor, Found, Measures, Status, admits, ids
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """The coded share; then the last act of each target in the data, beside which people may lay a date of
    their own."""
    del provision
    rows = [abuse_share(measures, "consequences")]
    for last in measures.tallies("last_act").to_dicts():
        rows.append(
            Found(
                Status.OBSERVED,
                "last_act",
                {"at": last["at"].isoformat()},
                last["subject_id"],
                value=last["value"],
                unit="acts",
                source="tallies: last_act",
                event_ids=ids(last),
                exculpatory=("law.for_last_act",),
            )
        )
    return rows


FACTOR = Factor("A12-F5", 34, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
