"""The whole study as one readable function: from merged captures to parents, trees and scope."""

import platform
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import polars as pl

from analytics.cascade.forest import trusted_moment
from analytics.cascade.parents import resolve_parents
from analytics.cascade.tree import measure_cascades
from analytics.coordination.candidates import candidate_pairs
from analytics.errors import CaseError, SettingsError
from analytics.scope.measure import measure_scope
from analytics.settings import Settings
from analytics.store.folder import Case, Commit, toml_hash
from analytics.store.lock import only_writer
from analytics.tables import CASCADES, COACTION_PAIRS, EVENTS, LEVELS, NODES, SCOPE

STAGES = ("import", "parents", "cascades", "coaction", "scope")
Progress = Callable[[str], None]


def analyse(case: Case, settings: Settings, until: str, progress: Progress) -> Case:
    """Run the study up to and including stage `until` and commit its tables together.

    Raises SettingsError for an unknown stage; CaseError if nothing has been imported or another process writes.
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
    if "parents" in run:
        progress("parents")
        events = resolve_parents(_as_imported(events), case.read("account_names"))
    if "cascades" in run:
        progress("cascades")
        measured = measure_cascades(events)
        for table, frame in ((CASCADES, measured.cascades), (LEVELS, measured.levels), (NODES, measured.nodes)):
            commit.write(table, frame)
        events = _noted(events, measured.notes)
    if "coaction" in run:
        progress("coaction")
        commit.write_sorted(COACTION_PAIRS, candidate_pairs(events))
    commit.write_sorted(EVENTS, events)  # as read: in its order
    if "scope" in run:
        progress("scope")
        slim = events.select("event_id", "kind", "account_id", "root_id", "source_sha256", at=trusted_moment())
        del events
        commit.write(SCOPE, measure_scope(slim, case.read("counters"), case.read("accounts")))
    return commit.finish(stages=list(run), settings=settings.values(), case_toml=toml_hash(case.folder),
                         versions=versions())


def _noted(events: pl.DataFrame, notes: pl.DataFrame) -> pl.DataFrame:
    """What the trees showed about single acts, written beside them."""
    if notes.is_empty():
        return events
    return events.join(notes.unique("event_id"), on="event_id", how="left", maintain_order="left").with_columns(
        parent_note=pl.coalesce("note", "parent_note")).drop("note")


def _as_imported(events: pl.DataFrame) -> pl.DataFrame:
    """Events with only what the exports state: what an earlier run derived is taken back."""
    stated = pl.col("parent_basis") == "stated"
    return events.with_columns(
        pl.when(stated).then("parent_id").alias("parent_id"), pl.when(stated).then("parent_basis").alias("parent_basis"),
        pl.lit(None, pl.String).alias("parent_note"),
        pl.when(pl.col("root_basis").is_not_null() | (pl.col("kind") == "post")).then("root_id").alias("root_id"))


def versions() -> dict[str, Any]:
    """The versions that the numbers depend on."""
    return {"wakeline": version("wakeline"), "python": platform.python_version(),
            **{name: version(name) for name in ("polars", "numpy", "numba", "networkx", "pandas")}}
