"""`wakeline challenge`: the study of groups and roles over again, 200 times and more, with one change each.

It is no stage of `analyse`, since it takes long; its table stands until something that it rests on changes.
"""

import os
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.challenge.changes import Change, changes
from analytics.challenge.fragility import fragility, keys, rerun_all
from analytics.challenge.rerun import Challenged, Listed, Run
from analytics.model.errors import CaseError
from analytics.model.tables import FRAGILITY
from analytics.model.thresholds import Thresholds
from analytics.roles.assign import READS, STATED
from analytics.store.case_folder import Case, Commit
from analytics.store.custody_log import CustodyEntry
from analytics.store.lock import only_writer
from analytics.store.resume_file import Resume
from analytics.study.calibration_stage import trusted
from analytics.study.stages import PLACED, Inputs, Progress, Stage, Study

# The groups, which the roles read too, are found anew in each run.
_TABLES = (
    "families",
    "coaction_pairs",
    *(name for name in READS if name not in ("clusters", "cluster_tasks")),
)
CHALLENGE = Stage(
    "challenge",
    lambda _: {},
    {**PLACED, **dict.fromkeys(_TABLES), "occurrences": ["event_id", "source_sha256"]},
    ("fragility",),
    facts=STATED,
    settings=("texts", "drawing", "moments", "grades", "roles"),
)


@dataclass(frozen=True)
class Answer:
    """FRAGILITY, and the changes that were tried."""

    table: pl.DataFrame
    tried: list[Change]


def challenge(case: Case, progress: Progress, is_kept: bool = True) -> Answer:
    """Try every change on a case and count in how many runs each listed account stays at A or B.

    is_kept: write the table `fragility` into the case, and resume what an earlier run left; else the case is
    only read, as a package is.

    Raises CaseError where roles have not been computed.
    """
    if not case.has("roles"):
        raise CaseError("not_analysed", case=case.folder)
    if not is_kept:
        return _tried(Study(case, Thresholds().restored(case.manifest.get("settings", {}))), None, progress)
    with only_writer(case.folder):
        study = Study(case, Thresholds().restored(case.manifest.get("settings", {})))
        key = study.key(CHALLENGE)
        kept = Resume(case.folder, "challenge", key)
        answer = _tried(study, kept, progress)
        commit = Commit(case)
        commit.write(FRAGILITY, answer.table)
        commit.finish(
            CustodyEntry("challenge", {"runs_n": len(answer.tried)}),
            stage_inputs={**case.manifest.get("stage_inputs", {}), CHALLENGE.name: key},
        )
        kept.clear()
    return answer


def _tried(study: Study, kept: Resume | None, progress: Progress) -> Answer:
    case = _read(Inputs(study, CHALLENGE), study.settings)
    base = Run(case)
    standing = base.listed()
    places = {key: k for k, (key, _) in enumerate(keys(standing))}
    tried = changes(case.settings, study.case.read("clusters"), _events_behind(study.case, case.events))
    known = set(places.values())
    done_before = [
        row for row in (kept.done() if kept else ()) if row and row[0] < len(tried) and known >= set(row[1:])
    ]
    left = {row[0]: row[1:] for row in done_before}
    sample = kept.sample(done_before) if kept else None
    if kept and sample:
        kept.check(sample, [sample[0], *_removed(places, base.with_change(tried[sample[0]]).listed())])
    todo = [(k, change) for k, change in enumerate(tried) if k not in left]
    told = -1

    def on_progress(done: int, of: int) -> None:
        nonlocal told
        if done * 10 // of > told:
            told = done * 10 // of
            progress(f"{CHALLENGE.name} {len(tried) - of + done}/{len(tried)}")

    for number, stays in rerun_all(base, todo, os.cpu_count() or 1, on_progress):
        left[number] = _removed(places, stays)
        if kept:
            kept.add([number, *left[number]])
    return Answer(fragility(standing, tried, [left[k] for k in range(len(tried))]), tried)


def _removed(places: dict[Any, int], stays: Listed) -> list[int]:
    """The places of those who stood before and stand no more."""
    still = {key for key, _ in keys(stays)}
    return [place for key, place in places.items() if key not in still]


def _read(inputs: Inputs, settings: Thresholds) -> Challenged:
    tables = {name: inputs.table(name) for name in _TABLES}
    return Challenged(
        trusted(inputs),
        tables["families"],
        tables["coaction_pairs"],
        tables["accounts"],
        tables["account_names"],
        tables["nodes"],
        tables["targets"],
        tables["labels"],
        inputs.table("occurrences"),
        inputs.facts,
        settings,
    )


def _events_behind(case: Case, events: pl.DataFrame) -> pl.DataFrame:
    """The events behind listed accounts, with the author of their root."""
    behind = (
        pl.concat(
            [
                case.read("cluster_acts", ["event_id"]),
                case.read("roles")
                .filter(pl.col("grade").is_in(["A", "B"]))
                .explode("event_ids")
                .select(event_id="event_ids"),
            ]
        )
        .drop_nulls()
        .unique()
    )
    authors = events.filter(pl.col("kind") == "post").select(root_id="event_id", author_id="account_id")
    return (
        events.join(behind, on="event_id", how="semi", maintain_order="left")
        .select("event_id", "root_id", "source_sha256")
        .join(authors, on="root_id", how="left", maintain_order="left")
    )
