"""How the four factors of Article 8's lead sentence read ROLES: a candidate is an observation about an
account, no more."""

import json
from typing import Any

import polars as pl

from analytics.law.factor import CASE, SHOWN, SUBJECTS, Found, Measures, Status, unmeasured
from analytics.law.rule_set import Provision

_STANDS = ("A", "B")


def observe_role(measures: Measures, role: str, provision: Provision | None) -> list[Found]:
    """One row an account at grade A or B; else one row that says what was looked for and not found, or why
    nothing can be said."""
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
    return [Found(Status.NOT_OBSERVED, "role_none", {"leads": leads}, source=f"roles: {role}")]


def _candidate(row: dict[str, Any], rivals_n: int) -> Found:
    params = {
        **json.loads(row["reason_params"] or "{}"),
        "account": row["account_id"],
        "grade": row["grade"],
        "of_subject": row["subject_id"],
    }
    markers = tuple(f"law.for_{marker}" for marker in row["article10"] or ())
    if row["role"] == "initiator" and rivals_n > 1:
        markers = (*markers, "law.for_other_roots")
    return Found(
        Status.OBSERVED,
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
