"""The study of groups and roles over again, in memory, with one change."""

from dataclasses import dataclass, replace

import polars as pl

from analytics.cascade.statistics import measure_cascades
from analytics.challenge.changes import Change
from analytics.coordination.groups.attribute_enrichment import enriched_attributes
from analytics.coordination.groups.result_tables import result_tables
from analytics.coordination.groups.search import coded_pairs, prepare, search
from analytics.coordination.pairs.counting import pair_table
from analytics.model.thresholds import Thresholds, limits
from analytics.roles.assign import assign, features_of
from analytics.store.case_toml import CaseToml
from analytics.text.families import families_of

Listed = set[tuple[str, str, str, str]]
GROUP = "group"


@dataclass(frozen=True)
class Challenged:
    """What a rerun reads: the tables of the case, what people state, and the settings of the case.

    events: PLACED_EVENTS with trusted times; families: FAMILIES, all layers and ways; pairs: COACTION_PAIRS.
    """

    events: pl.DataFrame
    families: pl.DataFrame
    pairs: pl.DataFrame
    accounts: pl.DataFrame
    account_names: pl.DataFrame
    nodes: pl.DataFrame
    targets: pl.DataFrame
    labels: pl.DataFrame
    facts: CaseToml
    settings: Thresholds


def listed(case: Challenged, change: Change | None) -> Listed:
    """Run the search for groups and the roles with one change, or with none.

    Returns the accounts at A or B: account_id, role ("group" for acting together), subject_id and grade.
    Groups are numbered anew in each run, so that the subject of a group, and of the roles that hang on one,
    is "group".
    """
    case, without = _changed(case, change)
    by_words = case.families.filter(found_by="words")
    arrays = prepare(case.events, by_words, case.settings)
    pairs = coded_pairs(arrays, case.pairs, case.settings.grades)
    found = search(arrays, pairs, case.settings, without)
    result = result_tables(found, case.events, case.settings.grades)
    traits = enriched_attributes(result.clusters, case.events, case.accounts, case.settings.grades)
    tables = {
        "accounts": case.accounts,
        "account_names": case.account_names,
        "nodes": case.nodes,
        "clusters": result.clusters,
        "cluster_acts": result.acts,
        "cluster_tasks": result.tasks,
        "cluster_traits": traits,
        "labels": case.labels,
        "families": by_words,
        "layers": case.families,
    }
    roles = assign(features_of(case.events, case.targets, tables, case.facts, case.settings))
    rows = result.clusters.select("account_id", "grade", role=pl.lit(GROUP), subject_id=pl.lit(GROUP))
    hangs_on_group = pl.col("cluster_id").is_not_null()
    told = roles.with_columns(subject_id=pl.when(hangs_on_group).then(pl.lit(GROUP)).otherwise("subject_id"))
    columns = ["account_id", "role", "subject_id", "grade"]
    both = pl.concat([rows.select(columns), told.select(columns)])
    return set(both.filter(pl.col("grade").is_in(["A", "B"])).iter_rows())


def _changed(case: Challenged, change: Change | None) -> tuple[Challenged, tuple[str, ...]]:
    """The case with the change made, and the line of evidence that is left out."""
    if change is None:
        return case, ()
    if change.kind == "line":
        return case, (change.name,)
    if change.kind == "setting":
        case = replace(case, settings=case.settings.changed({change.name: change.value}))
        if limits()[change.name].room != "texts":
            return case, ()
        return _with_families(replace(case, families=_families(case))), ()
    return _with_families(_without(case, change)), ()


def _without(case: Challenged, change: Change) -> Challenged:
    """The case without a post and its tree, without all posts of an author, or without a capture."""
    events = case.events
    if change.kind == "capture":
        kept = events.filter(pl.col("source_sha256") != change.name)
        nodes = measure_cascades(kept).nodes
    else:
        roots = (
            [change.name]
            if change.kind == "post"
            else events.filter((pl.col("kind") == "post") & (pl.col("account_id") == change.name))["event_id"]
        )
        gone = pl.Series(roots, dtype=pl.String).implode()
        kept = events.filter(
            ~pl.col("event_id").is_in(gone) & ~pl.col("root_id").is_in(gone).fill_null(False)
        )
        nodes = case.nodes.filter(~pl.col("root_id").is_in(gone))
    families = case.families.join(kept.select("event_id"), on="event_id", how="semi", maintain_order="left")
    targets = case.targets.join(kept.select("event_id"), on="event_id", how="semi", maintain_order="left")
    return replace(case, events=kept, families=families, targets=targets, nodes=nodes)


def _families(case: Challenged) -> pl.DataFrame:
    """Families of words found anew; variants and links stay as they are."""
    words = families_of(case.events, case.settings.texts).with_columns(found_by=pl.lit("words"))
    return pl.concat([words, case.families.filter(pl.col("found_by") != "words").select(words.columns)])


def _with_families(case: Challenged) -> Challenged:
    """The case with its pairs counted anew over its events and families."""
    named = case.families.filter(found_by="words").select("event_id", "family_id").unique("event_id")
    return replace(
        case, pairs=pair_table(case.events.join(named, on="event_id", how="left", maintain_order="left"))
    )
