"""Motive and purpose (Article 12, second factor): no export shows a motive. Acts with links are counted as a
hint and nothing else."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, ids, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Never an observation of a motive: how many acts carry a link, and that this is no motive."""
    del provision
    links = measures.tally("links")
    if links is None:
        return [unmeasured("none_tallies")]
    return [
        Found(
            Status.NOT_MEASURABLE,
            "motive",
            {"n": int(links["value"]), "of": int(links["of"])},
            value=links["value"],
            unit="acts",
            source="tallies: links",
            event_ids=ids(links),
            exculpatory=("law.for_link_ordinary",),
        )
    ]


FACTOR = Factor("A12-F2", 31, observe, admits(Status.NOT_MEASURABLE))
