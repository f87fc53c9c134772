"""Article 8, lead sentence: initiators, organizers, promoters, and those who do not desist.

The four factors read the table ROLES. A candidate there is an observation about an account, no more.
"""

import json
from typing import Any

import polars as pl

from analytics.law.factor import (
    CASE,
    SHOWN,
    SUBJECTS,
    Factor,
    Measures,
    Observation,
    Status,
    admits,
    unmeasured,
)
from analytics.law.rule_set import Provision
from analytics.roles.star_export import is_star

_STANDS = ("A", "B")


def observe_role(measures: Measures, role: str, provision: Provision | None) -> list[Observation]:
    """Observe the candidates for a role: a row for each account at grade A or B, at most SUBJECTS.

    Where there is none, one row says what was looked for and not found, or why nothing can be said.
    """
    del provision
    if not measures.has("roles"):
        return [unmeasured("none_roles")]
    rows = measures.table("roles").filter(role=role)
    standing = rows.filter(rows["grade"].is_in(_STANDS)).sort("grade", "subject_id", "account_id")
    if standing.height:
        rivals = dict(standing.group_by("subject_id").agg(pl.col("account_id").n_unique()).iter_rows())
        return [_candidate(row, rivals[row["subject_id"]]) for row in standing.head(SUBJECTS).to_dicts()]
    unsure = rows.filter(grade="insufficient").height
    if unsure:
        return [unmeasured("role_insufficient", n=unsure)]
    leads = rows.filter(grade="C").height
    return [Observation(Status.NONE_IN_DATA, "role_none", {"leads": leads}, source=f"roles: {role}")]


def _candidate(row: dict[str, Any], rivals_n: int) -> Observation:
    """One row of ROLES as an observation, with its markers of Article 10 as exculpatory.

    rivals_n: how many accounts stand in the role for the same subject.
    """
    params = {
        **json.loads(row["reason_params"] or "{}"),
        "account": row["account_id"],
        "grade": row["grade"],
        "of_subject": row["subject_id"],
    }
    markers = tuple(f"law.for_{marker}" for marker in row["article10"] or ())
    if row["role"] == "initiator" and rivals_n > 1:
        markers = (*markers, "law.for_other_roots")
    return Observation(
        Status.MEASURED,
        f"roles.{row['reason_code']}",
        params,
        row["account_id"] or CASE,
        row["value"],
        row["lower"],
        row["upper"],
        row["unit"],
        f"roles: {row['role']}, grade {row['grade']}",
        tuple(row["event_ids"] or ())[:SHOWN],
        (*markers, *(f"roles.{key}" for key in row["explanations"] or ())),
        tuple(f"roles.{key}" for key in row["challenges"] or ()),
    )


def observe_initiator(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe initiators: the earliest event of each piece of information in this data.

    Whether it is the true first source, and whether there was malice, is for people.
    """
    return observe_role(measures, "initiator", provision)


FACTOR_A8_R1_INITIATOR = Factor(
    "A8-R1", 10, observe_initiator, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_organizer(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe organizers: accounts whose events others follow as tasks.

    Direction and payment are for people, and lie outside any export.
    """
    return observe_role(measures, "organizer", provision)


FACTOR_A8_R2_ORGANIZER = Factor(
    "A8-R2", 11, observe_organizer, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_promoter(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe promoters: accounts through which much of the spread ran.

    Malice and knowledge of falsity are for people. Where no repost tells whom it passes on, nothing can be
    said, and "none" would be false.
    """
    if measures.has("roles") and measures.has("cascades") and is_star(measures.table("cascades")):
        return [unmeasured("promoter_star")]
    return observe_role(measures, "promoter", provision)


FACTOR_A8_R3_PROMOTER = Factor(
    "A8-R3", 12, observe_promoter, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)


def observe_repeater(measures: Measures, provision: Provision | None) -> list[Observation]:
    """Observe those who do not desist: events after a warning, takedown, notice or penalty.

    case.toml states these with their dates; without any there is nothing an event could come after. That it
    was served, and that the later event was unlawful, is for people.
    """
    facts = measures.toml
    if not (facts.warnings or facts.takedowns or facts.notices or facts.penalties):
        return [unmeasured("repeat_no_record")]
    return observe_role(measures, "repeater", provision)


FACTOR_A8_R4_REPEATER = Factor(
    "A8-R4", 13, observe_repeater, admits(Status.MEASURED, Status.NONE_IN_DATA, Status.NOT_MEASURABLE)
)

FACTORS = (FACTOR_A8_R1_INITIATOR, FACTOR_A8_R2_ORGANIZER, FACTOR_A8_R3_PROMOTER, FACTOR_A8_R4_REPEATER)
