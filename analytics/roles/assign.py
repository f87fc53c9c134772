"""The roles of a case, with the markers of Article 10.

Markers are on events that report to an authority or a medium, or that criticise. Such events are marked and
never removed. They are read from a lexicon, from whom an event addresses, and from labels of people
(`report_authority`, `report_medium`, `criticism`). Source: 法发〔2023〕14号, Article 10.
"""

import polars as pl

from analytics.model.tables import OCCURRENCES, ROLES, check
from analytics.model.thresholds import DEFAULT, Thresholds
from analytics.roles.features import Features, acts_with_families, stances_of
from analytics.roles.role import roles
from analytics.store.case_toml import CaseToml
from analytics.text.targets import at_targets, names_mentioned

READS = ("accounts", "account_names", "nodes", "clusters", "cluster_tasks", "targets", "labels")
STATED = (  # What of case.toml decides a role.
    "case.timezone",
    "targets",
    "alleged",
    "corrections",
    "directions",
    "warnings",
    "takedowns",
    "penalties",
)
MARKERS = ("report_authority", "report_medium", "criticism")


def markers(features: Features) -> pl.DataFrame:
    """Find the sorted markers of Article 10 of each account that has any, on any of its events.

    Returns account_id, article10.
    """
    said = [features.stances.filter(m).select("account_id", marker=pl.lit(m)) for m in MARKERS]
    kinds = features.kind_of_account()
    aimed = (
        features.acts.filter(pl.col("own").is_not_null())
        .select("account_id", "own")
        .filter(pl.col("own").str.contains("@", literal=True))
        .with_columns(name=names_mentioned("own"))
        .explode("name")
    )
    addressed = aimed.join(features.names.select("name", to="account_id").unique(), on="name").join(
        kinds, left_on="to", right_on="account_id"
    )
    said += [
        addressed.filter(flag).select("account_id", marker=pl.lit(m))
        for flag, m in (("is_authority", "report_authority"), ("is_medium", "report_medium"))
    ]
    of_event = features.labels.filter(pl.col("label").is_in(MARKERS)).select("subject_id", marker="label")
    by_act = features.acts.select("event_id", "account_id").join(
        of_event, left_on="event_id", right_on="subject_id"
    )
    said += [by_act.select("account_id", "marker"), of_event.select(account_id="subject_id", marker="marker")]
    return pl.concat(said).drop_nulls().group_by("account_id").agg(article10=pl.col("marker").unique().sort())


def features_of(
    events: pl.DataFrame,
    targets: pl.DataFrame,
    tables: dict[str, pl.DataFrame],
    facts: CaseToml,
    limits: Thresholds = DEFAULT,
) -> Features:
    """Collect what the roles read.

    events: EVENTS whose `at` is the trusted moment.
    targets: TARGETS.
    tables: those of READS and the families by name; layers (FAMILIES with every layer) if they are not the
        families; occurrences (none: it is not known in which files an event stands).
    """
    acts = acts_with_families(events, tables["families"], tables.get("layers", tables["families"]))
    return Features(
        acts,
        tables["accounts"],
        tables["account_names"],
        tables["nodes"],
        tables["clusters"],
        tables["cluster_tasks"],
        at_targets(targets, facts.targets),
        stances_of(acts),
        tables["labels"],
        facts,
        limits,
        tables.get("occurrences", OCCURRENCES.empty()),
    )


def assign(features: Features) -> pl.DataFrame:
    """Assign every role of the folder, with the markers of Article 10 of each account.

    Returns ROLES, sorted as stored.
    """
    found = pl.concat([ROLES.empty(), *(role.find(features) for role in roles().values())])
    marked = (
        found.drop("article10")
        .join(markers(features), on="account_id", how="left")
        .with_columns(pl.col("article10").fill_null(pl.lit([], pl.List(pl.String))))
    )
    return check(ROLES.fit(marked).sort(ROLES.order), ROLES)
