"""Every role of a case, with its markers of Article 10."""

import polars as pl

from analytics.coordination.trait import traits
from analytics.model.thresholds import DEFAULT, Thresholds
from analytics.roles.article10 import markers
from analytics.roles.features import Features, about_targets, acts_with_families, stances_of
from analytics.roles.role import roles
from analytics.store.case_toml import CaseToml
from analytics.tables import ROLES, check


def features_of(
    events: pl.DataFrame,
    targets: pl.DataFrame,
    tables: dict[str, pl.DataFrame],
    facts: CaseToml,
    limits: Thresholds = DEFAULT,
) -> Features:
    """Features of a case. events: EVENTS whose `at` is the trusted moment; targets: TARGETS; tables:
    families, accounts, account_names, nodes, clusters, cluster_acts, cluster_tasks, cluster_traits, labels
    by name; layers (FAMILIES with every layer; absent: as families)."""
    acts = acts_with_families(events, tables["families"], tables.get("layers", tables["families"]))
    values = {name: trait.values(events, tables["accounts"]).drop_nulls() for name, trait in traits().items()}
    return Features(
        acts,
        tables["accounts"],
        tables["account_names"],
        tables["nodes"],
        tables["clusters"],
        tables["cluster_acts"],
        tables["cluster_tasks"],
        values,
        tables["cluster_traits"],
        about_targets(targets, facts),
        stances_of(acts),
        tables["labels"],
        facts,
        limits,
    )


def assign(features: Features) -> pl.DataFrame:
    """ROLES of every kind in the folder, with Article 10 markers of each account, sorted as stored."""
    found = pl.concat([ROLES.empty(), *(role.find(features) for role in roles().values())])
    marked = (
        found.drop("article10")
        .join(markers(features), on="account_id", how="left")
        .with_columns(pl.col("article10").fill_null(pl.lit([], pl.List(pl.String))))
    )
    return check(ROLES.fit(marked).sort(ROLES.order), ROLES)
