"""Administrative penalties (Article 7): the same observations as under Articles 2 and 3; penalties that
case.toml states, with their dates. 法释〔2013〕21号 Article 2 (3) asks for a penalty for defamation within
two years before a later act."""

from analytics.law.factor import CASE, Factor, Found, Measures, Status, admits, stated_by, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """That platform data show no penalty; then those stated."""
    del provision
    stated = [
        stated_by(
            measures,
            Found(
                Status.HUMAN,
                "penalty",
                {"at": p.at.isoformat(), "document": p.document or None},
                p.account_id or CASE,
            ),
            p.at,
        )
        for p in measures.toml.penalties
    ]
    return [unmeasured("administrative"), *stated]


FACTOR = Factor("A7", 65, observe, admits(Status.NOT_MEASURABLE))
