"""Article 8, items (1) to (5): minors, organizing others, sexual topics, synthetic content, providers."""

import polars as pl

from analytics.law.factor import (
    SHOWN,
    Factor,
    Measures,
    Observation,
    Param,
    Status,
    admits,
    ids,
    stated_by,
    unmeasured,
)
from analytics.law.rule_set import Provision


def observe_minors(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show what case.toml states of minors and persons with disabilities among the targets (Article 8 (1)).

    No export says so: the first row counts the events aimed at the targets and is not measurable; a row for
    each statement with its document follows.
    """
    del provision
    aimed = measures.tally("aimed")
    rows = [
        Observation(
            Status.NOT_MEASURABLE,
            "minors",
            {"n": int(aimed["value"]) if aimed else None},
            value=aimed["value"] if aimed else None,
            unit="acts",
            source="tallies: aimed",
            event_ids=ids(aimed),
        )
    ]
    for target in measures.toml.targets:
        for name, stated in (("minor", target.minor), ("disability", target.disability)):
            if stated is not None:
                said = Observation(
                    Status.HUMAN,
                    f"stated_{name}_{'yes' if stated else 'no'}",
                    {"document": target.document or None},
                    target.name,
                    exculpatory=() if stated else ("law.for_stated_not",),
                )
                rows.append(stated_by(measures, said))
    return rows


FACTOR_A8_1_MINORS = Factor("A8-1", 20, observe_minors, admits(Status.NOT_MEASURABLE))


def observe_organized(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe organizing others (Article 8 (2)): accounts at grades A and B in candidate groups.

    Such groups act together beyond chance. Rows for what case.toml states about direction or payment follow.
    That accounts were hired, controlled or directed is for people: acting together is no proof of it.
    """
    wider = "organized_wider" if provision and provision.needs.get("other_persons") else "organized_paid_only"
    return [*_measured(measures, wider), *_stated(measures)]


def _measured(measures: Measures, wider: str) -> list[Observation]:
    """Group member candidates: accounts at A or B that acted together on the alleged information.

    Not measurable where there were too few accounts to search in, and where accounts acted together but none
    of them is a candidate: timing alone does not say which side a group takes.
    """
    if not measures.has("coordination"):
        return [unmeasured("none_coordination")]
    clusters, members = measures.table("clusters"), measures.table("roles").filter(role="amplifier")
    n: dict[str, Param] = {
        "together": clusters.filter(pl.col("grade").is_in(["A", "B"]))["account_id"].n_unique(),
        "leads": clusters.filter(grade="C").height,
        "a": members.filter(grade="A")["account_id"].n_unique(),
        "b": members.filter(grade="B")["account_id"].n_unique(),
        "groups": members.filter(pl.col("grade").is_in(["A", "B"]))["cluster_id"].n_unique(),
    }
    if not n["together"]:
        verdicts = measures.table("coordination").filter(measure="verdict")["note_code"].to_list()
        if verdicts and "insufficient" in (verdicts[0] or ""):
            return [unmeasured("organized_insufficient", leads=n["leads"])]
        return [
            Observation(
                Status.NONE_IN_DATA,
                "organized_none",
                {"leads": n["leads"]},
                value=0.0,
                unit="accounts",
                source="clusters",
                exculpatory=("law.for_organic",),
            )
        ]
    named = members.filter(pl.col("grade").is_in(["A", "B"]))
    if named.is_empty():
        return [unmeasured("organized_no_side", together=n["together"])]
    acts = sorted({act for row in named["event_ids"].to_list() for act in row or ()})[:SHOWN]
    strong, whole = named.filter(grade="A")["account_id"].n_unique(), named["account_id"].n_unique()
    return [
        Observation(
            Status.MEASURED,
            wider,
            n,
            value=float(strong),
            lower=float(strong),
            upper=float(whole),
            unit="accounts",
            source="roles: amplifier, grades A and B",
            event_ids=tuple(acts),
            exculpatory=("law.for_common_cause",),
            overturn=("law.over_organized",),
        )
    ]


def _stated(measures: Measures) -> list[Observation]:
    """What case.toml states about direction or payment, a row each."""
    return [
        stated_by(
            measures,
            Observation(
                Status.HUMAN,
                f"stated_{d.kind}",
                {"accounts": len(d.accounts), "document": d.document or None},
            ),
            d.at,
        )
        for d in measures.toml.directions
    ]


FACTOR_A8_2_ORGANIZED = Factor(
    "A8-2", 21, observe_organized, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_sexual_topic(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe sexual topics (Article 8 (3)): events whose own words hold a listed term.

    The terms are those that case.toml lists as sexual; without any, the events that people labelled `sexual`
    count. That a topic is sexual, fabricated and infringes dignity is for people.
    """
    del provision
    found = measures.tally("topic:sexual") or measures.tally("label:sexual")
    if found is None:
        return [unmeasured("topic_no_terms")]
    n, of = int(found["value"]), int(found["of"])
    if n == 0:
        return [
            Observation(
                Status.NONE_IN_DATA,
                "topic_none",
                {"of": of},
                value=0.0,
                unit="acts",
                source=f"tallies: {found['measure']}",
            )
        ]
    return [
        Observation(
            Status.MEASURED,
            "topic_hits",
            {"n": n, "of": of},
            value=float(n),
            lower=float(n),
            unit="acts",
            source=f"tallies: {found['measure']}",
            event_ids=ids(found),
            exculpatory=("law.for_word_only",),
            overturn=("law.over_terms",),
        )
    ]


FACTOR_A8_3_SEXUAL_TOPIC = Factor(
    "A8-3", 22, observe_sexual_topic, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_synthetic(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Show the expert opinions of case.toml on deep synthesis and generative AI (Article 8 (4)).

    The exports carry no label of synthetic media and no media, so the first row is not measurable; it says
    what the rule set asks of the content.
    """
    harmful = provision is not None and bool(provision.needs.get("harmful_too"))
    rows = [unmeasured("synthetic_harmful_too" if harmful else "synthetic")]
    rows += [
        stated_by(
            measures,
            Observation(
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


FACTOR_A8_4_SYNTHETIC = Factor("A8-4", 23, observe_synthetic, admits(Status.NOT_MEASURABLE))


def observe_provider(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe whether the provider's accounts stand as initiators or organizers (Article 8 (5)).

    case.toml names these accounts; grades A and B count. That the provider as such acted is for people.
    """
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
            Observation(
                Status.NONE_IN_DATA,
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
        Observation(
            Status.MEASURED,
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


FACTOR_A8_5_PROVIDER = Factor(
    "A8-5", 24, observe_provider, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)

FACTORS = (
    FACTOR_A8_1_MINORS,
    FACTOR_A8_2_ORGANIZED,
    FACTOR_A8_3_SEXUAL_TOPIC,
    FACTOR_A8_4_SYNTHETIC,
    FACTOR_A8_5_PROVIDER,
)
