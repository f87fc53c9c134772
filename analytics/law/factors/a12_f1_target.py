"""Target (Article 12, first factor): how many acts are aimed at the targets that case.toml names, and how
many accounts did it."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, ids, stated_by, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Acts aimed at a target; then whether case.toml calls a target a public figure."""
    del provision
    if not measures.toml.targets:
        return [unmeasured("no_targets")]
    aimed = measures.tally("aimed")
    if aimed is None:
        return [unmeasured("none_targets")]
    n = int(aimed["value"])
    public = [
        stated_by(
            measures,
            Found(
                Status.HUMAN,
                f"public_{'yes' if t.public_figure else 'no'}",
                {"document": t.document or None},
                t.name,
                exculpatory=("law.for_public_figure",) if t.public_figure else (),
            ),
        )
        for t in measures.toml.targets
        if t.public_figure is not None
    ]
    if n == 0:
        return [
            Found(Status.NOT_OBSERVED, "target_none", {}, value=0.0, unit="acts", source="tallies: aimed"),
            *public,
        ]
    return [
        Found(
            Status.OBSERVED,
            "target_acts",
            {"n": n, "accounts": int(aimed["of"]), "targets": len(measures.toml.targets)},
            value=float(n),
            lower=float(n),
            unit="acts",
            source="tallies: aimed",
            event_ids=ids(aimed),
            exculpatory=("law.for_aimed_any",),
            overturn=("law.over_terms",),
        ),
        *public,
    ]


FACTOR = Factor("A12-F1", 30, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
