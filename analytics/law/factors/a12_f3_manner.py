"""Manner (Article 12, third factor): how many posts, reposts and comments, and how many accounts acted once
only."""

from analytics.law.factor import Factor, Found, Measures, Param, Status, admits, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Counts that describe the manner; whether a manner is grave is for people."""
    del provision
    once = measures.tally("once")
    if once is None or not once["of"]:
        return [unmeasured("none_tallies")]
    params: dict[str, Param] = {"accounts": int(once["of"]), "once": int(once["value"])}
    for kind in ("post", "repost", "comment"):
        row = measures.tally(f"kinds:{kind}")
        params[f"{kind}s"] = int(row["value"]) if row else 0
    return [
        Found(
            Status.OBSERVED,
            "manner",
            params,
            value=once["of"],
            unit="accounts",
            source="tallies: kinds, once",
            exculpatory=("law.for_once",) if once["value"] * 2 > once["of"] else (),
        )
    ]


FACTOR = Factor("A12-F3", 32, observe, admits(Status.OBSERVED, Status.NOT_MEASURABLE))
