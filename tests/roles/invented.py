"""Small invented cases for the roles: acts by hand, every table the roles read."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from analytics.cascade.statistics import measure_cascades
from analytics.model.tables import ACCOUNT_NAMES, ACCOUNTS, CLUSTER_TASKS, CLUSTERS, LABELS, PLACED_EVENTS
from analytics.roles.assign import assign, features_of
from analytics.roles.features import Features
from analytics.store.case_toml import CaseToml
from analytics.text.families import families_of
from analytics.text.targets import targets_of

START = datetime(2025, 3, 1, tzinfo=UTC)
SHOP = {"name": "面包店", "ids": ["owner"], "terms": ["禾禾面包"]}


def act(
    event_id: str,
    account_id: str | None,
    at_s: float | None,
    text: str | None = None,
    *,
    root: str | None = None,
    kind: str | None = None,
    parent: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """An act: a post unless `root` is given; its parent is stated, and the root unless `parent` is given."""
    kind = kind or ("repost" if root else "post")
    return {
        "event_id": event_id,
        "account_id": account_id,
        "at": None if at_s is None else START + timedelta(seconds=at_s),
        "kind": kind,
        "text": text,
        "own_text": text,
        "root_id": root or event_id,
        "parent_id": parent or root,
        "parent_basis": "stated" if root else None,
        "at_precision": "s",
        **more,
    }


def events(*rows: dict[str, Any]) -> pl.DataFrame:
    schema = {
        k: v for k, v in PLACED_EVENTS.schema.items() if k in {"at"} | {key for row in rows for key in row}
    }
    frame = pl.DataFrame(list(rows), schema=schema) if rows else PLACED_EVENTS.empty()
    return PLACED_EVENTS.fit(
        frame.with_columns(
            platform=pl.lit("weibo"), source_sha256=pl.lit("s"), source_row=pl.lit(0), source_path=pl.lit("")
        )
    )


def carried(root: str, n: int, at_s: float = 100, prefix: str = "x") -> list[dict[str, Any]]:
    """n bare reposts of a root by n accounts, ten seconds apart."""
    return [act(f"{root}-{prefix}{k}", f"{prefix}{k}", at_s + 10 * k, root=root) for k in range(n)]


def features(acts: pl.DataFrame, facts: dict[str, Any] | None = None, **tables: pl.DataFrame) -> Features:
    """Features of a case; tables not given are empty."""
    read = {
        "accounts": ACCOUNTS.empty(),
        "account_names": ACCOUNT_NAMES.empty(),
        "clusters": CLUSTERS.empty(),
        "cluster_tasks": CLUSTER_TASKS.empty(),
        "labels": LABELS.empty(),
        "families": families_of(acts),
        "nodes": measure_cascades(acts).nodes,
    } | tables
    stated = CaseToml.model_validate(facts or {})
    return features_of(
        acts, targets_of(acts, read["account_names"], stated.targets, read["labels"]), read, stated
    )


def coded(*event_ids: str, label: str = "support") -> pl.DataFrame:
    """LABELS: what one person says of some events (or accounts, or families)."""
    rows = {"subject_id": list(event_ids), "label": label, "author": "coder", "at": START}
    return LABELS.fit(pl.DataFrame(rows))


def found(
    acts: pl.DataFrame, facts: dict[str, Any] | None = None, **tables: pl.DataFrame
) -> dict[tuple[str, str, str], dict[str, Any]]:
    """(role, account, subject) -> row of ROLES."""
    rows = assign(features(acts, facts, **tables)).to_dicts()
    return {(r["role"], r["account_id"], r["subject_id"]): r for r in rows}
