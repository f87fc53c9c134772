"""Fabricated sexual topics (Article 8 (3)): acts whose own words hold a term that case.toml lists, or that
people labelled so. That a topic is sexual, fabricated and infringes dignity is for people."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, ids, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Hits of the terms in [[topics]] of kind sexual; without terms, acts that people labelled `sexual`."""
    del provision
    found = measures.tally("topic:sexual") or measures.tally("label:sexual")
    if found is None:
        return [unmeasured("topic_no_terms")]
    n, of = int(found["value"]), int(found["of"])
    if n == 0:
        return [
            Found(
                Status.NOT_OBSERVED,
                "topic_none",
                {"of": of},
                value=0.0,
                unit="acts",
                source=f"tallies: {found['measure']}",
            )
        ]
    return [
        Found(
            Status.OBSERVED,
            "topic_hits",
            {"n": n, "of": of},
            value=float(n),
            lower=float(n),
            unit="acts",
            source=f"tallies: {found['measure']}",
            event_ids=ids(found),
            exculpatory=("law.for_word_only",),
            overturn=("law.over_terms",),
        )
    ]


FACTOR = Factor("A8-3", 22, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
