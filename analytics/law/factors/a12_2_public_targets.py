"""Arbitrary targeting of ordinary people with wide spread and many malicious comments (Article 12 (2)):
accounts that the target had never addressed before, and the coded share of abuse. `Arbitrary`, order and
social impact are for people."""

from analytics.law.coded import abuse_share
from analytics.law.factor import Factor, Found, Measures, Status, admits, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Strangers a target, then the coded share."""
    del provision
    if not measures.toml.targets:
        return [unmeasured("no_targets")]
    rows = [
        Found(
            Status.OBSERVED if row["value"] else Status.NOT_OBSERVED,
            "strangers",
            {"n": int(row["value"]), "of": int(row["of"])},
            row["subject_id"],
            value=row["value"],
            unit="accounts",
            source="tallies: strangers",
            exculpatory=("law.for_stranger",),
            overturn=("law.over_strangers",),
        )
        for row in measures.tallies("strangers").to_dicts()
    ]
    return [*(rows or [unmeasured("strangers_unknown")]), abuse_share(measures, "comments")]


FACTOR = Factor("A12-2", 41, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
