"""The whole study as one readable function: from merged captures to parents, trees and scope."""

import os
import platform
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import polars as pl

from analytics.cascade.forest import trusted_moment
from analytics.cascade.parents import resolve_parents
from analytics.cascade.tree import measure_cascades, with_notes
from analytics.coordination.calibration import calibrate
from analytics.coordination.clusters import groups_of
from analytics.coordination.listing import listing
from analytics.coordination.overview import overview, surrogate_rows
from analytics.coordination.pair_table import pair_table
from analytics.coordination.search import Case as Prepared
from analytics.coordination.search import prepare, search
from analytics.coordination.trait import shared_traits
from analytics.errors import CaseError, SettingsError
from analytics.law.factor import Measures
from analytics.law.findings import READ, findings
from analytics.law.preserve import READS as PRESERVE_READS
from analytics.law.preserve import requests
from analytics.law.rule_set import numbers_of, rule_set
from analytics.roles.assign import assign, features_of
from analytics.scope.whole import material_of, whole_scope
from analytics.settings import Settings
from analytics.store.case_toml import CaseToml
from analytics.store.custody import Act
from analytics.store.folder import Case, Commit, toml_hash
from analytics.store.lock import only_writer
from analytics.store.placed import with_parents
from analytics.store.resume import Resume
from analytics.store.review import current, head, with_stated
from analytics.tables import (
    CALIBRATION,
    CASCADES,
    CLUSTER_ACTS,
    CLUSTER_TASKS,
    CLUSTER_TRAITS,
    CLUSTERS,
    COACTION_PAIRS,
    COORDINATION,
    FAMILIES,
    FINDINGS,
    LABELS,
    LEVELS,
    NODES,
    PARENTS,
    REQUESTS,
    ROLES,
    SCOPE,
    TALLIES,
    TARGETS,
)
from analytics.tally.tally import READS, tallies
from analytics.text.edited import edited_variants
from analytics.text.families import families_of
from analytics.text.layers import SAME
from analytics.text.linked import linked_acts
from analytics.text.targets import targets_of

STAGES = (
    "import",
    "labels",
    "parents",
    "cascades",
    "families",
    "coaction",
    "clusters",
    "targets",
    "roles",
    "scope",
    "tallies",
    "findings",
    "calibration",
)
Progress = Callable[[str], None]


def analyse(case: Case, settings: Settings, until: str, progress: Progress) -> Case:
    """Run the study up to and including stage `until` and commit its tables together.

    Raises SettingsError for an unknown stage; CaseError if nothing has been imported or another process
    writes.
    """
    with only_writer(case.folder):
        return _analyse(case, settings, until, progress)


def _analyse(case: Case, settings: Settings, until: str, progress: Progress) -> Case:
    if until not in STAGES:
        raise SettingsError("stage_unknown", found=until, known=", ".join(STAGES))
    if not case.has("events"):
        raise CaseError("nothing_imported", case=case.folder)
    run = STAGES[: STAGES.index(until) + 1]
    commit = Commit(case)
    events = case.read("events")
    reviewed: dict[str, str] = {}
    if "labels" in run:
        progress("labels")
        labels = with_stated(current(case.folder), case.toml())
        commit.write(LABELS, labels)
        reviewed = {
            "review_head": head(case.folder)
        }  # verify sees by it whether entries were cut off the end.
    if "parents" in run:
        progress("parents")
        parents = resolve_parents(events, case.read("account_names"))
        parents = with_notes(parents, with_parents(events.lazy(), parents.lazy()).collect())
        commit.write_sorted(PARENTS, parents)  # as read: in the order of events
        events = with_parents(events.lazy(), parents.lazy()).collect()
    if "cascades" in run:
        progress("cascades")
        measured = measure_cascades(events)
        for table, frame in (
            (CASCADES, measured.cascades),
            (LEVELS, measured.levels),
            (NODES, measured.nodes),
        ):
            commit.write(table, frame)
    searched: Prepared | None = None
    if "families" in run:
        moments = events.with_columns(at=trusted_moment())
        trees = {"cascades": measured.cascades, "levels": measured.levels, "nodes": measured.nodes}
        searched, tables = _accounts(case, commit, moments, trees | {"labels": labels}, run, progress)
        del moments, trees, measured
    if "scope" in run:
        progress("scope")
        seen = {
            "counters": case.read("counters"),
            "sources": case.read("sources"),
            "occurrences": case.read("occurrences", columns=["event_id", "captured_at", "source_sha256"]),
        }
        facts = case.toml()
        numbers = numbers_of(rule_set(facts.case.rule_set), facts.case.allegation)
        material = material_of(events.with_columns(at=trusted_moment()), tables | seen, facts, numbers)
        del events
        commit.write(SCOPE, whole_scope(material))
    for name in (
        "tallies",
        "findings",
        "requests",
        "calibration",
    ):  # They follow from tables that may have changed.
        commit.drop(f"{name}.parquet")
    _law(case, commit, run, progress)
    done = commit.finish(
        Act("analyse", {"until": until, "settings": settings.values()}),
        stages=[s for s in run if s != "calibration"],
        settings=settings.values(),
        case_toml=toml_hash(case.folder),
        versions=versions(),
        **reviewed,
    )
    if "calibration" in run and searched is not None:
        progress("calibration")
        done = _calibrated(done, searched, int(settings.surrogates_n), progress)
    return done


def _accounts(
    case: Case,
    commit: Commit,
    events: pl.DataFrame,
    tables: dict[str, pl.DataFrame],
    run: tuple[str, ...],
    progress: Progress,
) -> tuple[Prepared | None, dict[str, pl.DataFrame]]:
    """From texts to groups to roles, as far as `run` says: what the search read, and the tables so far with
    those made here.

    events: EVENTS with trusted moments; tables: nodes, labels and what else is there.
    """
    progress("families")
    families = families_of(events)
    layers = pl.concat([families, edited_variants(events, families)])
    layers = pl.concat([layers, linked_acts(events, layers)])
    commit.write(FAMILIES, layers)  # Groups and roles do not read variants and links.
    if "coaction" in run:
        progress("coaction")
        named = events.join(
            families.select("event_id", "family_id"), on="event_id", how="left", maintain_order="left"
        )
        commit.write_sorted(COACTION_PAIRS, pair_table(named))
    tables = (
        tables
        | {"families": families, "layers": layers}
        | {name: case.read_or_empty(name) for name in ("accounts", "account_names")}
    )
    if "clusters" not in run:
        return None, tables
    progress("clusters")
    searched, grouped = _clusters(commit, events, tables["accounts"], families)
    return searched, _roles(
        case, commit, events, tables | grouped, run, progress
    ) if "targets" in run else tables


def _law(case: Case, commit: Commit, run: tuple[str, ...], progress: Progress) -> None:
    """What factors of law rest on, then the factors, as far as `run` says."""
    for name, step in (("tallies", _tallied), ("findings", _found)):
        if name in run:
            progress(name)
            step(case, commit)


def _tallied(case: Case, commit: Commit) -> None:
    """Counts that several factors of law rest on."""
    tables = {name: _standing(commit, name, columns) for name, columns in READS.items()}
    commit.write(
        TALLIES, tallies({name: frame for name, frame in tables.items() if frame is not None}, case.toml())
    )


def _found(case: Case, commit: Commit) -> None:
    """The factors of the rule set that case.toml names, beside the tables as they will stand."""
    facts = case.toml()
    tables = {name: frame for name in READ if (frame := commit.standing(name)) is not None}
    named = [c.event_id for c in facts.corrections] + (
        tables["labels"]["subject_id"].to_list() if "labels" in tables else []
    )
    events = commit.standing("events", ["event_id", "account_id"])
    families = commit.standing("families", ["event_id", "family_id", "layer"])
    assert events is not None
    authors = dict(
        events.filter(pl.col("event_id").is_in(pl.Series(named, dtype=pl.String).implode())).iter_rows()
    )
    scoped = set(tables["scope"]["subject_id"]) if "scope" in tables else set()
    of_family = (
        {}
        if families is None
        else dict(
            families.filter(pl.col("layer").is_in(SAME) & pl.col("family_id").is_in(list(scoped)))
            .select("event_id", "family_id")
            .iter_rows()
        )
    )
    # A post stands for its family where scope is measured for families: the same information is then counted
    # once.
    meant = {
        name: {of_family.get(one, one) for one in told}
        for name, told in (
            ("alleged", [a.id for a in facts.alleged]),
            ("about", _about(commit.standing("targets"), facts)),
        )
    }
    measures = Measures(facts, tables, frozenset(meant["alleged"]), frozenset(meant["about"]), authors)
    commit.write(FINDINGS, findings(measures, facts.case.rule_set))
    seen = {name: frame for name in PRESERVE_READS if (frame := _standing(commit, name, None)) is not None}
    commit.write(REQUESTS, requests(seen, facts, measures.alleged or measures.about))


def _about(targets: pl.DataFrame | None, facts: CaseToml) -> set[str]:
    """Acts aimed at a target of case.toml."""
    names = [target.name for target in facts.targets]
    return set() if targets is None else set(targets.filter(pl.col("target_id").is_in(names))["event_id"])


def _clusters(
    commit: Commit, events: pl.DataFrame, accounts: pl.DataFrame, families: pl.DataFrame
) -> tuple[Prepared, dict[str, pl.DataFrame]]:
    """Search for groups and write their tables; what the search read is kept for the surrogates, the
    tables for the roles."""
    prepared = prepare(events, accounts, families)
    found = search(prepared)
    listed = listing(prepared, found, groups_of(prepared.material, found), events)
    tables = (
        (CLUSTERS, listed.clusters),
        (CLUSTER_ACTS, listed.acts),
        (CLUSTER_TASKS, listed.tasks),
        (CLUSTER_TRAITS, shared_traits(listed.clusters, events, accounts)),
    )
    for table, frame in (*tables, (COORDINATION, overview(prepared, found, listed.clusters, events))):
        commit.write(table, frame)
    return prepared, {table.name: frame for table, frame in tables}


def _roles(
    case: Case,
    commit: Commit,
    events: pl.DataFrame,
    tables: dict[str, pl.DataFrame],
    run: tuple[str, ...],
    progress: Progress,
) -> dict[str, pl.DataFrame]:
    """Whom acts are aimed at, and who did what: the tables with these two. tables: accounts, names, families,
    nodes, labels, groups."""
    progress("targets")
    facts = case.toml()
    targets = targets_of(events, tables["account_names"], facts.targets, tables["labels"])
    commit.write(TARGETS, targets)
    tables = tables | {"targets": targets}
    if "roles" in run:
        progress("roles")
        tables["roles"] = assign(features_of(events, targets, tables, facts))
        commit.write(ROLES, tables["roles"])
    return tables


def _calibrated(case: Case, prepared: Prepared, surrogates_n: int, progress: Progress) -> Case:
    """Count accounts at A in surrogates of the case, resuming where an earlier run was cut off."""
    read = [
        case.manifest["tables"][f"{name}.parquet"]["sha256"] for name in ("events", "accounts", "families")
    ]
    kept = Resume(case.folder, "calibration", " ".join([*read, versions()["wakeline"]]))
    rows = {number: n for number, n in kept.done() if number <= surrogates_n}
    todo = [number for number in range(1, surrogates_n + 1) if number not in rows]

    def told(done: int, of: int) -> None:
        if done * 10 // of > (done - 1) * 10 // of:
            progress(f"calibration {done}/{of}")

    for number, n in calibrate(prepared, todo, os.cpu_count() or 1, told):
        kept.add([number, n])
        rows[number] = n
    table = pl.DataFrame(sorted(rows.items()), schema=CALIBRATION.schema, orient="row")
    commit = Commit(case)
    commit.write(CALIBRATION, table)
    commit.write(COORDINATION, pl.concat([case.read("coordination"), surrogate_rows(table)]))
    done = commit.finish(Act("calibrate", {"surrogates_n": surrogates_n}), stages=list(STAGES))
    kept.clear()
    return done


def _standing(commit: Commit, name: str, columns: list[str] | None) -> pl.DataFrame | None:
    """A table as it will stand; events with their place."""
    if name != "events":
        return commit.standing(name, columns)
    events, parents = commit.standing("events"), commit.standing("parents")
    if events is None:
        return None
    placed = with_parents(events.lazy(), None if parents is None else parents.lazy())
    return (placed if columns is None else placed.select(columns)).collect()


def versions() -> dict[str, Any]:
    """The versions that the numbers depend on."""
    return {
        "wakeline": version("wakeline"),
        "python": platform.python_version(),
        **{name: version(name) for name in ("polars", "numpy", "numba", "networkx", "pandas")},
    }
