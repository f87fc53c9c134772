"""Article 12, the five things to be weighed: target, motive, manner, scope and consequences."""

from analytics.law.factor import (
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
from analytics.law.label_share import abuse_share
from analytics.law.rule_set import Provision


def observe_target(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe the target (Article 12, first factor): events aimed at the targets of case.toml.

    The accounts that did so are counted too. A further row for each target says whether case.toml calls it a
    public figure.
    """
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
            Observation(
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
            Observation(
                Status.NONE_IN_DATA, "target_none", {}, value=0.0, unit="acts", source="tallies: aimed"
            ),
            *public,
        ]
    return [
        Observation(
            Status.MEASURED,
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


FACTOR_A12_F1_TARGET = Factor(
    "A12-F1", 30, observe_target, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_motive(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Count events with links as a mere hint at motive and purpose (Article 12, second factor).

    The row is never an observation of a motive: no export shows one.
    """
    del provision
    links = measures.tally("links")
    if links is None:
        return [unmeasured("none_tallies")]
    return [
        Observation(
            Status.NOT_MEASURABLE,
            "motive",
            {"n": int(links["value"]), "of": int(links["of"])},
            value=links["value"],
            unit="acts",
            source="tallies: links",
            event_ids=ids(links),
            exculpatory=("law.for_link_ordinary",),
        )
    ]


FACTOR_A12_F2_MOTIVE = Factor("A12-F2", 31, observe_motive, admits(Status.NOT_MEASURABLE))


def observe_manner(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe the manner (Article 12, third factor): posts, reposts, comments, one-time accounts.

    Whether a manner is grave is for people.
    """
    del provision
    once = measures.tally("once")
    if once is None or not once["of"]:
        return [unmeasured("none_tallies")]
    params: dict[str, Param] = {"accounts": int(once["of"]), "once": int(once["value"])}
    for kind in ("post", "repost", "comment"):
        row = measures.tally(f"kinds:{kind}")
        params[f"{kind}s"] = int(row["value"]) if row else 0
    return [
        Observation(
            Status.MEASURED,
            "manner",
            params,
            value=once["of"],
            unit="accounts",
            source="tallies: kinds, once",
            exculpatory=("law.for_once",) if once["value"] * 2 > once["of"] else (),
        )
    ]


FACTOR_A12_F3_MANNER = Factor("A12-F3", 32, observe_manner, admits(Status.MEASURED, Status.NOT_MEASURABLE))


def observe_scope(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe the scope of spread (Article 12, fourth factor): what was traced in the whole case.

    The row gives reposts, comments and accounts. Article 12 names no number; the counters S-* stand below.
    """
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
            Observation(
                Status.NONE_IN_DATA, "scope_none_seen", {}, value=0.0, unit="reposts", source="scope: reposts"
            )
        ]
    return [
        Observation(
            Status.MEASURED,
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


FACTOR_A12_F4_SCOPE = Factor(
    "A12-F4", 33, observe_scope, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_consequences(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe consequences (Article 12, fifth factor): the coded share of abuse, the targets' last events.

    People may lay a date of their own beside the last event of a target. Harm itself is for people.
    """
    del provision
    rows = [abuse_share(measures, "consequences")]
    for last in measures.tallies("last_act").to_dicts():
        rows.append(
            Observation(
                Status.MEASURED,
                "last_act",
                {"at": last["at"].isoformat()},
                last["subject_id"],
                value=last["value"],
                unit="acts",
                source="tallies: last_act",
                event_ids=ids(last),
                exculpatory=("law.for_last_act",),
            )
        )
    return rows


FACTOR_A12_F5_CONSEQUENCES = Factor(
    "A12-F5", 34, observe_consequences, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)

FACTORS = (
    FACTOR_A12_F1_TARGET,
    FACTOR_A12_F2_MOTIVE,
    FACTOR_A12_F3_MANNER,
    FACTOR_A12_F4_SCOPE,
    FACTOR_A12_F5_CONSEQUENCES,
)
