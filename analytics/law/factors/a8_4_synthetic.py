"""Deep synthesis and generative AI (Article 8 (4)): the exports carry no label of synthetic media and no
media; an expert says so."""

from analytics.law.factor import Factor, Found, Measures, Status, admits, stated_by, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """That it cannot be told, and what the rule set asks of the content; then the expert opinions of
    case.toml."""
    harmful = provision is not None and bool(provision.needs.get("harmful_too"))
    rows = [unmeasured("synthetic_harmful_too" if harmful else "synthetic")]
    rows += [
        stated_by(
            measures,
            Found(
                Status.HUMAN,
                f"opinion_{opinion.conclusion}",
                {"document": opinion.document or None},
                opinion.event_id,
                event_ids=(opinion.event_id,),
            ),
            opinion.at,
        )
        for opinion in measures.toml.opinions
        if opinion.kind == "deep_synthesis"
    ]
    return rows


FACTOR = Factor("A8-4", 23, observe, admits(Status.NOT_MEASURABLE))
