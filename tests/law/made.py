"""Small tables worked out by hand, to show each factor in each status that its row admits."""

import json
from datetime import UTC, datetime
from typing import Any

import polars as pl

from analytics.law.factor import Measures
from analytics.model.tables import CASCADES, CLUSTERS, COORDINATION, LABELS, ROLES, SCOPE, TALLIES
from analytics.store.case_toml import CaseToml

AT = datetime(2025, 3, 10, 4, 0, tzinfo=UTC)
DEFAULTS: dict[Any, Any] = {pl.String: "x", pl.Int64: 0, pl.Float64: 0.0, pl.Boolean: False}


def rows(table: Any, *given: dict[str, Any]) -> pl.DataFrame:
    """Rows of a table; columns that may not be null and are not given get an empty value of their type."""
    filled = []
    for one in given:
        row = {}
        for column in table.columns:
            empty = (
                []
                if isinstance(column.dtype, pl.List)
                else AT
                if isinstance(column.dtype, pl.Datetime)
                else DEFAULTS.get(column.dtype)
            )
            row[column.name] = one.get(column.name, None if column.nullable else empty)
        filled.append(row)
    return pl.DataFrame(filled, schema=table.schema, orient="row")


def role(
    name: str, grade: str, account: str = "weibo:1", subject: str = "text:aa", **more: Any
) -> dict[str, Any]:
    return {
        "account_id": account,
        "role": name,
        "subject_id": subject,
        "grade": grade,
        "reason_code": "grade_A",
        "reason_params": json.dumps({}),
        "event_ids": ["weibo:e1"],
        "explanations": [],
        "challenges": [],
        "article10": [],
        **more,
    }


def roles(*given: dict[str, Any]) -> dict[str, pl.DataFrame]:
    return {"roles": rows(ROLES, *given)}


def tally(
    measure: str, value: float, of: float | None = None, subject: str = "case", **more: Any
) -> dict[str, Any]:
    return {
        "measure": measure,
        "subject_id": subject,
        "value": value,
        "of": of,
        "unit": "acts",
        "event_ids": ["weibo:e1"] if value else [],
        **more,
    }


def tallies(*given: dict[str, Any]) -> dict[str, pl.DataFrame]:
    return {"tallies": rows(TALLIES, *given)}


def scope(*given: tuple[str, str, float | None, float | None]) -> dict[str, pl.DataFrame]:
    return {
        "scope": rows(
            SCOPE,
            *(
                {
                    "measure": m,
                    "subject_id": s,
                    "lower": low,
                    "point": low,
                    "upper": high,
                    "unit": m,
                    "as_of": AT,
                    "note_code": "traced_no_counter",
                    "event_ids": ["weibo:e1"],
                }
                for m, s, low, high in given
            ),
        )
    }


def groups(*grades: str, verdict: str = "accounts_a") -> dict[str, pl.DataFrame]:
    """Accounts of one group at these grades, each a group member candidate at the same grade."""
    members = [
        role("amplifier", g, f"weibo:{k}", "g1", cluster_id="g1", event_ids=[f"weibo:e{k}"])
        for k, g in enumerate(grades)
    ]
    return {
        "roles": rows(ROLES, *members),
        "clusters": rows(
            CLUSTERS,
            *(
                {"account_id": f"weibo:{k}", "cluster_id": "g1", "grade": g, "event_ids": [f"weibo:e{k}"]}
                for k, g in enumerate(grades)
            ),
        ),
        "coordination": rows(COORDINATION, {"measure": "verdict", "note_code": verdict}),
    }


def labels(*given: tuple[str, str, str]) -> dict[str, pl.DataFrame]:
    return {
        "labels": rows(
            LABELS,
            *(
                {
                    "subject_id": s,
                    "label": label,
                    "author": "王检察官",
                    "at": AT,
                    "kind": kind,
                    "note": "鉴定〔2025〕1号",
                    "entry_sha256": "a" * 64,
                }
                for kind, s, label in given
            ),
        )
    }


def trees(*sizes: int) -> dict[str, pl.DataFrame]:
    return {
        "cascades": rows(
            CASCADES,
            *({"root_id": f"weibo:r{n}", "tree": "repost", "size": n, "half_life_s": 600.0} for n in sizes),
        )
    }


def measures(
    *tables: dict[str, pl.DataFrame],
    toml: dict[str, Any] | None = None,
    alleged: tuple[str, ...] = (),
    about: tuple[str, ...] = (),
    authors: dict[str, str | None] | None = None,
) -> Measures:
    joined: dict[str, pl.DataFrame] = {}
    for one in tables:
        joined |= one
    return Measures(
        CaseToml.model_validate(toml or {}), joined, frozenset(alleged), frozenset(about), authors or {}
    )
