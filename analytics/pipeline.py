"""The whole study from top to bottom: merged captures, parents, trees, groups, roles, scope and law.

Each stage is a record of what it reads and writes. It is run again only where something of that has changed
(`analytics/study/stages.py`).
"""

import polars as pl

from analytics.alleged.events import alleged_events
from analytics.cascade.parents import resolve_parents
from analytics.cascade.statistics import measure_cascades, with_notes
from analytics.coordination.explanations.features import Groups
from analytics.coordination.explanations.propositions import Recorded, explanations
from analytics.coordination.groups.attribute_enrichment import enriched_attributes
from analytics.coordination.groups.overview import overview
from analytics.coordination.groups.result_tables import result_tables
from analytics.coordination.groups.search import coded_pairs, search
from analytics.coordination.pairs.counting import pair_table
from analytics.law.factor import Measures
from analytics.law.findings import READ, findings
from analytics.law.information import Information, read_information
from analytics.law.requests import READS as PRESERVE_READS
from analytics.law.requests import requests
from analytics.law.rule_set import numbers_of, rule_set
from analytics.model.errors import CaseError, SettingsError
from analytics.model.thresholds import Thresholds
from analytics.roles.assign import READS as ROLE_READS
from analytics.roles.assign import STATED, assign, features_of
from analytics.roles.naming import with_words_on_information
from analytics.scope.all_measures import measure_all, scope_data
from analytics.store.case_folder import Case, toml_hashes
from analytics.store.custody_log import CustodyEntry
from analytics.store.lock import only_writer
from analytics.store.placed_events import with_parents
from analytics.store.reviews import current, head, with_stated
from analytics.study.calibration_stage import (
    CALIBRATE,
    SEARCH_LIMITS,
    SEARCH_READS,
    by_words,
    calibrated,
    counted_before,
    is_calibrated,
    prepared_search,
    trusted,
    uncalibrate,
)
from analytics.study.challenge_stage import CHALLENGE
from analytics.study.stages import KEPT, PLACED, WHOLE, Inputs, Progress, Stage, Study, Tables, versions
from analytics.text.families import all_layers
from analytics.text.targets import targets_of


def analyse(case: Case, settings: Thresholds, until: str, progress: Progress) -> Case:
    """Run the study up to and including stage `until` and commit its tables together.

    A stage of which nothing that it reads has changed is taken from the case, and `progress` is told "<stage>
    kept"; where that is so of all, not a byte of the case changes. Tables of later stages are removed. Raises
    SettingsError for an unknown stage; CaseError if nothing has been imported or another process writes.
    """
    with only_writer(case.folder):
        return _analyse(case, settings.as_imported(case.manifest.get("settings", {})), until, progress)


def _analyse(case: Case, settings: Thresholds, until: str, progress: Progress) -> Case:
    if until not in STAGES:
        raise SettingsError("stage_unknown", found=until, known=", ".join(STAGES))
    if not case.has("events"):
        raise CaseError("nothing_imported", case=case.folder)
    asked = STAGES[: STAGES.index(until) + 1]
    study = Study(case, settings)
    for stage in STUDY:
        if stage.name not in asked:
            study.leave(stage)
        elif study.stands(stage):
            progress(f"{stage.name} {KEPT}")
            study.take(stage)
        else:
            progress(stage.name)
            study.do(stage)
    # What a challenge found stands only while all that it rests on does.
    study.take(CHALLENGE) if study.stands(CHALLENGE) else study.leave(CHALLENGE)
    counted = counted_before(study) if CALIBRATE.name in asked else None
    is_done = counted is not None and is_calibrated(study, counted)
    if is_done:
        progress(f"{CALIBRATE.name} {KEPT}")
        study.take(CALIBRATE)
    else:
        uncalibrate(study)
    done = study.finish(
        CustodyEntry("analyse", {"until": until, "settings": settings.values()}),
        {
            "stages": [name for name in asked if name != CALIBRATE.name or is_done],
            "stage_inputs": study.keys,
            "settings": settings.values(),
            **toml_hashes(case.folder),
            "versions": versions(),
            # verify sees by it whether human records were cut off the end.
            "review_head": head(case.folder),
        },
    )
    if CALIBRATE.name not in asked or is_done:
        return done
    progress(CALIBRATE.name)
    prepared = study.held.get("prepared")
    del study  # Its tables are no longer needed.
    return calibrated(Study(done, settings), prepared, counted or {}, progress)


def _labels(inputs: Inputs) -> Tables:
    """What people recorded of events and accounts."""
    return {"labels": with_stated(current(inputs.records()), inputs.facts)}


def _parents(inputs: Inputs) -> Tables:
    """Who passed on or answered whom."""
    events = inputs.table("events")
    parents = resolve_parents(events, inputs.table("account_names"))
    return {"parents": with_notes(parents, with_parents(events.lazy(), parents.lazy()).collect())}


def _cascades(inputs: Inputs) -> Tables:
    """The trees."""
    measured = measure_cascades(inputs.events())
    return {"cascades": measured.cascades, "levels": measured.levels, "nodes": measured.nodes}


def _families(inputs: Inputs) -> Tables:
    """Events whose words are the same information; variants and links beside them."""
    return {"families": all_layers(trusted(inputs), inputs.setting("texts"))}


def _coaction(inputs: Inputs) -> Tables:
    """Pairs of accounts that act on the same objects at the same time."""
    families = by_words(inputs).select("event_id", "family_id")
    named = trusted(inputs).join(families, on="event_id", how="left", maintain_order="left")
    return {"coaction_pairs": pair_table(named)}


def _clusters(inputs: Inputs) -> Tables:
    """Groups that act together."""
    events, accounts = trusted(inputs), inputs.table("accounts")
    arrays, limits = prepared_search(inputs)
    pairs = coded_pairs(arrays, inputs.table("coaction_pairs"), limits.grades)
    found = search(arrays, pairs, limits)
    listed = result_tables(found, events, limits.grades)
    return {
        "clusters": listed.clusters,
        "cluster_acts": listed.acts,
        "cluster_tasks": listed.tasks,
        "cluster_traits": enriched_attributes(listed.clusters, events, accounts, limits.grades),
        "coordination": overview(found, listed.clusters, events, limits.grades),
    }


def _targets(inputs: Inputs) -> Tables:
    """Whom events are aimed at."""
    names, labels = inputs.table("account_names"), inputs.table("labels")
    return {"targets": targets_of(trusted(inputs), names, inputs.facts.targets, labels)}


def _alleged(inputs: Inputs) -> Tables:
    """Which events state the information that the case is about, and which hang below."""
    tables = {name: inputs.table(name) for name in ("families", "accounts", "account_names", "labels")}
    chars_min = inputs.setting("roles").coded_chars_min
    return {"alleged_events": alleged_events({**tables, "events": trusted(inputs)}, inputs.facts, chars_min)}


def _explanations(inputs: Inputs) -> Tables:
    """What explains that a group acted together."""
    groups = Groups(*(inputs.table(name) for name in EXPLAINED))
    recorded = Recorded(inputs.table("labels"), tuple(inputs.facts.directions))
    accounts, limits = inputs.table("accounts"), inputs.setting("explanations")
    return {
        "explanations": explanations(groups, trusted(inputs), by_words(inputs), accounts, recorded, limits)
    }


def _roles(inputs: Inputs) -> Tables:
    """Who did what."""
    tables = {name: inputs.table(name) for name in ROLE_READS}
    tables |= {"families": by_words(inputs), "layers": inputs.table("families")}
    tables |= {"occurrences": inputs.table("occurrences")}
    found = assign(features_of(trusted(inputs), tables["targets"], tables, inputs.facts, inputs.limits()))
    return {"roles": with_words_on_information(found, inputs.table("alleged_events"))}


def _scope(inputs: Inputs) -> Tables:
    """How far it went, as ranges."""
    facts = inputs.facts
    tables = {name: inputs.table(name) for name in SCOPE_READS}
    tables |= {"families": by_words(inputs), "layers": inputs.table("families")}
    numbers = numbers_of(rule_set(facts.case.rule_set), facts.case.allegation)
    return {
        "scope": measure_all(scope_data(trusted(inputs), tables, facts, numbers, inputs.setting("scope")))
    }


def _findings(inputs: Inputs) -> Tables:
    """The factors of the rule set that case.toml names, and what else could be asked for."""
    facts = inputs.facts
    tables = inputs.tables((*READ, "occurrences")) | {"events": trusted(inputs)}
    named = [c.event_id for c in facts.corrections] + (
        tables["labels"]["subject_id"].to_list() if "labels" in tables else []
    )
    authors = dict(
        tables["events"]
        .select("event_id", "account_id")
        .filter(pl.col("event_id").is_in(pl.Series(named, dtype=pl.String).implode()))
        .iter_rows()
    )
    told = _information(inputs)
    measures = Measures(facts, tables, authors, told)
    seen = inputs.tables(PRESERVE_READS)
    return {"findings": findings(measures, facts.case.rule_set), "requests": requests(seen, facts)}


def _information(inputs: Inputs) -> Information | None:
    """What rows of law read of the alleged information, with the texts of its posts in every capture."""
    tables = {name: inputs.table(name) for name in INFORMATION_READS}
    acts = tables["alleged_events"]
    stated = acts.filter((pl.col("event_id") == pl.col("item_id")) & (pl.col("part") == "states"))
    versions = inputs.versions(stated["event_id"].sort().to_list())
    return read_information({**tables, "events": trusted(inputs)}, versions, inputs.facts)


EXPLAINED = ("clusters", "cluster_acts", "cluster_tasks", "cluster_traits")
SCOPE_READS = (
    "counters",
    "sources",
    "occurrences",
    "accounts",
    "levels",
    "cascades",
    "clusters",
    "roles",
    "targets",
    "labels",
)
INFORMATION_READS = ("alleged_events", "occurrences", "counters", "accounts", "sources")
LAW_READS = dict.fromkeys((*READ, *PRESERVE_READS, *INFORMATION_READS, "parents", "families", "targets"))
SCOPE_FACTS = ("case.timezone", "case.rule_set", "case.allegation", "targets", "alleged", "corrections")
GROUPS = ("clusters", "cluster_acts", "cluster_tasks", "cluster_traits", "coordination")

STUDY = (
    Stage(
        "labels",
        _labels,
        {},
        ("labels",),
        facts=("case.timezone", "case.operator", "dealt_with"),
        has_records=True,
    ),
    Stage("parents", _parents, {"events": None, "account_names": ["account_id", "name"]}, ("parents",)),
    Stage("cascades", _cascades, PLACED, ("cascades", "levels", "nodes")),
    Stage("families", _families, PLACED, ("families",), settings=("texts",)),
    Stage("coaction", _coaction, {**PLACED, "families": None}, ("coaction_pairs",)),
    Stage(
        "clusters",
        _clusters,
        {**SEARCH_READS, "accounts": None, "coaction_pairs": None},
        GROUPS,
        settings=SEARCH_LIMITS,
    ),
    Stage(
        "targets",
        _targets,
        {**PLACED, "account_names": None, "labels": None},
        ("targets",),
        facts=("targets",),
    ),
    Stage(
        "alleged",
        _alleged,
        {**PLACED, "families": None, "accounts": None, "account_names": None, "labels": None},
        ("alleged_events",),
        facts=("targets", "alleged", "corrections", "case.provider_accounts"),
        settings=("roles",),
    ),
    Stage(
        "explanations",
        _explanations,
        {**PLACED, "families": None, "accounts": None, "labels": None, **dict.fromkeys(EXPLAINED)},
        ("explanations",),
        facts=("directions",),
        settings=("explanations",),
    ),
    Stage(
        "roles",
        _roles,
        {
            **PLACED,
            "families": None,
            "occurrences": ["event_id", "source_sha256"],
            "alleged_events": ["event_id", "item_id", "kind", "account_id", "side", "side_basis"],
            **dict.fromkeys(ROLE_READS),
        },
        ("roles",),
        facts=STATED,
        settings=("roles",),
    ),
    Stage(
        "scope",
        _scope,
        {
            **PLACED,
            "families": None,
            **dict.fromkeys(SCOPE_READS),
            "occurrences": ["event_id", "captured_at", "source_sha256"],
        },
        ("scope",),
        facts=SCOPE_FACTS,
        settings=("scope",),
    ),
    Stage("findings", _findings, LAW_READS, ("findings", "requests"), facts=(WHOLE,)),
)
STAGES = ("import", *(stage.name for stage in STUDY), CALIBRATE.name)
