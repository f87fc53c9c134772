"""All measures of scope of a case, in one table."""

import polars as pl

from analytics.model.cascade_tables import SAME_LAYERS
from analytics.model.tables import SCOPE, check
from analytics.model.thresholds import DEFAULT, ScopeLimits
from analytics.model.time import width_s, with_trusted_times
from analytics.scope.bounds import measure_scope
from analytics.scope.tables_read import ScopeData, measures, subjects_of
from analytics.store.case_toml import CaseToml
from analytics.text.targets import at_targets


def scope_data(
    events: pl.DataFrame,
    tables: dict[str, pl.DataFrame],
    facts: CaseToml,
    numbers: tuple[tuple[str, float], ...] = (),
    limits: ScopeLimits = DEFAULT.scope,
) -> ScopeData:
    """Collect what the measures of scope read.

    events: EVENTS with roots.
    tables: counters, accounts, occurrences, sources, levels, cascades, families, clusters, roles, targets and
        labels by name; layers (FAMILIES with every layer) if they are not the families.
    facts: case.toml.
    numbers: what the rule set in force names, as ("reposts", 500).
    """
    acts = with_trusted_times(events).select(
        "event_id",
        "platform",
        "kind",
        "account_id",
        "at",
        "root_id",
        "client",
        "region",
        "source_sha256",
        width_s=width_s(),
        has_words=(pl.col("own_text").str.strip_chars() != "").fill_null(False),
    )
    about = at_targets(tables["targets"], facts.targets)
    kept = {
        name: tables[name]
        for name in (
            "counters",
            "accounts",
            "occurrences",
            "sources",
            "levels",
            "cascades",
            "families",
            "clusters",
            "roles",
            "labels",
        )
    }
    kept["families"] = kept["families"].filter(pl.col("layer").is_in(SAME_LAYERS))
    layers = tables.get("layers", tables["families"])
    return ScopeData(
        acts,
        subjects_of(acts, kept["families"]),
        layers=layers,
        about=about,
        facts=facts,
        numbers=numbers,
        limits=limits,
        **kept,
    )


def measure_all(material: ScopeData) -> pl.DataFrame:
    """Measure the scope of a case: the counts of `measure_scope` and every measure of the folder.

    Returns SCOPE, sorted as stored.
    """
    base = measure_scope(material.acts, material.counters, material.accounts, material.subjects)
    found = pl.concat([base, *(measure.find(material) for measure in measures().values())])
    return check(SCOPE.fit(found).sort(SCOPE.order), SCOPE)
