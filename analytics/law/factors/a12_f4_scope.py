"""Scope of spread (Article 12, fourth factor): traced acts of the whole case. Article 12 names no number; the
counters S-* stand below."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, ids, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Reposts traced in the whole case, with comments and accounts beside them."""
    del provision
    reposts = measures.scope("reposts")
    if reposts is None:
        return [unmeasured("none_scope")]
    comments, accounts = measures.scope("comments"), measures.scope("accounts")
    params = {
        "reposts": int(reposts["lower"] or 0),
        "comments": int((comments or {}).get("lower") or 0),
        "accounts": int((accounts or {}).get("lower") or 0),
    }
    if not any(params.values()):
        return [
            Found(
                Status.NOT_OBSERVED, "scope_none_seen", {}, value=0.0, unit="reposts", source="scope: reposts"
            )
        ]
    return [
        Found(
            Status.OBSERVED,
            "scope_case",
            params,
            value=reposts["point"],
            lower=reposts["lower"],
            upper=reposts["upper"],
            unit="reposts",
            source="scope: reposts, comments, accounts",
            event_ids=ids(reposts),
            exculpatory=("law.for_scope_all_sides",),
            overturn=("law.over_scope",),
        )
    ]


FACTOR = Factor("A12-F4", 33, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
