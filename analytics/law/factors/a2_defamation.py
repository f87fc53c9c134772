"""Defamation (Article 2; 法释〔2013〕21号 Article 1): acts whose text was changed between captures. That a
fact is false, made up, known to be so, and harms a reputation is for people."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, ids, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Edited acts, of those captured more than once: a text captured once shows no change."""
    del provision
    edited = measures.tally("edited")
    if edited is None or (not edited["of"] and not edited["value"]):
        return [unmeasured("edited_unknown")]
    n, of = int(edited["value"]), int(edited["of"])
    if n == 0:
        return [
            Found(
                Status.NOT_OBSERVED,
                "edited_none",
                {"of": of},
                value=0.0,
                unit="acts",
                source="tallies: edited",
            )
        ]
    return [
        Found(
            Status.OBSERVED,
            "edited",
            {"n": n, "of": of},
            value=float(n),
            lower=float(n),
            unit="acts",
            source="tallies: edited",
            event_ids=ids(edited),
            exculpatory=("law.for_edited",),
            overturn=("law.over_edited",),
        )
    ]


FACTOR = Factor("A2", 60, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
