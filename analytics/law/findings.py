"""FINDINGS: each factor of the rule set in force, observed in the tables, beside what people recorded."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from analytics.law.citation import refuse_unknown
from analytics.law.factor import FACTORS, IDS_MAX, Factor, Measures, Observation, Status, factors
from analytics.law.rule_set import RULES, Provision, RuleSet, provision_for, rule_set
from analytics.model.tables import FINDINGS
from analytics.store.stated_moments import stated_start

CONCLUSIONS = ("found", "not_found", "open")
READ = (
    "alleged_events",
    "events",
    "parents",
    "accounts",
    "account_names",
    "targets",
    "scope",
    "roles",
    "labels",
    "clusters",
    "coordination",
    "cascades",
    "explanations",
)  # What factors read; see Measures.


def findings(measures: Measures, name: str, folder: Path = RULES, package: str = FACTORS) -> pl.DataFrame:
    """Observe every factor under a rule set.

    A factor has a row (or several) if the rule set, or one read beside it, has a provision of its id that is
    not bound to another allegation. A counter of scope has one in any case, then without a number. `rule_set`
    is the set in which the provision stands. What people recorded (`wakeline review ... finding SUBJECT
    FACTOR:CONCLUSION`) stands in rows of its own beside the measured ones: neither overwrites the other.

    name: id of the rule set.

    Returns FINDINGS. Raises SettingsError for an unknown rule set.
    """
    main = rule_set(name, folder)
    rows: list[dict[str, Any]] = []
    zone = ZoneInfo(measures.toml.case.timezone)
    checks = measures.toml.law_checked
    refuse_unknown(checks, folder)
    lifted = {(check.rule_set, check.provision) for check in checks}
    for factor in factors(package).values():
        named = provision_for(factor.name, main, measures.toml.case.allegation, folder, lifted)
        if named is None and not factor.is_shown_bare:
            continue
        of, provision = named if named else (main, None)
        found = [*factor.observe(measures, provision), *_recorded(measures, factor)]
        rows += [_row(factor, of, provision, _with_corrections(measures, factor, one), zone) for one in found]
    return FINDINGS.fit(pl.DataFrame(rows, schema=FINDINGS.schema, orient="row")).sort(
        FINDINGS.order, maintain_order=True
    )


def known_finding(label: str, package: str = FACTORS) -> bool:
    """Tell whether `label` is FACTOR:CONCLUSION with a factor and a conclusion that exist.

    >>> known_finding("A8-1:found"), known_finding("A8-99:found"), known_finding("A8-1:guilty")
    (True, False, False)
    """
    factor, _, conclusion = label.partition(":")
    return factor in factors(package) and conclusion in (*CONCLUSIONS, "withdrawn")


def _recorded(measures: Measures, factor: Factor) -> list[Observation]:
    """The findings of people on a factor, as they stand now."""
    labels = measures.table("labels").filter(
        pl.col("kind") == "finding", pl.col("label").str.starts_with(f"{factor.name}:")
    )
    return [
        Observation(
            Status.HUMAN,
            f"human_{row['label'].partition(':')[2]}",
            {"words": row["note"], "entry": row["entry_sha256"]},
            row["subject_id"],
            source="review.sqlite",
            event_ids=(row["subject_id"],) if row["subject_id"] in measures.authors else (),
            exculpatory=("law.for_human_not_found",) if row["label"].endswith(":not_found") else (),
            by=row["author"],
            at=row["at"],
        )
        for row in labels.to_dicts()
        if row["label"].partition(":")[2] in CONCLUSIONS
    ]


def _with_corrections(measures: Measures, factor: Factor, found: Observation) -> Observation:
    """Corrections of case.toml speak for whoever made them, and beside every count of spread."""
    if found.status is not Status.MEASURED or not measures.toml.corrections:
        return found
    own = {measures.authors.get(c.event_id) for c in measures.toml.corrections} - {None}
    told = (
        ("law.for_correction_own",)
        if found.subject_id in own
        else ("law.for_correction",)
        if factor.name in ("A12-F4", "S-R2")
        else ()
    )
    return replace(found, exculpatory=(*found.exculpatory, *told))


def _row(
    factor: Factor, rules: RuleSet, provision: Provision | None, found: Observation, zone: ZoneInfo
) -> dict[str, Any]:
    """One observation as a row of FINDINGS.

    threshold is given only where the provision names a number and it applies to this value.
    """
    assert found.status in factor.admits, (factor.name, found.status)
    is_laid = found.is_counted and provision is not None and provision.threshold is not None
    note = found.note if "." in found.note else f"law.note_{found.note}"
    return {
        "factor_id": factor.name,
        "rule_set": rules.id,
        "subject_id": found.subject_id,
        "status": found.status.value,
        "value": found.value,
        "lower": found.lower,
        "upper": found.upper,
        "threshold": provision.threshold if is_laid and provision else None,
        "unit": found.unit,
        "source": found.source,
        "event_ids": list(found.event_ids)[:IDS_MAX],
        "events_n": len(found.event_ids),
        "human_needed": f"law.human_{factor.name}",
        "recorded_by": found.by,
        "recorded_at": None if found.at is None else stated_start(found.at, zone),
        "note_code": note,
        "note_params": json.dumps(dict(found.params), ensure_ascii=False, sort_keys=True),
        "inculpatory": list(dict.fromkeys(found.inculpatory)),
        "exculpatory": list(dict.fromkeys(found.exculpatory)),
        "overturn": list(dict.fromkeys(found.overturn)),
    }
