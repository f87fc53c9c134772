"""Hype and promotion through public accounts (final Article 5): acts with links by verified accounts. A
link is no purpose; the purpose is for people."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, ids, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Acts with a link by accounts that the platform marks as verified, of acts by accounts of which that is
    known."""
    del provision
    row = measures.tally("verified_links")
    if row is None:
        return [unmeasured("verified_unknown")]
    n, of = int(row["value"]), int(row["of"])
    if n == 0:
        return [
            Found(
                Status.NOT_OBSERVED,
                "verified_none",
                {"of": of},
                value=0.0,
                unit="acts",
                source="tallies: verified_links",
            )
        ]
    return [
        Found(
            Status.OBSERVED,
            "verified_links",
            {"n": n, "of": of},
            value=float(n),
            lower=float(n),
            unit="acts",
            source="tallies: verified_links",
            event_ids=ids(row),
            exculpatory=("law.for_link_ordinary",),
            overturn=("law.over_links",),
        )
    ]


FACTOR = Factor("A5-F", 63, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
