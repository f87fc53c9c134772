"""Network service providers (Article 8 (5)): whether accounts that case.toml names as the provider's own
stand as initiators or organizers. That the provider as such acted is for people."""

import polars as pl

from analytics.law.factor import SHOWN, Factor, Found, Measures, Status, admits, unmeasured
from analytics.law.rule_set import Provision


def observe(measures: Measures, provision: Provision | None) -> list[Found]:
    """The provider's accounts among initiator and organizer candidates at grade A or B."""
    del provision
    stated = measures.toml.case.provider_accounts
    if not stated:
        return [unmeasured("provider_not_stated")]
    if not measures.has("roles"):
        return [unmeasured("none_roles")]
    rows = measures.table("roles").filter(
        pl.col("account_id").is_in(stated)
        & pl.col("role").is_in(["initiator", "organizer"])
        & pl.col("grade").is_in(["A", "B"])
    )
    if rows.is_empty():
        return [
            Found(
                Status.NOT_OBSERVED,
                "provider_none",
                {"of": len(stated)},
                value=0.0,
                unit="accounts",
                source="roles",
            )
        ]
    acts = rows["event_ids"].explode().drop_nulls().unique().sort().head(SHOWN).to_list()
    n = rows["account_id"].n_unique()
    return [
        Found(
            Status.OBSERVED,
            "provider_seen",
            {"n": n, "of": len(stated)},
            value=float(n),
            unit="accounts",
            source="roles",
            event_ids=tuple(acts),
            exculpatory=("law.for_account_not_provider",),
            overturn=("law.over_provider",),
        )
    ]


FACTOR = Factor("A8-5", 24, observe, admits(Status.OBSERVED, Status.NOT_OBSERVED, Status.NOT_MEASURABLE))
