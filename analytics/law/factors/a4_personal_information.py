"""Personal information (Article 4; 法释〔2017〕10号 Article 5): items found by pattern in own words, counted
by class, shown masked. Which class of the interpretation an item falls into, whether it is true, whose it is
and whether there was consent is for
people: so no number of Article 5 is laid beside the count."""

from analytics.law.factor import SHOWN, Factor, Found, Measures, Param, Status, admits, ids, unmeasured
from analytics.law.rule_set import Provision
from analytics.tally.personal import CLASSES


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """Distinct items over all classes, each class in the sentence."""
    del provision
    rows = {kind: measures.tally(f"personal:{kind}") for kind in CLASSES}
    if any(row is None for row in rows.values()):
        return [unmeasured("none_tallies")]
    counts: dict[str, Param] = {kind: int(row["value"]) for kind, row in rows.items() if row}
    total = sum(int(row["value"]) for row in rows.values() if row)
    if total == 0:
        return [
            Found(
                Status.NOT_OBSERVED, "personal_none", {}, value=0.0, unit="items", source="tallies: personal"
            )
        ]
    acts = tuple(sorted({act for row in rows.values() for act in ids(row)}))[:SHOWN]
    return [
        Found(
            Status.OBSERVED,
            "personal",
            counts,
            value=float(total),
            unit="items",
            source="tallies: personal",
            event_ids=acts,
            exculpatory=("law.for_pattern",),
            overturn=("law.over_pattern",),
        )
    ]


FACTOR = Factor("A4", 62, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
