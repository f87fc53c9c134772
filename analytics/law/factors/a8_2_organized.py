"""Organizing others (Article 8 (2)): groups that act together beyond chance. That accounts were hired,
controlled or directed is
for people: acting together is no proof of it."""

from analytics.law.factor import SHOWN, Factor, Found, Measures, Status, admits, stated_by, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Accounts at grades A and B in candidate groups; then what case.toml states about direction or
    payment."""
    wider = "organized_wider" if provision and provision.needs.get("other_persons") else "organized_paid_only"
    return [*_measured(measures, wider), *_stated(measures)]


def _measured(measures: Measures, wider: str) -> list[Found]:
    if not measures.has("coordination"):
        return [unmeasured("none_coordination")]
    clusters = measures.table("clusters")
    strong, medium = clusters.filter(grade="A"), clusters.filter(grade="B")
    n = {
        "a": strong.height,
        "b": medium.height,
        "c": clusters.filter(grade="C").height,
        "groups": clusters["cluster_id"].n_unique(),
    }
    told = ("law.for_common_cause",)
    if strong.height + medium.height == 0:
        verdicts = measures.table("coordination").filter(measure="verdict")["note_code"].to_list()
        if verdicts and "insufficient" in (verdicts[0] or ""):
            return [unmeasured("organized_insufficient", leads=n["c"])]
        return [
            Found(
                Status.NOT_OBSERVED,
                "organized_none",
                {"leads": n["c"]},
                value=0.0,
                unit="accounts",
                source="clusters",
                exculpatory=("law.for_organic",),
            )
        ]
    acts = sorted(
        {act for row in (strong if strong.height else medium)["event_ids"].to_list() for act in row or ()}
    )[:SHOWN]
    return [
        Found(
            Status.OBSERVED,
            wider,
            n,
            value=float(strong.height),
            lower=float(strong.height),
            upper=float(strong.height + medium.height),
            unit="accounts",
            source="clusters: grades A and B",
            event_ids=tuple(acts),
            exculpatory=told,
            overturn=("law.over_organized",),
        )
    ]


def _stated(measures: Measures) -> list[Found]:
    return [
        stated_by(
            measures,
            Found(
                Status.HUMAN,
                f"stated_{d.kind}",
                {"accounts": len(d.accounts), "document": d.document or None},
            ),
            d.at,
        )
        for d in measures.toml.directions
    ]


FACTOR = Factor("A8-2", 21, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
